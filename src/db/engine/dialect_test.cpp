// Every question of Dialect, with vectors whose answers come from the C++ that computes the same.
// The suite runs on each engine (BIHUAN_TEST_DATABASE), so all give these answers.
#include "base/calendar_time.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/exact.h"
#include "base/text.h"
#include "db/engine/scratch.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>

namespace bihuan::db {
namespace {

struct DialectTest : testing::Test {
    // The one value of `ask(dialect)` over text a, b and integers m, n; nullopt for NULL.
    template <class Ask>
    std::optional<std::string> text(Ask ask, std::string_view a = {}, std::string_view b = {},
                                    std::int64_t m = 0, std::int64_t n = 0) {
        std::optional<std::string> value;
        const auto lease = base->read();
        lease->connection().query("SELECT " + ask(dialect) +
                                      " FROM (SELECT ? AS a, ? AS b, ? AS m, ? AS n) q",
                                  {a, b, m, n}, [&](const Row& row) {
                                      if (!row.is_null(0)) value = row.text(0);
                                      return true;
                                  });
        return value;
    }

    ScratchBase base;
    const Dialect& dialect = base.database->dialect();
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

TEST_F(DialectTest, dates_agree_with_the_calendar) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> days(-30'000, 50'000);
    std::uniform_int_distribution<int> steps(-400, 400);
    for (int round = 0; round < 200; ++round) {
        const Date date{days(random)};
        const Date other{days(random)};
        const int step = steps(random);
        const std::string a = to_text(date);
        const std::string b = to_text(other);
        const CivilDate civil = to_civil(date);
        EXPECT_EQ(text([](auto& d) { return d.add_days("a", "m"); }, a, b, step),
                  to_text(add_days(date, step)));
        EXPECT_EQ(text([](auto& d) { return d.add_months("a", "m"); }, a, b, step),
                  to_text(add_months(date, step)));
        EXPECT_EQ(text([](auto& d) { return d.days_between("a", "b"); }, a, b),
                  std::to_string(other.days - date.days));
        for (const char* part : {"day", "week", "month", "quarter", "year"}) {
            EXPECT_EQ(text([&](auto& d) { return d.date_trunc(part, "a"); }, a),
                      to_text(period_start(part, date)));
        }
        const auto part_of = [&](const char* part) {
            return text([&](auto& d) { return d.date_part(part, "a"); }, a);
        };
        EXPECT_EQ(part_of("year"), std::to_string(civil.year));
        EXPECT_EQ(part_of("month"), std::to_string(civil.month));
        EXPECT_EQ(part_of("day"), std::to_string(civil.day));
        EXPECT_EQ(part_of("quarter"), std::to_string((civil.month + 2) / 3));
        EXPECT_EQ(part_of("weekday"), std::to_string(weekday(date)));
    }
    const auto add_months_to = [](auto& d) { return d.add_months("a", "m"); };
    EXPECT_EQ(text(add_months_to, "2026-01-31", "", 1), "2026-02-28");
    EXPECT_EQ(text(add_months_to, "9999-12-31", "", 1), std::nullopt);
    EXPECT_EQ(text(add_months_to, "2026-01-31", "", 9'000'000'000'000), std::nullopt);
    const auto add_days_to = [](auto& d) { return d.add_days("a", "m"); };
    EXPECT_EQ(text(add_days_to, "9999-12-31", "", 1), std::nullopt);
    EXPECT_EQ(text(add_days_to, "2026-01-31", "", 9'000'000'000'000), std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.date_part("week", "a"); }, "2027-01-03"), "53");
    EXPECT_EQ(text([](auto& d) { return d.add_months("NULL", "m"); }), std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.date_trunc("quarter", "NULL"); }), std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.month_of_date("a"); }, "2026-03-31"), "2026-03");
    EXPECT_EQ(text([](auto& d) { return d.first_of_month("a"); }, "2026-03"), "2026-03-01");
    EXPECT_THROW(dialect.date_trunc("century", "a"), Error);
    EXPECT_THROW(dialect.date_part("century", "a"), Error);
}

TEST_F(DialectTest, instants_fall_on_the_day_of_their_zone) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 200; ++round) {
        const Instant instant{static_cast<std::int64_t>(random() % 6'000'000'000'000'000) -
                              2'000'000'000'000'000};
        for (const char* name : {"+08:00", "-03:30", "+00:00"}) {
            const Zone zone = *Zone::find(name);
            const long offset = static_cast<long>(zone.offset_seconds(instant));
            EXPECT_EQ(text([&](auto& d) { return d.date_of_instant("m", offset); }, "", "",
                           instant.micros),
                      to_text(zone.date_of(instant))) << instant.micros << name;
        }
    }
    EXPECT_EQ(text([](auto& d) { return d.date_of_instant("m", 0); }, "", "", -1), "1969-12-31");
}

std::optional<std::string> to_optional(std::optional<std::int64_t> value) {
    return value ? std::optional(std::to_string(*value)) : std::nullopt;
}

TEST_F(DialectTest, arithmetic_is_exact_and_says_when_it_does_not_fit) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto pick = [&] {
        const auto value = static_cast<std::int64_t>(random() >> (random() % 60 + 3));
        return (random() & 1) != 0 ? -value : value;
    };
    constexpr Whole kWays[] = {Whole::half_up, Whole::toward_zero, Whole::away_from_zero,
                               Whole::floor, Whole::ceiling};
    for (int round = 0; round < 400; ++round) {
        const std::int64_t m = std::clamp(pick(), -kCoefficientMax, kCoefficientMax);
        const std::int64_t n = std::clamp(pick(), -kCoefficientMax, kCoefficientMax);
        const std::int64_t power = exact::power_of_ten(static_cast<int>(random() % 13));
        const std::string divisor = std::to_string(power);
        EXPECT_EQ(text([&](auto& d) { return d.multiply_scaled("m", "n", divisor); }, "", "", m,
                       n), to_optional(exact::multiply_scaled(m, n, power)));
        EXPECT_EQ(text([&](auto& d) { return d.multiply_scaled("m", divisor, "n"); }, "", "", m,
                       n), to_optional(exact::multiply_scaled(m, power, n)));
        EXPECT_EQ(text([](auto& d) { return d.add_exact("m", "n"); }, "", "", m, n),
                  to_optional(exact::add(m, n)));
        const Whole way = kWays[random() % 5];
        EXPECT_EQ(text([&](auto& d) { return d.scale_down("m", power, way); }, "", "", m, n),
                  std::to_string(exact::scale_down(m, power, way)));
        EXPECT_EQ(text([](auto& d) { return d.least({"m", "NULL", "n"}); }, "", "", m, n),
                  std::to_string(std::min(m, n)));
        EXPECT_EQ(text([](auto& d) { return d.greatest({"m", "n"}); }, "", "", m, n),
                  std::to_string(std::max(m, n)));
        if (n == 0) continue;
        EXPECT_EQ(text([](auto& d) { return d.divide_rounded("m", "n"); }, "", "", m, n),
                  divide(Decimal(m, 0), Decimal(n, 0), 0, Round::half_up).to_text());
    }
    const auto divided = [](auto& d) { return d.divide_rounded("m", "n"); };
    EXPECT_EQ(text(divided, "", "", 5, 2), "3");
    EXPECT_EQ(text(divided, "", "", -5, 2), "-3");
    EXPECT_EQ(text(divided, "", "", INT64_MAX, 1), "9223372036854775807");
    EXPECT_EQ(text(divided, "", "", 1, 0), std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.multiply_scaled("m", "1", "n"); }, "", "", 1, 0),
              std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.least({"NULL", "NULLIF(m, 0)"}); }), std::nullopt);
    try {
        text(divided, "", "", INT64_MIN, -1);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.key(), "issue.number.range");
    }
}

TEST_F(DialectTest, texts_fold_and_compare_as_the_kernel_does) {
    const auto folded = [](auto& d) { return d.fold_text("a"); };
    for (const char* sample : {"Ｈüawei 华为", "ÆØß", "ΑΒΓ", "Привет", "e\u0301", "ĳ ǅ",
                               "ＡＢＣ　ｄ", "plain ASCII", "苏州拓远", "", "ẤỜ", "ȺȾ ⅠⅫ", "a'b\\c"}) {
        EXPECT_EQ(text(folded, sample), fold(sample)) << sample;
    }
    std::string letters;
    for (char32_t c = 0xA0; c < 0x2200; ++c) append_code_point(letters, c);
    EXPECT_EQ(text(folded, letters), fold(letters));
    const auto holds = [&](std::string_view a, std::string_view b) {
        std::optional<bool> value;
        const auto lease = base->read();
        lease->connection().query("SELECT " + dialect.contains("a", "b") +
                                      " FROM (SELECT ? AS a, ? AS b) q",
                                  {a, b}, [&](const Row& row) {
                                      if (!row.is_null(0)) value = row.integer(0) != 0;
                                      return true;
                                  });
        return value;
    };
    EXPECT_EQ(holds("华为技术", "为技"), true);
    EXPECT_EQ(holds("华为技术", "%"), false);
    EXPECT_EQ(holds("华为", ""), true);
    EXPECT_EQ(text([](auto& d) { return d.contains("a", "NULL"); }, "华为"), std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.substring("a", "2", "2"); }, "华为技术"), "为技");
    EXPECT_EQ(text([](auto& d) { return d.substring("a", "2", "m"); }, "华为", "", INT64_MAX),
              "为");
    EXPECT_EQ(text([](auto& d) { return d.substring("a", "1", "NULLIF(m, 0)"); }, "华为"),
              std::nullopt);
    EXPECT_EQ(text([](auto& d) { return d.text_length("a"); }, "华为ab"), "4");
    EXPECT_EQ(text([](auto& d) { return d.text_position("a", "b"); }, "华为ab", "a"), "3");
    EXPECT_EQ(text([](auto& d) { return d.text_position("a", "b"); }, "华为ab", "x"), "0");
    EXPECT_EQ(dialect.quote("or\"der"), "\"or\"\"der\"");
}

TEST_F(DialectTest, nulls_are_last_in_both_directions_and_text_goes_by_code_points) {
    ScratchBase& db = base;
    db.script("CREATE TABLE t(id " + std::string(dialect.column_type(Storage::reference)) +
              " PRIMARY KEY, v " + std::string(dialect.column_type(Storage::text)) + ")");
    db.script("INSERT INTO t VALUES (1, 'b'), (2, NULL), (3, 'B'), (4, '啊'), (5, '一'), "
              "(6, 'a-c'), (7, 'ab')");
    for (const bool descending : {false, true}) {
        std::string order;
        const auto lease = db->read();
        lease->connection().query("SELECT id FROM t ORDER BY " +
                                      dialect.order_term("v", descending), {},
                                  [&](const Row& row) {
                                      order += row.text(0);
                                      return true;
                                  });
        EXPECT_EQ(order, descending ? "4517632" : "3671542");
    }
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE v < 'a'"), 1);
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE v >= ?", {"一"}), 2);
}

TEST_F(DialectTest, the_search_index_answers_all_any_and_both) {
    ScratchBase& db = base;
    for (const std::string& ddl : dialect.search_ddl()) db.script(ddl);
    const auto put = [&](std::int64_t id, std::string_view tokens) {
        db->write(Lane::interactive, [&](WriteLease& lease) {
            lease.connection().execute(dialect.search_upsert(), {id, tokens});
        });
    };
    const auto found = [&](const std::string& match) {
        std::string ids;
        const auto lease = db->read();
        lease->connection().query("SELECT " + dialect.search_key() + " FROM search_index s WHERE " +
                                      dialect.search_where() + " ORDER BY " +
                                      dialect.search_key() + " DESC",
                                  {std::string_view(match)}, [&](const Row& row) {
                                      ids += std::string(row.text(0)) + " ";
                                      return true;
                                  });
        return ids;
    };
    put(1, "华 为 华为 it's");
    put(2, "华 夏 华夏 a\\b");
    put(3, "old");
    put(3, "华 new:x  double");
    EXPECT_EQ(found(dialect.match_all({"华"})), "3 2 1 ");
    EXPECT_EQ(found(dialect.match_all({"华", "为"})), "1 ");
    EXPECT_EQ(found(dialect.match_any({"为", "夏"})), "2 1 ");
    EXPECT_EQ(found(dialect.match_and(dialect.match_all({"华"}), dialect.match_any({"夏", "new:x"}))),
              "3 2 ");
    EXPECT_EQ(found(dialect.match_all({"it's"})), "1 ");
    EXPECT_EQ(found(dialect.match_all({"a\\b"})), "2 ");
    EXPECT_EQ(found(dialect.match_all({"old"})), "");
    EXPECT_EQ(found(dialect.match_any({})), "");
    db->write(Lane::interactive, [&](WriteLease& lease) {
        lease.connection().execute(dialect.search_delete(), {std::int64_t{2}});
    });
    EXPECT_EQ(found(dialect.match_all({"华"})), "3 1 ");
}

}  // namespace
}  // namespace bihuan::db
