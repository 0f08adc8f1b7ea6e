// What is still open: by amount, by likelihood, and against what the target lacks.
#include "sales/insight/families.h"

#include "sales/insight/record_sums.h"

namespace bihuan::insight {

namespace {

Metric pipeline(std::string name, Label label) {
    Metric m;
    m.name = std::move(name);
    m.label = std::move(label);
    m.unit = Unit::money;
    m.date = "expected_close";
    m.group_by = {"owner", "dept", "account", "stage", "month", "quarter", "year"};
    m.object = "opportunity";
    m.where = "state == \"open\"";
    m.date_field = "expected_close";
    m.amount_field = "amount";
    m.sum = "amount";
    m.excluded = {"没有预计成交日期的商机；输单、无效和赢单",
                  "Opportunities without an expected close; lost, void and won ones"};
    return m;
}

Table open_sums(const Snapshot& snapshot, const Question& question, std::string_view field) {
    Table table;
    RecordSums sums(snapshot, question, "opportunity");
    sums.where("state == \"open\" and expected_close >= \"" + to_text(question.from) +
               "\" and expected_close <= \"" + to_text(question.to) + "\"");
    sums.by_date(sums.column("expected_close"));
    sums.add_to(table, sums.column(field));
    return table;
}

Table open_pipeline(const Snapshot& snapshot, const Question& question, const Metric&) {
    return open_sums(snapshot, question, "amount");
}

Table weighted(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table = open_sums(snapshot, question, "weighted");
    if (!question.group.empty()) return table;
    table.parts.push_back(money_part("won", {"期内已赢单", "Won in the period"},
                                     total_of(measured(snapshot, question, "won"))));
    return table;
}

Table coverage(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table = open_sums(snapshot, question, "amount");
    table.shape = Table::Shape::ratio;
    const Table booked = measured(snapshot, question, "signed");
    for (const auto& [key, target] : targets_of(snapshot, question, "signed")) {
        const auto done = booked.cells.find(key);
        const std::int64_t lacks = target - (done == booked.cells.end() ? 0 : done->second.top);
        if (lacks > 0) table.cells[key].bottom = lacks;
    }
    return table;
}

}  // namespace

std::vector<Metric> pipeline_metrics() {
    Metric open = pipeline("open_pipeline", {"在途商机", "Open pipeline"});
    open.definition = {"预计成交日期在期内的进行中商机的金额。",
                       "Amount of open opportunities with their expected close in the period."};
    open.measure = open_pipeline;

    Metric by_rate = pipeline("weighted_pipeline", {"加权管道", "Weighted pipeline"});
    by_rate.definition = {"预计成交日期在期内的进行中商机的金额 × 赢率，逐个四舍五入到分后相加；期内已赢单另列。",
                          "Amount × win rate of open opportunities with their expected close in "
                          "the period, rounded one by one; won ones stand beside it."};
    by_rate.sum = "weighted";
    by_rate.measure = weighted;

    Metric cover = pipeline("pipeline_coverage", {"管道覆盖", "Pipeline coverage"});
    cover.unit = Unit::percent;
    cover.part = Unit::money;
    cover.group_by = {"owner", "month"};
    cover.objects = {"contract", "order"};
    cover.definition = {"预计成交日期在期内的进行中商机金额 ÷（期内签约目标 − 已签约额）；300% 即 3 倍。",
                        "Open pipeline closing in the period ÷ (target of signed amount − signed "
                        "so far); 300 % is 3 times."};
    cover.excluded = {"没有目标或目标已完成时不计算",
                      "Not computed without a target, or once it is reached"};
    cover.measure = coverage;
    return {open, by_rate, cover};
}

}  // namespace bihuan::insight
