#include "kernel/types/numbers.h"

#include "base/text.h"

#include <array>

namespace bihuan::types {
namespace {

struct Multiplier { std::string_view word; std::int64_t factor; };

// Longest first: 百万 must not be read as 百 and 万.
constexpr std::array<Multiplier, 5> kMultipliers = {{{"千万", 10'000'000},
                                                     {"百万", 1'000'000},
                                                     {"亿", 100'000'000},
                                                     {"万", 10'000},
                                                     {"千", 1'000}}};

constexpr std::array<std::string_view, 18> kPrefixes = {
    "CN¥", "HK$", "US$", "NT$", "¥", "￥", "$", "€", "£",
    "人民币", "CNY", "RMB", "USD", "EUR", "HKD", "JPY", "GBP", "TWD"};
constexpr std::array<std::string_view, 16> kSuffixes = {
    "元整", "元", "圆", "块", "美元", "欧元", "港元", "日元",
    "CNY", "RMB", "USD", "EUR", "HKD", "JPY", "GBP", "TWD"};

bool drop_suffix(std::string& text, std::string_view suffix) {
    if (text.size() <= suffix.size()) return false;
    if (text.compare(text.size() - suffix.size(), suffix.size(), suffix) != 0) return false;
    text = trim(text.substr(0, text.size() - suffix.size()));
    return true;
}

bool drop_prefix(std::string& text, std::string_view prefix) {
    if (text.size() <= prefix.size() || text.compare(0, prefix.size(), prefix) != 0) return false;
    text = trim(text.substr(prefix.size()));
    return true;
}

void drop_currency(std::string& text) {
    for (const std::string_view prefix : kPrefixes) {
        if (drop_prefix(text, prefix)) break;
    }
    // 美元 before 元 would need care; the longest suffix is tried first by length.
    std::string_view best;
    for (const std::string_view suffix : kSuffixes) {
        const bool ends = text.size() > suffix.size() &&
                          text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
        if (ends && suffix.size() > best.size()) best = suffix;
    }
    if (!best.empty()) drop_suffix(text, best);
}

std::int64_t drop_multiplier(std::string& text) {
    for (const Multiplier& m : kMultipliers) {
        if (drop_suffix(text, m.word)) return m.factor;
    }
    return 1;
}

void drop_noise_digits(std::string& text) {
    const std::size_t point = text.find('.');
    if (point == std::string::npos) return;
    if (text.find_first_not_of("0123456789", point + 1) != std::string::npos) return;
    const std::size_t end = point + 1 + static_cast<std::size_t>(kDecimalScaleMax);
    if (text.size() > end) text.resize(end);
}

bool drop_sign(std::string& text) {
    if (text.size() > 2 && text.front() == '(' && text.back() == ')') {
        text = trim(text.substr(1, text.size() - 2));
        return true;
    }
    return drop_prefix(text, "-");
}

}  // namespace

std::optional<Decimal> read_number(const Json& input, Issues& issues) {
    if (input.is_null()) return std::nullopt;
    std::string text;
    if (input.is_string()) {
        text = trim(input.string());
        if (text.empty()) return std::nullopt;
    } else if (input.kind() == Json::Kind::integer) {
        const std::int64_t v = input.integer();
        if (v > kIntegerMax || v < -kIntegerMax) {
            issues.add("", "issue.number.digits");
            return std::nullopt;
        }
        return Decimal::of(v);
    } else if (input.kind() == Json::Kind::number) {
        text = input.number_text();
        if (text.empty()) {
            issues.add("", "issue.number.digits");
            return std::nullopt;
        }
    } else {
        issues.add("", "issue.number.invalid");
        return std::nullopt;
    }
    const auto number = parse_decimal(text);
    if (!number) issues.add("", "issue.number.invalid", {{"value", text}});
    return number;
}

std::optional<Decimal> parse_loose_number(std::string_view input) {
    std::string text = trim(fold_width(input));
    bool negative = drop_sign(text);
    drop_currency(text);
    if (!negative) negative = drop_sign(text);  // ¥-300
    const std::int64_t factor = drop_multiplier(text);
    if (text.empty() || text.front() == '-' || text.front() == '+') return std::nullopt;
    drop_noise_digits(text);
    auto number = parse_decimal(text);
    if (!number) return std::nullopt;
    if (factor != 1) {
        try {
            number = multiply(*number, Decimal::of(factor), number->scale(), Round::half_up);
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    return negative ? -*number : *number;
}

std::optional<Decimal> fit_scale(Decimal number, int scale, Excess excess, Issues& issues) {
    try {
        const Decimal fitted = number.rescale(scale, Round::half_up);
        if (excess == Excess::refuse && !(fitted == number)) {
            issues.add("", "issue.number.scale", {{"scale", std::to_string(scale)}});
            return std::nullopt;
        }
        return fitted;
    } catch (const Error&) {
        issues.add("", "issue.number.range");
        return std::nullopt;
    }
}

void check_range(const Settings& settings, Decimal number, Issues& issues) {
    if (settings.min && number < *settings.min) {
        issues.add("", "issue.number.too_small", {{"min", settings.min->to_trimmed()}});
    }
    if (settings.max && *settings.max < number) {
        issues.add("", "issue.number.too_large", {{"max", settings.max->to_trimmed()}});
    }
}

std::string with_separators(std::string_view digits) {
    std::size_t start = !digits.empty() && digits.front() == '-' ? 1 : 0;
    std::size_t end = digits.find('.');
    if (end == std::string_view::npos) end = digits.size();
    std::string out(digits.substr(0, start));
    for (std::size_t i = start; i < end; ++i) {
        if (i > start && (end - i) % 3 == 0) out.push_back(',');
        out.push_back(digits[i]);
    }
    out.append(digits.substr(end));
    return out;
}

std::string number_for_people(Decimal number) {
    const std::string trimmed = number.to_trimmed();
    const bool whole = trimmed.find('.') == std::string::npos;
    return with_separators(whole ? trimmed : number.to_text());
}

std::vector<std::string_view> ordered_operators() {
    return {"==", "!=", ">", ">=", "<", "<=", "between", "is_empty", "is_not_empty"};
}

}  // namespace bihuan::types
