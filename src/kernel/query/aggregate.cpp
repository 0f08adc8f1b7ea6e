// Aggregates: group by any field or period, count, distinct, sum, min, max, average.
#include "kernel/query/query.h"
#include "kernel/query/select.h"

#include "base/text.h"

#include <algorithm>

namespace bihuan::query {

namespace {

constexpr int kAverageScale = 6;  // of averages, beyond the field's own digits

struct GroupPlan {
    std::string name;
    expr::Sql sql;
    expr::Sql title;             // of references
    Output output;
    std::string by;
    int column = 0;
};

struct MeasurePlan {
    std::string name;
    std::string fn;
    expr::Sql value;             // of one row; count: none
    Output output;
    int column = 0;              // avg: sum here, count in the next
};

// The aggregate over what stands for one row's value.
std::string over(std::string_view fn, const std::string& value) {
    if (fn == "count") return "COUNT(*)";
    if (fn == "distinct") return "COUNT(DISTINCT " + value + ")";
    if (fn == "sum") return "SUM(" + value + ")";
    if (fn == "avg") return "SUM(" + value + "), COUNT(" + value + ")";
    return (fn == "min" ? "MIN(" : "MAX(") + value + ")";
}

[[noreturn]] void refuse(const char* key, std::string field, std::string_view text) {
    throw Error(Code::invalid, key, {{"field", std::string(text)}}).at_field(std::move(field));
}

const meta::Object& owner_of(const Sources& sources, const expr::Path& path) {
    const meta::Object* at = &sources.object();
    for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
        at = sources.snapshot().schema().target(*path.steps[i]);
    }
    return *at;
}

void demand_unmasked(const Sources& sources, const expr::Path& path, const char* parameter) {
    const auto rights = access::rights_of(sources.snapshot());
    if (rights->field(owner_of(sources, path), path.last()) < access::FieldRight::read) {
        throw Error(Code::invalid, "error.query.unknown_field",
                    {{"field", path.to_text()}, {"object", owner_of(sources, path).name}})
            .at_field(std::string(parameter));
    }
}

bool is_period(std::string_view by) {
    return by == "day" || by == "week" || by == "month" || by == "quarter" || by == "year";
}

GroupPlan plan_group(Sources& sources, const Group& group) {
    const Snapshot& snapshot = sources.snapshot();
    GroupPlan plan;
    plan.name = group.by.empty() ? group.field : group.field + "_" + group.by;
    plan.by = group.by;
    expr::Path path = resolve_path(snapshot, sources.object(), group.field, "group");
    demand_unmasked(sources, path, "group");
    plan.output = shape_of(path.last());
    if (plan.output.shape == Shape::lines) {
        refuse("error.query.not_groupable", "group", group.field);
    }
    plan.sql = sources.column(path);
    if (!group.by.empty()) {
        const types::Kind kind =
            expr::type_of(snapshot.schema(), owner_of(sources, path), path.last()).kind;
        if (!is_period(group.by) ||
            (kind != types::Kind::date && kind != types::Kind::instant)) {
            refuse("error.query.not_a_period", "group", plan.name);
        }
        if (kind == types::Kind::instant) {
            const auto offset = snapshot.zone().offset_seconds(snapshot.now());
            plan.sql.text = snapshot.dialect().date_of_instant(plan.sql.text,
                                                               static_cast<long>(offset));
        }
        plan.sql.text = snapshot.dialect().date_trunc(group.by, plan.sql.text);
        plan.output.shape = Shape::text;
    }
    if (plan.output.shape == Shape::reference) {
        const meta::Object* target = snapshot.schema().target(path.last());
        const meta::Field* title = target->find(target->title_field);
        if (title && title->type->kind() != types::Kind::reference) {
            path.steps.push_back(title);
            plan.title = sources.shown(path);
        } else {
            plan.title = {"NULL", {}};
        }
    }
    return plan;
}

MeasurePlan plan_measure(Sources& sources, const Measure& measure) {
    MeasurePlan plan;
    plan.fn = measure.fn;
    plan.name = !measure.name.empty()    ? measure.name
                : measure.field.empty() ? measure.fn
                                        : measure.fn + "_" + measure.field;
    if (measure.fn == "count") {
        plan.output.shape = Shape::integer;
        return plan;
    }
    if (measure.field.empty()) refuse("error.query.measure_needs_field", "measures", measure.fn);
    const Snapshot& snapshot = sources.snapshot();
    const expr::Path path =
        resolve_path(snapshot, sources.object(), measure.field, "measures");
    demand_unmasked(sources, path, "measures");
    plan.output = shape_of(path.last());
    plan.value = sources.column(path);
    const bool number =
        plan.output.shape == Shape::scaled || plan.output.shape == Shape::integer;
    const bool is_sum = (measure.fn == "sum" || measure.fn == "avg") && number;
    const bool is_end = (measure.fn == "min" || measure.fn == "max") &&
                        plan.output.shape != Shape::reference && plan.output.shape != Shape::lines;
    if (measure.fn == "distinct") {
        plan.output.shape = Shape::integer;
    } else if (!is_sum && !is_end) {
        refuse("error.query.measure", "measures", plan.name);
    }
    return plan;
}

void check_limits(const AggregateRequest& request) {
    Issues issues;
    if (request.groups.size() > static_cast<std::size_t>(kGroupsMax)) {
        issues.add("group", "error.query.too_many_groups", {{"max", std::to_string(kGroupsMax)}});
    }
    if (request.measures.empty() ||
        request.measures.size() > static_cast<std::size_t>(kMeasuresMax)) {
        issues.add("measures", "error.query.measures", {{"max", std::to_string(kMeasuresMax)}});
    }
    if (request.limit < 1 || request.limit > kGroupRowsMax) {
        issues.add("limit", "error.query.limit", {{"max", std::to_string(kGroupRowsMax)}});
    }
    throw_if_any(std::move(issues));
}

std::string period_text(std::string_view by, std::string_view date) {
    if (by == "month") return std::string(date.substr(0, 7));
    if (by == "year") return std::string(date.substr(0, 4));
    if (by == "quarter") {
        const int month = std::stoi(std::string(date.substr(5, 2)));
        return std::string(date.substr(0, 4)) + "-Q" + std::to_string((month + 2) / 3);
    }
    return std::string(date);
}

void write_group(const GroupPlan& group, const db::Row& row, JsonWriter& out) {
    out.key(group.name);
    if (row.is_null(group.column)) out.null();
    else if (!group.by.empty()) out.string(period_text(group.by, row.text(group.column)));
    else Outputs::write_value(group.output, row, out);
}

void write_measure(const MeasurePlan& measure, const db::Row& row, JsonWriter& out) {
    out.key(measure.name);
    if (measure.fn != "avg") {
        if (measure.fn == "sum" && row.is_null(measure.column)) {
            out.scaled(0, measure.output.scale);
            return;
        }
        Outputs::write_value(measure.output, row, out);
        return;
    }
    const std::int64_t count = row.integer(measure.column + 1);
    if (count == 0) {
        out.null();
        return;
    }
    const Decimal sum(row.integer(measure.column), measure.output.scale);
    out.string(divide(sum, Decimal::of(count), kAverageScale, Round::half_up).to_trimmed());
}

struct AggregatePlan {
    std::vector<GroupPlan> groups;
    std::vector<MeasurePlan> measures;
    SqlText select;
    // Groups of a past day: the values of each row first, then their aggregates. In one step
    // SQLite would read all versions again for each sum below each row.
    bool in_two_steps = false;
    SqlText rows;
    int values = 0;

    // What stands for this value in `select`.
    expr::Sql per_row(const expr::Sql& sql) {
        if (!in_two_steps || sql.text.empty()) return sql;
        const std::string name = "v" + std::to_string(values);
        rows.add(values++ ? ", " : "").add(sql).add(" AS " + name);
        return {name, {}};
    }
};

AggregatePlan plan_columns(Sources& sources, const AggregateRequest& request) {
    AggregatePlan plan;
    plan.in_two_steps = request.as_of && !request.groups.empty();
    int column = 0;
    for (const Group& group : request.groups) {
        GroupPlan made = plan_group(sources, group);
        made.column = made.output.column = column++;
        plan.select.add(made.column ? ", " : "").add(plan.per_row(made.sql));
        if (made.output.shape == Shape::reference) {
            ++column;
            plan.select.add(", MIN(").add(plan.per_row(made.title)).add(")");
        }
        plan.groups.push_back(std::move(made));
    }
    for (const Measure& measure : request.measures) {
        MeasurePlan made = plan_measure(sources, measure);
        made.column = made.output.column = column;
        const bool is_avg = made.fn == "avg";
        expr::Sql value = plan.per_row(made.value);
        value.text = over(made.fn, value.text);
        if (is_avg) {
            const std::vector<Value> once = value.params;
            value.params.insert(value.params.end(), once.begin(), once.end());
        }
        plan.select.add(column ? ", " : "").add(value);
        column += is_avg ? 2 : 1;
        plan.measures.push_back(std::move(made));
    }
    return plan;
}

std::string order_columns(const AggregatePlan& plan, const AggregateRequest& request) {
    std::string out;
    for (const std::string_view raw : split(request.sort, ',')) {
        std::string part = trim(raw);
        if (part.empty()) continue;
        const bool descending = part.front() == '-';
        if (descending) part.erase(0, 1);
        int column = -1;
        for (const auto& group : plan.groups) if (group.name == part) column = group.column;
        for (const auto& measure : plan.measures) {
            if (measure.name == part && measure.fn != "avg") column = measure.column;
        }
        if (column < 0) refuse("error.query.not_sortable", "sort", part);
        out += (out.empty() ? "" : ", ") + std::to_string(column + 1) +
               (descending ? " DESC NULLS LAST" : " NULLS LAST");
    }
    for (const auto& group : plan.groups) {  // a stable order whatever was asked
        out += (out.empty() ? "" : ", ") + std::to_string(group.column + 1) + " NULLS LAST";
    }
    return out;
}

}  // namespace

int aggregate(const Snapshot& snapshot, const AggregateRequest& request, JsonWriter& out) {
    check_limits(request);
    const meta::Object& object = readable_object(snapshot, request.object);
    Sources sources(snapshot, object, "t", request.as_of);
    sources.guard();
    AggregatePlan plan = plan_columns(sources, request);
    SqlText live;
    live.add(sources.root_column("deleted_at")).add(" IS NULL");
    const SqlText where = conjunction({filter_predicate(sources, request.where, "where"), live,
                                       scope_predicate(sources, access::Purpose::read)});
    SqlText sql;
    sql.add("SELECT ").add(plan.select).add(" ");
    if (plan.in_two_steps) sql.add("FROM (SELECT ").add(plan.rows).add(" ");
    sql.add(sources.from()).add(" WHERE ").add(where);
    if (plan.in_two_steps) sql.add(kFence).add(") r");
    if (!plan.groups.empty()) {
        sql.add(" GROUP BY ");
        for (std::size_t i = 0; i < plan.groups.size(); ++i) {
            sql.add(i ? ", " : "").add(std::to_string(plan.groups[i].column + 1));
        }
    }
    if (const std::string order = order_columns(plan, request); !order.empty()) {
        sql.add(" ORDER BY ").add(order);
    }
    sql.add(" LIMIT ").bind(Value(std::int64_t{request.limit}));
    int rows = 0;
    out.begin_array();
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        ++rows;
        out.begin_object();
        for (const GroupPlan& group : plan.groups) write_group(group, row, out);
        for (const MeasurePlan& measure : plan.measures) write_measure(measure, row, out);
        out.end_object();
        return true;
    });
    out.end_array();
    return rows;
}

}  // namespace bihuan::query
