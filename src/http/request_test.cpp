#include "http/cookies.h"
#include "http/request.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

TEST(Percent, DecodesStrictly) {
    EXPECT_EQ(percent_decode("a%20b+c"), "a b+c");
    EXPECT_EQ(percent_decode("%E5%95%86%e6%9c%ba"), "商机");
    EXPECT_EQ(percent_decode(""), "");
    for (std::string_view bad :
         {"%", "%4", "%4g", "%00", "%ff", "%c0%80", "%ed%a0%80", "%f5%80%80%80"}) {
        EXPECT_FALSE(percent_decode(bad)) << bad;
    }
    EXPECT_EQ(percent_encode("商 a/b~"), "%E5%95%86%20a%2Fb~");
}

TEST(Query, SplitsAndDecodes) {
    auto parameters = parse_query("a=1&b=x+y%2B&&c&a=2&=v", 10);
    ASSERT_TRUE(parameters);
    std::vector<Parameter> expected = {{"a", "1"}, {"b", "x y+"}, {"c", ""}, {"a", "2"}, {"", "v"}};
    EXPECT_EQ(*parameters, expected);
    EXPECT_FALSE(parse_query("a=1&b=2&c=3", 2));
    EXPECT_FALSE(parse_query("a=%", 2));
    EXPECT_FALSE(parse_query("%ff=1", 2));
}

TEST(Cookies, FindsOne) {
    EXPECT_EQ(find_cookie("a=1; session=xyz; b=2", "session"), "xyz");
    EXPECT_EQ(find_cookie("session=\"q\"", "session"), "q");
    EXPECT_EQ(find_cookie("session=", "session"), "");
    EXPECT_FALSE(find_cookie("xsession=1; session2=2", "session"));
    EXPECT_FALSE(find_cookie("session=1; session=2", "session")) << "one of them was planted";
}

TEST(Cookies, WritesAndRefuses) {
    Cookie cookie{.name = "s", .value = "v", .max_age = std::chrono::seconds(60), .secure = true};
    EXPECT_EQ(to_set_cookie(cookie), "s=v; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax");
    EXPECT_ANY_THROW(to_set_cookie({.name = "s", .value = "a;b"}));
    EXPECT_ANY_THROW(to_set_cookie({.name = "s", .value = "a\r\nb"}));
    EXPECT_ANY_THROW(to_set_cookie({.name = "a b", .value = "v"}));
    EXPECT_ANY_THROW(to_set_cookie({.name = "s", .value = "v", .path = "/;x"}));
}

TEST(SpooledBody, GivesBackWhatWasWritten) {
    SpooledBody body("/tmp");
    ASSERT_TRUE(body.append("hello "));
    ASSERT_TRUE(body.append("world"));
    EXPECT_EQ(body.size(), 11U);
    std::string out(20, '-');
    EXPECT_EQ(body.read(6, out), 5U);
    EXPECT_EQ(out.substr(0, 5), "world");
    EXPECT_EQ(body.read(11, out), 0U);
    EXPECT_ANY_THROW(SpooledBody("/nowhere/at/all"));
}

}  // namespace
}  // namespace bihuan::http
