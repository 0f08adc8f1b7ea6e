#include "base/calendar_time.h"

#include "base/zone_rules.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace bihuan {
namespace {

Date day(const char* text) { return parse_date(text).value(); }
Instant at(const char* text) { return parse_instant(text, Zone::utc()).value(); }

TEST(DateTest, months_are_clamped) {
    EXPECT_EQ(add_months(day("2026-01-31"), 1), day("2026-02-28"));
    EXPECT_EQ(add_months(day("2028-01-31"), 1), day("2028-02-29"));
    EXPECT_EQ(add_months(day("2026-03-31"), -1), day("2026-02-28"));
    EXPECT_EQ(add_months(day("2026-11-15"), 14), day("2028-01-15"));
    EXPECT_EQ(add_months(day("1969-12-31"), 2), day("1970-02-28"));
    EXPECT_EQ(to_text(last_day(*parse_month("2026-02"))), "2026-02-28");
    EXPECT_EQ(to_text(month_of(day("1969-12-31"))), "1969-12");
}

TEST(DateTest, every_day_survives_text) {
    for (Date date = day("1890-01-01"); date < day("2110-01-01"); date = add_days(date, 1)) {
        const CivilDate civil = to_civil(date);
        ASSERT_EQ(to_date(civil.year, civil.month, civil.day), date);
        ASSERT_EQ(parse_date(to_text(date)), date);
        ASSERT_LE(first_day(month_of(date)), date);
        ASSERT_GE(last_day(month_of(date)), date);
    }
    EXPECT_EQ(weekday(day("2026-11-23")), 1);
    EXPECT_EQ(weekday(day("2026-11-29")), 7);
    EXPECT_EQ(weekday(day("1969-12-31")), 3);
}

TEST(DateTest, strict_parsing_refuses) {
    for (const char* bad : {"", "2026-2-3", "2026-02-30", "2026-13-01", "2026/01/01", "0000-01-01",
                            "2026-01-01 ", "26-01-01", "2026-0a-01", "-026-01-01"}) {
        EXPECT_FALSE(parse_date(bad)) << bad;
    }
    EXPECT_FALSE(parse_month("2026-13"));
    EXPECT_FALSE(parse_month("2026-1"));
}

TEST(DateTest, loose_parsing_takes_what_people_write) {
    for (const char* good : {"2026/1/5", "2026-1-5", "20260105", "2026年1月5日", "2026年01月05",
                             "2026.1.5", " 2026-01-05 ", "２０２６／１／５", "2026/1/5 0:00:00",
                             "2026-01-05T00:00"}) {
        EXPECT_EQ(parse_date_loose(good), day("2026-01-05")) << good;
    }
    EXPECT_FALSE(parse_date_loose("5.1.2026"));
    EXPECT_EQ(parse_date_loose("5.1.2026", "d/m/y"), day("2026-01-05"));
    EXPECT_EQ(parse_date_loose("1/5/2026", "m/d/y"), day("2026-01-05"));
    EXPECT_EQ(parse_date_loose("2026-01-05", "d/m/y"), day("2026-01-05"));
    for (const char* bad : {"", "26/1/5", "2026/13/1", "2026-1/5", "tomorrow", "2026年1月", "2026",
                            "20261301", "2026/1/5 12:00", "2026-1-5-6", "5/1/26", "\xff"}) {
        EXPECT_FALSE(parse_date_loose(bad)) << bad;
    }
}

TEST(ZoneTest, shanghai_and_fixed_offsets) {
    const Zone zone = Zone::shanghai();
    EXPECT_EQ(zone.date_of(at("2026-11-22T16:00:00Z")), day("2026-11-23"));
    EXPECT_EQ(zone.date_of(at("2026-11-22T15:59:59.999999Z")), day("2026-11-22"));
    EXPECT_EQ(to_text(zone.start_of(day("2026-11-23"))), "2026-11-22T16:00:00Z");
    EXPECT_EQ(to_text(zone.end_of(day("2026-11-23"))), "2026-11-23T15:59:59.999999Z");
    EXPECT_EQ(zone.to_text(at("2026-11-23T06:30:00.25Z")), "2026-11-23T14:30:00.25+08:00");
    EXPECT_EQ(zone.second_of_day(at("2026-11-23T06:30:01Z")), 14 * 3600 + 30 * 60 + 1);
    EXPECT_EQ(Zone::find("-05:30")->to_text(at("2026-01-01T00:00:00Z")),
              "2025-12-31T18:30:00-05:30");
    for (const char* bad : {"", "Nowhere/City", "../../etc/passwd", "/etc/passwd", "+25:00",
                            "+8"}) {
        EXPECT_FALSE(Zone::find(bad)) << bad;
    }
}

TEST(ZoneTest, instants_parse) {
    const Zone zone = Zone::shanghai();
    EXPECT_EQ(parse_instant("2026-03-31T09:00:00+08:00", zone), at("2026-03-31T01:00:00Z"));
    EXPECT_EQ(parse_instant("2026-03-31 09:00", zone), at("2026-03-31T01:00:00Z"));
    EXPECT_EQ(parse_instant("2026-03-31T01:00:00.123456789Z", zone)->micros % kMicrosPerSecond,
              123456);
    EXPECT_EQ(at("1969-12-31T23:59:59.999999Z").micros, -1);
    EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999999Z");
    for (const char* bad : {"", "2026-03-31", "2026-03-31T24:00:00Z", "2026-03-31T09:60:00Z",
                            "2026-02-30T09:00:00Z", "2026-03-31T09:00:00+8", "2026-03-31T09:00:0Z",
                            "2026-03-31T09:00:00.Z", "2026-03-31T09:00:00 Z",
                            "2026-03-31T09:00:00+08:00x", "2026-03-31T0a:00:00Z"}) {
        EXPECT_FALSE(parse_instant(bad, zone)) << bad;
    }
}

TEST(ZoneTest, rule_text_gives_summer_time) {
    const auto tail = parse_zone_tail("EST5EDT,M3.2.0,M11.1.0");
    ASSERT_TRUE(tail);
    const auto offset = [&](const char* text) {
        return tail->offset_at(at(text).micros / kMicrosPerSecond) / 3600;
    };
    EXPECT_EQ(offset("2050-01-01T00:00:00Z"), -5);
    EXPECT_EQ(offset("2050-03-13T06:59:59Z"), -5);
    EXPECT_EQ(offset("2050-03-13T07:00:00Z"), -4);
    EXPECT_EQ(offset("2050-11-06T05:59:59Z"), -4);
    EXPECT_EQ(offset("2050-11-06T06:00:00Z"), -5);
    const auto south = parse_zone_tail("AEST-10AEDT,M10.1.0,M4.1.0/3");
    EXPECT_EQ(south->offset_at(at("2050-01-01T00:00:00Z").micros / kMicrosPerSecond), 11 * 3600);
    EXPECT_EQ(parse_zone_tail("<+0530>-5:30")->standard, 19'800);
    for (const char* bad : {"", "EST", "EST5EDT", "EST5EDT,M13.1.0,M1.1.0", "EST5EDT,M3.2.0"}) {
        EXPECT_FALSE(parse_zone_tail(bad)) << bad;
    }
}

TEST(ZoneTest, reads_the_database_of_the_machine) {
    if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Berlin")) {
        GTEST_SKIP() << "this machine has no zone database";
    }
    const Zone berlin = Zone::find("Europe/Berlin").value();
    EXPECT_EQ(berlin.to_text(at("2026-07-01T12:00:00Z")), "2026-07-01T14:00:00+02:00");
    EXPECT_EQ(berlin.to_text(at("2026-12-01T12:00:00Z")), "2026-12-01T13:00:00+01:00");
    EXPECT_EQ(berlin.to_text(at("2060-07-01T12:00:00Z")), "2060-07-01T14:00:00+02:00");
    // A day of 23 and one of 25 hours.
    EXPECT_EQ(berlin.end_of(day("2026-03-29")).micros + 1 -
                  berlin.start_of(day("2026-03-29")).micros, 23 * 3600 * kMicrosPerSecond);
    EXPECT_EQ(berlin.end_of(day("2026-10-25")).micros + 1 -
                  berlin.start_of(day("2026-10-25")).micros, 25 * 3600 * kMicrosPerSecond);
    // 02:30 happens twice (the first is meant) or not at all.
    EXPECT_EQ(parse_instant("2026-10-25T02:30:00", berlin), at("2026-10-25T00:30:00Z"));
    EXPECT_EQ(parse_instant("2026-03-29T02:30:00", berlin), at("2026-03-29T01:30:00Z"));
}

TEST(ClockTest, clocks_run_as_told) {
    ManualClock manual(at("2026-03-31T01:00:00Z"));
    manual.advance(kMicrosPerSecond);
    EXPECT_EQ(manual.now(), at("2026-03-31T01:00:01Z"));
    manual.set(Instant{5});
    EXPECT_EQ(manual.now().micros, 5);
    const auto shifted = make_shifted_clock(at("2001-01-01T00:00:00Z"));
    EXPECT_GE(shifted->now(), at("2001-01-01T00:00:00Z"));
    EXPECT_LT(shifted->now(), at("2001-01-02T00:00:00Z"));
    EXPECT_GT(make_system_clock()->now(), at("2024-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace bihuan
