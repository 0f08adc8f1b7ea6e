// Customers: who signed after being entered, and who came back.
#include "sales/insight/families.h"

#include "sales/insight/record_sums.h"

namespace bihuan::insight {

namespace {

// Contracts that stand, of the visible ones: rows of `signed` before a day, per record. A
// supplement is no purchase of its own.
SqlText standing(const Snapshot& snapshot, const Question& question, const Metric& metric,
                 std::optional<Date> until) {
    Slice slice;
    slice.metrics = metric.ledger;
    slice.objects = metric.objects;
    slice.to = until;
    SqlText sql;
    sql.add("SELECT l.account AS account, MIN(l.date) AS first, SUM(l.count) AS stands ");
    sql.add(rows_of(snapshot, question, slice));
    sql.add(" AND l.tag <> 'supplement' AND l.account IS NOT NULL GROUP BY l.record, l.account");
    return sql;
}

Table repurchase(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    SqlText sql;
    sql.add("SELECT NULL, COUNT(DISTINCT n.account), COUNT(DISTINCT b.account) FROM (");
    sql.add(standing(snapshot, question, metric, add_days(question.from, -1)));
    sql.add(") b LEFT JOIN (");
    sql.add(standing(snapshot, question, metric, question.to));
    sql.add(") n ON n.account = b.account AND n.stands > 0 AND n.first >= ");
    sql.bind(Value(to_text(question.from))).add(" WHERE b.stands > 0");
    Table table;
    table.shape = Table::Shape::ratio;
    add_sums(snapshot, question, sql, table);
    return table;
}

// Those with a contract at the period's begin: of whom some came back.
SqlText known_customers(const Snapshot& snapshot, const Question& question,
                        const Metric& metric, const Source&) {
    SqlText out;
    out.add("SELECT b.account FROM (");
    out.add(standing(snapshot, question, metric, add_days(question.from, -1)));
    return out.add(") b WHERE b.stands > 0"), out;
}

std::vector<Source> known_before(const Snapshot&, const Question& question) {
    return {{"account", "first_deal_at < \"" + to_text(question.from) + "\"", "", "",
             known_customers}};
}

RecordSums entered_in_period(const Snapshot& snapshot, const Question& question) {
    RecordSums sums(snapshot, question, "account");
    SqlText created;
    created.add(sums.sources().root_column("created_at")).add(" >= ");
    created.bind(Value(snapshot.zone().start_of(question.from).micros)).add(" AND ");
    created.add(sums.sources().root_column("created_at")).add(" <= ");
    created.bind(Value(snapshot.zone().end_of(question.to).micros));
    sums.where_sql(created);
    sums.by_date(sums.date_of_instant("created_at"));
    sums.held_at(snapshot.zone().end_of(question.to));
    return sums;
}

SqlText entered_ids(const Snapshot& snapshot, const Question& question, const Metric&,
                    const Source&) {
    RecordSums sums = entered_in_period(snapshot, question);
    return sums.select(text(sums.sources().root_column("id")));
}

Table conversion(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    table.shape = Table::Shape::ratio;
    RecordSums sums = entered_in_period(snapshot, question);
    SqlText top;
    top.add("CASE WHEN (SELECT SUM(f.count) FROM ledger f WHERE f.metric = 'first_signed' "
            "AND f.account = " + sums.sources().root_column("id"));
    top.add(known(question, "f")).add(") > 0 THEN 1 ELSE 0 END");
    sums.add_to(table, top, text("1"));
    return table;
}

}  // namespace

std::vector<Metric> customer_metrics() {
    Metric again;
    again.name = "repurchase_rate";
    again.label = {"复购率", "Repurchase rate"};
    again.unit = Unit::percent;
    again.part = Unit::count;
    again.definition = {"期初已有有效签约的客户中，在期内又签署合同（或框架订单）且未作废的比例。",
                        "Of accounts with a signed contract at the period's begin: the share that "
                        "signed another (or a framework order) in it that still stands."};
    again.excluded = {"补充合同；作废的合同", "Supplements; void contracts"};
    again.date = "sign_date";
    again.object = "account";
    again.ledger = {"signed"};
    again.objects = {"contract", "order"};
    again.sources = known_before;
    again.measure = repurchase;

    Metric converted;
    converted.name = "customer_conversion";
    converted.label = {"客户转化率", "Customer conversion"};
    converted.unit = Unit::percent;
    converted.part = Unit::count;
    converted.definition = {"期内建档的客户（同批）中，到查询日为止签过合同的比例。",
                            "Of accounts entered in the period (the cohort): the share that had "
                            "signed a contract by the day asked."};
    converted.excluded = {"已删除的客户；唯一合同已作废的客户算未签约",
                          "Deleted accounts; one whose only contract was voided has not signed"};
    converted.date = "created_at";
    converted.group_by = {"owner", "dept", "month", "quarter", "year"};
    converted.object = "account";
    converted.date_field = "created_at";
    converted.counted = entered_ids;
    converted.measure = conversion;
    return {again, converted};
}

}  // namespace bihuan::insight
