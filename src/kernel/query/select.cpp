#include "kernel/query/select.h"

namespace bihuan::query {

const meta::Object& readable_object(const Snapshot& snapshot, std::string_view name) {
    const meta::Object& object = snapshot.schema().at(name);
    access::demand(snapshot, object, access::Act::read);
    return object;
}

SqlText conjunction(const std::vector<SqlText>& predicates) {
    SqlText out;
    for (const SqlText& predicate : predicates) {
        if (predicate.text.empty()) continue;
        if (!out.text.empty()) out.add(" AND ");
        out.add("(").add(predicate).add(")");
    }
    return out;
}

PlanPtr plan_list(const Snapshot& snapshot, const ListRequest& request, bool with_outputs) {
    const meta::Object& object = readable_object(snapshot, request.object);
    Sources sources(snapshot, object, "t", request.as_of);
    sources.guard();
    Outputs outputs(sources);
    if (with_outputs) {
        if (request.fields.empty()) outputs.add_all(false);
        for (const std::string& field : request.fields) outputs.add(field, "fields");
    }
    auto plan = std::make_shared<Plan>();
    plan->schema = snapshot.schema_pin();
    if (request.with_can) plan->abilities.emplace(sources, outputs);
    SqlText bin;
    bin.add(sources.root_column("deleted_at"));
    bin.add(request.bin == Bin::only_live ? " IS NULL" : " IS NOT NULL");
    SqlText filter = filter_predicate(sources, request.where, "where");
    SqlText scope = scope_predicate(sources, access::Purpose::read);
    plan->order = plan_order(sources, request.sort);
    for (SortTerm& term : plan->order.terms) {
        term.column = outputs.add_flag(SqlText{}.add(term.sql));
    }
    plan->layout = outputs.layout();
    plan->from_where.add(sources.from()).add(" WHERE ");
    plan->from_where.add(conjunction({std::move(filter), std::move(bin), std::move(scope)}));
    plan->select.add(outputs.select()).add(" ").add(plan->from_where);
    const bool is_split = splits_at_nulls(snapshot.dialect(), plan->order);
    plan->ordered = order_by(snapshot.dialect(), plan->order, is_split);
    plan->first.add(plan->select);
    if (is_split) {
        const expr::Sql& first = plan->order.terms.front().sql;
        plan->first_nulls.add(plan->select).add(" AND ").add(first).add(" IS NULL");
        plan->first_nulls.add(plan->ordered);
        plan->first.add(" AND ").add(first).add(" IS NOT NULL");
    }
    plan->first.add(plan->ordered);
    return plan;
}

Select::Select(const Snapshot& snapshot, const ListRequest& request, bool with_outputs)
    : snapshot_(snapshot),
      request_(request),
      plan_(list_plan(snapshot, request, with_outputs)) {
    if (!request.after.empty()) after_ = after_predicate(plan_->order, read_cursor(request));
}

SqlText Select::statement(const SqlText& extra) const {
    SqlText out;
    out.add(plan_->select).add(" AND (").add(extra).add(")").add(plan_->ordered);
    return out;
}

// The rows before the page are skipped as entries of an index where one has the order, or sorted
// as ids: whole rows are read for the page alone.
SqlText Select::jump(int limit, std::int64_t at) const {
    const SqlText ordered = order_by(snapshot_.dialect(), plan_->order, false);
    SqlText out;
    out.add(plan_->select).add(" AND (t.id IN (SELECT q.id FROM (SELECT t.id AS id ");
    out.add(plan_->from_where).add(ordered).add(" LIMIT ").bind(Value(std::int64_t{limit}));
    out.add(" OFFSET ").bind(Value(at)).add(") q))").add(ordered);
    return out;
}

void Select::run(int limit, const db::RowFn& row) const {
    int seen = 0;
    bool stopped = false;
    const auto run_one = [&](std::string_view text, const db::Params& params) {
        // Written out: a server that plans once for all values must know that a page is short.
        const std::string sql = std::string(text) + " LIMIT " + std::to_string(limit - seen);
        snapshot_.db().query(sql, params, [&](const db::Row& each) {
            ++seen;
            stopped = !row(each);
            return !stopped;
        });
    };
    if (request_.at.value_or(0) > 0 && request_.after.empty()) {
        const SqlText page = jump(limit, *request_.at);
        run_one(page.text, page.borrowed());
        return;
    }
    if (after_.head.text.empty()) {
        run_one(plan_->first.text, plan_->first.borrowed());
        if (!plan_->first_nulls.text.empty() && !stopped && seen < limit) {
            run_one(plan_->first_nulls.text, plan_->first_nulls.borrowed());
        }
        return;
    }
    const SqlText head = statement(after_.head);
    run_one(head.text, head.borrowed());
    if (after_.needs_tail && !stopped && seen < limit) {
        const SqlText tail = statement(after_.tail);
        run_one(tail.text, tail.borrowed());
    }
}

std::int64_t Select::count(std::int64_t at_most) const {
    SqlText sql;
    if (at_most == 0) {
        sql.add("SELECT COUNT(*) ").add(plan_->from_where);
    } else {
        sql.add("SELECT COUNT(*) FROM (SELECT 1 AS one ").add(plan_->from_where);
        sql.add(" LIMIT ").bind(Value(at_most)).add(") q");
    }
    std::int64_t out = 0;
    snapshot_.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        out = row.integer(0);
        return false;
    });
    return out;
}

std::string Select::next_cursor(const db::Row& last) const {
    return write_cursor(request_, cursor_at(plan_->order, last));
}

std::string Select::text() const {
    return after_.head.text.empty() ? plan_->first.text : statement(after_.head).text;
}

}  // namespace bihuan::query
