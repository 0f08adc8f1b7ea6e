// One record in memory and the changes asked of it. Values; one thread each.
#pragma once

#include "base/json.h"
#include "kernel/meta/schema.h"
#include "kernel/snapshot.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bihuan::record {

inline constexpr int kLinesMax = 500;            // child lines of one record
inline constexpr int kBatchMax = 1'000;          // writes of one batch

struct Record {
    const meta::Object* object = nullptr;
    RecordId id;
    std::int64_t version = 0;
    Instant valid_from;
    std::optional<Instant> deleted_at;
    std::vector<Value> values;                    // by Field::index; virtual fields are Null
    std::vector<std::int64_t> base_amounts;       // by Field::index, for has_base fields

    const Value& get(std::string_view field) const;          // bug when unknown
    void set(std::string_view field, Value value);
    RecordId ref(std::string_view field) const;               // zero when empty
    Decimal amount(std::string_view field) const;             // 0 when empty
    std::string text(std::string_view field) const;           // "" when empty
    bool flag(std::string_view field) const;
    std::optional<Date> date(std::string_view field) const;
};

struct LineChange {
    RecordId id;                                  // zero: a new line
    bool remove = false;                          // {"id": "...", "remove": true}
    std::vector<std::pair<const meta::Field*, Value>> values;
};

struct Changes {
    std::vector<std::pair<const meta::Field*, Value>> values;
    // By lines field. On update a line with an id is merged, one without is added; lines not
    // named stay unless `replace_lines`.
    std::vector<std::pair<const meta::Field*, std::vector<LineChange>>> lines;
    bool replace_lines = false;

    void set(const meta::Object& object, std::string_view field, Value value);
};

// From an API body. Unknown fields, read-only fields, wrong values: issues, all at once. Times
// without an offset are the actor's wall time.
Changes parse_changes(const Snapshot& snapshot, const meta::Object& object, const Json& body,
                      Issues& issues);

// Loads without asking rights (verbs that already hold the record's parent); nullopt when absent.
std::optional<Record> load(const Snapshot& snapshot, const meta::Object& object, RecordId id);
// Loads what the actor may see; Error(not_found) otherwise.
Record load_visible(const Snapshot& snapshot, const meta::Object& object, RecordId id);
// Live rows whose lookup `by` is `parent`, by id.
std::vector<Record> load_children(const Snapshot& snapshot, const meta::Object& child,
                                  std::string_view by, RecordId parent);
// The first live row of those `where` (SQL over columns of the object), in the order of `order`.
std::optional<Record> load_first(const Snapshot& snapshot, const meta::Object& object,
                                 std::string_view where, std::string_view order,
                                 std::span<const db::Param> params);
// The same with the stored `fields` alone filled (no base amounts): a whole row costs a writer
// several times as much.
std::optional<Record> load_fields(const Snapshot& snapshot, const meta::Object& object,
                                  std::initializer_list<std::string_view> fields,
                                  std::string_view where, std::string_view order,
                                  std::span<const db::Param> params);
// Row whose natural key (key_field) is `key`.
std::optional<Record> load_by_key(const Snapshot& snapshot, const meta::Object& object,
                                  std::string_view key);

}  // namespace bihuan::record
