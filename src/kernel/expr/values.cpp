// Values under evaluation: numbers at their scale, equality and order, display.
#include "base/text.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/type_rules.h"

namespace bihuan::expr {

Decimal Call::number(std::size_t i) const { return number_of(args[i]); }

std::int64_t Call::integer(std::size_t i) const { return args[i].as<std::int64_t>(); }

Decimal number_of(const Value& value) {
    if (const auto* whole = value.get_if<std::int64_t>()) {
        return Decimal(*whole, 0);
    }
    return value.as<Decimal>();
}

Value number_value(Decimal number, const Type& type) {
    const Decimal fitted =
        number.scale() == type.scale ? number : number.rescale(type.scale, Round::half_up);
    if (type.kind == Kind::integer) {
        return Value(fitted.coefficient());
    }
    return Value(fitted);
}

Value fit_value(Value value, const Type& type) {
    if (is_number(type) && (value.is<std::int64_t>() || value.is<Decimal>())) {
        return number_value(number_of(value), type);
    }
    if (const auto* text = value.get_if<std::string>(); text != nullptr && text->empty()) {
        return Null{};
    }
    return value;
}

Value from_field(Value value, const meta::Field& field, const Type& type) {
    if (const auto* number = value.get_if<Decimal>(); number != nullptr && is_percent(field)) {
        const int scale = number->scale() + 2;
        if (scale <= kDecimalScaleMax) {
            return number_value(Decimal(number->coefficient(), scale), type);
        }
        return number_value(divide(*number, Decimal(100, 0), type.scale, Round::half_up), type);
    }
    return fit_value(std::move(value), type);
}

Value fit_field(const Value& value, const meta::Field& field) {
    if (!value.is<std::int64_t>() && !value.is<Decimal>()) {
        return value;
    }
    const types::FieldType* type = behaves_as(field);
    if (type == nullptr || (type->kind() != Kind::decimal && type->kind() != Kind::integer)) {
        return value;
    }
    if (type->kind() == Kind::integer) {
        return number_value(number_of(value), type_integer());
    }
    const Type stored = type_decimal(field.settings.scale);
    if (is_percent(field)) {
        return number_value(multiply(number_of(value), Decimal(100, 0), stored.scale,
                                     Round::half_up), stored);
    }
    return number_value(number_of(value), stored);
}

Value text_value(std::string text) {
    return text.empty() ? Value(Null{}) : Value(std::move(text));
}

std::string display(const Value& value, const Facts& facts) {
    struct Shown {
        const Facts& facts;
        std::string operator()(Null) const { return {}; }
        std::string operator()(bool yes) const { return yes ? "true" : "false"; }
        std::string operator()(std::int64_t whole) const { return std::to_string(whole); }
        std::string operator()(const Decimal& number) const { return number.to_trimmed(); }
        std::string operator()(const std::string& text) const { return text; }
        std::string operator()(Date date) const { return to_text(date); }
        std::string operator()(Month month) const { return to_text(month); }
        std::string operator()(Instant instant) const {
            return facts.zone().to_text(instant);
        }
        std::string operator()(RecordId id) const { return to_text(id); }
        std::string operator()(const ValueList& list) const {
            std::vector<std::string> parts;
            for (const Value& item : list) {
                parts.push_back(display(item, facts));
            }
            return join(parts, ", ");
        }
    };
    return std::visit(Shown{facts}, value.variant());
}

namespace {

bool is_number_value(const Value& value) {
    return value.is<std::int64_t>() || value.is<Decimal>();
}

// A date and an instant meet as dates.
std::optional<std::strong_ordering> order_by_day(const Value& a, const Value& b,
                                                 const Facts& facts) {
    if (a.is<Date>() && b.is<Instant>()) {
        return a.as<Date>() <=> facts.zone().date_of(b.as<Instant>());
    }
    if (a.is<Instant>() && b.is<Date>()) {
        return facts.zone().date_of(a.as<Instant>()) <=> b.as<Date>();
    }
    return std::nullopt;
}

}  // namespace

bool equal_values(const Value& a, const Value& b, const Facts& facts) {
    if (a.is_null() || b.is_null()) {
        return a.is_null() && b.is_null();
    }
    if (is_number_value(a) && is_number_value(b)) {
        return number_of(a) == number_of(b);
    }
    if (const auto by_day = order_by_day(a, b, facts)) {
        return *by_day == std::strong_ordering::equal;
    }
    return a == b;
}

std::strong_ordering order_values(const Value& a, const Value& b, const Facts& facts) {
    if (is_number_value(a) && is_number_value(b)) {
        return number_of(a) <=> number_of(b);
    }
    if (const auto by_day = order_by_day(a, b, facts)) {
        return *by_day;
    }
    if (a.is<std::string>() && b.is<std::string>()) {
        return a.as<std::string>().compare(b.as<std::string>()) <=> 0;
    }
    if (a.is<Date>() && b.is<Date>()) {
        return a.as<Date>() <=> b.as<Date>();
    }
    if (a.is<Month>() && b.is<Month>()) {
        return a.as<Month>() <=> b.as<Month>();
    }
    if (a.is<Instant>() && b.is<Instant>()) {
        return a.as<Instant>() <=> b.as<Instant>();
    }
    return std::strong_ordering::equal;
}

}  // namespace bihuan::expr
