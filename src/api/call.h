// One authenticated request on its way through the api room: parsed parameters, body, actor.
//
// Lives on the worker thread that serves the request.
#pragma once

#include "base/json.h"
#include "http/request.h"
#include "http/response.h"
#include "kernel/workspace.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::api {

class Streams;

inline constexpr std::string_view kSessionCookie = "bihuan_session";
inline constexpr std::string_view kCsrfHeader = "X-CSRF-Token";

struct Call {
    Call(Workspace& its_workspace, http::Request& its_request, Language its_language,
         Streams& its_streams, const std::string& its_build)
        : workspace(its_workspace), request(its_request), language(its_language),
          streams(its_streams), build(its_build) {}

    Workspace& workspace;
    http::Request& request;
    std::shared_ptr<const Actor> actor;      // null only where anyone may enter
    std::string token;                       // as sent; empty when nobody is logged in
    Language language;
    Streams& streams;
    const std::string& build;                // of the web UI, for "new version" hints

    // Query parameter; Error(invalid) names it when it is not what is asked for.
    std::string text(std::string_view parameter) const;
    std::int64_t integer(std::string_view parameter, std::int64_t fallback) const;
    bool flag(std::string_view parameter) const;
    std::optional<Instant> as_of() const;    // a date means its end in the workspace's zone
    // The body as JSON; Error(malformed) when it is none. An empty body is {}.
    const Json& body() const;
    // The body with the version that If-Match names as its `version`; Error(malformed) for a tag
    // that is none, Error(invalid) when the body names another.
    Json versioned_body() const;
    std::string_view path(std::string_view parameter) const;
    RecordId id() const;                     // path parameter {id}; Error(not_found)
    const meta::Object& object(const Snapshot& snapshot) const;  // path parameter {object}

    // Reads with the caller's rights and answers 200 with what `fn` appends.
    http::Response read(const std::function<void(const Snapshot&, JsonWriter&)>& fn);
    // Writes in one transaction; answers `status` with what `fn` appends. Repeats an answer
    // already given to the same Idempotency-Key.
    http::Response write(int status, const std::function<void(Tx&, JsonWriter&)>& fn,
                         const WriteOptions& options = {});

private:
    mutable std::optional<Json> body_;
};

// "2026-10-31" or an instant; Error(invalid) otherwise. Empty: now.
std::optional<Instant> parse_as_of(const Workspace& workspace, std::string_view text);
std::optional<std::int64_t> wanted_version(const Json& body);
// The object `body` with this version as its `version`, unless it has one.
Json with_version(const Json& body, std::int64_t version);
// With the ETag of the record that it carries: its version.
http::Response tagged(http::Response response);
http::Response no_content();

}  // namespace bihuan::api
