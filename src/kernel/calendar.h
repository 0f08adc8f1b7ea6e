// Working days: weekends, public holidays and moved working days of the workspace's country.
//
// An immutable value built from shipped data (China) plus the company's own days; any thread.
#pragma once

#include "base/calendar_time.h"

#include <string_view>
#include <vector>

namespace bihuan {

class Calendar {
public:
    Calendar() = default;                                  // Monday to Friday
    // `days`: lines "2026-10-01 off" / "2026-10-10 work" of the shipped file.
    static Calendar parse(std::string_view days);
    bool is_working_day(Date date) const;
    int working_days(Date from, Date to) const;            // in (from, to]; negative when to < from
    Date add_working_days(Date date, int days) const;

private:
    std::vector<std::int32_t> off_;                        // sorted: weekdays that are free
    std::vector<std::int32_t> work_;                       // sorted: weekend days that are worked
};

}  // namespace bihuan
