// Instants, stored in UTC. No settings. A text without an offset is wall time of the given zone.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/numbers.h"

#include <fmt/core.h>

namespace bihuan::types {
namespace {

// "14:30", "14:30:05", "9:05" -> seconds since midnight.
std::optional<std::int64_t> parse_time(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() < 2 || parts.size() > 3) return std::nullopt;
    constexpr int kLimits[] = {24, 60, 60};
    std::int64_t seconds = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        int number = 0;
        if (i < parts.size()) {
            const std::string_view part = parts[i];
            if (part.empty() || part.size() > 2) return std::nullopt;
            for (const char c : part) {
                if (c < '0' || c > '9') return std::nullopt;
                number = number * 10 + (c - '0');
            }
        }
        if (number >= kLimits[i]) return std::nullopt;
        seconds = seconds * 60 + number;
    }
    return seconds;
}

std::optional<Instant> parse_datetime_loose(const std::string& cell, const Zone& zone) {
    if (const auto instant = parse_instant(cell, zone)) return instant;
    if (const auto date = parse_date_loose(cell)) return zone.start_of(*date);
    const std::size_t space = cell.rfind(' ');
    if (space == std::string::npos) return std::nullopt;
    const auto date = parse_date_loose(trim(cell.substr(0, space)));
    const auto seconds = parse_time(cell.substr(space + 1));
    if (!date || !seconds) return std::nullopt;
    return Instant{zone.start_of(*date).micros + *seconds * kMicrosPerSecond};
}

class Datetime final : public Basic {
public:
    Datetime() : Basic("datetime", Kind::instant, db::Storage::instant) {}

    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override {
        return normalise_in(settings, input, Zone::utc(), issues);
    }

    Value normalise_in(const Settings&, const Json& input, const Zone& zone,
                       Issues& issues) const override {
        const auto text = read_string(input, issues);
        if (!text) return {};
        if (const auto instant = parse_instant(*text, zone)) return *instant;
        issues.add("", "issue.datetime.invalid", {{"value", *text}});
        return {};
    }

    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override {
        return parse_text_in(settings, text, Zone::utc(), issues);
    }

    Value parse_text_in(const Settings&, std::string_view text, const Zone& zone,
                        Issues& issues) const override {
        const std::string cell = trim(fold_width(text));
        if (cell.empty()) return {};
        if (const auto instant = parse_datetime_loose(cell, zone)) return *instant;
        issues.add("", "issue.datetime.invalid", {{"value", cell}});
        return {};
    }

    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override {
        return to_text_in(settings, value, language, Zone::utc());
    }

    std::string to_text_in(const Settings&, const Value& value, Language,
                           const Zone& zone) const override {
        const auto* instant = value.get_if<Instant>();
        if (!instant) return {};
        const std::int64_t seconds = zone.second_of_day(*instant);
        const std::string day = bihuan::to_text(zone.date_of(*instant));
        std::string text = fmt::format("{} {:02}:{:02}", day, seconds / 3600, seconds / 60 % 60);
        if (seconds % 60 != 0) text += fmt::format(":{:02}", seconds % 60);
        return text;
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        if (const auto* instant = value.get_if<Instant>()) {
            out.string(bihuan::to_text(*instant));
        } else {
            out.null();
        }
    }

    std::vector<std::string_view> operators() const override { return ordered_operators(); }
};

}  // namespace

const FieldType& datetime_type() {
    static const Datetime kType;
    return kType;
}

}  // namespace bihuan::types
