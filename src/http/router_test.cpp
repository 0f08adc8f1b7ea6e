#include "http/router.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

class Routes : public testing::Test {
protected:
    void add(Method method, const char* pattern) {
        router_.add(method, pattern, {}, [](Request&) { return make_response(200); });
    }
    // Pattern that answers, "405 ..." or "404".
    std::string find(Method method, std::string_view path) {
        request_.reset();
        Match match;
        if (!router_.find(method, path, request_, match)) return "400";
        if (match.route != nullptr) return match.route->pattern;
        return match.path_found ? "405 " + match.allow : "404";
    }
    Router router_;
    Request request_;
};

TEST_F(Routes, PrefersLiteralsThenTailsThenParametersThenRest) {
    for (const char* pattern : {"/", "/api/v1/records/{object}", "/api/v1/records/{object}/{id}",
                                "/api/v1/records/{object}/count", "/api/v1/exports/{object}.csv",
                                "/api/v1/exports/{object}", "/{path...}"}) {
        add(Method::get, pattern);
    }
    EXPECT_EQ(find(Method::get, "/"), "/");
    EXPECT_EQ(find(Method::get, "/api/v1/records/lead/count"), "/api/v1/records/{object}/count");
    EXPECT_EQ(find(Method::get, "/api/v1/records/lead/42"), "/api/v1/records/{object}/{id}");
    EXPECT_EQ(request_.path_parameter("object"), "lead");
    EXPECT_EQ(request_.path_parameter("id"), "42");
    EXPECT_ANY_THROW(request_.path_parameter("other"));
    EXPECT_EQ(find(Method::get, "/api/v1/exports/lead.csv"), "/api/v1/exports/{object}.csv");
    EXPECT_EQ(request_.path_parameter("object"), "lead");
    EXPECT_EQ(find(Method::get, "/api/v1/exports/lead"), "/api/v1/exports/{object}");
    EXPECT_EQ(find(Method::get, "/api/v1/records/lead/42/more"), "/{path...}");
    EXPECT_EQ(request_.path_parameter("path"), "api/v1/records/lead/42/more");
    EXPECT_EQ(find(Method::get, "/api/v1/records//"), "/{path...}") << "parameters are not empty";
}

TEST_F(Routes, TellsWhatIsAllowed) {
    add(Method::get, "/a/{id}");
    add(Method::patch, "/a/{id}");
    EXPECT_EQ(find(Method::post, "/a/1"), "405 GET, HEAD, PATCH, OPTIONS");
    EXPECT_EQ(find(Method::head, "/a/1"), "/a/{id}");
    EXPECT_EQ(find(Method::get, "/a"), "404");
    EXPECT_EQ(find(Method::get, "/a/1/"), "404");
    EXPECT_EQ(find(Method::get, "/A/1"), "404");
}

TEST_F(Routes, DecodesParametersPerSegment) {
    add(Method::get, "/a/{id}/b");
    EXPECT_EQ(find(Method::get, "/a/x%2Fy%E5%95%86/b"), "/a/{id}/b");
    EXPECT_EQ(request_.path_parameter("id"), "x/y商");
    EXPECT_EQ(find(Method::get, "/a/%zz/b"), "400");
}

TEST_F(Routes, RefusesBadTables) {
    add(Method::get, "/a/{id}");
    EXPECT_ANY_THROW(add(Method::get, "/a/{id}"));
    EXPECT_ANY_THROW(add(Method::post, "/a/{other}"));
    EXPECT_ANY_THROW(add(Method::get, "a"));
    EXPECT_ANY_THROW(add(Method::get, "/x{id}"));
    EXPECT_ANY_THROW(add(Method::get, "/{}"));
    EXPECT_ANY_THROW(add(Method::get, "/{rest...}/more"));
    EXPECT_EQ(router_.routes().size(), 1U);
}

}  // namespace
}  // namespace bihuan::http
