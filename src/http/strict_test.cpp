// Malformed and ambiguous requests against a live server. Each is followed on the same connection
// by a good request for /canary: a server that reads a frame differently than we say would answer
// it, which is how requests are smuggled past a proxy.
#include "http/internal/raw_client.h"
#include "http/server.h"

#include <atomic>
#include <gtest/gtest.h>
#include <string>

namespace bihuan::http {
namespace {

struct Vector {
    const char* name;
    std::string request;
    int status;
};

std::string repeat(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

std::string get(const std::string& fields) { return "GET / HTTP/1.1\r\n" + fields + "\r\n"; }
std::string host_of(const std::string& host) { return get("Host: " + host + "\r\n"); }
std::string post(const std::string& fields, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
std::string chunked(const std::string& body) {
    return post("Transfer-Encoding: chunked\r\n", body);
}
std::string coded(const std::string& coding) {
    return post("Transfer-Encoding:" + coding + "\r\n", "5\r\nhello\r\n0\r\n\r\n");
}
std::string sized(const std::string& length) {
    return post("Content-Length:" + length + "\r\n", "hello");
}
std::string nul(std::string before, std::string after) {
    before.push_back('\0');
    return before + after;
}

std::vector<Vector> request_lines() {
    const std::string h = "\r\nHost: a\r\n\r\n";
    return {
        {"no version", "GET /" + h, 400},
        {"http 0.9", "GET /\r\n\r\n", 400},
        {"only a word", "GET" + h, 400},
        {"two spaces before target", "GET  / HTTP/1.1" + h, 400},
        {"two spaces before version", "GET /  HTTP/1.1" + h, 400},
        {"space behind version", "GET / HTTP/1.1 " + h, 400},
        {"space before method", " GET / HTTP/1.1" + h, 400},
        {"tab for a space", "GET\t/ HTTP/1.1" + h, 400},
        {"vertical tab for a space", "GET\v/ HTTP/1.1" + h, 400},
        {"space in target", "GET /a b HTTP/1.1" + h, 400},
        {"version 1.2", "GET / HTTP/1.2" + h, 505},
        {"version 2.0", "GET / HTTP/2.0" + h, 505},
        {"version 3", "GET / HTTP/3" + h, 400},
        {"version 0.9", "GET / HTTP/0.9" + h, 505},
        {"version 1.10", "GET / HTTP/1.10" + h, 400},
        {"version 01.1", "GET / HTTP/01.1" + h, 400},
        {"version in small letters", "GET / http/1.1" + h, 400},
        {"version of another protocol", "GET / ICAP/1.0" + h, 400},
        {"version with comma", "GET / HTTP/1,1" + h, 400},
        {"http2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"tls hello", "\x16\x03\x01\x02\r\n\r\n", 400},
        {"small letters method", "get / HTTP/1.1" + h, 501},
        {"unknown method", "BREW / HTTP/1.1" + h, 501},
        {"method with a colon", "GE:T / HTTP/1.1" + h, 400},
        {"method with a bracket", "GET( / HTTP/1.1" + h, 400},
        {"connect", "CONNECT a:443 HTTP/1.1" + h, 405},
        {"trace", "TRACE / HTTP/1.1" + h, 405},
        {"asterisk for GET", "GET * HTTP/1.1" + h, 400},
        {"authority form", "GET a:80 HTTP/1.1" + h, 400},
        {"no slash", "GET index.html HTTP/1.1" + h, 400},
        {"other scheme", "GET ftp://a/ HTTP/1.1" + h, 400},
        {"absolute form without host", "GET http:///x HTTP/1.1" + h, 400},
        {"absolute form of another host", "GET http://b/ HTTP/1.1" + h, 400},
        {"absolute form with userinfo", "GET http://u@a/ HTTP/1.1" + h, 400},
        {"fragment", "GET /#x HTTP/1.1" + h, 400},
        {"control in target", "GET /\x01 HTTP/1.1" + h, 400},
        {"raw non-ascii target", "GET /\xe5\x95\x86 HTTP/1.1" + h, 400},
        {"nul in target", nul("GET /", " HTTP/1.1" + h), 400},
        {"angle bracket in target", "GET /<x> HTTP/1.1" + h, 400},
        {"bad escape", "GET /%zz HTTP/1.1" + h, 400},
        {"cut escape", "GET /%4 HTTP/1.1" + h, 400},
        {"escaped nul", "GET /%00 HTTP/1.1" + h, 400},
        {"escaped broken utf-8", "GET /%ff HTTP/1.1" + h, 400},
        {"overlong slash", "GET /%c0%af HTTP/1.1" + h, 400},
        {"escaped surrogate", "GET /%ed%a0%80 HTTP/1.1" + h, 400},
        {"dot segments", "GET /a/../b HTTP/1.1" + h, 400},
        {"escaped dot segments", "GET /%2e%2e/b HTTP/1.1" + h, 400},
        {"bad escape in query", "GET /?a=%2 HTTP/1.1" + h, 400},
        {"nul in query", "GET /?a=%00 HTTP/1.1" + h, 400},
        {"broken utf-8 in query", "GET /?a=%e5%95 HTTP/1.1" + h, 400},
        {"too many parameters", "GET /?" + repeat("a&", 300) + " HTTP/1.1" + h, 400},
        {"long line", "GET /" + repeat("a", 9000) + " HTTP/1.1" + h, 414},
        {"endless line", "GET /" + repeat("a", 20000), 414},
    };
}

std::vector<Vector> fields() {
    return {
        {"lf only", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"lf behind a field", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", 400},
        {"lf at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
        {"cr in a value", get("Host: a\r\nX: a\rb\r\n"), 400},
        {"cr cr lf", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
        {"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"missing host", get("X: y\r\n"), 400},
        {"empty host", host_of(""), 400},
        {"two hosts", get("Host: a\r\nHost: b\r\n"), 400},
        {"the same host twice", get("Host: a\r\nHost: a\r\n"), 400},
        {"host with path", host_of("a/b"), 400},
        {"host with userinfo", host_of("u@a"), 400},
        {"host list", host_of("a, b"), 400},
        {"host with space", host_of("a b"), 400},
        {"host with word as port", host_of("a:x"), 400},
        {"host with large port", host_of("a:65536"), 400},
        {"host with two ports", host_of("a:1:2"), 400},
        {"host with open bracket", host_of("[::1"), 400},
        {"host with query", host_of("a?b"), 400},
        {"host with backslash", host_of("a\\b"), 400},
        {"host non-ascii", host_of("\xe5\x95\x86"), 400},
        {"space before colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
        {"tab before colon", "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", 400},
        {"obs-fold", get("Host: a\r\nX: y\r\n z\r\n"), 400},
        {"obs-fold by tab", get("Host: a\r\nX: y\r\n\tz\r\n"), 400},
        {"space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
        {"no colon", get("Host: a\r\nX\r\n"), 400},
        {"empty name", get("Host: a\r\n: y\r\n"), 400},
        {"name with brackets", get("Host: a\r\nX(y): z\r\n"), 400},
        {"name with nul", nul("GET / HTTP/1.1\r\nHost: a\r\nX", "Y: z\r\n\r\n"), 400},
        {"value with nul", nul("GET / HTTP/1.1\r\nHost: a\r\nX: y", "z\r\n\r\n"), 400},
        {"value with bell", get("Host: a\r\nX: \a\r\n"), 400},
        {"value with delete", get("Host: a\r\nX: \x7f\r\n"), 400},
        {"name non-ascii", get("Host: a\r\nX\xe5: y\r\n"), 400},
        {"two content types", get("Host: a\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n"), 400},
        {"two logins", get("Host: a\r\nAuthorization: a\r\nAuthorization: b\r\n"), 400},
        {"unknown expectation", post("Content-Length: 5\r\nExpect: more\r\n", "hello"), 417},
        {"many fields", get("Host: a\r\n" + repeat("X: y\r\n", 120)), 431},
        {"large field", get("Host: a\r\nX: " + repeat("y", 30000) + "\r\n"), 431},
        {"large fields", get("Host: a\r\n" + repeat("X: " + repeat("y", 1000) + "\r\n", 20)), 431},
    };
}

std::vector<Vector> lengths() {
    const std::string cl = "Content-Length: 5\r\n";
    const std::string te = "Transfer-Encoding: chunked\r\n";
    return {
        {"plus sign", sized(" +5"), 400},
        {"negative", sized(" -5"), 400},
        {"list", sized(" 5, 5"), 400},
        {"hexadecimal", sized(" 0x5"), 400},
        {"fraction", sized(" 5.0"), 400},
        {"empty", sized(""), 400},
        {"inner space", sized(" 5 5"), 400},
        {"trailing letter", sized(" 5a"), 400},
        {"quoted", sized(" \"5\""), 400},
        {"huge", sized(" 99999999999999999999999"), 400},
        {"2^64 + 5", sized(" 18446744073709551621"), 400},
        {"too large", sized(" 2000000"), 413},
        {"twice different", post(cl + "Content-Length: 6\r\n", "hello"), 400},
        {"twice the same", post(cl + cl, "hello"), 400},
        {"of GET, bad", get("Host: a\r\nContent-Length: x\r\n"), 400},
        {"cl.te", post(cl + "Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {"te.cl", post("Transfer-Encoding: chunked\r\n" + cl, "0\r\n\r\n"), 400},
        {"te with zero length", post(te + "Content-Length: 0\r\n", ""), 400},
        {"te on 1.0", "POST /echo HTTP/1.0\r\nHost: a\r\n" + te + "\r\n0\r\n\r\n", 400},
        {"te twice", post(te + te, "0\r\n\r\n"), 400},
        {"te chunked then identity",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), 400},
        {"te list", coded(" chunked, chunked"), 501},
        {"te gzip, chunked", coded(" gzip, chunked"), 501},
        {"te chunked, gzip", coded(" chunked, gzip"), 501},
        {"te identity", coded(" identity"), 501},
        {"te capitals", coded(" Chunked"), 501},
        {"te prefixed", coded(" xchunked"), 501},
        {"te suffixed", coded(" chunkedx"), 501},
        {"te with parameter", coded(" chunked;q=1"), 501},
        {"te quoted", coded(" \"chunked\""), 501},
        {"te with comma", coded(" ,chunked"), 501},
        {"te empty", coded(""), 501},
        {"te vertical tab", coded(" \vchunked"), 400},
        {"te space before colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), 400},
        {"te folded", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), 400},
    };
}

std::vector<Vector> chunks() {
    return {
        {"no size", chunked("\r\nhello\r\n0\r\n\r\n"), 400},
        {"size not hexadecimal", chunked("g\r\nhello\r\n0\r\n\r\n"), 400},
        {"size with 0x", chunked("0x5\r\nhello\r\n0\r\n\r\n"), 400},
        {"size with plus", chunked("+5\r\nhello\r\n0\r\n\r\n"), 400},
        {"size negative", chunked("-5\r\nhello\r\n0\r\n\r\n"), 400},
        {"space before size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), 400},
        {"space behind size", chunked("5 \r\nhello\r\n0\r\n\r\n"), 400},
        {"size overflow", chunked("ffffffffffffffff1\r\nhello\r\n0\r\n\r\n"), 400},
        {"size 2^64 - 1", chunked("ffffffffffffffff\r\nhello\r\n0\r\n\r\n"), 400},
        {"endless zeros", chunked(repeat("0", 40) + "5\r\nhello\r\n0\r\n\r\n"), 400},
        {"size ends by lf", chunked("5\nhello\r\n0\r\n\r\n"), 400},
        {"size ends by cr", chunked("5\rhello\r\n0\r\n\r\n"), 400},
        {"data longer than size", chunked("4\r\nhello\r\n0\r\n\r\n"), 400},
        {"data shorter than size", chunked("6\r\nhello\r\n0\r\n\r\n"), 400},
        {"data ends by lf", chunked("5\r\nhello\n0\r\n\r\n"), 400},
        {"no line break behind data", chunked("5\r\nhello0\r\n\r\n"), 400},
        {"lf in extension", chunked("5;a\nhello\r\n0\r\n\r\n"), 400},
        {"nul in extension", chunked(nul("5;a", "\r\nhello\r\n0\r\n\r\n")), 400},
        {"long extension", chunked("5;" + repeat("a", 300) + "\r\nhello\r\n0\r\n\r\n"), 400},
        {"many extensions",
         chunked(repeat("1;" + repeat("a", 200) + "\r\nx\r\n", 30) + "0\r\n\r\n"), 400},
        {"too large", chunked("200000\r\n" + repeat("x", 0x200000) + "\r\n0\r\n\r\n"), 413},
        {"trailer without colon", chunked("0\r\nx\r\n\r\n"), 400},
        {"trailer with space before colon", chunked("0\r\nX : y\r\n\r\n"), 400},
        {"trailer folded", chunked("0\r\nX: y\r\n z\r\n\r\n"), 400},
        {"trailer by lf", chunked("0\r\nX: y\n\r\n"), 400},
        {"large trailer", chunked("0\r\nX: " + repeat("y", 5000) + "\r\n\r\n"), 431},
        {"many trailers", chunked("0\r\n" + repeat("X: y\r\n", 40) + "\r\n"), 431},
    };
}

class Strict : public testing::Test {
protected:
    Strict() : clock_(Instant{1'774'746'000'000'000}), log_(make_quiet_log()) {
        Router router;
        auto echo = [](Request& request) { return make_response(200, "text/plain", request.body); };
        router.add(Method::get, "/", {}, echo);
        router.add(Method::post, "/echo", {}, echo);
        router.add(Method::get, "/canary", {}, [this](Request&) {
            ++canaries_;
            return make_response(200);
        });
        ServerOptions options;
        options.port = 0;
        options.loops = 1;
        options.limits.workers = 2;
        options.limits.linger_timeout = milliseconds(50);
        server_.emplace(options, std::move(router), clock_, *log_);
        server_->start();
    }

    void check(const std::vector<Vector>& vectors) {
        for (const Vector& vector : vectors) {
            SCOPED_TRACE(vector.name);
            RawClient client(server_->port());
            client.send(vector.request + "GET /canary HTTP/1.1\r\nHost: a\r\n\r\n");
            RawAnswer answer = client.receive();
            EXPECT_EQ(answer.status, vector.status);
            EXPECT_NE(answer.head.find("Connection: close"), std::string::npos);
            EXPECT_NE(answer.head.find("application/problem+json"), std::string::npos);
            EXPECT_TRUE(client.is_closed());
            EXPECT_EQ(canaries_.load(), 0);
        }
    }

    ManualClock clock_;
    std::unique_ptr<Log> log_;
    std::atomic<int> canaries_{0};
    std::optional<Server> server_;
};

TEST_F(Strict, RefusesBadRequestLines) { check(request_lines()); }
TEST_F(Strict, RefusesBadFields) { check(fields()); }
TEST_F(Strict, RefusesBadLengths) { check(lengths()); }
TEST_F(Strict, RefusesBadChunks) { check(chunks()); }

TEST_F(Strict, TableIsLargeEnough) {
    EXPECT_GE(request_lines().size() + fields().size() + lengths().size() + chunks().size(), 96U);
}

TEST_F(Strict, RefusesHalfRequestsWhenTheClientEnds) {
    for (std::string half : {"GE", "GET / HTTP/1.1\r\nHost: a\r\n", "\r\n"}) {
        RawClient client(server_->port());
        client.send(half);
        client.end_sending();
        EXPECT_EQ(client.receive_all(), "");
    }
    RawClient client(server_->port());
    client.send(post("Content-Length: 10\r\n", "hello"));
    client.end_sending();
    EXPECT_EQ(client.receive_all(), "");
}

TEST_F(Strict, AcceptsWhatIsRight) {
    const std::vector<Vector> good = {
        {"plain", host_of("a"), 200},
        {"host with port", host_of("a:8080"), 200},
        {"host v6", host_of("[::1]:8080"), 200},
        {"empty line first", "\r\n" + host_of("a"), 200},
        {"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"absolute form without path", "GET http://A HTTP/1.1\r\nHost: a\r\n\r\n", 200},
        {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 204},
        {"no space behind colon", get("Host:a\r\n"), 200},
        {"blanks around value", get("Host: \t a \t\r\n"), 200},
        {"empty value", get("Host: a\r\nX:\r\n"), 200},
        {"obs-text value", get("Host: a\r\nX: \xe5\x95\x86\r\n"), 200},
        {"length", sized(" 5"), 200},
        {"length with zeros", sized(" 0005"), 200},
        {"chunks", chunked("3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nX: y\r\n\r\n"), 200},
        {"chunk in capitals", chunked("A\r\n0123456789\r\n0\r\n\r\n"), 200},
        {"query in UTF-8", "GET /?q=%E5%95%86%E6%9C%BA+x HTTP/1.1\r\nHost: a\r\n\r\n", 200},
    };
    for (const Vector& vector : good) {
        SCOPED_TRACE(vector.name);
        RawClient client(server_->port());
        int before = canaries_;
        client.send(vector.request + "GET /canary HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_EQ(client.receive().status, vector.status);
        EXPECT_EQ(client.receive().status, 200);
        EXPECT_EQ(canaries_.load(), before + 1);
    }
}

}  // namespace
}  // namespace bihuan::http
