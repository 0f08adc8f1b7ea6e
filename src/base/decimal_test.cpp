#include "base/decimal.h"

#include "base/error.h"

#include <gtest/gtest.h>

#include <random>

namespace bihuan {
namespace {

TEST(DecimalTest, text_keeps_its_scale) {
    EXPECT_EQ(Decimal(12500, 3).to_text(), "12.500");
    EXPECT_EQ(Decimal(12500, 3).to_trimmed(), "12.5");
    EXPECT_EQ(Decimal(-5, 2).to_text(), "-0.05");
    EXPECT_EQ(Decimal(0, 2).to_text(), "0.00");
    EXPECT_EQ(Decimal(0, 2).to_trimmed(), "0");
    EXPECT_EQ(Decimal(1200, 0).to_trimmed(), "1200");
    EXPECT_EQ(Decimal(120000, 2).to_trimmed(), "1200");
}

TEST(DecimalTest, rounding_is_named_and_symmetric) {
    EXPECT_EQ(Decimal(12345, 3).rescale(2, Round::half_up), Decimal(1235, 2));
    EXPECT_EQ(Decimal(-12345, 3).rescale(2, Round::half_up), Decimal(-1235, 2));
    EXPECT_EQ(Decimal(12345, 3).rescale(2, Round::half_even), Decimal(1234, 2));
    EXPECT_EQ(Decimal(12355, 3).rescale(2, Round::half_even), Decimal(1236, 2));
    EXPECT_EQ(Decimal(12341, 3).rescale(2, Round::up), Decimal(1235, 2));
    EXPECT_EQ(Decimal(-12349, 3).rescale(2, Round::down), Decimal(-1234, 2));
    EXPECT_EQ(Decimal(5, 0).rescale(6, Round::down).to_text(), "5.000000");
    EXPECT_THROW(Decimal(kCoefficientMax, 0).rescale(1, Round::down), Error);
    EXPECT_THROW(Decimal(1, 0).rescale(7, Round::down), Error);
}

TEST(DecimalTest, arithmetic_is_exact) {
    EXPECT_EQ(add(Decimal(1, 1), Decimal(2, 2)).to_text(), "0.12");
    EXPECT_EQ(subtract(Decimal(1, 0), Decimal(1, 6)).to_text(), "0.999999");
    EXPECT_EQ(multiply(Decimal(1999, 2), Decimal(3, 0), 2, Round::half_up).to_text(), "59.97");
    EXPECT_EQ(multiply(Decimal(333333, 6), Decimal(333333, 6), 6, Round::half_up).to_text(),
              "0.111111");
    EXPECT_EQ(divide(Decimal(100, 0), Decimal(3, 0), 2, Round::half_up).to_text(), "33.33");
    EXPECT_EQ(divide(Decimal(-200, 2), Decimal(3, 4), 2, Round::half_up).to_text(), "-6666.67");
    EXPECT_THROW(divide(Decimal(1, 0), Decimal(0, 2), 2, Round::half_up), Error);
    EXPECT_THROW(add(Decimal(kCoefficientMax, 0), Decimal(1, 0)), Error);
    EXPECT_THROW(multiply(Decimal(kCoefficientMax, 0), Decimal(2, 0), 0, Round::down), Error);
    EXPECT_THROW(multiply(Decimal(kCoefficientMax, 0), Decimal(kCoefficientMax, 0), 6,
                          Round::down), Error);
}

TEST(DecimalTest, compares_by_number) {
    EXPECT_EQ(Decimal(150, 2), Decimal(15, 1));
    EXPECT_LT(Decimal(-1, 6), Decimal(0, 0));
    EXPECT_GT(Decimal(kCoefficientMax, 0), Decimal(kCoefficientMax, 6));
}

TEST(DecimalTest, parses_what_people_write) {
    EXPECT_EQ(parse_decimal("1,234.50")->to_text(), "1234.50");
    EXPECT_EQ(parse_decimal("１２３．５")->to_text(), "123.5");
    EXPECT_EQ(parse_decimal("1，234")->to_text(), "1234");
    EXPECT_EQ(parse_decimal(" -3 ")->to_text(), "-3");
    EXPECT_EQ(parse_decimal(".5")->to_text(), "0.5");
    EXPECT_EQ(parse_decimal("1.50000000")->to_text(), "1.500000");
    EXPECT_EQ(parse_decimal("999999999999999999")->coefficient(), kCoefficientMax);
    for (const char* bad : {"", "-", ".", "5.", "1e3", "1,23", "12,34,567", ",123", "1,234,",
                            "1.2.3", "0x1", "1.2345678", "1000000000000000000", "--1", "1 2",
                            "1,2345", "1234,567", "1.234,5", "\xff"}) {
        EXPECT_FALSE(parse_decimal(bad)) << bad;
    }
}

TEST(DecimalTest, parts_always_add_up) {
    const auto thirds = apportion(Decimal(10000, 2), {Decimal(1, 0), Decimal(1, 0), Decimal(1, 0)});
    EXPECT_EQ(thirds[0].to_text(), "33.34");
    EXPECT_EQ(thirds[1].to_text(), "33.33");
    const auto negative = apportion(Decimal(-100, 2), {Decimal(30, 0), Decimal(705, 1)});
    EXPECT_EQ(negative[0].to_text(), "-0.30");
    EXPECT_EQ(negative[1].to_text(), "-0.70");
    EXPECT_THROW(apportion(Decimal(1, 0), {}), Error);
    EXPECT_THROW(apportion(Decimal(1, 0), {Decimal(0, 0)}), Error);
    EXPECT_THROW(apportion(Decimal(1, 0), {Decimal(2, 0), Decimal(-1, 0)}), Error);

    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 500; ++round) {
        const Decimal total(static_cast<std::int64_t>(random() % 1'000'000'000'000) - 500'000'000,
                            static_cast<int>(random() % 7));
        std::vector<Decimal> weights;
        for (std::size_t i = 0; i < 1 + random() % 12; ++i) {
            weights.emplace_back(static_cast<std::int64_t>(random() % 10'000),
                                 static_cast<int>(random() % 4));
        }
        weights.emplace_back(1, 0);
        Decimal sum(0, total.scale());
        for (const Decimal& part : apportion(total, weights)) sum = add(sum, part);
        EXPECT_EQ(sum, total);
    }
}

}  // namespace
}  // namespace bihuan
