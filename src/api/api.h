// The HTTP face of a workspace: every endpoint, security headers, health, metrics, OpenAPI, the
// web pages.
//
// Owned by app; thread-safe once the router is filled.
#pragma once

#include "api/endpoint.h"
#include "api/streams.h"
#include "http/router.h"
#include "http/server.h"
#include "http/static_files.h"
#include "kernel/workspace.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bihuan::api {

struct ApiOptions {
    std::string build;                                   // of the web UI
    std::string version;                                 // of the program
    std::span<const http::StaticFile> web;               // static memory; may be empty
    std::function<http::Counters()> counters;            // of the server, for /metrics
    std::function<bool()> is_stopping;                   // readyz answers 503
    std::function<bool()> is_away;                       // the database: readyz answers 503
};

class Api {
public:
    Api(Workspace& workspace, ApiOptions options);
    ~Api();
    // All endpoints under /api/v1, then /healthz /readyz /metrics and the web pages.
    void add_routes(http::Router& router);
    const std::vector<Endpoint>& endpoints() const { return endpoints_; }
    Streams& streams() { return streams_; }
    // For refusals below the handlers.
    http::Response refuse(int status, std::string_view code, const http::RequestLine& line) const;
    // Headers every answer carries: CSP, nosniff, referrer, frame.
    static std::vector<std::pair<std::string, std::string>> security_headers();
    // Counts an answered request for /metrics.
    void count(const http::Access& access);

private:
    struct Counts;
    http::Response serve(const Endpoint& endpoint, http::Request& request);
    http::Response enter(const Endpoint& endpoint, Call& call);
    std::optional<http::Response> refuse_upload(const http::Request& request);
    void add_system_routes(http::Router& router);

    Workspace& workspace_;
    ApiOptions options_;
    Streams streams_;
    std::vector<Endpoint> endpoints_;
    std::unique_ptr<Counts> counts_;
};

// OpenAPI 3.1 of the endpoints.
std::string openapi(const std::vector<Endpoint>& endpoints, const std::string& version);

}  // namespace bihuan::api
