#include "kernel/calendar.h"

#include "base/error.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace bihuan {
namespace {

Date day(const char* text) { return parse_date(text).value(); }

Calendar shipped() {
    std::ifstream file("data/calendar/cn.txt");
    std::stringstream text;
    text << file.rdbuf();
    return Calendar::parse(text.str());
}

TEST(CalendarTest, without_days_only_weekends_are_free) {
    const Calendar plain;
    EXPECT_TRUE(plain.is_working_day(day("2026-10-01")));
    EXPECT_FALSE(plain.is_working_day(day("2026-10-10")));
    EXPECT_EQ(plain.working_days(day("2026-11-20"), day("2026-11-23")), 1);
    EXPECT_EQ(plain.working_days(day("2026-11-23"), day("2026-11-20")), -1);
}

TEST(CalendarTest, shipped_years_have_the_published_number_of_working_days) {
    const Calendar china = shipped();
    const std::pair<int, int> published[] = {{2018, 250}, {2019, 250}, {2020, 249},
                                             {2021, 250}, {2022, 249}, {2023, 249},
                                             {2024, 251}, {2025, 248}, {2026, 248}};
    for (const auto& [year, days] : published) {
        EXPECT_EQ(china.working_days(*to_date(year - 1, 12, 31), *to_date(year, 12, 31)), days)
            << year;
    }
}

TEST(CalendarTest, national_day_is_free_and_its_weekend_is_worked) {
    const Calendar china = shipped();
    EXPECT_FALSE(china.is_working_day(day("2026-10-01")));
    EXPECT_TRUE(china.is_working_day(day("2026-10-10")));
    EXPECT_EQ(china.add_working_days(day("2026-09-30"), 1), day("2026-10-08"));
}

TEST(CalendarTest, adding_steps_one_working_day_at_a_time) {
    const Calendar china = shipped();
    for (const char* start : {"2026-01-01", "2026-02-14", "2026-09-27", "2027-12-31"}) {
        for (const int step : {1, -1}) {
            Date expected = day(start);
            for (int days = 1; days <= 700; ++days) {
                do {
                    expected.days += step;
                } while (!china.is_working_day(expected));
                ASSERT_EQ(china.add_working_days(day(start), step * days), expected)
                    << start << " " << step * days;
            }
        }
    }
}

TEST(CalendarTest, counting_is_the_inverse_of_adding) {
    const Calendar china = shipped();
    const Date start = day("2025-03-03");
    for (int days = 1; days <= 500; ++days) {
        ASSERT_EQ(china.working_days(start, china.add_working_days(start, days)), days);
    }
}

TEST(CalendarTest, later_lines_win_and_wrong_lines_are_refused) {
    const Calendar own = Calendar::parse("2026-11-23 off\n# note\n\n2026-11-23 work\r\n");
    EXPECT_TRUE(own.is_working_day(day("2026-11-23")));
    EXPECT_THROW(Calendar::parse("2026-02-30 off"), Error);
    EXPECT_THROW(Calendar::parse("2026-02-03 maybe"), Error);
}

}  // namespace
}  // namespace bihuan
