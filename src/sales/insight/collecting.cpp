// What came in: collected by company and by person, and how well it follows what was signed.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"
#include "sales/insight/record_sums.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

Slice collected_slice(const Question& question) {
    Slice slice;
    slice.metrics = {"collected"};
    slice.objects = {"receipt"};
    slice.from = question.from;
    slice.to = question.to;
    return slice;
}

Slice allocated_slice(const Question& question, Reach reach) {
    Slice slice = collected_slice(question);
    slice.metrics = {"allocated"};
    slice.reach = reach;
    return slice;
}

void add(const Snapshot& snapshot, const Question& question, const Slice& slice, Table& table,
         int sign = 1) {
    add_sums(snapshot, question,
             grouped(question, "SUM(l.amount)", rows_of(snapshot, question, slice)),
             table, sign);
}

// What belongs to nobody yet: receipts less what was allocated of them.
void add_unallocated(const Snapshot& snapshot, const Question& question, Table& table) {
    Question of = question;
    const bool by_person = question.group == "owner" || question.group == "dept";
    if (by_person) of.group.clear();  // one cell, the empty key: 未分配
    add(snapshot, of, collected_slice(question), table);
    add(snapshot, of, allocated_slice(question, Reach::receipt), table, -1);
}

SqlText allocated_rows(const Snapshot& snapshot, const Question& question, const Metric&,
                       const Source&) {
    SqlText out;
    out.add("SELECT l.record ");
    return out.add(rows_of(snapshot, question, allocated_slice(question, Reach::contract))), out;
}

SqlText collected_rows(const Snapshot& snapshot, const Question& question, const Metric& metric,
                       const Source& source) {
    Metric own = metric;                    // of a person `ledger` and rights are the same
    own.ledger = {"collected"};
    own.objects = {"receipt"};
    return counted_rows(snapshot, question, own, source);
}

// Of a person: what was allocated to his contracts. Of the company: receipts. Who sees only some
// contracts or receipts gets what was allocated and what of his receipts is not.
std::vector<Source> collected_sources(const Snapshot& snapshot, const Question& question) {
    Source receipts{"receipt", "state == \"confirmed\"", "date", "amount", collected_rows};
    const Source allocations{"allocation",
                             "kind in [\"receipt\",\"advance\"] and to_instalment", "date",
                             "amount", allocated_rows};
    if (question.owner || question.dept) return {allocations};
    if (sees_all(snapshot, {"receipt", "contract"})) return {receipts};
    receipts.where += " and unallocated != 0";
    receipts.sum = "unallocated";
    receipts.counted = nullptr;
    return {allocations, receipts};
}

Metric collected_metric() {
    Metric m;
    m.name = "collected";
    m.label = {"回款额", "Collected amount"};
    m.unit = Unit::money;
    m.definition = {
        "已确认收款减去冲销和退款，按收款日期计入（承兑汇票按收到日期）；冲销、退款、拒付计在各自发生当日。"
        "按人：核销行按收款日归属到当日合同负责人或业绩拆分；收款未核销的部分为「未分配」，"
        "各人之和加未分配等于公司回款额。",
        "Confirmed receipts less reversals and refunds, by the receipt's day (bills: when "
        "received); reversal, refund and dishonour count on their own day. By person: "
        "allocations, dated by the receipt, to the owner or split of the contract on that day; "
        "the rest of a receipt is unallocated, and persons plus unallocated equal the company."};
    m.excluded = {"折让、手续费、坏账核销；未确认的收款",
                  "Discounts, fees and bad debts; receipts not confirmed"};
    m.date = "date";
    m.group_by = {"owner", "dept", "account", "day", "week", "month", "quarter", "year"};
    m.object = "receipt";
    m.where = "state == \"confirmed\"";
    m.date_field = "date";
    m.amount_field = "amount";
    m.ledger = {"collected"};
    m.objects = {"receipt"};
    m.sources = collected_sources;
    m.target = "collected";
    m.measure = collected;
    return m;
}

// The newest rows of an instalment's allocations that stand: neither reversed nor reversing.
SqlText allocated_in_time(const Snapshot& snapshot, const Question& question,
                          RecordSums& instalments) {
    query::Sources paid(snapshot, snapshot.schema().at("allocation"), "p", question.as_of);
    SqlText out;
    out.add("COALESCE((SELECT SUM(p.amount) ").add(paid.from());
    out.add(" WHERE p.instalment = " + instalments.sources().root_column("id"));
    out.add(" AND p.kind = 'receipt' AND p.deleted_at IS NULL AND p.reverses IS NULL");
    out.add(" AND COALESCE(p.reversed, 0) = 0 AND p.date <= ");
    out.add(instalments.column("due_date")).add("), 0)");
    return out;
}

// What is due after the day asked is not late yet, and not in time either.
RecordSums due_in_period(const Snapshot& snapshot, const Question& question) {
    RecordSums sums(snapshot, question, "instalment");
    const Date last = std::min(question.to, question.day);
    sums.where("not void and contract.in_force and due_date >= \"" + to_text(question.from) +
               "\" and due_date <= \"" + to_text(last) + "\"");
    sums.by_date(sums.column("due_date")).held_at(snapshot.zone().end_of(question.to));
    return sums;
}

SqlText due_ids(const Snapshot& snapshot, const Question& question, const Metric&,
                const Source&) {
    RecordSums sums = due_in_period(snapshot, question);
    return sums.select(text(sums.sources().root_column("id")));
}

Table on_time(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    table.shape = Table::Shape::ratio;
    RecordSums sums = due_in_period(snapshot, question);
    const SqlText top = allocated_in_time(snapshot, question, sums);
    sums.add_to(table, top, sums.column("amount"));
    return table;
}

Metric on_time_metric() {
    Metric m;
    m.name = "on_time_collection_rate";
    m.label = {"按期回款率", "On-time collection rate"};
    m.unit = Unit::percent;
    m.part = Unit::money;
    m.definition = {"期内到期的分期中，收款日不晚于到期日的已核销金额 ÷ 这些分期的应收金额。"
                    "期间未结束时只计截至当天（含）到期的分期。"
                    "以收款日为准，与何时核销无关；已冲销的核销不计。",
                    "Of instalments due in the period: amounts received on or before the due date "
                    "÷ their full amount. While the period runs, only those due up to today "
                    "(included) count. The receipt's day decides, never the day of allocation; "
                    "reversed allocations do not count."};
    m.excluded = {"作废分期；未生效（到期日未定）的分期；当天之后才到期的分期；未签或作废合同",
                  "Void instalments; those without a due date yet; those due after today; "
                  "contracts not in force"};
    m.date = "due_date";
    m.group_by = {"owner", "dept", "account", "month", "quarter", "year"};
    m.object = "instalment";
    m.where = "not void and contract.in_force and due_date <= today()";
    m.date_field = "due_date";
    m.sum = "amount";
    m.counted = due_ids;
    m.amount_field = "amount";
    m.objects = {"contract"};
    m.measure = on_time;
    return m;
}

// " AND ..." that a row s of the ledger is of the people asked for.
SqlText of_people(const Question& question) {
    SqlText out;
    if (question.owner) out.add(" AND s.owner = ").bind(Value(question.owner.value));
    for (std::size_t i = 0; i < question.depts.size(); ++i) {
        out.add(i == 0 ? " AND (s.dept = " : " OR s.dept = ");
        out.bind(Value(question.depts[i])).add(i + 1 == question.depts.size() ? ")" : "");
    }
    return out;
}

// Contracts signed in the period: "FROM ledger l ...".
SqlText signed_then(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    Slice slice = slice_of(question, metric);
    slice.is_filtered = false;
    SqlText out = rows_of(snapshot, question, slice);
    out.add(" AND l.count > 0 AND l.tag <> 'framework_order' AND l.corrects IS NULL");
    if (question.account) out.add(" AND l.account = ").bind(Value(question.account.value));
    return out;
}

// These, and what they have brought by the day asked.
Table cohort(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    const auto sum = [&](const char* of, const char* by) {
        SqlText out;
        out.add("COALESCE((SELECT SUM(s.amount) FROM ledger s WHERE s.metric = ");
        out.bind(Value(std::string(of))).add(std::string(" AND s.") + by + " = l.record");
        out.add(of_people(question));
        return out.add(known(question, "s")).add("), 0)"), out;
    };
    SqlText sql;
    sql.add("SELECT " + group_of(question) + ", SUM(").add(sum("allocated", "contract"));
    sql.add("), SUM(").add(sum("signed", "record")).add(") ");
    sql.add(signed_then(snapshot, question, metric));
    if (!question.group.empty()) sql.add(" GROUP BY 1");
    Table table;
    table.shape = Table::Shape::ratio;
    add_sums(snapshot, question, sql, table);
    return table;
}

SqlText cohort_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                   const Source&) {
    SqlText out;
    out.add("SELECT l.record ").add(signed_then(snapshot, question, metric));
    if (!question.owner && !question.dept) return out;
    out.add(" AND EXISTS (SELECT 1 FROM ledger s WHERE s.metric = 'signed' AND s.record = "
            "l.record").add(of_people(question));
    return out.add(known(question, "s")).add(")"), out;
}

Metric cohort_metric() {
    Metric m;
    m.name = "collection_rate";
    m.label = {"回款率", "Collection rate"};
    m.unit = Unit::percent;
    m.part = Unit::money;
    m.definition = {"期内签署的合同，到查询日为止的已核销回款 ÷ 这些合同的签约额（同一批合同，不是同月回款 ÷ 同月签约）。",
                    "Of contracts signed in the period: what has been allocated to them by the day "
                    "asked ÷ their signed amount. The same contracts, not the same month."};
    m.excluded = {"框架合同及其订单；作废合同（签约额冲减为 0）",
                  "Frameworks and their orders; void contracts, whose amount is taken back"};
    m.date = "sign_date";
    m.group_by = {"account", "month", "quarter", "year"};
    m.object = "contract";
    m.where = "in_force and type != \"framework\"";
    m.date_field = "sign_date";
    m.sum = "amount_in_force";
    m.counted = cohort_ids;
    m.amount_field = "amount";
    m.ledger = {"signed"};
    m.objects = {"contract"};
    m.measure = cohort;
    return m;
}

}  // namespace

Table collected(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    const bool by_person = question.group == "owner" || question.group == "dept";
    if (question.owner || question.dept) {
        add(snapshot, question, allocated_slice(question, Reach::contract), table);
        return table;
    }
    if (!by_person && sees_all(snapshot, {"receipt", "contract"})) {
        add(snapshot, question, collected_slice(question), table);
        if (!question.group.empty()) return table;
        Table rest;
        Question plain = question;
        add_unallocated(snapshot, plain, rest);
        table.parts.push_back(money_part("allocated", {"已核销到合同", "Allocated"},
                                         total_of(table) - total_of(rest)));
        table.parts.push_back(
            money_part("unallocated", {"未分配", "Unallocated"}, total_of(rest)));
        return table;
    }
    add(snapshot, question, allocated_slice(question, Reach::contract), table);
    add_unallocated(snapshot, question, table);
    return table;
}

std::vector<Metric> collecting_metrics() {
    return {collected_metric(), on_time_metric(), cohort_metric()};
}

}  // namespace bihuan::insight
