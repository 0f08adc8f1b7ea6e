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

Select::Select(const Snapshot& snapshot, const ListRequest& request)
    : snapshot_(snapshot),
      request_(request),
      object_(readable_object(snapshot, request.object)),
      sources_(snapshot, object_, "t", request.as_of),
      outputs_(sources_) {}

void Select::finish() {
    SqlText bin;
    bin.add(sources_.root_column("deleted_at"));
    bin.add(request_.bin == Bin::only_live ? " IS NULL" : " IS NOT NULL");
    predicates_.push_back(filter_predicate(sources_, request_.where, "where"));
    predicates_.push_back(std::move(bin));
    predicates_.push_back(scope_predicate(sources_, access::Purpose::read));
    order_ = plan_order(sources_, request_.sort);
    for (SortTerm& term : order_.terms) {
        term.column = outputs_.add_flag(SqlText{}.add(term.sql));
    }
    if (!request_.after.empty()) {
        after_ = after_predicate(sources_, order_, read_cursor(request_));
    }
}

SqlText Select::where_of(const SqlText& extra) const {
    std::vector<SqlText> all = predicates_;
    all.push_back(extra);
    SqlText where = conjunction(all);
    SqlText out;
    if (!where.text.empty()) out.add(" WHERE ").add(where);
    return out;
}

SqlText Select::statement(const SqlText& extra, int limit) const {
    SqlText out;
    out.add(outputs_.select()).add(" ").add(sources_.from()).add(where_of(extra));
    out.add(order_by(sources_, order_)).add(" LIMIT ").bind(Value(std::int64_t{limit}));
    if (request_.at && request_.after.empty()) out.add(" OFFSET ").bind(Value(*request_.at));
    return out;
}

void Select::run(int limit, const db::RowFn& row) const {
    int seen = 0;
    bool stopped = false;
    const auto run_one = [&](const SqlText& sql) {
        snapshot_.db().query(sql.text, sql.borrowed(), [&](const db::Row& each) {
            ++seen;
            stopped = !row(each);
            return !stopped;
        });
    };
    run_one(statement(after_.head, limit));
    if (after_.needs_tail && !stopped && seen < limit) {
        run_one(statement(after_.tail, limit - seen));
    }
}

std::int64_t Select::count(std::int64_t at_most) const {
    SqlText sql;
    if (at_most == 0) {
        sql.add("SELECT COUNT(*) ").add(sources_.from()).add(where_of({}));
    } else {
        sql.add("SELECT COUNT(*) FROM (SELECT 1 AS one ").add(sources_.from());
        sql.add(where_of({})).add(" LIMIT ").bind(Value(at_most)).add(") q");
    }
    std::int64_t out = 0;
    snapshot_.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        out = row.integer(0);
        return false;
    });
    return out;
}

std::string Select::next_cursor(const db::Row& last) const {
    return write_cursor(request_, cursor_at(order_, last));
}

std::string Select::text() const { return statement(after_.head, request_.limit).text; }

}  // namespace bihuan::query
