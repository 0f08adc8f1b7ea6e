#include "kernel/types/reference.h"

#include "base/text.h"

namespace bihuan::types {

Value read_reference(const Json& input, Issues& issues) {
    if (input.is_null()) return {};
    Json id = input;
    if (input.is_object()) {
        const Json key = input.get("key");
        id = input.get("id");
        if (id.is_null() && key.is_string() && !is_blank(key.string())) return trim(key.string());
    }
    if (id.is_string()) {
        const std::string text = trim(id.string());
        if (text.empty() && !input.is_object()) return {};
        const auto record = parse_record_id(text);
        if (record && record->value > 0) return *record;
    }
    issues.add("", "issue.reference.invalid", {{"value", input.to_text()}});
    return {};
}

Value Reference::normalise(const Settings&, const Json& input, Issues& issues) const {
    return read_reference(input, issues);
}

Value Reference::parse_text(const Settings&, std::string_view text, Issues&) const {
    std::string name = trim(text);
    return name.empty() ? Value() : Value(std::move(name));
}

std::string Reference::to_text(const Settings&, const Value& value, Language) const {
    if (const auto* id = value.get_if<RecordId>()) return bihuan::to_text(*id);
    const auto* key = value.get_if<std::string>();
    return key ? *key : std::string();
}

void Reference::write_json(const Settings&, const Value& value, JsonWriter& out) const {
    if (const auto* id = value.get_if<RecordId>()) {
        out.id(id->value);
    } else {
        out.null();
    }
}

}  // namespace bihuan::types
