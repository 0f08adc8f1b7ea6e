// Health, readiness, Prometheus metrics, OpenAPI, and the web pages.
#include "api/api.h"
#include "api/counts.h"
#include "http/static_files.h"

namespace bihuan::api {

namespace {

void metric(std::string& out, std::string_view name, std::string_view type,
            std::string_view help, std::uint64_t value) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
    out.append(name).append(" ").append(type).append("\n").append(name).append(" ");
    out.append(std::to_string(value)).append("\n");
}

std::string seconds(std::uint64_t micros) {
    const std::string fraction = std::to_string(micros % kMicrosPerSecond);
    return std::to_string(micros / kMicrosPerSecond) + "." +
           std::string(6 - fraction.size(), '0') + fraction;
}

std::string labels(const std::tuple<std::string, std::string, int>& key) {
    const auto& [method, route, status] = key;
    return "{method=\"" + method + "\",route=\"" + (route.empty() ? "none" : route) +
           "\",status=\"" + std::to_string(status) + "\"} ";
}

void database_metrics(std::string& out, const db::Stats& stats) {
    const auto number = [](std::int64_t v) { return static_cast<std::uint64_t>(v); };
    metric(out, "bihuan_db_writes_total", "counter", "Transactions committed.",
           number(stats.writes));
    metric(out, "bihuan_db_commits_total", "counter", "Durable commits that carried them.",
           number(stats.groups));
    metric(out, "bihuan_db_write_queue", "gauge", "Transactions waiting now.",
           number(stats.write_queue));
    metric(out, "bihuan_db_size_bytes", "gauge", "Size of the database.",
           number(stats.size_bytes));
}

void server_metrics(std::string& out, const http::Counters& counters) {
    metric(out, "bihuan_connections", "gauge", "Connections open now.",
           counters.connections_open);
    metric(out, "bihuan_connections_accepted_total", "counter", "Connections accepted.",
           counters.connections_accepted);
    metric(out, "bihuan_connections_refused_total", "counter", "Connections refused.",
           counters.connections_refused);
    metric(out, "bihuan_requests_queued", "gauge", "Requests waiting for a worker.",
           counters.requests_queued);
    metric(out, "bihuan_workers_busy", "gauge", "Workers at work.", counters.workers_busy);
    metric(out, "bihuan_event_streams", "gauge", "Browsers listening to events.",
           counters.event_streams_open);
    metric(out, "bihuan_timeouts_total", "counter", "Clients that were too slow.",
           counters.timeouts);
}

http::RequestLine line_of(const http::Request& request) {
    return {http::to_text(request.method), request.path,
            request.header("Accept-Language").value_or(""), request.id};
}

http::RouteOptions named(std::string name) {
    http::RouteOptions out;
    out.name = std::move(name);
    return out;
}

http::Response plain(int status, std::string text) {
    http::Response out = http::make_response(status, "text/plain; charset=utf-8",
                                             std::move(text));
    out.headers.add("Cache-Control", "no-store");
    return out;
}

}  // namespace

void Api::add_system_routes(http::Router& router) {
    using http::Method;
    http::RouteOptions quick;
    quick.inline_ok = true;
    quick.name = "healthz";
    router.add(Method::get, "/healthz", quick,
               [](http::Request&) { return plain(200, "ok\n"); });
    quick.name = "readyz";
    router.add(Method::get, "/readyz", quick, [this](http::Request&) {
        const bool stopping = options_.is_stopping && options_.is_stopping();
        if (stopping) return plain(503, "stopping\n");
        if (options_.is_away && options_.is_away()) return plain(503, "database away\n");
        if (!workspace_.database().is_healthy()) return plain(503, "storage failed\n");
        return plain(200, "ready\n");
    });
    router.add(Method::get, "/metrics", named("prometheus"), [this](http::Request&) {
        std::string out;
        if (options_.counters) server_metrics(out, options_.counters());
        database_metrics(out, workspace_.database().stats());
        const std::lock_guard lock(counts_->mutex);
        out += "# HELP bihuan_requests_total Requests answered.\n"
               "# TYPE bihuan_requests_total counter\n";
        for (const auto& [key, bucket] : counts_->buckets) {
            out += "bihuan_requests_total" + labels(key) + std::to_string(bucket.requests) + "\n";
        }
        out += "# HELP bihuan_request_seconds_total Time spent on answered requests.\n"
               "# TYPE bihuan_request_seconds_total counter\n";
        for (const auto& [key, bucket] : counts_->buckets) {
            out += "bihuan_request_seconds_total" + labels(key) + seconds(bucket.micros) + "\n";
        }
        return http::make_response(200, "text/plain; version=0.0.4; charset=utf-8",
                                   std::move(out));
    });
    router.add(Method::get, "/api/v1/openapi.json", named("openapi"),
               [document = openapi(endpoints_, options_.version)](http::Request&) {
                   return http::make_response(200, "application/json; charset=utf-8", document);
               });
    for (const Method method :
         {Method::get, Method::post, Method::put, Method::patch, Method::del}) {
        router.add(method, "/api/{rest...}", named("unknown"), [this](http::Request& request) {
            return refuse(404, "not_found", line_of(request));
        });
    }
    if (options_.web.empty()) return;
    auto files = std::make_shared<http::StaticFiles>(options_.web);
    router.add(Method::get, "/{rest...}", named("web"),
               [this, files](http::Request& request) {
                   auto found = files->serve(request);
                   if (found) return std::move(*found);
                   return refuse(404, "not_found", line_of(request));
               });
}

}  // namespace bihuan::api
