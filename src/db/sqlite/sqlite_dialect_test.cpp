#include "db/sqlite/sqlite_dialect.h"

#include "base/calendar_time.h"
#include "base/decimal.h"
#include "base/text.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/scratch_database.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

namespace bihuan::db::sqlite {
namespace {

struct SqliteDialectTest : testing::Test {
    // The one value of `expression` over text a, b and integers m, n; nullopt for NULL.
    std::optional<std::string> text(const std::string& expression, std::string_view a = {},
                                    std::string_view b = {}, std::int64_t m = 0,
                                    std::int64_t n = 0) {
        std::optional<std::string> value;
        connection.query("SELECT " + expression +
                             " FROM (SELECT ? AS a, ? AS b, ? AS m, ? AS n)",
                         {a, b, m, n}, [&](const Row& row) {
                             if (!row.is_null(0)) value = row.text(0);
                             return true;
                         });
        return value;
    }

    ScratchFolder folder;
    SqliteConnection connection{folder.file("a.db"), Role::writer, 1024, true};
    std::unique_ptr<Dialect> dialect = make_dialect();
};

Date period_start(std::string_view part, Date date) {
    const Month month = month_of(date);
    if (part == "week") return add_days(date, 1 - weekday(date));
    if (part == "month") return first_day(month);
    const int in_year = to_civil(date).month - 1;
    if (part == "quarter") return first_day(Month{month.months - in_year % 3});
    if (part == "year") return first_day(Month{month.months - in_year});
    return date;
}

TEST_F(SqliteDialectTest, dates_agree_with_the_calendar) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> days(-30'000, 50'000);
    std::uniform_int_distribution<int> steps(-400, 400);
    for (int round = 0; round < 400; ++round) {
        const Date date{days(random)};
        const Date other{days(random)};
        const int step = steps(random);
        const std::string a = to_text(date);
        const std::string b = to_text(other);
        const CivilDate civil = to_civil(date);
        EXPECT_EQ(text(dialect->add_days("a", "m"), a, b, step), to_text(add_days(date, step)));
        EXPECT_EQ(text(dialect->add_months("a", "m"), a, b, step),
                  to_text(add_months(date, step)));
        EXPECT_EQ(text(dialect->days_between("a", "b"), a, b),
                  std::to_string(other.days - date.days));
        for (const char* part : {"day", "week", "month", "quarter", "year"}) {
            EXPECT_EQ(text(dialect->date_trunc(part, "a"), a), to_text(period_start(part, date)))
                << part << a;
        }
        EXPECT_EQ(text(dialect->date_part("year", "a"), a), std::to_string(civil.year));
        EXPECT_EQ(text(dialect->date_part("month", "a"), a), std::to_string(civil.month));
        EXPECT_EQ(text(dialect->date_part("day", "a"), a), std::to_string(civil.day));
        EXPECT_EQ(text(dialect->date_part("quarter", "a"), a),
                  std::to_string((civil.month + 2) / 3));
        EXPECT_EQ(text(dialect->date_part("weekday", "a"), a), std::to_string(weekday(date)));
    }
    EXPECT_EQ(text(dialect->add_months("a", "m"), "2026-01-31", "", 1), "2026-02-28");
    EXPECT_EQ(text(dialect->date_part("week", "a"), "2027-01-03"), "53");
    EXPECT_EQ(text(dialect->add_months("NULL", "m"), ""), std::nullopt);
    EXPECT_EQ(text(dialect->date_trunc("quarter", "NULL")), std::nullopt);
    EXPECT_THROW(dialect->date_trunc("century", "a"), Error);
    EXPECT_THROW(dialect->date_part("century", "a"), Error);
}

TEST_F(SqliteDialectTest, instants_fall_on_the_day_of_their_zone) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 400; ++round) {
        const Instant instant{static_cast<std::int64_t>(random() % 6'000'000'000'000'000) -
                              2'000'000'000'000'000};
        for (const char* name : {"+08:00", "-03:30", "+00:00"}) {
            const Zone zone = *Zone::find(name);
            const long offset = static_cast<long>(zone.offset_seconds(instant));
            EXPECT_EQ(text(dialect->date_of_instant("m", offset), "", "", instant.micros),
                      to_text(zone.date_of(instant))) << instant.micros << name;
        }
    }
    EXPECT_EQ(text(dialect->date_of_instant("m", 0), "", "", -1), "1969-12-31");
}

TEST_F(SqliteDialectTest, divides_as_decimal_does) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 400; ++round) {
        const auto m = static_cast<std::int64_t>(random() >> (random() % 50 + 5)) - 1'000;
        const auto n = static_cast<std::int64_t>(random() >> (random() % 50 + 5)) - 1'000;
        if (n == 0) continue;
        EXPECT_EQ(text(dialect->divide_rounded("m", "n"), "", "", m, n),
                  divide(Decimal(m, 0), Decimal(n, 0), 0, Round::half_up).to_text());
    }
    EXPECT_EQ(text(dialect->divide_rounded("m", "n"), "", "", 5, 2), "3");
    EXPECT_EQ(text(dialect->divide_rounded("m", "n"), "", "", -5, 2), "-3");
    EXPECT_EQ(text(dialect->divide_rounded("m", "n"), "", "", INT64_MAX, 1),
              "9223372036854775807");
    EXPECT_EQ(text(dialect->divide_rounded("m", "n"), "", "", 1, 0), std::nullopt);
    EXPECT_EQ(key_of([&] { text(dialect->divide_rounded("m", "n"), "", "", INT64_MIN, -1); }),
              "issue.number.range");
    // A product beyond 64 bits turns REAL in SQLite: an error, never a wrong sum.
    EXPECT_EQ(key_of([&] { text(dialect->divide_rounded("m * 10", "n"), "", "", INT64_MAX, 3); }),
              "issue.number.range");
}

TEST_F(SqliteDialectTest, texts) {
    EXPECT_EQ(text(dialect->fold_text("a"), "Ｈüawei 华为"), fold("Ｈüawei 华为"));
    EXPECT_EQ(text(dialect->contains("a", "b"), "华为技术", "为技"), "1");
    EXPECT_EQ(text(dialect->contains("a", "b"), "华为技术", "%"), "0");
    EXPECT_EQ(text(dialect->contains("a", "b"), "华为", ""), "1");
    EXPECT_EQ(text(dialect->contains("a", "NULL"), "华为"), std::nullopt);
    EXPECT_EQ(text(dialect->substring("a", "2", "2"), "华为技术"), "为技");
    EXPECT_EQ(text(dialect->text_length("a"), "华为ab"), "4");
    EXPECT_EQ(dialect->quote("or\"der"), "\"or\"\"der\"");
}

TEST_F(SqliteDialectTest, nulls_are_last_in_both_directions) {
    for (const bool descending : {false, true}) {
        std::string order;
        connection.query("SELECT v FROM (SELECT 1 AS v UNION ALL SELECT NULL UNION ALL SELECT 2) "
                         "ORDER BY " + dialect->order_term("v", descending), {},
                         [&](const Row& row) {
                             order += row.is_null(0) ? "-" : row.text(0);
                             return true;
                         });
        EXPECT_EQ(order, descending ? "21-" : "12-");
    }
}

}  // namespace
}  // namespace bihuan::db::sqlite
