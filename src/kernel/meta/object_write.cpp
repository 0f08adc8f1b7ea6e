// Writing objects: the other half of object_json.h.
#include "kernel/meta/object_json.h"

#include "kernel/meta/standard_fields.h"
#include "kernel/types/json_reader.h"

namespace bihuan::meta {
namespace {

using types::write_label;

void text_unless_empty(JsonWriter& out, std::string_view key, const std::string& text) {
    if (!text.empty()) out.key(key).string(text);
}

void flag_unless(JsonWriter& out, std::string_view key, bool value, bool fallback) {
    if (value != fallback) out.key(key).boolean(value);
}

void label_of(JsonWriter& out, std::string_view key, const Label& label) {
    out.key(key);
    write_label(label, out);
}

void write_texts(JsonWriter& out, std::string_view key, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    out.key(key).begin_array();
    for (const std::string& text : texts) out.string(text);
    out.end_array();
}

// Left out when it says nothing.
void write_settings(JsonWriter& out, const types::FieldType* type,
                    const types::Settings& settings) {
    if (!type) return;
    std::string text;
    JsonWriter inner(text);
    type->write_settings(settings, inner);
    if (text != "{}") out.key("settings").raw(text);
}

void write_verb(const Verb& verb, JsonWriter& out) {
    out.begin_object();
    out.key("name").string(verb.name);
    label_of(out, "label", verb.label);
    text_unless_empty(out, "icon", verb.icon);
    text_unless_empty(out, "when", verb.when);
    flag_unless(out, "primary", verb.primary, false);
    flag_unless(out, "danger", verb.danger, false);
    flag_unless(out, "bulk", verb.bulk, false);
    if (!verb.arguments.empty()) {
        out.key("arguments").begin_array();
        for (const VerbArgument& argument : verb.arguments) {
            out.begin_object();
            out.key("name").string(argument.name);
            out.key("type").string(argument.type);
            label_of(out, "label", argument.label);
            if (!(argument.help == Label{})) label_of(out, "help", argument.help);
            flag_unless(out, "required", argument.required, false);
            write_settings(out, types::find(argument.type), argument.settings);
            out.end_object();
        }
        out.end_array();
    }
    out.end_object();
}

void write_view(const View& view, JsonWriter& out) {
    out.begin_object();
    out.key("name").string(view.name);
    label_of(out, "label", view.label);
    if (view.kind != "table") out.key("kind").string(view.kind);
    text_unless_empty(out, "where", view.where);
    text_unless_empty(out, "sort", view.sort);
    write_texts(out, "columns", view.columns);
    text_unless_empty(out, "group_by", view.group_by);
    out.end_object();
}

void write_section(const Section& section, JsonWriter& out) {
    out.begin_object();
    label_of(out, "label", section.label);
    write_texts(out, "fields", section.fields);
    out.end_object();
}

void write_index(const Index& index, JsonWriter& out) {
    out.begin_object();
    write_texts(out, "columns", index.columns);
    flag_unless(out, "unique", index.unique, false);
    out.end_object();
}

// The members of the object, one a line, joined with commas.
class Lines {
public:
    void member(std::string_view key, const std::string& json) {
        std::string line = "  ";
        append_json_string(line, key);
        list_.push_back(line + ": " + json);
    }
    void text(std::string_view key, const std::string& value) {
        if (value.empty()) return;
        std::string json;
        append_json_string(json, value);
        member(key, json);
    }
    void flag(std::string_view key, bool value, bool fallback) {
        if (value != fallback) member(key, value ? "true" : "false");
    }
    // A list with one item a line.
    template <class T, class Write>
    void items(std::string_view key, const std::vector<const T*>& list, const Write& write) {
        if (list.empty()) return;
        std::string json = "[";
        for (std::size_t i = 0; i < list.size(); ++i) {
            json += i == 0 ? "\n    " : ",\n    ";
            JsonWriter out(json);
            write(*list[i], out);
        }
        member(key, json + "\n  ]");
    }
    std::string finish() const {
        std::string text = "{\n";
        for (std::size_t i = 0; i < list_.size(); ++i) {
            text += list_[i] + (i + 1 < list_.size() ? ",\n" : "\n");
        }
        return text + "}\n";
    }

private:
    std::vector<std::string> list_;
};

template <class T>
std::vector<const T*> pointers(const std::vector<T>& list) {
    std::vector<const T*> out;
    for (const T& item : list) out.push_back(&item);
    return out;
}

std::string label_json(const Label& label) {
    std::string json;
    JsonWriter out(json);
    write_label(label, out);
    return json;
}

// The number field that a `number_pattern` makes; a file may also bring its own.
bool is_made_number(const Field& field) {
    return field.name == "number" && field.type == types::find("autonumber");
}

void write_header(const Object& object, const std::string& pattern, Lines& lines) {
    lines.text("object", object.name);
    lines.member("number", std::to_string(object.number.value));
    lines.text("module", object.module);
    lines.text("icon", object.icon);
    lines.member("label", label_json(object.label));
    lines.text("title_field", object.title_field);
    lines.text("key_field", object.key_field);
    lines.text("state_field", object.state_field);
    lines.text("currency_field", object.currency_field);
    lines.text("number_pattern", pattern);
    lines.text("parent_field", object.parent_field);
    lines.text("scope_parent", object.scope_parent);
    lines.flag("has_owner", object.has_owner, true);
    lines.flag("in_menu", object.in_menu, true);
    lines.flag("has_history", object.has_history, true);
    lines.flag("searchable", object.searchable, true);
    lines.flag("hidden", object.hidden, false);
    if (object.origin == Origin::custom) lines.text("origin", "custom");
}

}  // namespace

void write_field(const Field& field, JsonWriter& out) {
    out.begin_object();
    out.key("name").string(field.name);
    out.key("type").string(field.type ? field.type->name() : std::string_view());
    label_of(out, "label", field.label);
    if (!(field.help == Label{})) label_of(out, "help", field.help);
    flag_unless(out, "required", field.required, false);
    text_unless_empty(out, "required_when", field.required_when);
    text_unless_empty(out, "visible_when", field.visible_when);
    text_unless_empty(out, "default_value", field.default_value);
    flag_unless(out, "unique", field.unique, false);
    flag_unless(out, "indexed", field.indexed, false);
    flag_unless(out, "searchable", field.searchable, false);
    text_unless_empty(out, "duplicate_key", field.duplicate_key);
    flag_unless(out, "read_only", field.read_only, false);
    flag_unless(out, "quality", field.quality, false);
    flag_unless(out, "hidden", field.hidden, false);
    if (field.origin == Origin::custom) out.key("origin").string("custom");
    write_settings(out, field.type, field.settings);
    out.end_object();
}

std::string write_object(const Object& object) {
    std::string pattern;
    std::vector<const Field*> own;
    for (const Field& field : object.fields) {
        if (is_made_number(field)) {
            pattern = field.settings.pattern;
        } else if (!is_standard_field(field.name) || field.name == "number") {
            own.push_back(&field);
        }
    }
    Lines lines;
    write_header(object, pattern, lines);
    lines.items("fields", own, write_field);
    lines.items("indexes", pointers(object.indexes), write_index);
    lines.items("verbs", pointers(object.verbs), write_verb);
    lines.items("views", pointers(object.views), write_view);
    lines.items("layout", pointers(object.layout), write_section);
    return lines.finish();
}

}  // namespace bihuan::meta
