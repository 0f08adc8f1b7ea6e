// How quotes become contracts and how long a contract takes to be signed.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"

namespace bihuan::insight {

namespace {

// Versions of one quote carry the number of the first as tag: each counts once, when any of them
// was sent first.
SqlText first_sent(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    SqlText from = rows_of(snapshot, question, slice_of(question, metric));
    from.add(" AND l.id IN (SELECT MIN(f.id) FROM ledger f WHERE f.metric = 'quote_sent'");
    from.add(known(question, "f")).add(" GROUP BY f.tag HAVING SUM(f.count) > 0)");
    return from;
}

Table quotes(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    Table table;
    table.shape = Table::Shape::ratio;
    SqlText sql;
    sql.add("SELECT " + group_of(question) + ", SUM(CASE WHEN l.tag IN (SELECT c.tag "
            "FROM ledger c WHERE c.metric = 'quote_converted'").add(known(question, "c"));
    sql.add(" GROUP BY c.tag HAVING SUM(c.count) > 0) THEN 1 ELSE 0 END), COUNT(*) ");
    sql.add(first_sent(snapshot, question, metric));
    if (!question.group.empty()) sql.add(" GROUP BY 1");
    add_sums(snapshot, question, sql, table);
    return table;
}

SqlText quote_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                  const Source&) {
    SqlText out;
    return out.add("SELECT l.record ").add(first_sent(snapshot, question, metric)), out;
}

// A contract taken back before the day asked is not counted.
SqlText signings(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    SqlText from = rows_of(snapshot, question, slice_of(question, metric));
    from.add(" AND l.count > 0 AND NOT EXISTS (SELECT 1 FROM ledger n WHERE n.corrects = l.id "
             "AND n.record = l.record").add(known(question, "n")).add(")");
    return from;
}

Table signing(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return durations(snapshot, question, signings(snapshot, question, metric));
}

SqlText signed_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                   const Source&) {
    SqlText out;
    return out.add("SELECT l.record ").add(signings(snapshot, question, metric)), out;
}

}  // namespace

std::vector<Metric> document_metrics() {
    Metric quote;
    quote.name = "quote_conversion";
    quote.label = {"报价转化率", "Quote conversion"};
    quote.unit = Unit::percent;
    quote.part = Unit::count;
    quote.definition = {"期内首次发出的报价（同一报价的各版本只计一次）中，到查询日为止转成合同的比例。",
                        "Of quotes first sent in the period (versions of one quote count once): "
                        "the share that became contracts by the day asked."};
    quote.excluded = {"未发出的报价", "Quotes never sent"};
    quote.date = "sent_at";
    quote.group_by = {"owner", "dept", "account", "month", "quarter", "year"};
    quote.object = "quote";
    quote.where = "sent_at is not empty";
    quote.date_field = "sent_at";
    quote.ledger = {"quote_sent"};
    quote.objects = {"quote"};
    quote.counted = quote_ids;
    quote.measure = quotes;

    Metric cycle;
    cycle.name = "signing_cycle";
    cycle.label = {"合同签署周期", "Signing cycle"};
    cycle.unit = Unit::days;
    cycle.definition = {"期内签署的合同从起草到签订的工作日数，取中位数，并列 80 分位（相邻值之间线性插值）。",
                        "Working days from draft to signature of contracts signed in the period: "
                        "median, with the 80th percentile beside it (linear between "
                        "neighbours)."};
    cycle.excluded = {"没有起草日期的合同", "Contracts without a drafting date"};
    cycle.date = "sign_date";
    cycle.group_by = {"owner", "dept", "account", "month", "quarter", "year"};
    cycle.object = "contract";
    cycle.where = "in_force";
    cycle.date_field = "sign_date";
    cycle.ledger = {"signing_days"};
    cycle.objects = {"contract"};
    cycle.counted = signed_ids;
    cycle.measure = signing;
    return {quote, cycle};
}

}  // namespace bihuan::insight
