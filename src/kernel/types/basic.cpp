#include "kernel/types/basic.h"

#include "base/text.h"
#include "kernel/types/json_reader.h"

namespace bihuan::types {
namespace {

template <class T>
int order(const T& a, const T& b) {
    if (a < b) return -1;
    return b < a ? 1 : 0;
}

int compare_lists(const ValueList& a, const ValueList& b) {
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        if (const int c = compare_values(a[i], b[i]); c != 0) return c;
    }
    return order(a.size(), b.size());
}

}  // namespace

Settings Basic::parse_settings(const Json& json, Issues& issues) const {
    JsonReader reader(json, issues);
    reader.finish();
    return {};
}

void Basic::write_settings(const Settings&, JsonWriter& out) const {
    out.begin_object().end_object();
}

void Basic::validate(const Settings&, const Value&, Issues&) const {}

int Basic::compare(const Settings&, const Value& a, const Value& b) const {
    return compare_values(a, b);
}

int compare_values(const Value& a, const Value& b) {
    const std::size_t kind_a = a.variant().index();
    const std::size_t kind_b = b.variant().index();
    if (kind_a != kind_b) return order(kind_a, kind_b);
    if (const auto* v = a.get_if<bool>()) return order(*v, b.as<bool>());
    if (const auto* v = a.get_if<std::int64_t>()) return order(*v, b.as<std::int64_t>());
    if (const auto* v = a.get_if<Decimal>()) return order(*v, b.as<Decimal>());
    if (const auto* v = a.get_if<std::string>()) return order(*v, b.as<std::string>());
    if (const auto* v = a.get_if<Date>()) return order(*v, b.as<Date>());
    if (const auto* v = a.get_if<Month>()) return order(*v, b.as<Month>());
    if (const auto* v = a.get_if<Instant>()) return order(*v, b.as<Instant>());
    if (const auto* v = a.get_if<RecordId>()) return order(*v, b.as<RecordId>());
    if (const auto* v = a.get_if<ValueList>()) return compare_lists(*v, b.as<ValueList>());
    return 0;
}

bool is_blank(std::string_view text) { return trim(text).empty(); }

std::optional<std::string> read_string(const Json& input, Issues& issues) {
    if (input.is_null()) return std::nullopt;
    if (!input.is_string()) {
        issues.add("", "issue.text.not_text");
        return std::nullopt;
    }
    std::string text = trim(input.string());
    if (text.empty()) return std::nullopt;
    return text;
}

Value TextBased::normalise(const Settings& settings, const Json& input, Issues& issues) const {
    const auto text = read_string(input, issues);
    return text ? parse_text(settings, *text, issues) : Value();
}

std::string TextBased::to_text(const Settings&, const Value& value, Language) const {
    const auto* text = value.get_if<std::string>();
    return text ? *text : std::string();
}

void TextBased::write_json(const Settings&, const Value& value, JsonWriter& out) const {
    if (const auto* text = value.get_if<std::string>()) {
        out.string(*text);
    } else {
        out.null();
    }
}

std::vector<std::string_view> TextBased::operators() const {
    return {"contains", "==", "!=", "starts_with", "in", "is_empty", "is_not_empty"};
}

}  // namespace bihuan::types
