// What became of the leads created in a period.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"

namespace bihuan::insight {

namespace {

constexpr std::string_view kCreated = " AND l.count > 0 AND l.corrects IS NULL";

SqlText created_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                    const Source&) {
    SqlText out;
    out.add("SELECT l.record ").add(rows_of(snapshot, question, slice_of(question, metric)));
    return out.add(kCreated).add(standing(question, "lead_created")), out;
}

// Leads of the period, and those that ever reached one of these.
Table cohort(const Snapshot& snapshot, const Question& question, const Metric& metric,
             const char* reached) {
    Table table;
    table.shape = Table::Shape::ratio;
    SqlText sql;
    sql.add("SELECT " + group_of(question) + ", SUM(CASE WHEN EXISTS (SELECT 1 FROM "
            "ledger q WHERE q.record = l.record AND q.count > 0 AND q.metric IN (");
    sql.add(reached).add(")").add(known(question, "q"));
    sql.add(") THEN 1 ELSE 0 END), COUNT(*) ");
    sql.add(rows_of(snapshot, question, slice_of(question, metric)));
    sql.add(kCreated).add(standing(question, "lead_created"));  // deleted leads are none
    if (!question.group.empty()) sql.add(" GROUP BY 1");
    add_sums(snapshot, question, sql, table);
    return table;
}

Table validity(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return cohort(snapshot, question, metric, "'lead_qualified', 'lead_converted'");
}

Table conversion(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return cohort(snapshot, question, metric, "'lead_converted'");
}

}  // namespace

std::vector<Metric> lead_metrics() {
    Metric valid;
    valid.name = "lead_validity";
    valid.label = {"线索有效率", "Lead validity"};
    valid.unit = Unit::percent;
    valid.part = Unit::count;
    valid.definition = {"期内新增的线索（同批）中，到查询日为止曾确认有效或已转化的比例。",
                        "Of leads created in the period (the cohort): the share that was ever "
                        "qualified or converted by the day asked."};
    valid.excluded = {"无：之后作废的线索仍在分母中", "None: leads invalidated later stay in the "
                                                       "denominator"};
    valid.date = "created_at";
    valid.group_by = {"owner", "dept", "month", "quarter", "year"};
    valid.object = "lead";
    valid.date_field = "created_at";
    valid.ledger = {"lead_created"};
    valid.objects = {"lead"};
    valid.counted = created_ids;
    valid.measure = validity;

    Metric converted = valid;
    converted.name = "lead_conversion";
    converted.label = {"线索转化率", "Lead conversion"};
    converted.definition = {"期内新增的线索（同批）中，到查询日为止已转化为客户的比例。",
                            "Of leads created in the period (the cohort): the share converted by "
                            "the day asked."};
    converted.measure = conversion;
    return {valid, converted};
}

}  // namespace bihuan::insight
