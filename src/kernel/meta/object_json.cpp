#include "kernel/meta/object_json.h"

#include "base/text.h"
#include "kernel/meta/standard_fields.h"
#include "kernel/types/autonumber.h"
#include "kernel/types/json_reader.h"

namespace bihuan::meta {
namespace {

using types::JsonReader;

// Puts `place` before each issue's field.
void append_at(Issues& issues, const std::string& place, const Issues& inner) {
    for (Issue issue : inner) {
        issue.field = issue.field.empty() ? place : place + "." + issue.field;
        issues.add(std::move(issue));
    }
}

void check_number_pattern(const std::string& pattern, Issues& issues) {
    Issues faults;
    types::parse_number_pattern(pattern, faults);
    for (const Issue& fault : faults) issues.add("number_pattern", fault.key, fault.args);
}

Origin read_origin(JsonReader& reader, Issues& issues) {
    const std::string text = reader.text("origin", "system");
    if (text == "custom") return Origin::custom;
    if (text != "system") issues.add("origin", "issue.schema.origin", {{"value", text}});
    return Origin::system;
}

const types::FieldType* read_type(const std::string& name, Issues& issues) {
    if (const types::FieldType* type = types::find(name)) return type;
    std::vector<std::string> known;
    for (const types::FieldType* type : types::all()) known.emplace_back(type->name());
    issues.add("type", "issue.schema.type", {{"value", name}}, nearest(name, known).value_or(""));
    return nullptr;
}

// "settings" of a field or an argument, in the words of its type.
types::Settings read_settings(JsonReader& reader, const types::FieldType* type, Issues& issues) {
    const Json json = reader.any("settings");
    if (!type) return {};
    Issues inner;
    types::Settings settings = type->parse_settings(json, inner);
    for (const Issue& issue : inner) {
        Issue named = issue;
        named.field = issue.field.empty() ? "settings" : issue.field;
        issues.add(std::move(named));
    }
    return settings;
}

VerbArgument read_argument(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    VerbArgument argument;
    argument.name = reader.text("name");
    argument.label = reader.label("label");
    argument.help = reader.label("help");
    argument.type = reader.text("type");
    argument.required = reader.flag("required", false);
    argument.settings = read_settings(reader, read_type(argument.type, issues), issues);
    reader.finish();
    return argument;
}

// Reads each item of a list; issues name it by its "name", else by its position.
template <class T, class Read>
std::vector<T> read_list(JsonReader& reader, std::string_view key, const Read& read,
                         Issues& issues) {
    std::vector<T> list;
    std::size_t position = 0;
    for (const Json& item : reader.items(key)) {
        Issues inner;
        list.push_back(read(item, inner));
        std::string place = std::string(key) + "[" + std::to_string(position++) + "]";
        if (item.is_object() && item.get("name").is_string()) {
            const std::string name(item.get("name").string());
            place = key == "fields" ? name : std::string(key) + "." + name;
        }
        append_at(issues, place, inner);
    }
    return list;
}

Verb read_verb(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    Verb verb;
    verb.name = reader.text("name");
    verb.label = reader.label("label");
    verb.when = reader.text("when");
    verb.icon = reader.text("icon");
    verb.primary = reader.flag("primary", false);
    verb.danger = reader.flag("danger", false);
    verb.bulk = reader.flag("bulk", false);
    verb.arguments = read_list<VerbArgument>(reader, "arguments", read_argument, issues);
    reader.finish();
    return verb;
}

View read_view(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    View view;
    view.name = reader.text("name");
    view.label = reader.label("label");
    view.kind = reader.text("kind", "table");
    view.where = reader.text("where");
    view.sort = reader.text("sort");
    view.columns = reader.texts("columns");
    view.group_by = reader.text("group_by");
    reader.finish();
    if (view.kind != "table" && view.kind != "board") {
        issues.add("kind", "issue.schema.view_kind", {{"value", view.kind}});
    }
    return view;
}

Section read_section(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    Section section;
    section.label = reader.label("label");
    section.fields = reader.texts("fields");
    reader.finish();
    return section;
}

Index read_index(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    Index index;
    index.columns = reader.texts("columns");
    index.unique = reader.flag("unique", false);
    reader.finish();
    if (index.columns.empty()) issues.add("columns", "issue.setting.required");
    return index;
}

void read_header(JsonReader& reader, Object& object, Issues& issues) {
    object.name = reader.text("object");
    object.number = ObjectNumber(reader.integer("number", 0, 1, kObjectNumberMax));
    object.label = reader.label("label");
    object.module = reader.text("module");
    object.icon = reader.text("icon");
    object.title_field = reader.text("title_field");
    object.key_field = reader.text("key_field");
    object.parent_field = reader.text("parent_field");
    object.currency_field = reader.text("currency_field");
    object.state_field = reader.text("state_field");
    object.scope_parent = reader.text("scope_parent");
    object.has_owner = reader.flag("has_owner", true);
    object.in_menu = reader.flag("in_menu", true);
    object.has_history = reader.flag("has_history", true);
    object.searchable = reader.flag("searchable", true);
    object.hidden = reader.flag("hidden", false);
    object.origin = read_origin(reader, issues);
}

}  // namespace

Field parse_field(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    Field field;
    field.name = reader.text("name");
    field.type = read_type(reader.text("type"), issues);
    field.label = reader.label("label");
    field.help = reader.label("help");
    field.required = reader.flag("required", false);
    field.required_when = reader.text("required_when");
    field.visible_when = reader.text("visible_when");
    field.default_value = reader.text("default_value");
    field.unique = reader.flag("unique", false);
    field.indexed = reader.flag("indexed", false);
    field.searchable = reader.flag("searchable", false);
    field.duplicate_key = reader.text("duplicate_key");
    field.read_only = reader.flag("read_only", false);
    field.quality = reader.flag("quality", false);
    field.hidden = reader.flag("hidden", false);
    field.origin = read_origin(reader, issues);
    field.settings = read_settings(reader, field.type, issues);
    reader.finish();
    return field;
}

Object parse_object(const Json& json, Issues& issues) {
    Object object;
    Issues inner;
    JsonReader reader(json, inner);
    read_header(reader, object, inner);
    const std::string pattern = reader.text("number_pattern");
    std::vector<Field> own = read_list<Field>(reader, "fields", parse_field, inner);
    object.indexes = read_list<Index>(reader, "indexes", read_index, inner);
    object.verbs = read_list<Verb>(reader, "verbs", read_verb, inner);
    object.views = read_list<View>(reader, "views", read_view, inner);
    object.layout = read_list<Section>(reader, "layout", read_section, inner);
    reader.finish();

    if (!pattern.empty()) check_number_pattern(pattern, inner);
    object.fields = standard_fields(object, pattern);
    for (Field& field : own) {
        if (is_standard_field(field.name) && !(field.name == "number" && pattern.empty())) {
            inner.add(field.name, "issue.schema.standard_field", {{"name", field.name}});
        }
        object.fields.push_back(std::move(field));
    }
    append_at(issues, object.name, inner);
    return object;
}

}  // namespace bihuan::meta
