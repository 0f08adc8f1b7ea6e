// What was booked: signed, ordered, invoiced, written off; and how often things happened.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"

namespace bihuan::insight {

namespace {

const std::vector<std::string> kByPerson = {"owner", "dept",    "account", "day",
                                            "week",  "month",   "quarter", "year"};

const std::string kConfirmed =
    "state in [\"confirmed\",\"processing\",\"shipped\",\"received\"]";

Metric money(std::string name, Label label) {
    Metric metric;
    metric.name = std::move(name);
    metric.label = std::move(label);
    metric.unit = Unit::money;
    metric.group_by = kByPerson;
    metric.amount_field = "amount";
    metric.measure = sum_amounts;
    return metric;
}

Metric happened(std::string name, Label label) {
    Metric metric = money(std::move(name), std::move(label));
    metric.unit = Unit::count;
    metric.amount_field.clear();
    metric.measure = sum_counts;
    return metric;
}

Metric signed_amount() {
    Metric m = money("signed", {"签约额", "Signed amount"});
    m.definition = {
        "审批通过且首次签署的合同金额，按签订日期计入，含税；签订月份已过才录入的计在录入当日；"
        "补充合同按自己的签订日期计入差额；"
        "框架合同计 0，其已确认订单计入。作废、变更、终止在发生当日以正负差额计入，已过期间不变。"
        "按签订当日的负责人或业绩拆分归属到人。",
        "Amount of contracts approved and signed, by sign date, tax included; one entered after "
        "the month of signing counts on the day of entry. Supplements count on their own "
        "sign date; a framework counts 0 and its confirmed orders count. Void, change and "
        "termination count as differences on their own day, so past periods never move. "
        "People get it by owner or split of the sign date."};
    m.excluded = {"未通过审批或未签署的合同；框架合同本身",
                  "Contracts not approved or not signed; frameworks themselves"};
    m.date = "sign_date";
    m.object = "contract";
    m.where = "in_force and type != \"framework\"";
    m.date_field = "sign_date";
    m.sum = "amount";
    m.more = {{"order", "contract.type == \"framework\" and " + kConfirmed, "confirmed_on",
               "amount"}};
    m.ledger = {"signed"};
    m.objects = {"contract", "order"};
    m.target = "signed";
    return m;
}

Metric ordered() {
    Metric m = money("ordered", {"订单额", "Order amount"});
    m.definition = {"已确认订单的金额，按确认日期计入；确认后取消的在取消当日冲减。不与签约额相加。",
                    "Amount of confirmed orders, by the day of confirmation; cancelled ones count "
                    "negative on the day of cancelling. Never added to the signed amount."};
    m.excluded = {"草稿订单", "Drafts"};
    m.date = "confirmed_on";
    m.object = "order";
    m.where = kConfirmed;
    m.date_field = "confirmed_on";
    m.sum = "amount";
    m.ledger = {"ordered"};
    m.objects = {"order"};
    m.target = "ordered";
    return m;
}

Metric invoiced() {
    Metric m = money("invoiced", {"开票额", "Invoiced amount"});
    m.definition = {"已开发票金额减去红字发票金额，按各自的开票日期计入；作废的纸质发票在作废当日冲减。",
                    "Invoices issued less red invoices, each by its own issue date; a void paper "
                    "invoice counts negative on the day it is made void."};
    m.excluded = {"未开具的开票申请", "Requests not issued yet"};
    m.date = "issue_date";
    m.object = "invoice";
    m.where = "state in [\"issued\",\"delivered\"]";
    m.date_field = "issue_date";
    m.sum = "signed_amount";
    m.ledger = {"invoiced"};
    m.objects = {"invoice"};
    m.target = "invoiced";
    return m;
}

Table sum_written_off(const Snapshot& snapshot, const Question& question,
                      const Metric& metric) {
    Slice slice = slice_of(question, metric);
    slice.reach = Reach::contract;
    Table table;
    add_sums(snapshot, question,
             grouped(question, "SUM(l.amount)", rows_of(snapshot, question, slice)),
             table);
    return table;
}

SqlText written_off_rows(const Snapshot& snapshot, const Question& question,
                         const Metric& metric, const Source&) {
    Slice slice = slice_of(question, metric);
    slice.reach = Reach::contract;
    SqlText out;
    out.add("SELECT l.record ").add(rows_of(snapshot, question, slice));
    return out;
}

// A customer is counted by its first contract.
SqlText first_signers(const Snapshot& snapshot, const Question& question, const Metric& metric,
                      const Source&) {
    SqlText out;
    out.add("SELECT l.account ").add(rows_of(snapshot, question, slice_of(question, metric)));
    out.add(" AND l.account IS NOT NULL GROUP BY l.account HAVING SUM(l.count) <> 0");
    return out;
}

// Usually the customers; where one stands for several (two were merged that had both bought), the
// first contracts tell more.
std::vector<Source> new_ones(const Snapshot& snapshot, const Question& question) {
    Slice slice;
    slice.metrics = {"first_signed"};
    slice.objects = {"contract"};
    slice.from = question.from;
    slice.to = question.to;
    SqlText several;
    several.add("SELECT 1 ").add(rows_of(snapshot, question, slice));
    several.add(" GROUP BY l.account HAVING ABS(SUM(l.count)) > 1 LIMIT 1");
    bool is_plain = true;
    snapshot.db().query(several.text, several.borrowed(), [&](const db::Row&) {
        is_plain = false;
        return false;
    });
    if (is_plain) return {{"account", "contracts > 0", "first_deal_at", "", first_signers}};
    return {{"contract", "sign_date == account.first_deal_at and type != \"supplement\"",
             "sign_date", "", {}}};
}

Metric written_off() {
    Metric m = money("written_off", {"减免核销额", "Written off"});
    m.definition = {"以折让、手续费、坏账核销的金额，按核销日期计入；它减少未回款额，但不是回款。",
                    "Amounts settled as discount, fee or bad debt, by their date; they lower what "
                    "is uncollected and are not collected."};
    m.excluded = {"收款核销", "Allocations of receipts"};
    m.date = "date";
    m.object = "allocation";
    m.where = "kind != \"receipt\" and to_instalment";
    m.date_field = "date";
    m.sum = "amount";
    m.counted = written_off_rows;
    m.ledger = {"written_off"};
    m.objects = {"contract"};
    m.measure = sum_written_off;
    return m;
}

Metric new_customers() {
    Metric m = happened("new_customers", {"新客户数", "New customers"});
    m.definition = {"首份合同在期内签署的客户数（不是期内建档的客户数）。首份合同作废且没有其他有效合同时，"
                    "在作废当日减 1；两个都签过约的客户合并时，在合并当日减 1。",
                    "Accounts whose first contract was signed in the period, not those entered in "
                    "it. Voiding the first contract counts -1 on that day unless another "
                    "stands; merging two that had both signed counts -1 on the day of the merge."};
    m.excluded = {"补充合同；老客户的新合同", "Supplements; further contracts of known customers"};
    m.date = "sign_date";
    m.object = "account";
    m.where = "contracts > 0";
    m.date_field = "first_deal_at";
    m.sources = new_ones;
    m.ledger = {"first_signed"};
    m.objects = {"contract"};
    m.target = "new_customers";
    return m;
}

Metric opportunities_created() {
    Metric m = happened("opportunities_created", {"新增商机数", "Opportunities created"});
    m.definition = {"期内建立的商机数，按建立日期和当日负责人计。",
                    "Opportunities created in the period, by the day and the owner of that day."};
    m.excluded = {"无：之后输单或无效的也计入", "None: those lost or void later count too"};
    m.date = "created_at";
    m.object = "opportunity";
    m.date_field = "created_at";
    m.ledger = {"opportunity_created"};
    m.objects = {"opportunity"};
    return m;
}

Metric leads_created() {
    Metric m = happened("leads_created", {"新增线索数", "Leads created"});
    m.definition = {"期内录入的线索数，按录入日期和当日负责人计。",
                    "Leads entered in the period, by the day and the owner of that day."};
    m.excluded = {"无", "None"};
    m.date = "created_at";
    m.object = "lead";
    m.date_field = "created_at";
    m.ledger = {"lead_created"};
    m.objects = {"lead"};
    return m;
}

Metric activities() {
    Metric m = happened("activities", {"跟进数", "Activities"});
    m.definition = {"完成的跟进、拜访、电话等活动数，按完成日期和当日负责人计。",
                    "Follow-ups, visits and calls completed, by the day and the owner of that "
                    "day."};
    m.excluded = {"未完成和已取消的计划", "Plans not done or cancelled"};
    m.date = "time";
    m.object = "activity";
    m.where = "state == \"completed\"";
    m.date_field = "time";
    m.ledger = {"activity_done"};
    m.objects = {"activity"};
    return m;
}

Table sums(const Snapshot& snapshot, const Question& question, const Metric& metric,
           const char* what) {
    Table table;
    add_sums(snapshot, question,
             grouped(question, what,
                     rows_of(snapshot, question, slice_of(question, metric))),
             table);
    return table;
}

}  // namespace

Table sum_amounts(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return sums(snapshot, question, metric, "SUM(l.amount)");
}

Table sum_counts(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return sums(snapshot, question, metric, "SUM(l.count)");
}

std::int64_t total_of(const Table& table) {
    std::int64_t sum = 0;
    for (const auto& [key, cell] : table.cells) sum += cell.top;
    return sum;
}

std::vector<Metric> booking_metrics() {
    return {signed_amount(), ordered(),       invoiced(),
            written_off(),   new_customers(), opportunities_created(),
            leads_created(), activities()};
}

}  // namespace bihuan::insight
