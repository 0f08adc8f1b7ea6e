// Between values and the text that people read.
#include "base/text.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/functions/results.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

constexpr int kGroup = 3;  // digits between commas

std::string grouped(const std::string& whole) {
    std::string out;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (i > 0 && (whole.size() - i) % kGroup == 0) {
            out += ',';
        }
        out += whole[i];
    }
    return out;
}

// "0.00", "#,##0", "0.0%": how many digits, commas, percent; other signs stay around the number.
std::string format_number(Decimal number, const std::string& pattern) {
    const std::size_t first = pattern.find_first_of("#0");
    if (first == std::string::npos) {
        return pattern;
    }
    std::size_t last = pattern.find_first_not_of("#0,.", first);
    last = last == std::string::npos ? pattern.size() : last;
    const std::string core = pattern.substr(first, last - first);
    const std::size_t point = core.find('.');
    const auto zeros_end = core.end();
    const auto zeros_start =
        point == std::string::npos ? zeros_end : core.begin() + static_cast<std::ptrdiff_t>(point);
    const int digits = static_cast<int>(std::min<std::ptrdiff_t>(
        std::count(zeros_start, zeros_end, '0'), kDecimalScaleMax));
    const bool percent = pattern.find('%', last) != std::string::npos;
    Decimal shown = percent ? multiply(number, Decimal::of(100), digits, Round::half_up)
                            : number.rescale(digits, Round::half_up);
    const bool negative = shown.is_negative();
    std::string text = (negative ? -shown : shown).to_text();
    if (core.find(',') != std::string::npos) {
        const std::size_t dot = std::min(text.find('.'), text.size());
        text = grouped(text.substr(0, dot)) + text.substr(dot);
    }
    return (negative ? "-" : "") + pattern.substr(0, first) + text + pattern.substr(last);
}

std::string padded(std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// yyyy yy mm m dd d hh h ss s; mm after hh is minutes, as in spreadsheets.
std::string format_date(Date date, std::int64_t second, const std::string& pattern) {
    const CivilDate civil = to_civil(date);
    std::string out;
    bool after_hour = false;
    for (std::size_t i = 0; i < pattern.size();) {
        const char c = pattern[i];
        const std::size_t end = std::min(pattern.find_first_not_of(c, i), pattern.size());
        const std::size_t width = std::min<std::size_t>(end - i, 4);
        switch (c) {
            case 'y':
            case 'Y':
                out += width > 2 ? padded(civil.year, 4) : padded(civil.year % 100, 2);
                break;
            case 'm':
            case 'M':
                out += padded(after_hour ? second / 60 % 60 : civil.month, width);
                after_hour = false;
                break;
            case 'd':
            case 'D': out += padded(civil.day, width); break;
            case 'h':
            case 'H':
                out += padded(second / 3600, width);
                after_hour = true;
                break;
            case 's':
            case 'S': out += padded(second % 60, width); break;
            default: out.append(pattern, i, end - i);
        }
        i = end;
    }
    return out;
}

Value run_text(Call& call) {
    if (!call.has(0) || !call.has(1)) {
        return text_value(display(call.args[0], call.facts));
    }
    const Value& value = call.args[0];
    const std::string& pattern = call.text(1);
    if (value.is<std::int64_t>() || value.is<Decimal>()) {
        return text_value(format_number(number_of(value), pattern));
    }
    if (const Date* date = value.get_if<Date>()) {
        return text_value(format_date(*date, 0, pattern));
    }
    if (const Month* month = value.get_if<Month>()) {
        return text_value(format_date(first_day(*month), 0, pattern));
    }
    if (const Instant* instant = value.get_if<Instant>()) {
        const Zone& zone = call.facts.zone();
        return text_value(
            format_date(zone.date_of(*instant), zone.second_of_day(*instant), pattern));
    }
    return text_value(display(value, call.facts));
}

Type gives_amount(Arguments) { return type_decimal(kDecimalScaleMax); }

Value run_value(Call& call) {
    const auto number = parse_decimal(trim(fold_width(call.text(0))));
    // At the largest scale the whole part has room for twelve digits.
    if (!number || number->rescale(0, Round::down).coefficient() / 1'000'000'000'000 != 0) {
        return Null{};
    }
    return number_value(*number, call.node.type);
}

Value run_amountinwords(Call& call) {
    return text_value(amount_in_words_zh(call.number(0).rescale(2, Round::half_up).to_text()));
}

constexpr std::string_view kFamily = "Text of values";

constexpr std::array kFunctions{
    Function{.name = "text", .takes = "*t?", .gives = gives_text, .run = run_text,
             .strict = false, .family = kFamily, .signature = "text(value, pattern)",
             .says = "a number or date by a pattern; without one in its shortest form",
             .example = "text(1234.5, \"#,##0.00\")", .answer = "\"1,234.50\""},
    Function{.name = "value", .takes = "t", .gives = gives_amount, .run = run_value,
             .family = kFamily, .signature = "value(text)",
             .says = "the number that a text holds; empty when it is none",
             .example = "value(\"1,234.5\")", .answer = "1234.5"},
    Function{.name = "amountinwords", .takes = "n", .gives = gives_text,
             .run = run_amountinwords, .family = kFamily, .signature = "amountinwords(amount)",
             .says = "an amount in Chinese capitals", .example = "amountinwords(1286000)",
             .answer = "\"壹佰贰拾捌万陆仟元整\""},
};

}  // namespace

std::span<const Function> format_functions() { return kFunctions; }

}  // namespace bihuan::expr
