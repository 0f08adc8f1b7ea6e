#include "kernel/design/merge.h"

#include "kernel/meta/object_json.h"
#include "kernel/meta/standard_fields.h"

#include <algorithm>

namespace bihuan::design {

namespace {

constexpr std::int64_t kFieldIdsPerObject = 10'000;  // ids of one object's fields, for ever

std::int64_t next_field_id(const meta::Object& object) {
    std::int64_t last = object.number.value * kFieldIdsPerObject;
    for (const meta::Field& field : object.fields) last = std::max(last, field.id.value);
    return last + 1;
}

void number_fields(meta::Object& object) {
    std::int64_t next = next_field_id(object);
    for (meta::Field& field : object.fields) {
        if (!field.id) field.id = FieldId(next++);
    }
}

meta::Field* named(meta::Object& object, std::string_view name) {
    for (meta::Field& field : object.fields) {
        if (field.name == name) return &field;
    }
    return nullptr;
}

// The attributes a patch of a field gives, over the field as it stands.
std::string overlay(const meta::Field& field, const Json& patch) {
    std::string text;
    JsonWriter standing(text);
    meta::write_field(field, standing);
    const Json old = Json::parse(text);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (std::size_t i = 0; i < old.size(); ++i) {
        if (!patch.has(old.key_at(i))) json.key(old.key_at(i)).raw(old.at(i).to_text());
    }
    for (std::size_t i = 0; i < patch.size(); ++i) {
        json.key(patch.key_at(i)).raw(patch.at(i).to_text());
    }
    json.end_object();
    return out;
}

void patch_fields(meta::Object& object, const Json& fields, Issues& issues) {
    if (!fields.is_null() && !fields.is_array()) issues.add("fields", "issue.setting.not_list");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Json patch = fields.at(i);
        const std::string name = patch.text_or("name", "");
        meta::Field* standing = named(object, name);
        if (standing) {
            const FieldId id = standing->id;
            const meta::Origin origin = standing->origin;
            *standing = meta::parse_field(Json::parse(overlay(*standing, patch)), issues);
            standing->id = id;
            standing->origin = origin;
            continue;
        }
        meta::Field made = meta::parse_field(patch, issues);
        made.origin = meta::Origin::custom;
        object.fields.push_back(std::move(made));
    }
}

// Puts the parsed ones over those of the same name; new ones at the end.
template <class T>
void overlay_named(std::vector<T>& standing, std::vector<T> given) {
    for (T& each : given) {
        const auto found = std::find_if(standing.begin(), standing.end(),
                                        [&](const T& t) { return t.name == each.name; });
        if (found == standing.end()) standing.push_back(std::move(each));
        else *found = std::move(each);
    }
}

// A patch as a whole object file, so that one parser reads both.
std::string as_object_file(const meta::Object& before, const Json& patch) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("object").string(before.name);
    json.key("number").integer(before.number.value);
    json.key("module").string(before.module).key("title_field").string(before.title_field);
    json.key("label").begin_object().key("zh").string(before.label.zh);
    json.key("en").string(before.label.en).end_object().key("fields").begin_array().end_array();
    for (const char* part : {"verbs", "views", "layout", "indexes"}) {
        if (patch.has(part)) json.key(part).raw(patch.get(part).to_text());
    }
    json.end_object();
    return out;
}

Label patched(const Json& label, const Label& before) {
    if (!label.is_object()) return before;
    return {label.text_or("zh", before.zh), label.text_or("en", before.en)};
}

}  // namespace

meta::Object merge_whole(const meta::Object* before, meta::Object next) {
    if (before) {
        for (meta::Field& field : next.fields) {
            const auto found = before->by_name.find(field.name);
            if (found != before->by_name.end()) field.id = before->fields[found->second].id;
        }
        for (const meta::Field& field : before->fields) {
            if (named(next, field.name)) continue;
            next.fields.push_back(field);
            if (field.origin == meta::Origin::system) next.fields.back().hidden = true;
        }
    }
    number_fields(next);
    return next;
}

meta::Object merge_patch(const meta::Object& before, const Json& patch, Issues& issues) {
    meta::Object next = before;
    next.label = patched(patch.get("label"), before.label);
    next.icon = patch.text_or("icon", before.icon);
    next.hidden = patch.flag_or("hidden", before.hidden);
    next.in_menu = patch.flag_or("in_menu", before.in_menu);
    if (patch.has("fields")) patch_fields(next, patch.get("fields"), issues);
    meta::Object given = meta::parse_object(Json::parse(as_object_file(before, patch)), issues);
    overlay_named(next.verbs, std::move(given.verbs));
    overlay_named(next.views, std::move(given.views));
    if (patch.has("layout")) next.layout = std::move(given.layout);
    if (patch.has("indexes")) {
        next.indexes.insert(next.indexes.end(), given.indexes.begin(), given.indexes.end());
    }
    number_fields(next);
    return next;
}

}  // namespace bihuan::design
