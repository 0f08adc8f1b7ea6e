// One whole record with its child lines and what the actor may do with it.
#include "kernel/query/abilities.h"
#include "kernel/query/query.h"
#include "kernel/query/select.h"

namespace bihuan::query {

namespace {

constexpr int kLinesShownMax = 500;  // child lines of one record (record::kLinesMax)

void write_lines(const Snapshot& snapshot, const meta::Field& field, RecordId parent,
                 std::optional<Instant> as_of, JsonWriter& out) {
    const meta::Object& child = *snapshot.schema().target(field);
    Sources sources(snapshot, child, "t", as_of);
    Outputs outputs(sources);
    outputs.add_all(false);
    const db::Dialect& dialect = snapshot.dialect();
    SqlText sql;
    sql.add(outputs.select()).add(" ").add(sources.from()).add(" WHERE t.");
    sql.add(dialect.quote(field.settings.parent_field)).add(" = ").bind(Value(parent));
    sql.add(" AND t.deleted_at IS NULL ORDER BY ");
    if (child.find("position")) sql.add("t." + dialect.quote("position") + ", ");
    sql.add("t.id LIMIT ").bind(Value(std::int64_t{kLinesShownMax}));
    out.begin_array();
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        out.begin_object();
        outputs.write_row(row, out);
        out.end_object();
        return true;
    });
    out.end_array();
}

}  // namespace

bool one(const Snapshot& snapshot, const meta::Object& object, RecordId id,
         std::optional<Instant> as_of, JsonWriter& out) {
    access::demand(snapshot, object, access::Act::read);
    Sources sources(snapshot, object, "t", as_of);
    Outputs outputs(sources);
    outputs.add_all(true);
    std::optional<Abilities> abilities;
    if (!as_of) abilities.emplace(sources, outputs);
    const int deleted = outputs.add_flag(SqlText{}.add("t.deleted_at"));
    SqlText within = scope_predicate(sources, access::Purpose::read);
    SqlText sql;
    sql.add(outputs.select()).add(" ").add(sources.from()).add(" WHERE t.id = ");
    sql.bind(Value(id));
    if (!within.text.empty()) sql.add(" AND (").add(within).add(")");
    bool found = false;
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        found = true;
        out.begin_object();
        outputs.write_row(row, out);
        if (!row.is_null(deleted)) {
            out.raw_key("\"deleted_at\":").string(to_text(Instant{row.integer(deleted)}));
        }
        if (abilities) abilities->write(row, out);
        return false;
    });
    if (!found) return false;
    for (const Output& output : outputs.outputs()) {
        if (output.shape != Shape::lines) continue;
        out.raw_key(output.raw_key);
        write_lines(snapshot, *output.field, id, as_of, out);
    }
    out.end_object();
    return true;
}

}  // namespace bihuan::query
