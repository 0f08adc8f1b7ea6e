#include "kernel/meta/schema.h"

#include "base/text.h"
#include "kernel/meta/schema_check.h"

#include <algorithm>

namespace bihuan::meta {
namespace {

// From the names, so that every process and every load of the design agrees (FNV-1a, 63 bits).
FieldId id_of(std::string_view object, std::string_view field) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto feed = [&](std::string_view text) {
        for (const char c : text) {
            hash ^= static_cast<unsigned char>(c);
            hash *= 1099511628211ULL;
        }
    };
    feed(object);
    feed(".");
    feed(field);
    return FieldId(static_cast<std::int64_t>(hash >> 1U));
}

void derive_field(const Object& object, Field& field) {
    if (!field.id) field.id = id_of(object.name, field.name);
    const bool is_formula = field.type && field.type == types::find("formula");
    field.stored = field.type && field.type->has_column() && !is_formula;
    const bool is_money = field.type && field.type == types::find("money");
    field.has_base = is_money && !object.currency_field.empty() && !field.settings.base_currency;
}

void derive_object(Object& object) {
    object.by_name.clear();
    for (std::size_t i = 0; i < object.fields.size(); ++i) {
        Field& field = object.fields[i];
        field.index = i;
        derive_field(object, field);
        object.by_name.emplace(field.name, i);
    }
}

// The result of a roll-up is that of the child's field; money is summed in the company's
// currency. False while the child's field itself is a roll-up whose result is not known yet.
bool derive_rollup(const std::vector<Object>& objects, Field& field) {
    types::Settings& settings = field.settings;
    if (settings.rollup_fn == types::RollupFn::count) {
        settings.result_type = "integer";
        return true;
    }
    const Object* child = object_named(objects, settings.rollup_object);
    const Field* source = child ? field_named(*child, settings.rollup_field) : nullptr;
    if (!source || !source->type) return true;  // an issue, not a matter of order
    const bool waits = source->type == types::find("rollup") &&
                       source->settings.result_type.empty();
    if (waits) return false;
    settings.result_type = std::string(types::result_of(*source->type, source->settings).name());
    settings.scale = source->settings.scale;
    settings.options = source->settings.options;
    settings.target = source->settings.target;
    settings.base_currency = settings.result_type == "money";
    return true;
}

void derive_rollups(std::vector<Object>& objects) {
    std::vector<Field*> waiting;
    for (Object& object : objects) {
        for (Field& field : object.fields) {
            if (!field.type || field.type != types::find("rollup")) continue;
            field.settings.result_type.clear();
            waiting.push_back(&field);
        }
    }
    // Each round settles at least one, or the rest turn in a circle, which check_targets reports.
    for (std::size_t before = waiting.size() + 1; waiting.size() < before;) {
        before = waiting.size();
        std::erase_if(waiting, [&](Field* field) { return derive_rollup(objects, *field); });
    }
}

std::string target_name(const Field& field) {
    if (!field.type) return {};
    const types::FieldType& type = types::result_of(*field.type, field.settings);
    if (type.name() == "user" || type.name() == "department") return std::string(type.name());
    if (type.name() == "lookup" || type.name() == "lines") return field.settings.target;
    return {};
}

}  // namespace

const Field* Object::find(std::string_view field) const {
    const Field* found = field_named(*this, field);
    return found && !found->hidden ? found : nullptr;
}

const Field& Object::at(std::string_view field) const {
    if (const Field* found = field_named(*this, field)) return *found;
    throw Error(Code::internal, "error.internal")
        .because("object " + name + " has no field " + std::string(field));
}

const Verb* Object::find_verb(std::string_view verb) const {
    for (const Verb& candidate : verbs) {
        if (candidate.name == verb) return &candidate;
    }
    return nullptr;
}

std::shared_ptr<const Schema> Schema::build(std::int64_t version, std::vector<Object> objects,
                                            Issues& issues) {
    const std::shared_ptr<Schema> schema(new Schema());
    schema->version_ = version;
    schema->objects_ = std::move(objects);
    std::vector<Object>& list = schema->objects_;
    std::stable_sort(list.begin(), list.end(), [](const Object& a, const Object& b) {
        return a.number < b.number;
    });
    for (Object& object : list) derive_object(object);
    derive_rollups(list);

    check_objects(list, issues);
    for (const Object& object : list) {
        check_fields(object, issues);
        check_parts(object, issues);
        check_targets(list, object, issues);
    }

    schema->relations_.resize(list.size());
    schema->feeds_.resize(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
        schema->by_name_.emplace(list[i].name, i);
        schema->by_number_.emplace(list[i].number.value, i);
    }
    const types::FieldType* rollup = types::find("rollup");
    for (const Object& object : list) {
        if (object.hidden) continue;
        for (const Field& field : object.fields) {
            if (field.hidden || !field.type) continue;
            if (field.type == rollup) {
                const auto child = schema->by_name_.find(field.settings.rollup_object);
                if (child == schema->by_name_.end()) continue;
                const Field* by = field_named(list[child->second], field.settings.rollup_by);
                if (by) schema->feeds_[child->second].push_back({&object, &field, by});
            } else if (field.type->kind() == types::Kind::reference) {
                const auto target = schema->by_name_.find(target_name(field));
                if (target == schema->by_name_.end()) continue;
                schema->relations_[target->second].push_back({&object, &field});
            }
        }
    }
    return schema;
}

const Object* Schema::find(std::string_view name) const {
    const auto it = by_name_.find(std::string(name));
    if (it == by_name_.end() || objects_[it->second].hidden) return nullptr;
    return &objects_[it->second];
}

const Object* Schema::find(ObjectNumber number) const {
    const auto it = by_number_.find(number.value);
    if (it == by_number_.end() || objects_[it->second].hidden) return nullptr;
    return &objects_[it->second];
}

const Object& Schema::at(std::string_view name) const {
    if (const Object* object = find(name)) return *object;
    std::vector<std::string> known;
    for (const Object& object : objects_) {
        if (!object.hidden) known.push_back(object.name);
    }
    throw Error(Code::not_found, "error.object.unknown", {{"name", std::string(name)}})
        .at_field("object")
        .with_hint(nearest(name, known).value_or(""));
}

const Object* Schema::target(const Field& lookup) const { return find(target_name(lookup)); }

const std::vector<Relation>& Schema::relations_to(const Object& object) const {
    return relations_.at(by_name_.at(object.name));
}

const std::vector<Schema::Feed>& Schema::feeds_of(const Object& child) const {
    return feeds_.at(by_name_.at(child.name));
}

}  // namespace bihuan::meta
