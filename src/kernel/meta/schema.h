// Objects, fields, relations, verbs, views as data: an immutable snapshot of the company's design.
//
// A Schema is shared by shared_ptr<const Schema>; a running request keeps the one it pinned;
// kernel/design makes the next one. Any thread.
#pragma once

#include "base/ids.h"
#include "base/sentences.h"
#include "kernel/types/field_type.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bihuan::meta {

inline constexpr std::size_t kFieldsPerObjectMax = 500;  // columns a table carries with ease
inline constexpr std::size_t kObjectsMax = 300;

enum class Origin { system, custom };  // upgrades touch only their own

struct Field {
    FieldId id;                        // stable: a rename is not a drop and an add
    std::string name;                  // API name and column name, for ever
    Label label;
    Label help;
    const types::FieldType* type = nullptr;
    types::Settings settings;
    bool required = false;
    std::string required_when;         // expression over the record; empty: never beyond required
    std::string visible_when;          // for forms
    std::string default_value;         // expression evaluated on create
    bool unique = false;
    bool indexed = false;
    bool searchable = false;           // its text goes into the search index
    std::string duplicate_key;         // "", company_name, credit_code, phone, email_domain, exact
    bool read_only = false;            // set by verbs and the system, never by a form
    bool quality = false;              // counts for record completeness
    bool hidden = false;               // removed by an administrator; the column stays
    Origin origin = Origin::system;
    // Derived when the schema is built:
    std::size_t index = 0;             // position in Object::fields
    bool stored = true;                // has a column in the table (false: virtual formula, lines)
    bool has_base = false;             // money in the record's currency: column name + "_base"

    // The column that filters, sorts and sums use.
    std::string sort_column() const { return has_base ? name + "_base" : name; }
};

struct VerbArgument {
    std::string name;
    Label label;
    Label help;
    std::string type;                  // a field type's name
    types::Settings settings;
    bool required = false;
};

// A business act: what the API, buttons, menus and palette offer. The code is registered by
// (object, verb) name with kernel/record.
struct Verb {
    std::string name;
    Label label;
    std::vector<VerbArgument> arguments;
    std::string when;                  // expression: offered (and allowed) only when true
    std::string icon;                  // lucide name
    bool primary = false;
    bool danger = false;
    bool bulk = false;
};

struct View {
    std::string name;
    Label label;
    std::string kind = "table";        // table, board
    std::string where;
    std::string sort;
    std::vector<std::string> columns;
    std::string group_by;              // board column field
};

struct Section {                       // of a form and a record page
    Label label;
    std::vector<std::string> fields;
};

struct Index {
    std::vector<std::string> columns;  // field names; "-amount" is descending
    bool unique = false;
};

struct Object {
    ObjectNumber number;
    std::string name;                  // API name and table name
    Label label;
    std::string module;                // customer, opportunity, ...
    std::string icon;
    std::string title_field;           // what references show
    std::string key_field;             // natural key for config, expressions, imports; may be empty
    std::string parent_field;          // set: rows are lines of that lookup's record
    std::string currency_field;        // set: money fields follow the record's currency and rate
    std::string state_field;           // what the stage path shows: stage or state
    bool has_owner = true;             // owner, owner_dept and the scopes built on them
    std::string scope_parent;          // set: visible when this lookup's record is (lines, ...)
    bool in_menu = true;
    bool has_history = true;
    bool searchable = true;
    Origin origin = Origin::system;
    bool hidden = false;
    std::vector<Field> fields;         // standard fields (standard_fields.h) first
    std::vector<Verb> verbs;
    std::vector<View> views;
    std::vector<Section> layout;
    std::vector<Index> indexes;

    const Field* find(std::string_view name) const;        // nullptr when unknown or hidden
    const Field& at(std::string_view name) const;          // bug when unknown
    const Verb* find_verb(std::string_view name) const;
    std::string history_table() const { return "h_" + name; }

    std::unordered_map<std::string, std::size_t> by_name;  // built by Schema
};

struct Relation {                      // a lookup seen from its target
    const Object* object = nullptr;
    const Field* field = nullptr;
};

class Schema {
public:
    // Builds indexes, resolves targets, derives stored/has_base. Problems are issues with field
    // "object.field": unknown targets, duplicate names, reserved names, limits.
    static std::shared_ptr<const Schema> build(std::int64_t version, std::vector<Object> objects,
                                               Issues& issues);
    std::int64_t version() const { return version_; }
    const std::vector<Object>& objects() const { return objects_; }
    const Object* find(std::string_view name) const;       // nullptr when unknown or hidden
    const Object* find(ObjectNumber number) const;
    const Object& at(std::string_view name) const;         // Error(not_found, object, hint)
    const Object* target(const Field& lookup) const;       // of lookup, user, department, lines
    const std::vector<Relation>& relations_to(const Object& object) const;
    // Roll-up fields fed by rows of `child`.
    struct Feed { const Object* parent; const Field* rollup; const Field* by; };
    const std::vector<Feed>& feeds_of(const Object& child) const;

private:
    Schema() = default;
    std::int64_t version_ = 0;
    std::vector<Object> objects_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::unordered_map<std::int64_t, std::size_t> by_number_;
    std::vector<std::vector<Relation>> relations_;
    std::vector<std::vector<Feed>> feeds_;
};

}  // namespace bihuan::meta
