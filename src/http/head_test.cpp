#include "http/head.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

struct Parsed {
    std::optional<Refusal> refusal;
    Head head;
    Headers headers;
};

Parsed parse(std::string_view bytes) {
    Parsed out;
    out.headers.buffer() = bytes;
    out.refusal = parse_head(out.headers, out.head, Limits{});
    return out;
}

TEST(Head, SplitsLineAndFields) {
    Parsed p = parse(
        "PATCH /a/b?x=1 HTTP/1.1\r\nHost: h:80\r\nX-A:  v \t\r\nContent-Length: 12\r\n\r\n");
    ASSERT_FALSE(p.refusal);
    EXPECT_EQ(p.head.method, Method::patch);
    EXPECT_EQ(p.head.path, "/a/b");
    EXPECT_EQ(p.head.query, "x=1");
    EXPECT_EQ(p.head.content_length, 12U);
    EXPECT_TRUE(p.head.keep_alive);
    EXPECT_EQ(p.headers.find("x-a"), "v");
    EXPECT_FALSE(p.headers.find("x-b"));
}

TEST(Head, KeepAliveFollowsVersionAndConnection) {
    EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n").head.keep_alive);
    EXPECT_TRUE(parse("GET / HTTP/1.0\r\nConnection: x, Keep-Alive\r\n\r\n").head.keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n").head.keep_alive);
}

TEST(Head, KeepsTheLanguageOfARefusedRequest) {
    Parsed p = parse("GET / HTTP/2.0\r\nAccept-Language: en\r\n\r\n");
    ASSERT_TRUE(p.refusal);
    EXPECT_EQ(p.refusal->status, 505);
    EXPECT_EQ(p.headers.find("accept-language"), "en");
}

TEST(Head, ScannerFindsTheEndHoweverTheBytesArrive) {
    const std::string head = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string all = head + "GET /next";
    HeadScanner scanner;
    for (std::size_t n = 0; n < head.size(); ++n) {
        ASSERT_EQ(scanner.scan(all.substr(0, n), Limits{}), HeadScanner::State::more) << n;
    }
    ASSERT_EQ(scanner.scan(all, Limits{}), HeadScanner::State::complete);
    EXPECT_EQ(scanner.begin(), 2U);
    EXPECT_EQ(scanner.end(), head.size());
}

TEST(Head, HostGrammar) {
    for (std::string_view good : {"a", "a.b-c", "1.2.3.4:80", "[::1]", "[fe80::1]:65535", "x_y"}) {
        EXPECT_TRUE(is_valid_host(good)) << good;
    }
    for (std::string_view bad :
         {"", ":80", "a:", "a:0x1", "a b", "a/", "u@a", "[]", "[::1]x", "[g]"}) {
        EXPECT_FALSE(is_valid_host(bad)) << bad;
    }
}

TEST(Head, LengthIsDigitsOnly) {
    EXPECT_EQ(parse_length("0"), 0U);
    EXPECT_EQ(parse_length("999999999999999999"), 999999999999999999U);
    for (std::string_view bad : {"", "+1", "-1", " 1", "1 ", "0x1", "1,1", "1000000000000000000"}) {
        EXPECT_FALSE(parse_length(bad)) << bad;
    }
}

TEST(ResponseHeaders, RefusesInjection) {
    ResponseHeaders headers;
    EXPECT_ANY_THROW(headers.add("X", "a\r\nSet-Cookie: b"));
    EXPECT_ANY_THROW(headers.add("X: y\r\nZ", "a"));
    headers.add("A", "1");
    headers.add("B", "2");
    headers.add("a", "3");
    headers.set("A", "4");
    EXPECT_EQ(headers.block(), "B: 2\r\nA: 4\r\n");
    EXPECT_EQ(headers.find("b"), "2");
    EXPECT_FALSE(headers.find("C"));
}

}  // namespace
}  // namespace bihuan::http
