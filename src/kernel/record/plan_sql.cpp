#include "kernel/record/plan_sql.h"

#include "kernel/expr/to_sql.h"
#include "kernel/record/facts.h"

namespace bihuan::record {

namespace {

std::string column_names(const db::Dialect& dialect, const ObjectPlan& plan) {
    std::string names = "id, version, valid_from, recorded_at, deleted_at, deleted_by";
    for (const Column& column : plan.columns) {
        names += ", " + dialect.quote(column.field->name);
        if (column.field->has_base) names += ", " + dialect.quote(column.field->name + "_base");
    }
    return names;
}

std::string places(std::size_t count) {
    std::string text = "?";
    for (std::size_t i = 1; i < count; ++i) text += ", ?";
    return text;
}

// Columns of the child's own row, for the condition of a recomputed roll-up.
class OwnColumns final : public expr::Columns {
public:
    explicit OwnColumns(const db::Dialect& dialect) : dialect_(dialect) {}
    expr::Sql column(const expr::Path& path) override {
        if (path.steps.size() != 1 || !path.last().stored) {
            throw Error(Code::internal, "error.record.rollup_where",
                        {{"path", path.to_text()}});
        }
        return {dialect_.quote(path.last().sort_column()), {}};
    }

private:
    const db::Dialect& dialect_;
};

std::string recomputed(const db::Dialect& dialect, const FeedPlan& feed) {
    const std::string column = dialect.quote(feed.field->sort_column());
    switch (feed.fn) {
        case types::RollupFn::min: return "min(" + column + ")";
        case types::RollupFn::max: return "max(" + column + ")";
        case types::RollupFn::latest: return column;
        case types::RollupFn::count:
        case types::RollupFn::sum: break;
    }
    return {};
}

}  // namespace

void write_row_sql(const db::Dialect& dialect, ObjectPlan& plan) {
    plan.table = dialect.quote(plan.object->name);
    const std::string names = column_names(dialect, plan);
    const std::size_t count = kLeadColumns + plan.columns.size() + plan.with_base.size();
    plan.select = "SELECT " + names + " FROM " + plan.table;
    plan.select_by_id = plan.select + " WHERE id = ?";
    plan.insert = "INSERT INTO " + plan.table + " (" + names + ") VALUES (" + places(count) + ")";
    if (!plan.object->has_history) return;
    plan.close = "INSERT INTO " + dialect.quote(plan.object->history_table()) + " (" + names +
                 ", valid_to, closed_by, cause) SELECT " + names + ", ?, ?, ? FROM " +
                 plan.table + " WHERE id = ?";
}

std::string unique_sql(const db::Dialect& dialect, const ObjectPlan& plan,
                       const std::vector<const meta::Field*>& fields) {
    std::string sql = "SELECT id FROM " + plan.table + " WHERE ";
    for (const meta::Field* field : fields) sql += dialect.quote(field->name) + " = ? AND ";
    return sql + "id <> ? AND deleted_at IS NULL LIMIT 1";
}

void write_feed_sql(const Snapshot& snapshot, const ObjectPlan& child, const FeedGroup& group,
                    FeedPlan& feed) {
    if (feed.is_sum() || !feed.field) return;
    const db::Dialect& dialect = snapshot.dialect();
    feed.set = "UPDATE " + dialect.quote(group.parent->name) + " SET " +
               dialect.quote(feed.rollup->name) + " = ? WHERE id = ?";
    feed.recompute = "SELECT " + recomputed(dialect, feed) + " FROM " + child.table + " WHERE " +
                     dialect.quote(group.by->name) + " = ? AND deleted_at IS NULL";
    if (feed.where) {
        OwnColumns columns(dialect);
        const Record nobody;
        RelatedCache related;
        const RecordFacts facts(snapshot, child, nobody, Amounts::base, related);
        expr::Sql where = expr::to_sql(*feed.where, dialect, columns, facts);
        feed.recompute += " AND (" + where.text + ")";
        feed.recompute_params = std::move(where.params);
    }
    if (feed.fn == types::RollupFn::latest) {
        feed.recompute += " AND " + dialect.quote(feed.field->sort_column()) +
                          " IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT 1";
    }
}

std::string add_sql(const db::Dialect& dialect, const FeedGroup& group) {
    std::string set;
    for (const FeedPlan& feed : group.feeds) {
        if (!feed.is_sum()) continue;
        const std::string column = dialect.quote(feed.rollup->name);
        set += (set.empty() ? "" : ", ") + column + " = coalesce(" + column + ", 0) + ?";
    }
    if (set.empty()) return {};
    return "UPDATE " + dialect.quote(group.parent->name) + " SET " + set + " WHERE id = ?";
}

}  // namespace bihuan::record
