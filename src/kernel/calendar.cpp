#include "kernel/calendar.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>

namespace bihuan {
namespace {

constexpr int kWorkDaysPerWeek = 5;
constexpr int kDaysPerWeek = 7;
constexpr int kSaturday = 6;
// Ten thousand years of days: more than any date apart from another.
constexpr int kStepsMax = 4'000'000;

bool is_weekend(Date date) { return weekday(date) >= kSaturday; }

bool holds(const std::vector<std::int32_t>& days, Date date) {
    return std::binary_search(days.begin(), days.end(), date.days);
}

// Entries of `days` in (from, to].
int count_between(const std::vector<std::int32_t>& days, Date from, Date to) {
    const auto first = std::upper_bound(days.begin(), days.end(), from.days);
    const auto last = std::upper_bound(days.begin(), days.end(), to.days);
    return static_cast<int>(last - first);
}

// Mondays to Fridays in (from, to], from <= to.
int weekdays_between(Date from, Date to) {
    const int span = to.days - from.days;
    int count = span / kDaysPerWeek * kWorkDaysPerWeek;
    for (int i = 0; i < span % kDaysPerWeek; ++i) {
        count += is_weekend(Date{to.days - i}) ? 0 : 1;
    }
    return count;
}

void sort_unique(std::vector<std::int32_t>& days) {
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
}

}  // namespace

// A later line about the same day wins, so that the company's own days may follow the country's.
Calendar Calendar::parse(std::string_view days) {
    Calendar calendar;
    for (const std::string_view line : split(days, '\n')) {
        const std::string entry = trim(line);
        if (entry.empty() || entry.front() == '#') {
            continue;
        }
        const std::optional<Date> date = parse_date(std::string_view(entry).substr(0, 10));
        const std::string word = entry.size() > 10 ? trim(std::string_view(entry).substr(10)) : "";
        if (!date || (word != "off" && word != "work")) {
            throw Error(Code::invalid, "error.calendar.line", {{"line", entry.substr(0, 80)}});
        }
        std::erase(calendar.off_, date->days);
        std::erase(calendar.work_, date->days);
        if (word == "off" && !is_weekend(*date)) {
            calendar.off_.push_back(date->days);
        }
        if (word == "work" && is_weekend(*date)) {
            calendar.work_.push_back(date->days);
        }
    }
    sort_unique(calendar.off_);
    sort_unique(calendar.work_);
    return calendar;
}

bool Calendar::is_working_day(Date date) const {
    return is_weekend(date) ? holds(work_, date) : !holds(off_, date);
}

int Calendar::working_days(Date from, Date to) const {
    if (to < from) {
        return -working_days(to, from);
    }
    return weekdays_between(from, to) - count_between(off_, from, to) +
           count_between(work_, from, to);
}

Date Calendar::add_working_days(Date date, int days) const {
    const int step = days < 0 ? -1 : 1;
    int left = std::min(days < 0 ? -days : days, kStepsMax);
    // Whole weeks first; the listed days on the way are counted and made good afterwards.
    while (left > 4 * kWorkDaysPerWeek) {
        const int weeks = left / kWorkDaysPerWeek - 2;  // short of the goal, which is walked to
        const Date next{date.days + step * weeks * kDaysPerWeek};
        const int worked = step * working_days(step > 0 ? date : Date{date.days - 1},
                                               step > 0 ? next : Date{next.days - 1});
        if (worked <= 0 || worked >= left) {
            break;
        }
        date = next;
        left -= worked;
    }
    while (left > 0) {
        date.days += step;
        left -= is_working_day(date) ? 1 : 0;
    }
    return date;
}

}  // namespace bihuan
