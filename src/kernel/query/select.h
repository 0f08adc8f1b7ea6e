// One SELECT over an object with filter, bin, rights and order put together. Private to the room.
//
// Built by one query on one thread, from a plan that may be shared.
#pragma once

#include "kernel/query/plan.h"

namespace bihuan::query {

// Error(not_found) for unknown objects, forbidden when the actor may not read it at all.
const meta::Object& readable_object(const Snapshot& snapshot, std::string_view name);

// Joins predicates with AND; empty ones are left out.
SqlText conjunction(const std::vector<SqlText>& predicates);

class Select {
public:
    // Without outputs there are only id, version and what the order needs.
    Select(const Snapshot& snapshot, const ListRequest& request, bool with_outputs = true);

    const Plan& plan() const { return *plan_; }
    // Runs one page (head and, where nulls follow, tail); `row` returns false to stop.
    // `limit` rows at the most.
    void run(int limit, const db::RowFn& row) const;
    std::int64_t count(std::int64_t at_most) const;   // at_most 0: exactly
    std::string next_cursor(const db::Row& last) const;
    std::string text() const;                          // for explain

private:
    SqlText statement(const SqlText& extra) const;
    SqlText jump(int limit, std::int64_t at) const;

    const Snapshot& snapshot_;
    const ListRequest& request_;
    PlanPtr plan_;
    After after_;
};

}  // namespace bihuan::query
