#include "api/api.h"

#include "api/counts.h"
#include "api/own_page.h"
#include "api/problem.h"
#include "base/crypto.h"
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"

#include <algorithm>

namespace bihuan::api {

namespace {

constexpr std::string_view kBase = "/api/v1";
constexpr std::string_view kBearer = "Bearer ";
constexpr std::uint64_t kJsonBodyMax = 4 * 1024 * 1024;  // a batch of 1,000 full records
// The largest file of an import (exchange/limits.h) with its frame.
constexpr std::uint64_t kUploadBodyMax = 201ULL * 1024 * 1024;

std::vector<Endpoint> all_endpoints() {
    std::vector<Endpoint> all;
    for (auto list : {session_endpoints, schema_endpoints, record_endpoints, history_endpoints,
                      verb_endpoints, query_endpoints, metric_endpoints, workbench_endpoints,
                      print_endpoints, file_endpoints, import_endpoints,
                      export_endpoints, job_endpoints, event_endpoints, user_endpoints,
                      view_endpoints, company_endpoints, demo_endpoints, timeline_endpoints,
                      discuss_endpoints}) {
        for (Endpoint& endpoint : list()) all.push_back(std::move(endpoint));
    }
    return all;
}

Language wanted_language(const http::Request& request) {
    return parse_language(request.header("Accept-Language").value_or(""));
}

// The token and whether it came by cookie (then writes need the CSRF header).
struct Ticket {
    std::string token;
    bool by_cookie = false;
};

Ticket ticket_of(const http::Request& request) {
    if (const auto header = request.header("Authorization")) {
        if (header->starts_with(kBearer)) {
            return {std::string(header->substr(kBearer.size())), false};
        }
        throw Error(Code::unauthenticated, "error.session.scheme");
    }
    if (const auto cookie = request.cookie(kSessionCookie)) return {std::string(*cookie), true};
    return {};
}

void demand_csrf(const http::Request& request, const access::Authenticated& who) {
    const auto header = request.header(kCsrfHeader);
    if (!header || !equal_in_constant_time(to_hex(blake2b(*header)), who.csrf_hash)) {
        throw Error(Code::forbidden, "error.session.csrf");
    }
}

void demand_scope(const Actor& actor, const Endpoint& endpoint) {
    if (actor.kind != ActorKind::api_token) return;
    // Which objects a scope is for is decided with the rights; here only reading or writing.
    const std::string_view wanted = endpoint.effect == Effect::reads ? "read" : "write";
    for (const std::string_view scope : actor.token_scopes) {
        if (scope.starts_with(wanted) || scope.starts_with("write") || scope == "admin") return;
    }
    throw Error(Code::forbidden, "error.token.scope", {{"scope", std::string(wanted)}});
}

// A misspelt filter that is passed over answers with more than was asked for.
void demand_known_parameters(const http::Request& request, const Endpoint& endpoint) {
    Issues issues;
    std::vector<std::string_view> seen;
    for (const auto& [name, value] : request.parameters()) {
        const auto& known = endpoint.parameters;
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            issues.add(name, "error.parameter.unknown", {{"parameter", name}},
                       nearest(name, known).value_or(""));
        } else if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
            issues.add(name, "error.parameter.twice", {{"parameter", name}});
        }
        seen.push_back(name);
    }
    throw_if_any(std::move(issues));
}

// Log-in carries no session yet: what it is sent must say that it is JSON.
void demand_json(const http::Request& request) {
    if (!request.header("Content-Type")) {
        throw Error(Code::malformed, "error.request.content_type");
    }
}

}  // namespace

Api::Api(Workspace& workspace, ApiOptions options)
    : workspace_(workspace),
      options_(std::move(options)),
      streams_(workspace),
      endpoints_(all_endpoints()),
      counts_(std::make_unique<Counts>()) {}

Api::~Api() = default;

http::Response Api::enter(const Endpoint& endpoint, Call& call) {
    const Ticket ticket = ticket_of(call.request);
    call.token = ticket.token;
    if (endpoint.entry == Entry::anyone) {
        demand_known_parameters(call.request, endpoint);
        if (!endpoint.body.empty()) demand_json(call.request);
        if (endpoint.effect == Effect::writes) demand_own_page(call.request);
        return endpoint.handler(call);
    }
    const auto who = ticket.token.empty() ? std::nullopt
                                          : access::authenticate(workspace_, ticket.token);
    if (!who) throw Error(Code::unauthenticated, "error.session.none");
    if (ticket.by_cookie && endpoint.effect == Effect::writes) {
        demand_own_page(call.request);
        demand_csrf(call.request, *who);
    }
    call.actor = who->actor;
    if (call.language != who->actor->language) {
        auto speaking = std::make_shared<Actor>(*who->actor);
        speaking->language = call.language;
        call.actor = std::move(speaking);
    }
    demand_scope(*call.actor, endpoint);
    if (endpoint.entry == Entry::administrator) {
        workspace_.read(*call.actor, [](const Snapshot& snapshot) {
            access::demand_administrator(snapshot);
        });
    }
    demand_known_parameters(call.request, endpoint);
    return endpoint.handler(call);
}

http::Response Api::serve(const Endpoint& endpoint, http::Request& request) {
    const Language language = wanted_language(request);
    Call call(workspace_, request, language, streams_, options_.build);
    if (!endpoint.upload && !may_be_json(request)) {
        return refusal(415, "not_json", workspace_.sentences(), language, request.id);
    }
    try {
        return enter(endpoint, call);
    } catch (const Error& error) {
        if (!error.cause().empty() || error.code() == Code::internal) {
            workspace_.log().error("request.failed", {{"trace", request.id},
                                                      {"key", error.key()},
                                                      {"cause", error.cause()}});
        }
        return problem(error, workspace_.sentences(), language, request.id);
    } catch (const std::exception& error) {
        workspace_.log().error("request.failed",
                               {{"trace", request.id}, {"cause", error.what()}});
        return problem(Error(Code::internal, "error.internal"), workspace_.sentences(), language,
                       request.id);
    }
}

// Nobody sends hundreds of megabytes before he is known.
std::optional<http::Response> Api::refuse_upload(const http::Request& request) {
    const Language language = wanted_language(request);
    try {
        const Ticket ticket = ticket_of(request);
        if (!ticket.token.empty() && access::authenticate(workspace_, ticket.token)) {
            return std::nullopt;
        }
        throw Error(Code::unauthenticated, "error.session.none");
    } catch (const Error& error) {
        return problem(error, workspace_.sentences(), language, request.id);
    }
}

void Api::add_routes(http::Router& router) {
    for (const Endpoint& endpoint : endpoints_) {
        http::RouteOptions options;
        options.name = endpoint.name;
        options.upload = endpoint.upload;
        // What waits for a server would keep a whole loop waiting.
        options.inline_ok = endpoint.quick && !workspace_.database().is_shared();
        options.max_body = endpoint.upload ? kUploadBodyMax : kJsonBodyMax;
        if (endpoint.upload) {
            options.admit = [this](http::Request& request) { return refuse_upload(request); };
        }
        router.add(endpoint.method, std::string(kBase) + endpoint.pattern, std::move(options),
                   [this, &endpoint](http::Request& request) {
                       return serve(endpoint, request);
                   });
    }
    add_system_routes(router);
}

http::Response Api::refuse(int status, std::string_view code,
                           const http::RequestLine& line) const {
    return refusal(status, code, workspace_.sentences(), parse_language(line.accept_language),
                   line.request_id);
}

std::vector<std::pair<std::string, std::string>> Api::security_headers() {
    return {
        {"Content-Security-Policy",
         "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
         "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
         "form-action 'self'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "same-origin"},
        {"X-Frame-Options", "DENY"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
    };
}

void Api::count(const http::Access& access) { counts_->add(access); }

}  // namespace bihuan::api
