// Lists: pages of records, ids, counts.
#include "kernel/query/query.h"
#include "kernel/query/select.h"

namespace bihuan::query {

namespace {

constexpr std::int64_t kQuickCountMax = 10'000;  // "quick" counts no further than this

void check_limits(const ListRequest& request) {
    Issues issues;
    if (request.limit < 1 || request.limit > kPageMax) {
        issues.add("limit", "error.query.limit", {{"max", std::to_string(kPageMax)}});
    }
    if (request.fields.size() > static_cast<std::size_t>(kFieldsMax)) {
        issues.add("fields", "error.query.too_many_fields",
                   {{"max", std::to_string(kFieldsMax)}});
    }
    if (request.at && *request.at < 0) issues.add("at", "error.query.at");
    throw_if_any(std::move(issues));
}

void count_into(const Select& select, const ListRequest& request, Page& page) {
    if (request.count == Count::none) return;
    if (request.count == Count::exact) {
        page.count = select.count(0);
        return;
    }
    page.count = select.count(kQuickCountMax + 1);
    page.approximate = *page.count > kQuickCountMax;
    if (page.approximate) page.count = kQuickCountMax;
}

}  // namespace

Page list(const Snapshot& snapshot, const ListRequest& request, JsonWriter& out) {
    check_limits(request);
    const Select select(snapshot, request);
    const Plan& plan = select.plan();
    Page page;
    std::string cursor;
    out.begin_array();
    // One row more than asked tells whether there is a next page.
    select.run(request.limit + 1, [&](const db::Row& row) {
        if (page.rows == request.limit) {
            page.next = std::move(cursor);
            return false;
        }
        out.begin_object();
        plan.layout.write_row(row, out);
        if (plan.abilities) plan.abilities->write(row, out);
        out.end_object();
        if (++page.rows == request.limit) cursor = select.next_cursor(row);
        return true;
    });
    out.end_array();
    count_into(select, request, page);
    return page;
}

void each(const Snapshot& snapshot, const ListRequest& request, const ValuesFn& fn) {
    const Select select(snapshot, request);
    const auto& outputs = select.plan().layout.outputs;
    std::vector<Value> values(outputs.size());
    select.run(request.limit, [&](const db::Row& row) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = read_value(outputs[i], row);
        }
        return fn(RecordId(row.integer(0)), values);
    });
}

std::optional<std::string> each_cell(const Snapshot& snapshot, const ListRequest& request,
                                     const CellsFn& fn) {
    check_limits(request);
    const Select select(snapshot, request);
    const auto& outputs = select.plan().layout.outputs;
    std::vector<Cell> cells(outputs.size());
    std::optional<std::string> next;
    std::string cursor;
    int rows = 0;
    select.run(request.limit + 1, [&](const db::Row& row) {
        if (rows == request.limit) {
            next = std::move(cursor);
            return false;
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            cells[i].field = outputs[i].field;
            cells[i].value = read_value(outputs[i], row);
            cells[i].masked = outputs[i].shape == Shape::masked;
            cells[i].name.clear();
            if (outputs[i].shape == Shape::reference) {
                cells[i].name = row.text(outputs[i].column + 1);
            }
        }
        if (++rows == request.limit) cursor = select.next_cursor(row);
        return fn(RecordId(row.integer(0)), cells);
    });
    return next;
}

std::int64_t count(const Snapshot& snapshot, const ListRequest& request) {
    return Select(snapshot, request, false).count(0);
}

std::vector<RecordId> ids(const Snapshot& snapshot, const std::string& object,
                          const std::string& where, RecordId after, int limit) {
    ListRequest request;
    request.object = object;
    request.where = where;
    request.sort = "id";
    if (after) request.after = write_cursor(request, Cursor{{"i" + std::to_string(after.value)},
                                                            after.value});
    const Select select(snapshot, request, false);
    std::vector<RecordId> out;
    select.run(limit, [&](const db::Row& row) {
        out.emplace_back(row.integer(0));
        return true;
    });
    return out;
}

bool is_visible(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                access::Purpose purpose) {
    Sources sources(snapshot, object, "t", std::nullopt);
    SqlText within = scope_predicate(sources, purpose);
    SqlText sql;
    sql.add("SELECT 1 ").add(sources.from()).add(" WHERE t.id = ").bind(Value(id));
    if (!within.text.empty()) sql.add(" AND (").add(within).add(")");
    bool found = false;
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row&) {
        found = true;
        return false;
    });
    return found;
}

std::string explain(const Snapshot& snapshot, const ListRequest& request) {
    check_limits(request);
    const Select select(snapshot, request);
    return select.text();
}

}  // namespace bihuan::query
