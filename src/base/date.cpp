// Civil calendar: pure arithmetic on days and months, strict and loose parsing.
#include "base/calendar_time.h"

#include "base/text.h"

#include <array>
#include <chrono>

namespace bihuan {

namespace {

namespace ch = std::chrono;

constexpr int kYearMin = 1;
constexpr int kYearMax = 9999;  // four digits keep ISO text in order

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads exactly `count` digits at `pos`; -1 when there are not that many.
int read_digits(std::string_view text, std::size_t pos, std::size_t count) {
    if (pos + count > text.size()) return -1;
    int value = 0;
    for (std::size_t i = pos; i < pos + count; ++i) {
        if (!is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

void append_padded(std::string& out, int value, std::size_t width) {
    const std::string digits = std::to_string(value);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

}  // namespace

CivilDate to_civil(Date date) {
    const ch::year_month_day civil{ch::sys_days{ch::days{date.days}}};
    return {int{civil.year()}, static_cast<int>(unsigned{civil.month()}),
            static_cast<int>(unsigned{civil.day()})};
}

std::optional<Date> to_date(int year, int month, int day) {
    if (year < kYearMin || year > kYearMax || month < 1 || month > 12 || day < 1 || day > 31) {
        return std::nullopt;
    }
    const ch::year_month_day civil{ch::year{year}, ch::month{static_cast<unsigned>(month)},
                                   ch::day{static_cast<unsigned>(day)}};
    if (!civil.ok()) return std::nullopt;
    return Date{static_cast<std::int32_t>(ch::sys_days{civil}.time_since_epoch().count())};
}

Date add_days(Date date, int days) { return Date{date.days + days}; }

Date add_months(Date date, int months) {
    const CivilDate civil = to_civil(date);
    const Month month{month_of(date).months + months};
    const Date last = last_day(month);
    const Date wanted = add_days(first_day(month), civil.day - 1);
    return wanted < last ? wanted : last;
}

int weekday(Date date) {
    return static_cast<int>(ch::weekday{ch::sys_days{ch::days{date.days}}}.iso_encoding());
}

Month month_of(Date date) {
    const CivilDate civil = to_civil(date);
    return Month{(civil.year - 1970) * 12 + civil.month - 1};
}

Date first_day(Month month) {
    const ch::year_month civil = ch::year{1970} / ch::January + ch::months{month.months};
    return Date{static_cast<std::int32_t>(
        ch::sys_days{civil / ch::day{1}}.time_since_epoch().count())};
}

Date last_day(Month month) { return add_days(first_day(Month{month.months + 1}), -1); }

std::string to_text(Date date) {
    const CivilDate civil = to_civil(date);
    std::string text;
    append_padded(text, civil.year, 4);
    text += '-';
    append_padded(text, civil.month, 2);
    text += '-';
    append_padded(text, civil.day, 2);
    return text;
}

std::string to_text(Month month) { return to_text(first_day(month)).substr(0, 7); }

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return to_date(read_digits(text, 0, 4), read_digits(text, 5, 2), read_digits(text, 8, 2));
}

std::optional<Month> parse_month(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const auto first = to_date(read_digits(text, 0, 4), read_digits(text, 5, 2), 1);
    if (!first) return std::nullopt;
    return month_of(*first);
}

namespace {

// Spreadsheets write dates with a midnight behind them.
std::string_view drop_midnight(std::string_view text) {
    const std::size_t gap = text.find_first_of(" T");
    if (gap == std::string_view::npos) return text;
    const std::string_view time = text.substr(gap + 1);
    for (const std::string_view midnight : {"0:00", "00:00", "0:00:00", "00:00:00"}) {
        if (time == midnight) return text.substr(0, gap);
    }
    return text;
}

struct Numbers {
    std::array<int, 3> value{};
    std::array<std::size_t, 3> digits{};
};

// Three numbers between two equal separators, or between 年 月 日.
std::optional<Numbers> three_numbers(std::string text) {
    static constexpr std::array<std::string_view, 3> kWords{"年", "月", "日"};
    if (text.find(kWords[0]) != std::string::npos) {
        for (std::size_t i = 0; i < kWords.size(); ++i) {
            const std::size_t pos = text.find(kWords[i]);
            const bool optional_last = i == 2 && pos == std::string::npos;
            if (optional_last) break;
            if (pos == std::string::npos) return std::nullopt;
            text.erase(pos, kWords[i].size());
            if (i < 2) text.insert(pos, 1, '-');
        }
    }
    const std::size_t first = text.find_first_of("/-.");
    if (first == std::string::npos) return std::nullopt;
    const auto parts = split(text, text[first]);
    if (parts.size() != 3) return std::nullopt;
    Numbers numbers;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string part = trim(parts[i]);
        if (part.empty() || part.size() > 4) return std::nullopt;
        numbers.digits[i] = part.size();
        numbers.value[i] = read_digits(part, 0, part.size());
    }
    return numbers;
}

}  // namespace

std::optional<Date> parse_date_loose(std::string_view text, std::string_view format) {
    if (!is_valid_utf8(text)) return std::nullopt;
    const std::string whole = trim(fold_width(text));
    const std::string plain{drop_midnight(whole)};
    if (plain.size() == 8 && read_digits(plain, 0, 8) >= 0) {
        return to_date(read_digits(plain, 0, 4), read_digits(plain, 4, 2),
                       read_digits(plain, 6, 2));
    }
    const auto numbers = three_numbers(plain);
    if (!numbers) return std::nullopt;
    const auto& [value, digits] = *numbers;
    if (digits[0] == 4) {
        if (digits[1] > 2 || digits[2] > 2) return std::nullopt;
        return to_date(value[0], value[1], value[2]);
    }
    if (digits[2] != 4 || digits[0] > 2 || digits[1] > 2) return std::nullopt;
    if (format == "d/m/y") return to_date(value[2], value[1], value[0]);
    if (format == "m/d/y") return to_date(value[2], value[0], value[1]);
    return std::nullopt;
}

}  // namespace bihuan
