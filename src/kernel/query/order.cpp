#include "kernel/query/order.h"

#include "base/text.h"
#include "kernel/access/rights.h"

namespace bihuan::query {

namespace {

bool sorts_as_text(const meta::Schema& schema, const meta::Object& owner,
                   const meta::Field& field) {
    switch (expr::type_of(schema, owner, field).kind) {
        case types::Kind::text:
        case types::Kind::date:
        case types::Kind::month:
        case types::Kind::list: return true;
        case types::Kind::boolean:
        case types::Kind::integer:
        case types::Kind::decimal:
        case types::Kind::instant:
        case types::Kind::reference:
        case types::Kind::none: return false;
    }
    return true;
}

// A reference sorts by its target's title.
void follow_title(const meta::Schema& schema, expr::Path& path) {
    while (path.steps.size() < static_cast<std::size_t>(expr::kPathMax) &&
           path.last().type->kind() == types::Kind::reference) {
        const meta::Object* target = schema.target(path.last());
        const meta::Field* title = target ? target->find(target->title_field) : nullptr;
        if (!title) return;
        path.steps.push_back(title);
    }
}

SortTerm make_term(Sources& sources, std::string_view part) {
    SortTerm term;
    if (!part.empty() && (part.front() == '-' || part.front() == '+')) {
        term.descending = part.front() == '-';
        part.remove_prefix(1);
    }
    const Snapshot& snapshot = sources.snapshot();
    if (part == "id") {
        term.sql = {sources.root_column("id"), {}};
        term.nullable = false;
        return term;
    }
    expr::Path path = resolve_path(snapshot, sources.object(), part, "sort");
    const auto rights = access::rights_of(snapshot);
    const meta::Object* owner = &sources.object();
    for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
        owner = snapshot.schema().target(*path.steps[i]);
    }
    const std::string_view type = path.last().type->name();
    const bool masked = rights->field(*owner, path.last()) < access::FieldRight::read;
    if (masked || type == "lines" || type == "attachment" || type == "address") {
        throw Error(Code::invalid, "error.query.not_sortable", {{"field", std::string(part)}})
            .at_field("sort");
    }
    follow_title(snapshot.schema(), path);
    owner = &sources.object();
    for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
        owner = snapshot.schema().target(*path.steps[i]);
    }
    term.sql = sources.column(path);
    term.is_text = sorts_as_text(snapshot.schema(), *owner, path.last());
    term.nullable = !(path.steps.size() == 1 && path.last().required);
    return term;
}

// `x` comes strictly after the key in the term's direction, nulls last.
void add_beyond(SqlText& out, const SortTerm& term, const std::optional<std::string>& key);

Value key_value(const std::string& key) {
    if (key.front() == 'i') return Value(std::int64_t{std::stoll(key.substr(1))});
    return Value(key.substr(1));
}

void add_beyond(SqlText& out, const SortTerm& term, const std::optional<std::string>& key) {
    if (!key) {
        out.add("1 = 0");  // nothing comes after null
        return;
    }
    out.add("(").add(term.sql).add(term.descending ? " < " : " > ").bind(key_value(*key));
    if (term.nullable) out.add(" OR ").add(term.sql).add(" IS NULL");
    out.add(")");
}

void add_same(SqlText& out, const SortTerm& term, const std::optional<std::string>& key) {
    out.add(term.sql);
    if (!key) out.add(" IS NULL");
    else out.add(" = ").bind(key_value(*key));
}

// (t[i] beyond) or (t[i] same and (t[i+1] beyond) or ... id beyond)
SqlText chain(const Order& order, const Cursor& cursor, std::size_t from) {
    SqlText out;
    if (from == order.terms.size()) {
        out.add(order.id).add(order.id_descending ? " < " : " > ");
        return out.bind(Value(cursor.id)), out;
    }
    const SortTerm& term = order.terms[from];
    out.add("(");
    add_beyond(out, term, cursor.keys[from]);
    out.add(" OR (");
    add_same(out, term, cursor.keys[from]);
    out.add(" AND ").add(chain(order, cursor, from + 1)).add("))");
    return out;
}

}  // namespace

Order plan_order(Sources& sources, std::string_view sort) {
    Order order;
    order.id_descending = true;
    order.id = sources.root_column("id");
    if (sort.empty()) return order;
    const auto parts = split(sort, ',');
    if (parts.size() > static_cast<std::size_t>(kSortMax)) {
        throw Error(Code::invalid, "error.query.sort_too_long",
                    {{"max", std::to_string(kSortMax)}})
            .at_field("sort");
    }
    for (const std::string_view part : parts) order.terms.push_back(make_term(sources, trim(part)));
    order.id_descending = order.terms.back().descending;
    return order;
}

bool splits_at_nulls(const db::Dialect& dialect, const Order& order) {
    if (order.terms.empty() || dialect.index_gives_descending()) return false;
    return order.terms.front().descending && order.terms.front().nullable;
}

SqlText order_by(const db::Dialect& dialect, const Order& order, bool is_split) {
    SqlText out;
    out.add(" ORDER BY ");
    for (const SortTerm& term : order.terms) {
        expr::Sql sql = term.sql;
        const bool has_nulls = term.nullable && !(is_split && &term == &order.terms.front());
        sql.text = has_nulls ? dialect.order_term(sql.text, term.descending)
                             : sql.text + (term.descending ? " DESC" : "");
        out.add(sql).add(", ");
    }
    out.add(order.id).add(order.id_descending ? " DESC" : "");
    return out;
}

After after_predicate(const Order& order, const Cursor& cursor) {
    After after;
    if (cursor.keys.size() != order.terms.size()) {
        throw Error(Code::invalid, "error.query.cursor").at_field("after");
    }
    if (order.terms.empty()) {
        after.head = chain(order, cursor, 0);
        return after;
    }
    const SortTerm& first = order.terms.front();
    const auto& key = cursor.keys.front();
    if (!key) {  // already among the nulls
        after.head.add(first.sql).add(" IS NULL AND ");
        after.head.add(chain(order, cursor, 1));
        return after;
    }
    // A bound the index can seek to, then the exact chain.
    after.head.add(first.sql).add(first.descending ? " <= " : " >= ").bind(key_value(*key));
    after.head.add(" AND (").add(first.sql).add(first.descending ? " < " : " > ");
    after.head.bind(key_value(*key)).add(" OR ").add(chain(order, cursor, 1)).add(")");
    after.needs_tail = first.nullable;
    if (after.needs_tail) after.tail.add(first.sql).add(" IS NULL");
    return after;
}

Cursor cursor_at(const Order& order, const db::Row& row) {
    Cursor cursor;
    cursor.id = row.integer(0);
    for (const SortTerm& term : order.terms) {
        if (row.is_null(term.column)) cursor.keys.emplace_back();
        else if (term.is_text) cursor.keys.emplace_back("t" + std::string(row.text(term.column)));
        else cursor.keys.emplace_back("i" + std::to_string(row.integer(term.column)));
    }
    return cursor;
}

}  // namespace bihuan::query
