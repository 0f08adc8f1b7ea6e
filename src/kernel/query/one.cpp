// One whole record with its child lines and what the actor may do with it.
#include "kernel/query/plan.h"
#include "kernel/query/query.h"

namespace bihuan::query {

namespace {

constexpr int kLinesShownMax = 500;  // child lines of one record (record::kLinesMax)

LinesPlan plan_lines(const Snapshot& snapshot, const Output& output,
                     std::optional<Instant> as_of) {
    const meta::Field& field = *output.field;
    const meta::Object& child = *snapshot.schema().target(field);
    Sources sources(snapshot, child, "t", as_of);
    Outputs outputs(sources);
    outputs.add_all(false);
    const db::Dialect& dialect = snapshot.dialect();
    LinesPlan plan;
    plan.layout = outputs.layout();
    plan.raw_key = output.raw_key;
    plan.sql.add(outputs.select()).add(" ").add(sources.from()).add(" WHERE t.");
    plan.sql.add(dialect.quote(field.settings.parent_field)).add(" = ?");
    plan.sql.add(" AND t.deleted_at IS NULL ORDER BY ");
    if (child.find("position")) plan.sql.add("t." + dialect.quote("position") + ", ");
    plan.sql.add("t.id LIMIT ?");
    return plan;
}

// Whether the record has live rows of the field's child today: most have none, and a question that
// joins half a dozen tables for nothing costs more than this.
SqlText any_lines(const Snapshot& snapshot, const meta::Field& field) {
    const db::Dialect& dialect = snapshot.dialect();
    SqlText out;
    out.add("EXISTS (SELECT 1 FROM " + dialect.quote(snapshot.schema().target(field)->name));
    out.add(" x WHERE x." + dialect.quote(field.settings.parent_field) + " = t.id");
    out.add(" AND x.deleted_at IS NULL)");
    return out;
}

void write_lines(const Snapshot& snapshot, const LinesPlan& plan, RecordId parent,
                 JsonWriter& out) {
    db::Params params = plan.sql.borrowed();
    params.emplace_back(parent.value);
    params.emplace_back(std::int64_t{kLinesShownMax});
    snapshot.db().query(plan.sql.text, params, [&](const db::Row& row) {
        out.begin_object();
        plan.layout.write_row(row, out);
        out.end_object();
        return true;
    });
}

}  // namespace

PlanPtr plan_one(const Snapshot& snapshot, const meta::Object& object,
                 std::optional<Instant> as_of) {
    access::demand(snapshot, object, access::Act::read);
    Sources sources(snapshot, object, "t", as_of);
    Outputs outputs(sources);
    outputs.add_all(true);
    auto plan = std::make_shared<Plan>();
    plan->schema = snapshot.schema_pin();
    if (!as_of) plan->abilities.emplace(sources, outputs);
    plan->deleted_column = outputs.add_flag(SqlText{}.add("t.deleted_at"));
    const SqlText within = scope_predicate(sources, access::Purpose::read);
    for (const Output& output : outputs.layout().outputs) {
        if (output.shape != Shape::lines) continue;
        LinesPlan& lines = plan->lines.emplace_back(plan_lines(snapshot, output, as_of));
        if (!as_of) lines.any_column = outputs.add_flag(any_lines(snapshot, *output.field));
    }
    plan->layout = outputs.layout();
    plan->first.add(outputs.select()).add(" ").add(sources.from()).add(" WHERE ");
    if (!within.text.empty()) plan->first.add("(").add(within).add(") AND ");
    plan->first.add("t.id = ?");
    return plan;
}

bool one(const Snapshot& snapshot, const meta::Object& object, RecordId id,
         std::optional<Instant> as_of, JsonWriter& out) {
    const PlanPtr plan = one_plan(snapshot, object, as_of);
    db::Params params = plan->first.borrowed();
    params.emplace_back(id.value);
    bool found = false;
    std::vector<bool> empty(plan->lines.size());
    snapshot.db().query(plan->first.text, params, [&](const db::Row& row) {
        found = true;
        out.begin_object();
        plan->layout.write_row(row, out);
        const int deleted = plan->deleted_column;
        if (!row.is_null(deleted)) {
            out.raw_key("\"deleted_at\":").string(to_text(Instant{row.integer(deleted)}));
        }
        if (plan->abilities) plan->abilities->write(row, out);
        for (std::size_t i = 0; i < plan->lines.size(); ++i) {
            const int any = plan->lines[i].any_column;
            empty[i] = any >= 0 && row.integer(any) == 0;
        }
        return false;
    });
    if (!found) return false;
    for (std::size_t i = 0; i < plan->lines.size(); ++i) {
        out.raw_key(plan->lines[i].raw_key).begin_array();
        if (!empty[i]) write_lines(snapshot, plan->lines[i], id, out);
        out.end_array();
    }
    out.end_object();
    return true;
}

}  // namespace bihuan::query
