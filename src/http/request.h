// One request as a handler sees it: checked, decoded, complete with its body.
//
// Owned by the connection; valid until its answer has been sent, streamed answers included.
// Used by one thread at a time (the worker that runs the handler).
#pragma once

#include "http/headers.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bihuan::http {

enum class Method { get, head, post, put, patch, del, options };
inline constexpr std::size_t kMethodCount = 7;

std::string_view to_text(Method method);  // "GET"
std::optional<Method> parse_method(std::string_view text);

// What is known of a request when it is refused before any handler: for `on_error`, for logs.
struct RequestLine {
    std::string_view method;           // may be empty when not even that could be read
    std::string_view target;
    std::string_view accept_language;
    std::string_view request_id;
};

using Parameter = std::pair<std::string, std::string>;

// Splits and decodes "a=1&b=%E5%95%86+x" ('+' is a space). nullopt: bad escape, broken UTF-8,
// NUL, or more than `max_parameters`.
std::optional<std::vector<Parameter>> parse_query(std::string_view query,
                                                  std::size_t max_parameters);
// Strict percent-decoding of one component. nullopt: bad escape, broken UTF-8 or NUL.
std::optional<std::string> percent_decode(std::string_view text);
std::string percent_encode(std::string_view text);  // all but unreserved characters

// Where a body is read from: memory or a temporary file. One thread at a time.
class BodySource {
public:
    virtual ~BodySource() = default;
    virtual std::uint64_t size() const = 0;
    // Up to out.size() bytes from `offset`; 0 at the end. Throws Error internal when unreadable.
    virtual std::size_t read(std::uint64_t offset, std::span<char> out) const = 0;
};

// A large body in a temporary file without a name: it vanishes with this object.
class SpooledBody final : public BodySource {
public:
    // Opens an unnamed file in `folder`; throws Error unavailable when that fails.
    explicit SpooledBody(const std::string& folder);
    ~SpooledBody() override;
    SpooledBody(const SpooledBody&) = delete;
    SpooledBody& operator=(const SpooledBody&) = delete;

    // False when the disk is full or fails.
    bool append(std::string_view bytes);
    std::uint64_t size() const override { return size_; }
    std::size_t read(std::uint64_t offset, std::span<char> out) const override;

private:
    int fd_ = -1;
    std::uint64_t size_ = 0;
};

struct Request {
    Method method = Method::get;
    std::string path;            // decoded, begins with '/'
    std::string query;           // raw, without '?'
    Headers headers;
    std::string body;            // empty when the body was spooled
    std::unique_ptr<SpooledBody> spooled;
    std::string peer;            // address of the client; "unix" on the local socket
    std::string id;              // unique in this server; sent back as X-Request-Id
    bool is_tls = false;         // TLS here, or at a trusted proxy
    bool is_local_socket = false;

    std::optional<std::string_view> header(std::string_view name) const;
    // Decoded query parameters; the server has checked them before the handler runs.
    const std::vector<Parameter>& parameters() const;
    std::optional<std::string_view> parameter(std::string_view name) const;  // the first
    // Path parameters by the name in the pattern; throws Error internal when there is none.
    std::string_view path_parameter(std::string_view name) const;
    // A cookie by name; nullopt when absent or named twice (somebody planted one).
    std::optional<std::string_view> cookie(std::string_view name) const;
    std::string_view pattern() const { return pattern_; }  // of the route, for logs and metrics
    // The body wherever it is. The source refers to this request.
    std::unique_ptr<BodySource> body_source() const;

    // For the server and for tests.
    void reset();
    void set_parameters(std::vector<Parameter> parameters);
    void set_path_parameter(std::string_view name, std::string value);
    void set_pattern(std::string_view pattern) { pattern_ = pattern; }

private:
    std::string_view pattern_;
    std::vector<Parameter> parameters_;
    std::vector<std::pair<std::string_view, std::string>> path_parameters_;
};

}  // namespace bihuan::http
