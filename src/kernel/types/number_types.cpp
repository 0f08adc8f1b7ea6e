#include "kernel/types/json_reader.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

void check_bounds(const Settings& settings, Issues& issues) {
    if (settings.min && settings.max && *settings.max < *settings.min) {
        issues.add("max", "issue.setting.bounds");
    }
}

void write_bounds(const Settings& settings, JsonWriter& out) {
    if (settings.min) out.key("min").string(settings.min->to_text());
    if (settings.max) out.key("max").string(settings.max->to_text());
}

std::optional<Decimal> parse_number_cell(std::string_view text, Issues& issues) {
    const auto number = parse_loose_number(text);
    if (!number) issues.add("", "issue.number.invalid", {{"value", std::string(text)}});
    return number;
}

Value whole(std::optional<Decimal> number, Issues& issues) {
    if (!number) return {};
    if (number->is_zero()) return std::int64_t{0};
    try {
        const Decimal fitted = number->rescale(0, Round::half_up);
        if (!(fitted == *number)) {
            issues.add("", "issue.number.not_whole", {{"value", number->to_text()}});
            return {};
        }
        return fitted.coefficient();
    } catch (const Error&) {
        issues.add("", "issue.number.range");
        return {};
    }
}

}  // namespace

Settings DecimalBased::parse_settings(const Json& json, Issues& issues) const {
    JsonReader reader(json, issues);
    Settings settings;
    settings.scale = static_cast<int>(reader.integer("scale", kDefaultScale, 0, kDecimalScaleMax));
    settings.min = reader.decimal("min");
    settings.max = reader.decimal("max");
    if (has_base_setting()) settings.base_currency = reader.flag("base_currency", false);
    reader.finish();
    check_bounds(settings, issues);
    return settings;
}

void DecimalBased::write_settings(const Settings& settings, JsonWriter& out) const {
    out.begin_object();
    if (settings.scale != kDefaultScale) out.key("scale").integer(settings.scale);
    write_bounds(settings, out);
    if (settings.base_currency) out.key("base_currency").boolean(true);
    out.end_object();
}

Value DecimalBased::normalise(const Settings& settings, const Json& input,
                              Issues& issues) const {
    const auto number = read_number(input, issues);
    if (!number) return {};
    const auto fitted = fit_scale(*number, settings.scale, Excess::refuse, issues);
    return fitted ? Value(*fitted) : Value();
}

Value DecimalBased::parse_text(const Settings& settings, std::string_view text,
                               Issues& issues) const {
    if (is_blank(text)) return {};
    const auto number = parse_number_cell(text, issues);
    if (!number) return {};
    const auto fitted = fit_scale(*number, settings.scale, Excess::round, issues);
    return fitted ? Value(*fitted) : Value();
}

void DecimalBased::validate(const Settings& settings, const Value& value, Issues& issues) const {
    if (const auto* number = value.get_if<Decimal>()) check_range(settings, *number, issues);
}

std::string DecimalBased::to_text(const Settings&, const Value& value, Language) const {
    const auto* number = value.get_if<Decimal>();
    return number ? number_for_people(*number) : std::string();
}

void DecimalBased::write_json(const Settings& settings, const Value& value,
                              JsonWriter& out) const {
    const auto* number = value.get_if<Decimal>();
    if (!number) {
        out.null();
        return;
    }
    const Decimal fitted = number->scale() == settings.scale
                               ? *number
                               : number->rescale(settings.scale, Round::half_up);
    out.scaled(fitted.coefficient(), settings.scale);
}

Settings IntegerBased::parse_settings(const Json& json, Issues& issues) const {
    JsonReader reader(json, issues);
    Settings settings;
    settings.min = reader.decimal("min");
    settings.max = reader.decimal("max");
    reader.finish();
    check_bounds(settings, issues);
    return settings;
}

void IntegerBased::write_settings(const Settings& settings, JsonWriter& out) const {
    out.begin_object();
    write_bounds(settings, out);
    out.end_object();
}

Value IntegerBased::normalise(const Settings&, const Json& input, Issues& issues) const {
    return whole(read_number(input, issues), issues);
}

Value IntegerBased::parse_text(const Settings&, std::string_view text, Issues& issues) const {
    if (is_blank(text)) return {};
    return whole(parse_number_cell(text, issues), issues);
}

void IntegerBased::validate(const Settings& settings, const Value& value, Issues& issues) const {
    const auto* number = value.get_if<std::int64_t>();
    if (!number) return;
    Settings bounds = settings;
    if (!bounds.min) bounds.min = Decimal::of(low_);
    if (!bounds.max) bounds.max = Decimal::of(high_);
    if (*number > kIntegerMax || *number < -kIntegerMax) {
        issues.add("", "issue.number.range");
        return;
    }
    check_range(bounds, Decimal::of(*number), issues);
}

std::string IntegerBased::to_text(const Settings&, const Value& value, Language) const {
    const auto* number = value.get_if<std::int64_t>();
    return number ? with_separators(std::to_string(*number)) : std::string();
}

void IntegerBased::write_json(const Settings&, const Value& value, JsonWriter& out) const {
    if (const auto* number = value.get_if<std::int64_t>()) {
        out.integer(*number);
    } else {
        out.null();
    }
}

}  // namespace bihuan::types
