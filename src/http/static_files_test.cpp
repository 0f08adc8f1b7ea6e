#include "http/static_files.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

constexpr StaticFile kFiles[] = {
    {"/index.html", "text/html", "\"i\"", false, "<raw>", "<gz>", "<br>"},
    {"/assets/a-1.js", "text/javascript", "\"a\"", true, "js", "", ""},
};

Response serve(std::string_view path, std::string_view accept = "", std::string_view match = "") {
    Request request;
    request.path = path;
    if (!accept.empty()) request.headers.add("Accept-Encoding", accept);
    if (!match.empty()) request.headers.add("If-None-Match", match);
    return StaticFiles(kFiles).serve(request).value_or(make_response(404));
}

TEST(StaticFiles, Negotiates) {
    EXPECT_EQ(negotiate("", true, true), Encoding::identity);
    EXPECT_EQ(negotiate("gzip, deflate, br", true, true), Encoding::brotli);
    EXPECT_EQ(negotiate("gzip, deflate, br", true, false), Encoding::gzip);
    EXPECT_EQ(negotiate("gzip;q=0.8, br;q=0.5", true, true), Encoding::gzip);
    EXPECT_EQ(negotiate("br;q=0, gzip;q=0", true, true), Encoding::identity);
    EXPECT_EQ(negotiate("br;q=0.5, identity", true, true), Encoding::identity);
    EXPECT_EQ(negotiate("*", true, true), Encoding::brotli);
    EXPECT_EQ(negotiate("*;q=0", true, true), Encoding::none);
    EXPECT_EQ(negotiate("identity;q=0", false, false), Encoding::none);
    EXPECT_EQ(negotiate("br;q=nonsense", true, true), Encoding::identity);
    EXPECT_EQ(negotiate("br;q=1.001", true, true), Encoding::identity);
}

TEST(StaticFiles, ServesFilesAndPages) {
    Response page = serve("/", "br");
    EXPECT_EQ(page.blob, "<br>");
    EXPECT_EQ(page.headers.find("content-encoding"), "br");
    EXPECT_EQ(page.headers.find("vary"), "Accept-Encoding");
    EXPECT_EQ(page.headers.find("cache-control"), "no-cache");
    EXPECT_EQ(serve("/contracts/42").blob, "<raw>");
    Response asset = serve("/assets/a-1.js", "br");
    EXPECT_EQ(asset.blob, "js");
    EXPECT_EQ(asset.headers.find("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_FALSE(asset.headers.find("vary"));
    EXPECT_EQ(serve("/assets/gone.js").status, 404);
    EXPECT_EQ(serve("/assets/gone").status, 404);
    EXPECT_EQ(serve("/favicon.ico").status, 404);
    EXPECT_EQ(serve("/", "*;q=0").status, 406);
}

TEST(StaticFiles, AnswersNotModified) {
    EXPECT_EQ(serve("/", "", "\"i\"").status, 304);
    EXPECT_EQ(serve("/", "", "\"x\", W/\"i\"").status, 304);
    EXPECT_EQ(serve("/", "", "*").status, 304);
    EXPECT_EQ(serve("/", "br", "\"i\"").status, 200) << "another coding, another tag";
    EXPECT_EQ(serve("/", "br", "\"i-br\"").status, 304);
    EXPECT_EQ(serve("/", "", "\"i\"").headers.find("content-type"), std::nullopt);
}

}  // namespace
}  // namespace bihuan::http
