// The strict reading of a request head: bytes to request line, fields and framing.
//
// Anything that two programs could read differently is refused, never guessed. Pure: any thread.
#pragma once

#include "http/headers.h"
#include "http/limits.h"
#include "http/request.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace bihuan::http {

struct Refusal {
    int status = 400;
    std::string_view code;  // static: "bad_request", "uri_too_long", ...
};

// Finds the end of a head in a growing buffer; refuses early what can never become one.
class HeadScanner {
public:
    enum class State { more, complete, refused };
    State scan(std::string_view buffer, const Limits& limits);
    std::size_t begin() const { return begin_; }  // after at most one empty line
    std::size_t end() const { return at_; }       // behind the empty line that ends the head
    const Refusal& refusal() const { return refusal_; }
    void reset() { *this = HeadScanner{}; }

private:
    State refuse(int status, std::string_view code);
    State too_long(std::string_view buffer, const Limits& limits);

    std::size_t at_ = 0;          // bytes looked at
    std::size_t begin_ = 0;
    std::size_t line_ = 0;        // start of the line being read
    std::size_t lines_ = 0;
    Refusal refusal_;
};

struct Head {
    std::string_view method_text;  // into the buffer of the Headers
    std::string_view target;       // as sent
    std::string_view path;         // raw, of origin-form
    std::string_view query;        // raw, without '?'
    std::optional<Method> method;
    bool is_asterisk = false;      // OPTIONS *
    int minor_version = 1;
    bool keep_alive = true;
    bool is_chunked = false;
    bool expects_continue = false;
    std::optional<std::uint64_t> content_length;
};

// Parses the bytes that `headers.buffer()` holds. What was understood before a refusal (method,
// target, fields) stays in `head` and `headers` for the answer.
std::optional<Refusal> parse_head(Headers& headers, Head& head, const Limits& limits);

// host[:port] as in RFC 3986 without userinfo; no empty host.
bool is_valid_host(std::string_view host);
bool is_token(std::string_view text);          // RFC 9110 token, not empty
bool is_field_value(std::string_view text);    // visible, space, tab, obs-text
// Decimal digits only; nullopt when empty, signed, or beyond 63 bits.
std::optional<std::uint64_t> parse_length(std::string_view digits);

}  // namespace bihuan::http
