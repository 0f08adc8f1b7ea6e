#include "http/cookies.h"

#include "base/error.h"
#include "http/head.h"

namespace bihuan::http {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// cookie-octet of RFC 6265.
bool is_cookie_value(std::string_view text) {
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') {
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<std::string_view> find_cookie(std::string_view field, std::string_view name) {
    std::optional<std::string_view> found;
    while (!field.empty()) {
        std::size_t end = field.find(';');
        std::string_view pair = field.substr(0, end);
        field = end == std::string_view::npos ? std::string_view() : field.substr(end + 1);
        while (!pair.empty() && is_blank(pair.front())) pair.remove_prefix(1);
        while (!pair.empty() && is_blank(pair.back())) pair.remove_suffix(1);
        std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
        if (found) return std::nullopt;
        std::string_view value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        found = value;
    }
    return found;
}

std::string to_set_cookie(const Cookie& cookie) {
    if (!is_token(cookie.name) || !is_cookie_value(cookie.value) || cookie.path.empty() ||
        cookie.path.front() != '/' || !is_field_value(cookie.path) ||
        cookie.path.find(';') != std::string::npos) {
        throw Error(Code::internal, "error.internal").because("bad cookie " + cookie.name);
    }
    std::string out = cookie.name + "=" + cookie.value + "; Path=" + cookie.path;
    if (cookie.max_age) out += "; Max-Age=" + std::to_string(cookie.max_age->count());
    if (cookie.http_only) out += "; HttpOnly";
    if (cookie.secure) out += "; Secure";
    out += cookie.same_site == SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
    return out;
}

}  // namespace bihuan::http
