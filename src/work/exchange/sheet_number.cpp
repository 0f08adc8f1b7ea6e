#include "work/exchange/sheet_number.h"

#include "base/calendar_time.h"
#include "base/text.h"

#include <fmt/core.h>

#include <charconv>
#include <optional>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kDigits = 15;              // what a spreadsheet keeps and shows
constexpr int kExponentMax = 40;                 // beyond it the number stays as it is written
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::int64_t kDaysMax = 2'958'465;     // 9999-12-31

// digits x 10^exponent, sign apart; digits without leading zeros ("" is zero).
struct Number {
    bool negative = false;
    std::string digits;
    int exponent = 0;
};

std::optional<Number> parse(std::string_view raw) {
    Number out;
    if (raw.starts_with('-') || raw.starts_with('+')) {
        out.negative = raw.front() == '-';
        raw.remove_prefix(1);
    }
    const std::size_t mark = raw.find_first_of("eE");
    const std::string_view mantissa = raw.substr(0, mark);
    if (mark != std::string_view::npos) {
        std::string_view power = raw.substr(mark + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        const auto read = std::from_chars(power.data(), power.data() + power.size(), out.exponent);
        if (read.ec != std::errc{} || read.ptr != power.data() + power.size()) return {};
    }
    bool after_point = false;
    for (const char c : mantissa) {
        if (c == '.' && !after_point) {
            after_point = true;
        } else if (c >= '0' && c <= '9') {
            out.digits += c;
            if (after_point) --out.exponent;
        } else {
            return {};
        }
    }
    if (out.digits.empty() || out.digits.size() > 400) return {};
    out.digits.erase(0, out.digits.find_first_not_of('0'));
    return out;
}

// To 15 significant digits, half up, as spreadsheets show them.
void round(Number& number) {
    if (number.digits.size() > kDigits) {
        const bool up = number.digits[kDigits] >= '5';
        number.exponent += static_cast<int>(number.digits.size() - kDigits);
        number.digits.resize(kDigits);
        for (std::size_t i = kDigits; up && i-- > 0;) {
            if (number.digits[i] != '9') {
                ++number.digits[i];
                break;
            }
            number.digits[i] = '0';
            if (i == 0) {
                number.digits.insert(0, 1, '1');
                break;
            }
        }
    }
    while (!number.digits.empty() && number.digits.back() == '0') {
        number.digits.pop_back();
        ++number.exponent;
    }
}

std::string write(const Number& number) {
    if (number.digits.empty()) return "0";
    std::string out = number.digits;
    if (number.exponent >= 0) {
        out.append(static_cast<std::size_t>(number.exponent), '0');
    } else {
        const auto decimals = static_cast<std::size_t>(-number.exponent);
        if (out.size() <= decimals) out.insert(0, decimals - out.size() + 1, '0');
        out.insert(out.size() - decimals, 1, '.');
    }
    return number.negative ? "-" + out : out;
}

bool is_usual(const Number& number) {
    return number.exponent >= -kExponentMax && number.exponent <= kExponentMax;
}

// floor(number x factor) of a number that is not negative; nullopt beyond `most`.
std::optional<std::int64_t> whole_times(const Number& number, std::int64_t factor,
                                        std::int64_t most) {
    __extension__ using Wide = unsigned __int128;
    Wide value = 0;
    for (const char c : number.digits) value = value * 10 + static_cast<Wide>(c - '0');
    value *= static_cast<Wide>(factor);
    for (int i = 0; i < number.exponent; ++i) {
        if (value > static_cast<Wide>(most)) return {};
        value *= 10;
    }
    if (number.exponent < 0) {
        Wide divisor = 1;
        for (int i = 0; i < -number.exponent && divisor <= value * 10; ++i) divisor *= 10;
        value = (value * 2 + divisor) / (divisor * 2);  // seconds round, they do not fall short
    }
    if (value > static_cast<Wide>(most)) return {};
    return static_cast<std::int64_t>(value);
}

bool is_built_in_date(int id) {
    return (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || (id >= 57 && id <= 58);
}

bool is_built_in_time(int id) {
    return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) ||
           id == 55 || id == 56;
}

// The letters of a format that stand for something: no literals, colours, conditions.
std::string bare_format(std::string_view code) {
    std::string out;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == ';') break;  // the first section is for positive numbers
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '[') {
            const std::size_t end = std::min(code.find(']', i), code.size());
            const std::string inside = fold_case(code.substr(i + 1, end - i - 1));
            if (inside == "h" || inside == "hh" || inside == "m" || inside == "mm" ||
                inside == "s" || inside == "ss") {
                out += inside;
            }
            i = end;
        } else {
            out += c;
        }
    }
    return fold_case(out);
}

}  // namespace

NumberKind kind_of_format(int id, std::string_view code) {
    if (id == 22) return NumberKind::date_time;
    if (is_built_in_date(id)) return NumberKind::date;
    if (is_built_in_time(id)) return NumberKind::time;
    if (id == 9 || id == 10) return NumberKind::percent;
    const std::string bare = bare_format(code);
    if (bare.find("general") != std::string::npos) return NumberKind::plain;
    if (bare.find_first_of("0#?") != std::string::npos &&
        bare.find_first_of("yd") == std::string::npos &&
        bare.find_first_of("hs") == std::string::npos) {
        return bare.find('%') != std::string::npos ? NumberKind::percent : NumberKind::plain;
    }
    const bool has_day = bare.find_first_of("yd") != std::string::npos;
    const bool has_time = bare.find_first_of("hs") != std::string::npos;
    if (has_day) return has_time ? NumberKind::date_time : NumberKind::date;
    if (has_time) return NumberKind::time;
    return bare.find('m') != std::string::npos ? NumberKind::date : NumberKind::plain;
}

std::string plain_number(std::string_view raw) {
    auto number = parse(raw);
    if (!number) return std::string(raw);
    round(*number);
    return is_usual(*number) ? write(*number) : std::string(raw);
}

std::string percent_number(std::string_view raw) {
    auto number = parse(raw);
    if (!number) return std::string(raw);
    round(*number);
    number->exponent += 2;
    return is_usual(*number) ? write(*number) + "%" : std::string(raw);
}

std::string date_number(std::string_view raw, NumberKind kind, bool is_1904) {
    auto number = parse(raw);
    if (!number) return std::string(raw);
    round(*number);
    if (number->negative || !is_usual(*number)) return plain_number(raw);
    const auto seconds = whole_times(*number, kSecondsPerDay, kDaysMax * kSecondsPerDay);
    if (!seconds) return plain_number(raw);
    std::int64_t days = *seconds / kSecondsPerDay;
    const std::int64_t second = *seconds % kSecondsPerDay;
    const std::string time =
        fmt::format("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    if (kind == NumberKind::time && days == 0) return time;
    // Day 60 of 1900 is the 29th of February that never was.
    if (is_1904) days += 1462;
    else if (days < 60) days += 1;
    const auto epoch = to_date(1899, 12, 30);
    const std::string date = to_text(add_days(*epoch, static_cast<int>(days)));
    return second != 0 ? date + " " + time : date;
}

}  // namespace bihuan::exchange
