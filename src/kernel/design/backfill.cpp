#include "kernel/design/backfill.h"

#include "kernel/query/actor_facts.h"
#include "kernel/query/sql_text.h"

namespace bihuan::design {

namespace {

// Own stored columns of the child only: that is all a roll-up's filter may name.
class ChildColumns final : public expr::Columns {
public:
    explicit ChildColumns(const db::Dialect& dialect) : dialect_(dialect) {}
    expr::Sql column(const expr::Path& path) override {
        return {"c." + dialect_.quote(path.last().sort_column()), {}};
    }

private:
    const db::Dialect& dialect_;
};

std::string aggregate(const db::Dialect& dialect, const meta::Object& child,
                      const types::Settings& settings) {
    if (settings.rollup_fn == types::RollupFn::count) return "COUNT(*)";
    const std::string column =
        "c." + dialect.quote(child.at(settings.rollup_field).sort_column());
    switch (settings.rollup_fn) {
        case types::RollupFn::count: break;
        case types::RollupFn::sum: return "COALESCE(SUM(" + column + "), 0)";
        case types::RollupFn::min: return "MIN(" + column + ")";
        case types::RollupFn::max:
        case types::RollupFn::latest: return "MAX(" + column + ")";
    }
    return "COUNT(*)";
}

void backfill(Tx& tx, const meta::Schema& schema, const meta::Object& parent,
              const meta::Field& rollup) {
    const db::Dialect& dialect = tx.dialect();
    const types::Settings& settings = rollup.settings;
    const meta::Object& child = schema.at(settings.rollup_object);
    query::SqlText sql;
    sql.add("UPDATE " + dialect.quote(parent.name) + " SET " + dialect.quote(rollup.name));
    sql.add(" = (SELECT " + aggregate(dialect, child, settings) + " FROM ");
    sql.add(dialect.quote(child.name) + " c WHERE c." + dialect.quote(settings.rollup_by));
    sql.add(" = " + dialect.quote(parent.name) + ".id AND c.deleted_at IS NULL");
    if (!settings.rollup_where.empty()) {
        Issues issues;
        const auto program =
            expr::compile_filter(settings.rollup_where, {&schema, &child, {}}, issues);
        throw_if_any(std::move(issues));
        ChildColumns columns(dialect);
        const query::ActorFacts facts(tx);
        sql.add(" AND (").add(expr::to_sql(*program, dialect, columns, facts)).add(")");
    }
    sql.add(")");
    tx.db().post(sql.text, sql.borrowed());
}

}  // namespace

void backfill_rollups(Tx& tx, const meta::Schema& schema, const meta::Object& before,
                      const meta::Object& after) {
    for (const meta::Field& field : after.fields) {
        if (field.type->name() != "rollup" || field.hidden) continue;
        const auto found = before.by_name.find(field.name);
        const bool same = found != before.by_name.end() &&
                          before.fields[found->second].settings == field.settings;
        if (!same) backfill(tx, schema, after, field);
    }
}

}  // namespace bihuan::design
