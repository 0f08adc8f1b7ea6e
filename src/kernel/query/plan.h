// Queries worked out once and run many times: SQL, parameters and how rows become JSON.
//
// A plan is immutable and shared between threads. It belongs to one actor with the rights he has,
// one schema and one day (today() and the like are parameters in it); the cache's key holds all of
// these. Plans that depend on the very moment are never kept.
#pragma once

#include "kernel/query/abilities.h"
#include "kernel/query/order.h"
#include "kernel/query/outputs.h"
#include "kernel/query/request.h"
#include "kernel/query/scope.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace bihuan::query {

// Bounds the memory of the cache: a plan takes some 8 KB. 200 people with 20 lists each.
inline constexpr std::size_t kPlansMax = 4'000;

struct LinesPlan {
    Layout layout;
    std::string raw_key;
    SqlText sql;                     // the parent's id and the limit follow
    int any_column = -1;             // of the record's row: whether there are any; -1: unknown
};

struct Plan {
    std::shared_ptr<const meta::Schema> schema;   // keeps every field alive
    Layout layout;
    std::optional<Abilities> abilities;
    // Of lists:
    Order order;
    SqlText select;                  // SELECT ... FROM ... WHERE ..., open for more predicates
    SqlText from_where;              // the same without columns, for counts
    SqlText ordered;                 // ORDER BY ...
    SqlText first;                   // the whole first page; the limit follows
    // Where an index cannot give a descending order with nulls last, `first` leaves the nulls
    // out and these rows follow.
    SqlText first_nulls;             // empty: `first` has them
    // Of single records: `first` ends with "id =".
    int deleted_column = -1;
    std::vector<LinesPlan> lines;
};
using PlanPtr = std::shared_ptr<const Plan>;

PlanPtr plan_list(const Snapshot& snapshot, const ListRequest& request, bool with_outputs);
PlanPtr plan_one(const Snapshot& snapshot, const meta::Object& object,
                 std::optional<Instant> as_of);

// A workspace slot. Two generations: what was not asked for while the younger one filled up goes.
class PlanCache {
public:
    struct Entry {
        PlanPtr plan;                // null: asked for once, not worth keeping yet
        bool is_known = false;
    };
    Entry find(const std::string& key);
    void keep(const std::string& key, PlanPtr plan);

private:
    void put(const std::string& key, PlanPtr plan);

    std::mutex mutex_;
    std::unordered_map<std::string, PlanPtr> young_;
    std::unordered_map<std::string, PlanPtr> old_;
};

// The cached plan, or one made for this call.
PlanPtr list_plan(const Snapshot& snapshot, const ListRequest& request, bool with_outputs = true);
PlanPtr one_plan(const Snapshot& snapshot, const meta::Object& object,
                 std::optional<Instant> as_of);

}  // namespace bihuan::query
