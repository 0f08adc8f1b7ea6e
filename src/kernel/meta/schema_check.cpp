#include "kernel/meta/schema_check.h"

#include "base/text.h"
#include "kernel/meta/standard_fields.h"

#include <algorithm>
#include <array>
#include <set>

namespace bihuan::meta {
namespace {

constexpr std::string_view kCustomPrefix = "x_";
constexpr std::array<std::string_view, 6> kDuplicateKeys = {
    "", "company_name", "credit_code", "phone", "email_domain", "exact"};

std::string place(const Object& object, std::string_view part) {
    return object.name + "." + std::string(part);
}

void check_origin_prefix(const std::string& at, const std::string& name, Origin origin,
                         Issues& issues) {
    const bool prefixed = name.starts_with(kCustomPrefix);
    if (origin == Origin::custom && !prefixed) {
        issues.add(at, "issue.schema.name_custom", {{"name", name}}, "x_" + name);
    }
    if (origin == Origin::system && prefixed) {
        issues.add(at, "issue.schema.name_system", {{"name", name}});
    }
}

// Tables that are not objects' would be taken by these.
bool is_reserved_table(std::string_view name) {
    for (const std::string_view prefix : {"h_", "meta_", "sqlite_", "pg_"}) {
        if (name.starts_with(prefix)) return true;
    }
    return false;
}

std::string nearest_field(const Object& object, std::string_view name) {
    std::vector<std::string> known;
    for (const Field& field : object.fields) {
        if (!field.hidden) known.push_back(field.name);
    }
    return nearest(name, known).value_or("");
}

void unknown_field(const std::string& at, const Object& object, std::string_view name,
                   Issues& issues) {
    issues.add(at, "issue.schema.no_field",
               {{"name", std::string(name)}, {"object", object.name}},
               nearest_field(object, name));
}

// The field that an attribute such as title_field names; nothing to say when it is empty.
const Field* named_field(const Object& object, std::string_view attribute,
                         const std::string& name, Issues& issues) {
    if (name.empty()) return nullptr;
    const Field* field = field_named(object, name);
    if (!field) unknown_field(place(object, attribute), object, name, issues);
    return field;
}

void check_lookup_attribute(const Object& object, std::string_view attribute,
                            const std::string& name, Issues& issues) {
    const Field* field = named_field(object, attribute, name, issues);
    if (field && field->type && field->type->kind() != types::Kind::reference) {
        issues.add(place(object, attribute), "issue.schema.not_lookup", {{"name", name}});
    }
}

void check_index(const Object& object, const Index& index, const std::string& at,
                 Issues& issues) {
    for (const std::string& column : index.columns) {
        const std::string_view name =
            column.starts_with("-") ? std::string_view(column).substr(1) : column;
        const Field* field = field_named(object, name);
        if (!field) {
            unknown_field(at, object, name, issues);
        } else if (!field->stored) {
            issues.add(at, "issue.schema.not_stored", {{"name", std::string(name)}});
        }
    }
}

void check_view(const Object& object, const View& view, Issues& issues) {
    const std::string at = place(object, "views." + view.name);
    if (!is_name(view.name)) issues.add(at, "issue.schema.name", {{"name", view.name}});
    for (const std::string& column : view.columns) {
        const std::string first = column.substr(0, column.find('.'));
        if (first != "id" && !field_named(object, first)) {
            unknown_field(at, object, first, issues);
        }
    }
    if (!view.group_by.empty() && !field_named(object, view.group_by)) {
        unknown_field(at, object, view.group_by, issues);
    }
}

void check_verbs(const Object& object, Issues& issues) {
    std::set<std::string> names;
    for (const Verb& verb : object.verbs) {
        const std::string at = place(object, "verbs." + verb.name);
        if (!is_name(verb.name)) issues.add(at, "issue.schema.name", {{"name", verb.name}});
        if (!names.insert(verb.name).second) {
            issues.add(at, "issue.schema.name_repeated", {{"name", verb.name}});
        }
        std::set<std::string> arguments;
        for (const VerbArgument& argument : verb.arguments) {
            if (!is_name(argument.name)) {
                issues.add(at, "issue.schema.name", {{"name", argument.name}});
            }
            if (!arguments.insert(argument.name).second) {
                issues.add(at, "issue.schema.name_repeated", {{"name", argument.name}});
            }
        }
    }
}

void unknown_object(const std::vector<Object>& objects, const std::string& at,
                    const std::string& name, Issues& issues) {
    std::vector<std::string> known;
    for (const Object& object : objects) known.push_back(object.name);
    issues.add(at, "issue.schema.no_object", {{"name", name}}, nearest(name, known).value_or(""));
}

// `by` must be a lookup of `child` that leads to `parent`.
void check_way_back(const std::string& at, const Object& parent, const Object& child,
                    const std::string& by, Issues& issues) {
    const Field* field = field_named(child, by);
    if (!field || !field->type) {
        unknown_field(at, child, by, issues);
        return;
    }
    const std::string_view type = field->type->name();
    const bool leads_back = (type == "lookup" && field->settings.target == parent.name) ||
                            ((type == "user" || type == "department") && type == parent.name);
    if (!leads_back) {
        issues.add(at, "issue.schema.no_way_back",
                   {{"name", by}, {"child", child.name}, {"object", parent.name}});
    }
}

void check_rollup(const std::vector<Object>& objects, const Object& object, const Field& field,
                  Issues& issues) {
    const std::string at = place(object, field.name);
    const Object* child = object_named(objects, field.settings.rollup_object);
    if (!child) {
        unknown_object(objects, at, field.settings.rollup_object, issues);
        return;
    }
    check_way_back(at, object, *child, field.settings.rollup_by, issues);
    if (field.settings.rollup_fn == types::RollupFn::count) return;
    const Field* source = field_named(*child, field.settings.rollup_field);
    if (!source || !source->type) {
        unknown_field(at, *child, field.settings.rollup_field, issues);
        return;
    }
    if (!source->type->has_column()) {
        issues.add(at, "issue.schema.not_stored", {{"name", source->name}});
        return;
    }
    if (field.settings.result_type.empty()) {
        issues.add(at, "issue.schema.rollup_circle", {{"name", field.name}});
        return;
    }
    const types::Kind kind = types::result_of(*source->type, source->settings).kind();
    const bool number = kind == types::Kind::integer || kind == types::Kind::decimal;
    if (field.settings.rollup_fn == types::RollupFn::sum && !number) {
        issues.add(at, "issue.schema.sum_of_no_number", {{"name", source->name}});
    }
}

}  // namespace

bool is_name(std::string_view name) {
    if (name.empty() || name.size() > kNameMax || name[0] < 'a' || name[0] > 'z') return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

const Object* object_named(const std::vector<Object>& objects, std::string_view name) {
    for (const Object& object : objects) {
        if (object.name == name) return &object;
    }
    return nullptr;
}

const Field* field_named(const Object& object, std::string_view name) {
    const auto it = object.by_name.find(std::string(name));
    return it == object.by_name.end() ? nullptr : &object.fields[it->second];
}

void check_objects(const std::vector<Object>& objects, Issues& issues) {
    if (objects.size() > kObjectsMax) {
        issues.add("", "issue.schema.too_many_objects", {{"max", std::to_string(kObjectsMax)}});
    }
    std::set<std::string> names;
    std::set<std::int64_t> numbers;
    for (const Object& object : objects) {
        const std::string& at = object.name;
        if (!is_name(object.name) || is_reserved_table(object.name)) {
            issues.add(at, "issue.schema.name", {{"name", object.name}});
        }
        if (!names.insert(object.name).second) {
            issues.add(at, "issue.schema.name_repeated", {{"name", object.name}});
        }
        check_origin_prefix(at, object.name, object.origin, issues);
        const std::int64_t number = object.number.value;
        const bool in_range = object.origin == Origin::system
                                  ? number >= 1 && number <= kSystemNumberMax
                                  : number > kSystemNumberMax && number <= kObjectNumberMax;
        if (!in_range) {
            issues.add(at + ".number", "issue.schema.number", {{"number", std::to_string(number)}});
        }
        if (!numbers.insert(number).second) {
            issues.add(at + ".number", "issue.schema.number_repeated",
                       {{"number", std::to_string(number)}});
        }
    }
}

void check_fields(const Object& object, Issues& issues) {
    if (object.fields.size() > kFieldsPerObjectMax) {
        issues.add(object.name, "issue.schema.too_many_fields",
                   {{"max", std::to_string(kFieldsPerObjectMax)}});
    }
    std::set<std::string> columns;
    for (const Field& field : object.fields) {
        const std::string at = place(object, field.name);
        if (!is_name(field.name)) {
            issues.add(at, "issue.schema.name", {{"name", field.name}});
        } else if (is_reserved_name(field.name)) {
            issues.add(at, "issue.schema.name_reserved", {{"name", field.name}});
        }
        // Fields of a custom object need no prefix: upgrades never touch it.
        if (object.origin == Origin::system) {
            check_origin_prefix(at, field.name, field.origin, issues);
        }
        bool fresh = columns.insert(field.name).second;
        if (field.has_base) fresh = columns.insert(field.sort_column()).second && fresh;
        if (!fresh) issues.add(at, "issue.schema.name_repeated", {{"name", field.name}});
        if (!field.type) issues.add(at, "issue.schema.type", {{"value", ""}});
        if ((field.unique || field.indexed) && !field.stored) {
            issues.add(at, "issue.schema.not_stored", {{"name", field.name}});
        }
        const auto& keys = kDuplicateKeys;
        if (std::find(keys.begin(), keys.end(), field.duplicate_key) == keys.end()) {
            issues.add(at, "issue.schema.duplicate_key", {{"value", field.duplicate_key}});
        }
    }
}

void check_parts(const Object& object, Issues& issues) {
    named_field(object, "title_field", object.title_field, issues);
    named_field(object, "key_field", object.key_field, issues);
    named_field(object, "state_field", object.state_field, issues);
    named_field(object, "currency_field", object.currency_field, issues);
    check_lookup_attribute(object, "parent_field", object.parent_field, issues);
    check_lookup_attribute(object, "scope_parent", object.scope_parent, issues);
    const auto limit = [&](std::size_t count, std::size_t max, std::string_view part) {
        if (count <= max) return;
        issues.add(place(object, part), "issue.setting.too_many", {{"max", std::to_string(max)}});
    };
    limit(object.indexes.size(), kIndexesMax, "indexes");
    limit(object.views.size(), kViewsMax, "views");
    limit(object.verbs.size(), kVerbsMax, "verbs");
    for (std::size_t i = 0; i < object.indexes.size(); ++i) {
        const std::string at = place(object, "indexes[" + std::to_string(i) + "]");
        check_index(object, object.indexes[i], at, issues);
    }
    std::set<std::string> views;
    for (const View& view : object.views) {
        check_view(object, view, issues);
        if (views.insert(view.name).second) continue;
        issues.add(place(object, "views." + view.name), "issue.schema.name_repeated",
                   {{"name", view.name}});
    }
    check_verbs(object, issues);
    for (const Section& section : object.layout) {
        for (const std::string& name : section.fields) {
            if (!field_named(object, name)) {
                unknown_field(place(object, "layout"), object, name, issues);
            }
        }
    }
}

void check_targets(const std::vector<Object>& objects, const Object& object, Issues& issues) {
    for (const Field& field : object.fields) {
        if (!field.type) continue;
        const std::string at = place(object, field.name);
        const std::string_view type = field.type->name();
        if (type == "rollup") check_rollup(objects, object, field, issues);
        if (type != "lookup" && type != "lines") continue;
        const Object* target = object_named(objects, field.settings.target);
        if (!target) {
            unknown_object(objects, at, field.settings.target, issues);
        } else if (type == "lines") {
            check_way_back(at, object, *target, field.settings.parent_field, issues);
        }
    }
}

}  // namespace bihuan::meta
