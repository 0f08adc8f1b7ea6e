// From method and path to a handler: a tree of segments, no regular expressions.
//
// Filled before the server starts, read-only afterwards: then any thread may look up.
// Patterns: "/a/b", "/a/{id}", "/exports/{object}.csv", and last "/{rest...}" for all below.
// Literal segments win over parameters, longer literal tails over shorter, "{rest...}" is last.
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::http {

using Handler = std::function<Response(Request&)>;
// Looks at a request before its body is read; an answer ends it there (say 401 before 1 GB).
using Admission = std::function<std::optional<Response>(Request&)>;

struct RouteOptions {
    std::string name;                       // for OpenAPI and the authorisation matrix
    std::optional<std::uint64_t> max_body;  // bytes; the server's limit when absent
    bool upload = false;                    // large bodies go to a temporary file
    bool inline_ok = false;                 // runs on the I/O thread: microseconds, never blocks
    Admission admit;                        // on a worker, before the body
};

struct Route {
    Method method;
    std::string pattern;
    RouteOptions options;
    Handler handler;
};

struct Match {
    const Route* route = nullptr;  // null: no such path, or the path exists for other methods
    bool path_found = false;
    std::string allow;             // value of the Allow field when the path was found
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    // Throws Error internal on a bad pattern or when the route exists already.
    void add(Method method, std::string_view pattern, RouteOptions options, Handler handler);
    // `raw_path` is still percent-encoded; parameters are decoded per segment into `request`.
    // HEAD falls back to GET. False: a parameter has a bad escape (400).
    bool find(Method method, std::string_view raw_path, Request& request, Match& match) const;
    // All routes in order of registration.
    const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace bihuan::http
