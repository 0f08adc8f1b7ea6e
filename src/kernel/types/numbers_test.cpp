#include "kernel/types/numbers.h"

#include "kernel/types/all.h"

#include <gtest/gtest.h>

namespace bihuan::types {
namespace {

std::string outcome(const FieldType& type, const Settings& s, const Value& value,
                    Issues& issues) {
    if (issues.empty()) type.validate(s, value, issues);
    if (!issues.empty()) return issues.list().front().key;
    std::string text;
    JsonWriter out(text);
    type.write_json(s, value, out);
    return text;
}

std::string given(const FieldType& type, const Settings& s, std::string_view json) {
    Issues issues;
    const Value value = type.normalise(s, Json::parse(json), issues);
    return outcome(type, s, value, issues);
}

std::string imported(const FieldType& type, const Settings& s, std::string_view text) {
    Issues issues;
    const Value value = type.parse_text(s, text, issues);
    return outcome(type, s, value, issues);
}

Settings settings(const FieldType& type, std::string_view json) {
    Issues issues;
    return type.parse_settings(Json::parse(json), issues);
}

struct Case { std::string_view in; std::string_view out; };

TEST(Money, ReadsTheApi) {
    const Settings s = settings(money_type(), R"({"min":"0"})");
    const Case cases[] = {{R"("1200.00")", R"("1200.00")"},
                          {R"("1200")", R"("1200.00")"},
                          {R"("1200.5000")", R"("1200.50")"},
                          {"1200.5", R"("1200.50")"},
                          {"999999999999", R"("999999999999.00")"},
                          {"999999999999999", "issue.number.too_large"},
                          {"1000000000000000", "issue.number.digits"},
                          {"0.30000000000000004", "issue.number.digits"},
                          {R"("1.005")", "issue.number.scale"},
                          {R"("1000000000000")", R"("1000000000000.00")"},
                          {R"("1000000000000.01")", "issue.number.too_large"},
                          {R"("99999999999999999.99")", "issue.number.invalid"},
                          {R"("999999999999999999")", "issue.number.range"},
                          {R"("-1")", "issue.number.too_small"},
                          {R"("1e3")", "issue.number.invalid"},
                          {R"("twelve")", "issue.number.invalid"},
                          {"true", "issue.number.invalid"},
                          {R"("")", "null"}};
    for (const Case& c : cases) EXPECT_EQ(given(money_type(), s, c.in), c.out) << c.in;
}

TEST(Money, ReadsWhatPeopleWrite) {
    const Settings s = settings(money_type(), "{}");
    const Case cases[] = {{"¥1,234.50", R"("1234.50")"},     {"￥１２３４．５", R"("1234.50")"},
                          {"1.2万", R"("12000.00")"},         {"1.2 万元", R"("12000.00")"},
                          {"3.41亿", R"("341000000.00")"},    {"5百万", R"("5000000.00")"},
                          {"1,200元", R"("1200.00")"},        {"1200 美元", R"("1200.00")"},
                          {"(300.00)", R"("-300.00")"},       {"-300", R"("-300.00")"},
                          {"¥-300", R"("-300.00")"},          {"CNY 5", R"("5.00")"},
                          {"US$ 5.5", R"("5.50")"},           {"12.345", R"("12.35")"},
                          {"-12.345", R"("-12.35")"},         {"0.30000000000000004", R"("0.30")"},
                          {"16117548.3399999999", R"("16117548.34")"},
                          {"万", "issue.number.invalid"},     {"--5", "issue.number.invalid"},
                          {"约100", "issue.number.invalid"},  {"1 2", "issue.number.invalid"}};
    for (const Case& c : cases) EXPECT_EQ(imported(money_type(), s, c.in), c.out) << c.in;
}

TEST(Money, ShowsSeparatorsAndReadsItsOwnTextBack) {
    const Settings s = settings(money_type(), "{}");
    const std::pair<std::int64_t, std::string_view> cases[] = {
        {128600050, "1,286,000.50"}, {128600000, "1,286,000"}, {-99999, "-999.99"},
        {-100000, "-1,000"},         {0, "0"},                 {5, "0.05"}};
    for (const auto& [fen, text] : cases) {
        const Value value = Decimal(fen, 2);
        EXPECT_EQ(money_type().to_text(s, value, Language::zh), text);
        Issues issues;
        EXPECT_EQ(money_type().parse_text(s, text, issues), value);
    }
}

TEST(Decimal, KeepsItsScale) {
    const Settings s = settings(decimal_type(), R"({"scale":6})");
    EXPECT_EQ(given(decimal_type(), s, R"("0.123456")"), R"("0.123456")");
    EXPECT_EQ(given(decimal_type(), s, R"("0.1234567")"), "issue.number.invalid");
    EXPECT_EQ(imported(decimal_type(), s, "0.1234567"), R"("0.123456")");
    EXPECT_LT(decimal_type().compare(s, Decimal(15, 1), Decimal(1510, 3)), 0);
    EXPECT_EQ(decimal_type().compare(s, Decimal(15, 1), Decimal(150, 2)), 0);
}

TEST(Percent, IsWrittenInPercent) {
    const Settings s = settings(percent_type(), R"({"min":"0","max":"100"})");
    EXPECT_EQ(given(percent_type(), s, R"("25")"), R"("25.00")");
    EXPECT_EQ(imported(percent_type(), s, "25%"), R"("25.00")");
    EXPECT_EQ(imported(percent_type(), s, "38.4％"), R"("38.40")");
    EXPECT_EQ(imported(percent_type(), s, "120%"), "issue.number.too_large");
    EXPECT_EQ(percent_type().to_text(s, Decimal(3840, 2), Language::zh), "38.4%");
    EXPECT_EQ(imported(percent_type(), s, "%"), "null");
}

TEST(Integer, IsWhole) {
    const Settings s = settings(integer_type(), R"({"max":"100000"})");
    EXPECT_EQ(given(integer_type(), s, "3"), "3");
    EXPECT_EQ(given(integer_type(), s, R"("3")"), "3");
    EXPECT_EQ(given(integer_type(), s, "3.0"), "3");
    EXPECT_EQ(given(integer_type(), s, "3.5"), "issue.number.not_whole");
    EXPECT_EQ(given(integer_type(), s, "100001"), "issue.number.too_large");
    EXPECT_EQ(given(integer_type(), {}, "9223372036854775807"), "issue.number.digits");
    EXPECT_EQ(given(integer_type(), {}, R"("1000000000000000")"), "issue.number.range");
    EXPECT_EQ(imported(integer_type(), s, "2万"), "20000");
    EXPECT_EQ(imported(integer_type(), s, "1,200.00"), "1200");
    EXPECT_EQ(integer_type().to_text(s, 20000, Language::en), "20,000");
}

TEST(RatingAndProgress, HaveTheirOwnBounds) {
    EXPECT_EQ(given(rating_type(), {}, "5"), "5");
    EXPECT_EQ(given(rating_type(), {}, "6"), "issue.number.too_large");
    EXPECT_EQ(given(rating_type(), settings(rating_type(), R"({"max":"10"})"), "6"), "6");
    EXPECT_EQ(imported(progress_type(), {}, "60%"), "60");
    EXPECT_EQ(imported(progress_type(), {}, "101"), "issue.number.too_large");
    EXPECT_EQ(progress_type().to_text({}, 60, Language::zh), "60%");
}

}  // namespace
}  // namespace bihuan::types
