// One SELECT over an object with filter, bin, rights and order put together. Private to the room.
//
// Built by one query on one thread.
#pragma once

#include "kernel/query/order.h"
#include "kernel/query/outputs.h"
#include "kernel/query/request.h"
#include "kernel/query/scope.h"

#include <functional>
#include <optional>

namespace bihuan::query {

// Error(not_found) for unknown objects, forbidden when the actor may not read it at all.
const meta::Object& readable_object(const Snapshot& snapshot, std::string_view name);

// Joins predicates with AND; empty ones are left out.
SqlText conjunction(const std::vector<SqlText>& predicates);

class Select {
public:
    Select(const Snapshot& snapshot, const ListRequest& request);

    Outputs& outputs() { return outputs_; }
    Sources& sources() { return sources_; }
    // After all outputs are added: works out predicates and order.
    void finish();

    // Runs one page (head and, where nulls follow, tail); `row` returns false to stop.
    // `limit` rows at the most.
    void run(int limit, const db::RowFn& row) const;
    std::int64_t count(std::int64_t at_most) const;   // at_most 0: exactly
    std::string next_cursor(const db::Row& last) const;
    std::string text() const;                          // for explain

private:
    SqlText statement(const SqlText& extra, int limit) const;
    SqlText where_of(const SqlText& extra) const;

    const Snapshot& snapshot_;
    const ListRequest& request_;
    const meta::Object& object_;
    Sources sources_;
    Outputs outputs_;
    std::vector<SqlText> predicates_;
    Order order_;
    After after_;
};

}  // namespace bihuan::query
