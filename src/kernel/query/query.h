// Request -> plan -> SQL -> rows, with the actor's rights in the same query.
//
// Plans are cached per schema version; functions take a Snapshot, one thread each.
// Fields the actor may not read cannot be filtered, sorted, grouped: Error(invalid) like unknown.
#pragma once

#include "base/json.h"
#include "kernel/access/rights.h"
#include "kernel/query/request.h"
#include "kernel/snapshot.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::query {

struct Page {
    std::optional<std::string> next;         // cursor; nullopt at the end
    std::optional<std::int64_t> count;
    bool approximate = false;
    int rows = 0;
};

// Appends the JSON array of records to `out` and returns what goes beside it.
Page list(const Snapshot& snapshot, const ListRequest& request, JsonWriter& out);

// One whole record as JSON object incl. child lines; false when absent or not visible.
bool one(const Snapshot& snapshot, const meta::Object& object, RecordId id,
         std::optional<Instant> as_of, JsonWriter& out);

// Appends an array of rows {group names..., measure names...}.
int aggregate(const Snapshot& snapshot, const AggregateRequest& request, JsonWriter& out);

// For code: rows as values, all rights applied. Columns in the order of `fields`.
using ValuesFn = std::function<bool(RecordId id, const std::vector<Value>& values)>;
void each(const Snapshot& snapshot, const ListRequest& request, const ValuesFn& fn);
// For exports: references come with what they are called. Returns the cursor of the next page,
// nullopt at the end.
struct Cell {
    const meta::Field* field = nullptr;
    Value value;                             // as in each(); masked: the masked text
    bool masked = false;
    std::string name;                        // of references
};
using CellsFn = std::function<bool(RecordId id, const std::vector<Cell>& cells)>;
std::optional<std::string> each_cell(const Snapshot& snapshot, const ListRequest& request,
                                     const CellsFn& fn);
std::int64_t count(const Snapshot& snapshot, const ListRequest& request);
// Ids that a filter selects, after `after` in id order: for bulk jobs.
std::vector<RecordId> ids(const Snapshot& snapshot, const std::string& object,
                          const std::string& where, RecordId after, int limit);
bool is_visible(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                access::Purpose purpose);

// Every version of a record: [{version, at, until, actor, cause, recorded_at, event kind,
// changes:[{field, old, new}]}], newest first. False when not visible.
bool history(const Snapshot& snapshot, const meta::Object& object, RecordId id, JsonWriter& out);

// The SQL a list would run, for golden tests and `explain`.
std::string explain(const Snapshot& snapshot, const ListRequest& request);

}  // namespace bihuan::query
