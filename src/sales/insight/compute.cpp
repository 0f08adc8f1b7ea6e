#include "sales/insight/drill.h"
#include "sales/insight/families.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

// The whole of a metric; the same question without its group.
Cell whole_of(const Table& table) {
    const auto found = table.cells.find(Key{});
    return found == table.cells.end() ? Cell{} : found->second;
}

std::optional<Decimal> value_at(const Snapshot& snapshot, const Metric& metric,
                                Question question) {
    question.group.clear();
    const Table table = metric.measure(snapshot, question, metric);
    return value_of(table, whole_of(table), metric.unit);
}

void fill_ratio(const Metric& metric, const Table& table, const Cell& cell,
                std::optional<Decimal>& top, std::optional<Decimal>& bottom) {
    if (table.shape != Table::Shape::ratio || cell.is_unseen) return;
    top = Decimal(cell.top, scale_of(metric.part));
    if (cell.bottom) bottom = Decimal(*cell.bottom, scale_of(metric.part));
}

std::string key_name(const Snapshot& snapshot, const Question& question, const Key& key) {
    if (is_period_name(question.group)) return key.text;
    if (key.id != 0) return name_of(snapshot, RecordId(key.id));
    return snapshot.say("insight.none." + question.group);
}

std::vector<Row> rows_of_table(const Snapshot& snapshot, const Question& question,
                               const Metric& metric, const Table& table) {
    std::vector<Row> rows;
    for (const auto& [key, cell] : table.cells) {
        Row row;
        row.id = RecordId(key.id);
        row.name = key_name(snapshot, question, key);
        row.value = value_of(table, cell, metric.unit);
        fill_ratio(metric, table, cell, row.numerator, row.denominator);
        rows.push_back(std::move(row));
    }
    if (is_period_name(question.group) || question.group == "stage") return rows;
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
        if (bool(a.id) != bool(b.id)) return bool(a.id);  // 未分配 last
        if (bool(a.value) != bool(b.value)) return bool(a.value);
        return a.value && b.value && *b.value < *a.value;
    });
    return rows;
}

void fill_previous(const Snapshot& snapshot, const Question& question, Answer& answer) {
    Question before = question;
    if (answer.metric->nature == Nature::balance) {
        before.day = add_days(question.from, -1);
        before.as_of = snapshot.zone().end_of(before.day);
        answer.previous_from = answer.previous_to = before.day;
    } else {
        const Period period = previous_of({question.from, question.to}, question.day);
        before.from = period.from;
        before.to = period.to;
        answer.previous_from = period.from;
        answer.previous_to = period.to;
    }
    answer.previous = value_at(snapshot, *answer.metric, before);
}

void fill_yesterday(const Snapshot& snapshot, const Question& question, Answer& answer) {
    if (question.as_of) return;
    Question before = question;
    before.day = add_days(question.day, -1);
    before.as_of = snapshot.zone().end_of(before.day);
    answer.has_yesterday = true;
    answer.yesterday = value_at(snapshot, *answer.metric, before);
    answer.changes = changes_since(snapshot, question, *answer.metric, before.day);
}

void fill_target(const Snapshot& snapshot, const Question& question, Answer& answer) {
    const Metric& metric = *answer.metric;
    if (metric.target.empty() || metric.unit == Unit::percent) return;
    Question whole = question;
    whole.group.clear();
    const auto targets = targets_of(snapshot, whole, metric.target);
    const auto found = targets.find(Key{});
    if (found != targets.end()) answer.target = Decimal(found->second, scale_of(Unit::money));
}

}  // namespace

Answer compute(const Snapshot& snapshot, std::string_view name, const MetricRequest& request) {
    const Metric& metric = metric_named(name);
    demand_readable(snapshot, metric);
    const Question question = resolve(snapshot, metric, request);
    Answer answer;
    answer.metric = &metric;
    answer.from = question.from;
    answer.to = question.to;
    answer.as_of = question.day;
    answer.group = question.group;
    const Table table = metric.measure(snapshot, question, metric);
    Table total;
    if (!question.group.empty()) {
        answer.rows = rows_of_table(snapshot, question, metric, table);
        Question whole = question;
        whole.group.clear();
        total = metric.measure(snapshot, whole, metric);
    }
    const Table& whole = question.group.empty() ? table : total;
    const Cell cell = whole_of(whole);
    answer.value = value_of(whole, cell, metric.unit);
    fill_ratio(metric, whole, cell, answer.numerator, answer.denominator);
    answer.parts = whole.parts;
    fill_target(snapshot, question, answer);
    fill_previous(snapshot, question, answer);
    answer.records = records_behind(snapshot, question, metric);
    fill_yesterday(snapshot, question, answer);
    return answer;
}

}  // namespace bihuan::insight
