// What writing one object needs, worked out once per design: SQL texts, compiled expressions,
// roll-ups it feeds. Private to the room.
//
// An ObjectPlan is immutable and shared between threads; the cache is a slot of the Workspace.
#pragma once

#include "kernel/expr/expression.h"
#include "kernel/snapshot.h"
#include "kernel/types/autonumber.h"

#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace bihuan::record {

// The columns every table has in front of its fields, as they stand in each statement.
inline constexpr int kLeadColumns = 6;  // id version valid_from recorded_at deleted_at deleted_by

struct FieldProgram {
    const meta::Field* field = nullptr;
    expr::Program program;
};

// How a stored field's column is read and written.
struct Column {
    const meta::Field* field = nullptr;
    const types::FieldType* type = nullptr;      // held_type of the field
    bool is_text = false;
};

struct Autonumber {
    const meta::Field* field = nullptr;
    types::NumberPattern pattern;
};

struct UniqueSet {
    std::vector<const meta::Field*> fields;
    std::string select;              // id of a live row with these values and another id
};

// One roll-up field of a parent that this object's rows feed.
struct FeedPlan {
    const meta::Field* rollup = nullptr;
    types::RollupFn fn = types::RollupFn::count;
    const meta::Field* field = nullptr;          // of the child; null for count
    std::optional<expr::Program> where;
    std::string recompute;                       // min, max, latest: the parent's value anew
    std::vector<Value> recompute_params;         // after the parent's id
    std::string set;                             // UPDATE parent SET rollup = ? WHERE id = ?
    bool is_sum() const {
        return fn == types::RollupFn::count || fn == types::RollupFn::sum;
    }
};

// All roll-ups of one parent object reached through one lookup.
struct FeedGroup {
    const meta::Object* parent = nullptr;
    const meta::Field* by = nullptr;
    std::vector<FeedPlan> feeds;
    std::string add;                             // counts and sums: one UPDATE, deltas then id
    bool cascades = false;                       // the parent's roll-ups feed further ones
};

struct ObjectPlan {
    std::shared_ptr<const meta::Schema> schema;  // keeps every pointer below alive
    const meta::Object* object = nullptr;
    std::string table;                           // quoted
    std::vector<Column> columns;                 // stored fields, in order
    std::string select;                          // lead columns and columns FROM table
    std::string select_by_id;
    std::string insert;
    std::string close;                           // version into history: until, by, cause, id
    std::vector<FieldProgram> defaults;
    std::vector<FieldProgram> required_when;
    std::vector<FieldProgram> formulas;          // stored ones, each after those it reads
    std::unordered_map<std::size_t, expr::Program> virtuals;   // by Field::index
    std::unordered_map<std::string, expr::Program> verb_when;  // by verb name
    std::vector<const meta::Field*> required;
    std::vector<Autonumber> autonumbers;
    std::vector<const meta::Field*> references;
    std::vector<const meta::Field*> with_base;
    std::vector<const meta::Field*> rollups;
    std::vector<const meta::Field*> searched;    // searchable or a duplicate key
    std::vector<UniqueSet> uniques;
    std::vector<FeedGroup> feeds;
    // Children that live and die with a row: (object, its lookup to us).
    std::vector<std::pair<const meta::Object*, const meta::Field*>> children;
    // Lookups that hold a row in place: (object, its required lookup to us).
    std::vector<std::pair<const meta::Object*, const meta::Field*>> holders;
    bool has_duplicate_keys = false;
    const meta::Field* owner = nullptr;
    const meta::Field* owner_dept = nullptr;
    const meta::Field* currency = nullptr;
    const meta::Field* rate = nullptr;
    const meta::Field* parent = nullptr;         // lines: the lookup to their record
    const meta::Field* position = nullptr;       // lines: their order
    const meta::Field* created_by = nullptr;
    const meta::Field* created_at = nullptr;
    const meta::Field* updated_by = nullptr;
    const meta::Field* updated_at = nullptr;
    const meta::Field* source_kind = nullptr;
    const meta::Field* import_id = nullptr;
};

using PlanPtr = std::shared_ptr<const ObjectPlan>;

// The cached plan. Error(internal) when a stored expression does not compile.
PlanPtr plan_of(const Snapshot& snapshot, const meta::Object& object);

// The type whose values a field holds: a formula or roll-up holds those of its result.
const types::FieldType& held_type(const meta::Field& field);
bool is_reference(const meta::Field& field);
bool is_lines(const meta::Field& field);
bool is_computed(const meta::Field& field);      // formula, roll-up
bool is_text_column(const types::FieldType& held);
int scale_of(const meta::Field& field);          // of the stored integer; 0 unless decimal

class PlanCache {
public:
    PlanPtr find(const meta::Schema* schema, std::int64_t object) const;
    void keep(PlanPtr plan);

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::int64_t, PlanPtr> plans_;  // by object number, the newest design's
};

}  // namespace bihuan::record
