#include "kernel/types/all.h"
#include "kernel/types/autonumber.h"
#include "kernel/types/mask.h"
#include "kernel/types/phone_number.h"

#include <gtest/gtest.h>

namespace bihuan::types {
namespace {

struct Case { std::string_view in; std::string_view out; };

std::string imported(const FieldType& type, std::string_view text) {
    Issues issues;
    const Value value = type.parse_text({}, text, issues);
    if (!issues.empty()) return issues.list().front().key;
    return value.is_null() ? "null" : value.as<std::string>();
}

TEST(Phone, IsStoredCanonical) {
    const Case cases[] = {
        {"13800138000", "+8613800138000"},
        {"138 0013 8000", "+8613800138000"},
        {"138-0013-8000", "+8613800138000"},
        {"+86 138 0013 8000", "+8613800138000"},
        {"(+86)13800138000", "+8613800138000"},
        {"+86-13800138000", "+8613800138000"},
        {"008613800138000", "+8613800138000"},
        {"8613800138000", "+8613800138000"},
        {"１３８００１３８０００", "+8613800138000"},
        {"12800138000", "issue.phone.invalid"},
        {"1380013800", "issue.phone.invalid"},
        {"138001380000", "issue.phone.invalid"},
        {"0512-62881234", "+8651262881234"},
        {"(0512) 6288 1234", "+8651262881234"},
        {"010-62881234", "+861062881234"},
        {"021 6288 1234", "+862162881234"},
        {"+86 512 62881234", "+8651262881234"},
        {"0512-62881234-801", "+8651262881234;ext=801"},
        {"0512-62881234转801", "+8651262881234;ext=801"},
        {"0512-62881234 ext. 801", "+8651262881234;ext=801"},
        {"0512-62881234转8x1", "issue.phone.invalid"},
        {"62881234", "issue.phone.area_code"},
        {"400-820-8820", "+864008208820"},
        {"4008208820", "+864008208820"},
        {"95588", "+8695588"},
        {"+1 (415) 555-2671", "+14155552671"},
        {"+852 2123 4567", "+85221234567"},
        {"+123", "issue.phone.invalid"},
        {"13800138000/13900139000", "issue.phone.several"},
        {"13800138000、13900139000", "issue.phone.several"},
        {"电话", "issue.phone.invalid"},
        {"", "null"},
        {"11111111111111111111111111111111111111111111111", "issue.phone.invalid"},
    };
    for (const Case& c : cases) EXPECT_EQ(imported(phone_type(), c.in), c.out) << c.in;
}

TEST(Phone, IsShownAsPeopleWriteItAndReadBack) {
    const Case cases[] = {{"+8613800138000", "138 0013 8000"},
                          {"+8651262881234;ext=801", "0512-6288 1234 转 801"},
                          {"+861062881234", "010-6288 1234"},
                          {"+864008208820", "400-820-8820"},
                          {"+8695588", "95588"},
                          {"+14155552671", "+1 4155552671"},
                          {"+85221234567", "+852 21234567"}};
    for (const Case& c : cases) {
        EXPECT_EQ(phone_for_people(c.in), c.out);
        EXPECT_EQ(imported(phone_type(), c.out), c.in);
        EXPECT_EQ(imported(phone_type(), c.in), c.in) << "canonical text is accepted";
    }
    EXPECT_TRUE(is_chinese_mobile("+8613800138000"));
    EXPECT_FALSE(is_chinese_mobile("+861062881234"));
}

TEST(Email, IsChecked) {
    const Case cases[] = {{"Wang.Fang@Example.COM", "Wang.Fang@example.com"},
                          {" a@b.cn ", "a@b.cn"},
                          {"mailto:a@b.cn", "a@b.cn"},
                          {"a＠b.cn", "a@b.cn"},
                          {"a@b", "issue.email.invalid"},
                          {"a b@c.cn", "issue.email.invalid"},
                          {"@c.cn", "issue.email.invalid"},
                          {"a@-c.cn", "issue.email.invalid"},
                          {"a..b@c.cn", "issue.email.invalid"},
                          {"a@c..cn", "issue.email.invalid"},
                          {"a@b.cn;c@d.cn", "issue.email.invalid"},
                          {"abc", "issue.email.invalid"}};
    for (const Case& c : cases) EXPECT_EQ(imported(email_type(), c.in), c.out) << c.in;
    EXPECT_EQ(imported(email_type(), std::string(65, 'a') + "@b.cn"), "issue.email.invalid");
}

TEST(Url, IsHttpOnly) {
    const Case cases[] = {{"https://Example.com/A?b=C#d", "https://example.com/A?b=C#d"},
                          {"HTTP://example.com", "http://example.com"},
                          {"www.example.com/x", "https://www.example.com/x"},
                          {"http://localhost:8080/", "http://localhost:8080/"},
                          {"localhost", "issue.url.invalid"},
                          {"javascript:alert(1)", "issue.url.invalid"},
                          {"ftp://example.com", "issue.url.invalid"},
                          {"https://user@evil.com", "issue.url.invalid"},
                          {"https://exa mple.com", "issue.url.invalid"},
                          {"https://", "issue.url.invalid"},
                          {"https://a.com:99999", "issue.url.invalid"}};
    for (const Case& c : cases) EXPECT_EQ(imported(url_type(), c.in), c.out) << c.in;
    EXPECT_EQ(imported(url_type(), "https://a.com/" + std::string(2000, 'x')),
              "issue.url.invalid");
}

TEST(Mask, HidesTheMiddle) {
    EXPECT_EQ(mask("phone", "+8613800138000"), "138****8000");
    EXPECT_EQ(mask("phone", "+8651262881234;ext=801"), "051****1234");
    EXPECT_EQ(mask("phone", "123"), "1****");
    EXPECT_EQ(mask("email", "alice@x.com"), "a***@x.com");
    EXPECT_EQ(mask("email", "a@x.com"), "***@x.com");
    EXPECT_EQ(mask("id", "320501199001011234"), "320********1234");
    EXPECT_EQ(mask("name", "王芳"), "王*");
    EXPECT_EQ(mask("name", "欧阳娜娜"), "欧**");
    EXPECT_EQ(mask("name", "王"), "*");
    EXPECT_EQ(mask("other", "secret"), "****");
    EXPECT_EQ(mask("phone", ""), "");
}

TEST(Autonumber, RendersAndSaysItsPeriod) {
    struct Row { std::string_view pattern, number, period; };
    const Row rows[] = {{"HT-{YYYY}-{00001}", "HT-2026-00012", "2026"},
                        {"SJ{YYYY}{00001}", "SJ202600012", "2026"},
                        {"{YY}{MM}{DD}-{001}", "261123-012", "26-11-23"},
                        {"A{00001}/{YYYY}", "A00012/2026", ""},
                        {"{1}", "12", ""}};
    const Date date = *to_date(2026, 11, 23);
    for (const Row& row : rows) {
        Issues issues;
        const auto pattern = parse_number_pattern(row.pattern, issues);
        ASSERT_TRUE(pattern) << row.pattern;
        EXPECT_EQ(render_number(*pattern, date, 12), row.number);
        EXPECT_EQ(number_period(*pattern, date), row.period);
    }
    Issues issues;
    const auto pattern = parse_number_pattern("N{01}", issues);
    EXPECT_EQ(render_number(*pattern, date, 12345), "N12345") << "grows, never repeats";
}

TEST(Autonumber, RefusesWrongPatterns) {
    for (const std::string_view pattern :
         {"", "HT", "{00001}{00001}", "{YYY}{01}", "HT-{00001", "HT}{01}", "{}{1}", "{00002}",
          "{00000000001}", "0123456789012345678901234567890123456789012345678901234567{01}x"}) {
        Issues issues;
        EXPECT_FALSE(parse_number_pattern(pattern, issues)) << pattern;
        EXPECT_EQ(issues.size(), 1U) << pattern;
    }
}

}  // namespace
}  // namespace bihuan::types
