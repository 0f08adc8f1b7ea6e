// Cookies: reading the Cookie field, writing Set-Cookie. Pure functions: any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan::http {

enum class SameSite { strict, lax };

struct Cookie {
    std::string name;
    std::string value;
    std::string path = "/";
    // Absent: until the browser closes; 0: delete.
    std::optional<std::chrono::seconds> max_age = {};
    bool http_only = true;
    bool secure = false;                          // set it whenever the request came by TLS
    SameSite same_site = SameSite::lax;
};

// The value of `name` in a Cookie field. nullopt when absent, and when it is there twice: one of
// them was planted by somebody else.
std::optional<std::string_view> find_cookie(std::string_view field, std::string_view name);

// The value of a Set-Cookie field. Throws Error internal when name or value could break it.
std::string to_set_cookie(const Cookie& cookie);

}  // namespace bihuan::http
