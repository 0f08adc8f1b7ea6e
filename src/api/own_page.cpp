#include "api/own_page.h"

#include "base/error.h"
#include "base/text.h"

namespace bihuan::api {

namespace {

// Lower case, without the port that the scheme has anyway.
std::string plain_host(std::string_view name, bool is_tls) {
    std::string host = fold_case(name);
    const std::string_view port = is_tls ? ":443" : ":80";
    if (host.ends_with(port)) host.resize(host.size() - port.size());
    return host;
}

bool is_of(const http::Request& request, std::string_view header, const std::string& host,
           bool is_tls) {
    const auto name = request.header(header);
    return name && !host.empty() && plain_host(*name, is_tls) == host;
}

}  // namespace

void demand_own_page(const http::Request& request) {
    const auto site = request.header("Sec-Fetch-Site");
    if (site == "same-origin" || site == "none") return;
    const auto origin = request.header("Origin");
    bool is_own = !site || *site != "cross-site";
    if (is_own && origin) {
        const std::size_t at = origin->find("://");  // "null" has none
        const bool is_tls = origin->starts_with("https:");
        const std::string host =
            at == std::string_view::npos ? "" : plain_host(origin->substr(at + 3), is_tls);
        is_own = is_of(request, "Host", host, is_tls) ||
                 is_of(request, "X-Forwarded-Host", host, is_tls);
    }
    if (!is_own) throw Error(Code::forbidden, "error.session.cross_site");
}

bool may_be_json(const http::Request& request) {
    const auto type = request.header("Content-Type");
    if (!type || request.body.empty()) return true;
    const std::string kind = fold_case(type->substr(0, type->find(';')));
    return kind.starts_with("application/") && kind.find("json") != std::string::npos;
}

}  // namespace bihuan::api
