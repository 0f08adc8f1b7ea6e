// Metrics and answers as JSON, in the shapes of docs/developer/api.md.
#include "sales/insight/question.h"
#include "sales/insight/table.h"

namespace bihuan::insight {

namespace {

constexpr int kMoneyScale = 2;

std::string_view unit_text(Unit unit) {
    switch (unit) {
        case Unit::money: return "money";
        case Unit::count: return "count";
        case Unit::percent: return "percent";
        case Unit::days: return "days";
    }
    return "count";
}

void write_label(JsonWriter& json, std::string_view key, const Label& label) {
    json.key(key).begin_object().key("zh").string(label.zh).key("en").string(label.en);
    json.end_object();
}

void write_value(JsonWriter& json, std::string_view key, const std::optional<Decimal>& value) {
    json.key(key);
    if (value) json.scaled(value->coefficient(), value->scale());
    else json.null();
}

void write_if(JsonWriter& json, std::string_view key, const std::optional<Decimal>& value) {
    if (value) write_value(json, key, value);
}

void write_date(JsonWriter& json, std::string_view key, Date date) {
    json.key(key).string(to_text(date));
}

void write_metric(JsonWriter& json, const Metric& metric) {
    json.key("name").string(metric.name);
    write_label(json, "label", metric.label);
    json.key("unit").string(unit_text(metric.unit));
    write_label(json, "definition", metric.definition);
    write_label(json, "excluded", metric.excluded);
}

void write_rows(JsonWriter& json, const Answer& answer) {
    json.key("rows").begin_array();
    for (const Row& row : answer.rows) {
        json.begin_object().key("key");
        if (is_period_name(answer.group)) {
            json.string(row.name);
        } else {
            json.begin_object().key("id");
            if (row.id) json.id(row.id.value);
            else json.null();
            json.key("name").string(row.name).end_object();
        }
        write_value(json, "value", row.value);
        write_if(json, "numerator", row.numerator);
        write_if(json, "denominator", row.denominator);
        json.end_object();
    }
    json.end_array();
}

void write_part(JsonWriter& json, const Part& part) {
    json.begin_object().key("name").string(part.name);
    write_label(json, "label", part.label);
    json.key("unit").string(unit_text(part.unit));
    write_value(json, "value", part.value);
    json.key("count").integer(part.count);
    const auto number = [&](std::string_view key, const auto& value) {
        if (value) json.key(key).integer(*value);
    };
    number("from_days", part.from_days);
    number("to_days", part.to_days);
    number("entered", part.entered);
    number("advanced", part.advanced);
    number("open", part.open);
    json.end_object();
}

void write_changes(JsonWriter& json, const Answer& answer) {
    json.key("changed_since_yesterday").begin_object();
    write_value(json, "value_yesterday", answer.yesterday);
    json.key("rows").begin_array();
    for (const Change& change : answer.changes) {
        json.begin_object().key("object").string(change.object);
        json.key("id").id(change.id.value).key("title").string(change.title);
        write_date(json, "date", change.date);
        json.key("amount").scaled(change.amount, kMoneyScale);
        json.key("count").integer(change.count).key("why").string(change.why).end_object();
    }
    json.end_array().end_object();
}

void write_source(JsonWriter& json, const Records& records) {
    json.key("object").string(records.object).key("where").string(records.where);
    json.key("date_field").string(records.date_field).key("sum").string(records.sum);
    json.key("as_of");
    if (records.as_of) json.string(to_text(*records.as_of));
    else json.null();
    json.key("count").integer(records.count).key("exact").boolean(records.is_exact);
}

void write_records(JsonWriter& json, const Answer& answer) {
    json.key("records").begin_object();
    write_source(json, answer.records.front());
    json.key("more").begin_array();
    for (std::size_t i = 1; i < answer.records.size(); ++i) {
        json.begin_object();
        write_source(json, answer.records[i]);
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace

void write_dictionary(const Snapshot& snapshot, JsonWriter& json) {
    json.begin_object().key("metrics").begin_array();
    for (const Metric& metric : dictionary()) {
        if (!is_readable(snapshot, metric)) continue;
        json.begin_object();
        write_metric(json, metric);
        json.key("group_by").begin_array();
        for (const std::string& group : metric.group_by) json.string(group);
        json.end_array().key("date").string(metric.date).key("object").string(metric.object);
        json.key("of").string(metric.nature == Nature::balance ? "day" : "period");
        json.end_object();
    }
    json.end_array().end_object();
}

void write_answer(const Answer& answer, JsonWriter& json) {
    json.begin_object();
    write_metric(json, *answer.metric);
    write_date(json, "from", answer.from);
    write_date(json, "to", answer.to);
    write_date(json, "as_of", answer.as_of);
    write_value(json, "value", answer.value);
    write_if(json, "numerator", answer.numerator);
    write_if(json, "denominator", answer.denominator);
    write_if(json, "target", answer.target);
    if (answer.previous_from) {
        json.key("previous").begin_object();
        write_date(json, "from", *answer.previous_from);
        write_date(json, "to", *answer.previous_to);
        write_value(json, "value", answer.previous);
        json.end_object();
    }
    if (!answer.group.empty()) write_rows(json, answer);
    if (!answer.parts.empty()) {
        json.key("parts").begin_array();
        for (const Part& part : answer.parts) write_part(json, part);
        json.end_array();
    }
    write_records(json, answer);
    if (answer.has_yesterday) write_changes(json, answer);
    json.end_object();
}

}  // namespace bihuan::insight
