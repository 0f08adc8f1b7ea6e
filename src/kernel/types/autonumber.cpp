// Human numbers such as HT-2026-00012, made when a record is created. Settings: pattern.
#include "kernel/types/autonumber.h"

#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/json_reader.h"

#include <fmt/core.h>

#include <algorithm>

namespace bihuan::types {
namespace {

using PartKind = NumberPart::Kind;

std::optional<NumberPart> parse_token(std::string_view token) {
    if (token == "YYYY") return NumberPart{PartKind::year, "", 0};
    if (token == "YY") return NumberPart{PartKind::short_year, "", 0};
    if (token == "MM") return NumberPart{PartKind::month, "", 0};
    if (token == "DD") return NumberPart{PartKind::day, "", 0};
    const bool counter = !token.empty() && token.back() == '1' &&
                         token.size() <= static_cast<std::size_t>(kCounterDigitsMax) &&
                         token.find_first_not_of('0') == token.size() - 1;
    if (!counter) return std::nullopt;
    return NumberPart{PartKind::counter, "", static_cast<int>(token.size())};
}

std::string render_part(const NumberPart& part, Date date, std::int64_t counter) {
    const CivilDate civil = to_civil(date);
    switch (part.kind) {
        case PartKind::literal: return part.text;
        case PartKind::year: return fmt::format("{:04}", civil.year);
        case PartKind::short_year: return fmt::format("{:02}", civil.year % 100);
        case PartKind::month: return fmt::format("{:02}", civil.month);
        case PartKind::day: return fmt::format("{:02}", civil.day);
        case PartKind::counter: return fmt::format("{:0{}}", counter, part.digits);
    }
    return {};
}

class Autonumber final : public TextBased {
public:
    Autonumber() : TextBased("autonumber") {}
    bool is_writable() const override { return false; }

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.pattern = reader.text("pattern");
        reader.finish();
        parse_number_pattern(settings.pattern, issues);
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object().key("pattern").string(settings.pattern).end_object();
    }

    // Numbers are given by the system; imports of old data may bring their own.
    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        if (is_blank(text)) return {};
        if (text.size() > kNumberPatternMax) {
            issues.add("", "issue.text.too_long", {{"max", std::to_string(kNumberPatternMax)}});
            return {};
        }
        return text_type().parse_text({}, text, issues);
    }
};

}  // namespace

std::optional<NumberPattern> parse_number_pattern(std::string_view pattern, Issues& issues) {
    NumberPattern parts;
    int counters = 0;
    bool sound = pattern.size() <= kNumberPatternMax;
    for (std::size_t pos = 0; sound && pos < pattern.size();) {
        const std::size_t open = pattern.find('{', pos);
        if (open != pos) {
            const std::string_view literal = pattern.substr(pos, open - pos);
            sound = literal.find('}') == std::string_view::npos;
            parts.push_back({PartKind::literal, std::string(literal), 0});
            pos = open == std::string_view::npos ? pattern.size() : open;
            continue;
        }
        const std::size_t close = pattern.find('}', open);
        const auto part = close == std::string_view::npos
                              ? std::nullopt
                              : parse_token(pattern.substr(open + 1, close - open - 1));
        sound = part.has_value();
        if (!sound) break;
        counters += part->kind == PartKind::counter ? 1 : 0;
        parts.push_back(*part);
        pos = close + 1;
    }
    if (sound && counters == 1) return parts;
    issues.add("pattern", "issue.setting.number_pattern",
               {{"value", std::string(pattern)}, {"example", "HT-{YYYY}-{00001}"}});
    return std::nullopt;
}

std::string render_number(const NumberPattern& pattern, Date date, std::int64_t counter) {
    std::string number;
    for (const NumberPart& part : pattern) number += render_part(part, date, counter);
    return number;
}

std::string number_period(const NumberPattern& pattern, Date date) {
    std::string period;
    for (const NumberPart& part : pattern) {
        if (part.kind == PartKind::counter) break;
        if (part.kind == PartKind::literal) continue;
        if (!period.empty()) period.push_back('-');
        period += render_part(part, date, 0);
    }
    return period;
}

const FieldType& autonumber_type() {
    static const Autonumber kType;
    return kType;
}

}  // namespace bihuan::types
