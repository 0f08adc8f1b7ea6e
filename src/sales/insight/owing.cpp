// What customers owe: balances of the records as they stood on the day asked.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"
#include "sales/insight/record_sums.h"

namespace bihuan::insight {

namespace {

constexpr std::int64_t kDayFactor = 10;  // days at scale 1
const std::string kStands = "not void and contract.in_force";

Metric balance(std::string name, Label label) {
    Metric m;
    m.name = std::move(name);
    m.label = std::move(label);
    m.unit = Unit::money;
    m.nature = Nature::balance;
    m.group_by = {"owner", "dept", "account"};
    m.object = "instalment";
    m.amount_field = "amount";
    m.objects = {"contract"};
    return m;
}

std::string before(const char* field, Date day, const char* sign = " < ") {
    return std::string(field) + sign + "\"" + to_text(day) + "\"";
}

Table uncollected(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    RecordSums sums(snapshot, question, "contract");
    sums.where("in_force");
    sums.add_to(table, sums.column("uncollected"));
    return table;
}

Metric uncollected_metric() {
    Metric m = balance("uncollected", {"未回款额", "Uncollected"});
    m.definition = {"有效合同（已签署、未作废）的有效金额 − 已核销收款 − 减免核销；框架合同按已确认订单计。",
                    "Amount in force of contracts signed and not void, less receipts allocated and "
                    "write-offs; a framework counts its confirmed orders."};
    m.excluded = {"未签署和作废的合同；收款中未核销的部分不抵减",
                  "Contracts not signed or void; receipts not allocated do not lower it"};
    m.date = "as_of";
    m.object = "contract";
    m.where = "in_force and uncollected != 0";
    m.sum = "uncollected";
    m.ledger = {"signed", "allocated", "written_off"};
    m.measure = uncollected;
    return m;
}

Table receivable(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    RecordSums sums(snapshot, question, "invoice");
    sums.where("state in [\"issued\",\"delivered\"] and not is_red");
    sums.add_to(table, sums.column("receivable"));
    return table;
}

Metric receivable_metric() {
    Metric m = balance("receivable", {"应收账款", "Receivable"});
    m.definition = {"已开发票 − 红字发票 − 核销到这些发票的收款。",
                    "Invoices issued less red ones less what is allocated to them."};
    m.excluded = {"未开票的部分；未核销到发票的收款",
                  "What is not invoiced; receipts not allocated to invoices"};
    m.date = "as_of";
    m.object = "invoice";
    m.where = "state in [\"issued\",\"delivered\"] and not is_red and receivable != 0";
    m.sum = "receivable";
    m.ledger = {"invoiced"};
    m.objects = {"invoice"};
    m.measure = receivable;
    return m;
}

void add_remaining(const Snapshot& snapshot, const Question& question, Table& table,
                   const std::string& due) {
    RecordSums sums(snapshot, question, "instalment");
    sums.where(kStands + " and " + due);
    sums.add_to(table, sums.column("remaining"));
}

Table due(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    add_remaining(snapshot, question, table, before("due_date", question.day, " <= "));
    return table;
}

Metric due_metric() {
    Metric m = balance("due", {"到期应收", "Due"});
    m.definition = {"到期日不晚于查询日的分期的未收余额。",
                    "What remains of instalments due on or before the day asked."};
    m.excluded = {"作废分期；未生效（到期日未定）的分期；未签或作废合同",
                  "Void instalments; those without a due date yet; contracts not in force"};
    m.date = "due_date";
    m.where = kStands + " and due_date <= today() and remaining != 0";
    m.sum = "remaining";
    m.ledger = {"allocated", "written_off"};
    m.measure = due;
    return m;
}

Table overdue(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    add_remaining(snapshot, question, table, before("due_date", question.day));
    return table;
}

Metric overdue_metric() {
    Metric m = balance("overdue", {"逾期额", "Overdue"});
    m.definition = {"到期日早于查询日的分期的未收余额。",
                    "What remains of instalments due before the day asked."};
    m.excluded = {"当天到期的分期；作废分期；未生效的分期；未签或作废合同",
                  "Instalments due that very day; void ones; those without a due date yet; "
                  "contracts not in force"};
    m.date = "due_date";
    m.where = kStands + " and due_date < today() and remaining != 0";
    m.sum = "remaining";
    m.ledger = {"allocated", "written_off"};
    m.measure = overdue;
    return m;
}

Table ratio_of(const Table& top, const Table& bottom) {
    Table out;
    out.shape = Table::Shape::ratio;
    for (const auto& [key, cell] : bottom.cells) out.cells[key].bottom = cell.top;
    for (const auto& [key, cell] : top.cells) {
        Cell& to = out.cells[key];
        to.top = cell.top;
        if (!to.bottom) to.bottom = 0;
    }
    return out;
}

Table overdue_share(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return ratio_of(overdue(snapshot, question, metric),
                    uncollected(snapshot, question, metric));
}

Metric overdue_share_metric() {
    Metric m = overdue_metric();
    m.name = "overdue_share";
    m.label = {"逾期占比", "Overdue share"};
    m.unit = Unit::percent;
    m.part = Unit::money;
    m.definition = {"逾期额 ÷ 未回款额。", "Overdue ÷ uncollected."};
    m.measure = overdue_share;
    return m;
}

Table due_unpaid(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    table.shape = Table::Shape::ratio;
    RecordSums sums(snapshot, question, "instalment");
    sums.where(kStands + " and " + before("due_date", question.day));
    const SqlText top = sums.column("remaining");
    sums.add_to(table, top, sums.column("amount"));
    return table;
}

Metric due_unpaid_metric() {
    Metric m = overdue_metric();
    m.name = "due_unpaid_rate";
    m.label = {"到期未回率", "Due but unpaid rate"};
    m.unit = Unit::percent;
    m.part = Unit::money;
    m.definition = {"到期日早于查询日的分期：未收余额 ÷ 应收金额。",
                    "Of instalments due before the day asked: what remains ÷ their full amount."};
    m.where = kStands + " and due_date < today()";
    m.sum = "amount";
    m.measure = due_unpaid;
    return m;
}

Table ageing(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    if (!question.group.empty()) {
        add_remaining(snapshot, question, table, "true");
        return table;
    }
    for (const Bucket& bucket : ageing_of(snapshot, question)) {
        Part part = money_part(bucket.name, bucket.label, bucket.amount, bucket.count);
        part.from_days = bucket.from_days;
        part.to_days = bucket.to_days;
        table.whole().top += bucket.amount;
        table.parts.push_back(std::move(part));
    }
    return table;
}

Metric ageing_metric() {
    Metric m = balance("ageing", {"账龄", "Ageing"});
    m.definition = {"分期的未收余额，按到期日分为：未生效（到期日未定）、未到期（含当天）、逾期 1-30、31-60、"
                    "61-90、91-180、181-365、超过 365 天。",
                    "What remains of instalments, by due date: no due date yet, not due (that very "
                    "day included), 1-30, 31-60, 61-90, 91-180, 181-365, more than 365 days "
                    "late."};
    m.excluded = {"未排入回款计划的合同金额；作废分期；未签或作废合同",
                  "Contract amounts without instalments; void instalments; contracts not in "
                  "force"};
    m.date = "due_date";
    m.where = kStands + " and remaining != 0";
    m.sum = "remaining";
    m.ledger = {"allocated", "written_off"};
    m.measure = ageing;
    return m;
}

Table dso(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    Question end = question;
    const Date last = std::min(question.to, question.day);
    if (last < question.day) {
        end.day = last;
        end.as_of = snapshot.zone().end_of(last);
    }
    Table table = ratio_of(receivable(snapshot, end, metric),
                           measured(snapshot, question, "invoiced"));
    table.factor = (last.days - question.from.days + 1) * kDayFactor;
    for (auto& [key, cell] : table.cells) {
        if (cell.bottom && *cell.bottom <= 0) cell.bottom.reset();
    }
    return table;
}

Metric dso_metric() {
    Metric m = balance("dso", {"应收周转天数", "Days sales outstanding"});
    m.unit = Unit::days;
    m.nature = Nature::flow;
    m.part = Unit::money;
    m.definition = {"期末应收账款 ÷ 期内净开票额 × 期间天数（进行中的期间算到今天）。",
                    "Receivable at the period's end ÷ net invoiced in it × its days (a running "
                    "period: up to today)."};
    m.excluded = {"期内净开票额不为正时不计算", "Not computed when net invoiced is not positive"};
    m.date = "issue_date";
    m.object = "invoice";
    m.where = "state in [\"issued\",\"delivered\"]";
    m.date_field = "issue_date";
    m.sum = "signed_amount";
    m.ledger = {"invoiced"};
    m.objects = {"invoice"};
    m.measure = dso;
    return m;
}

std::vector<Bucket> buckets() {
    return {{"not_effective", {"未生效", "Not effective"}, {}, {}},
            {"not_due", {"未到期", "Not due"}, {}, 0},
            {"1-30", {"逾期 1-30 天", "1-30 days late"}, 1, 30},
            {"31-60", {"逾期 31-60 天", "31-60 days late"}, 31, 60},
            {"61-90", {"逾期 61-90 天", "61-90 days late"}, 61, 90},
            {"91-180", {"逾期 91-180 天", "91-180 days late"}, 91, 180},
            {"181-365", {"逾期 181-365 天", "181-365 days late"}, 181, 365},
            {">365", {"逾期超过 365 天", "More than 365 days late"}, 366, {}}};
}

}  // namespace

// One pass: each row falls into the first bucket whose latest due date it does not pass.
std::vector<Bucket> ageing_of(const Snapshot& snapshot, const Question& question) {
    std::vector<Bucket> out = buckets();
    Question whole = question;
    whole.group.clear();
    RecordSums sums(snapshot, whole, "instalment");
    sums.where(kStands);
    const SqlText day = sums.column("due_date");
    SqlText what;
    what.add("CASE WHEN ").add(day).add(" IS NULL THEN 0 WHEN ").add(day).add(" >= ");
    what.bind(Value(to_text(question.day))).add(" THEN 1");
    for (std::size_t i = 2; i < out.size(); ++i) {
        if (!out[i].to_days) continue;
        what.add(" WHEN ").add(day).add(" >= ");
        what.bind(Value(to_text(add_days(question.day, -*out[i].to_days))));
        what.add(" THEN " + std::to_string(i));
    }
    what.add(" ELSE " + std::to_string(out.size() - 1) + " END AS bucket, ");
    what.add(sums.column("remaining")).add(" AS rest");
    SqlText sql;
    sql.add("SELECT bucket, COUNT(*), SUM(rest) FROM (").add(sums.select(what));
    sql.add(sums.fence()).add(") r WHERE rest <> 0 GROUP BY 1");
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        Bucket& bucket = out[static_cast<std::size_t>(row.integer(0))];
        bucket.count = row.integer(1);
        bucket.amount = row.integer(2);
        return true;
    });
    return out;
}

std::vector<Metric> owing_metrics() {
    return {uncollected_metric(), receivable_metric(),    due_metric(),
            overdue_metric(),     overdue_share_metric(), due_unpaid_metric(),
            ageing_metric(),      dso_metric()};
}

}  // namespace bihuan::insight
