// The HTTP/1.1 server: strict, bounded, one I/O loop per core, handlers on a worker pool.
//
// Owned by app. start, stop and the destructor belong to one thread; counters() and
// reload_tls() to any.
#pragma once

#include "base/calendar_time.h"
#include "base/log.h"
#include "http/limits.h"
#include "http/router.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bihuan::http {

struct TlsOptions {
    std::string certificate_file;  // PEM, the chain
    std::string key_file;          // PEM
};

// One line of the access log, and what metrics count. Views are valid during the call.
struct Access {
    std::string_view method;
    std::string_view path;
    std::string_view pattern;  // of the route; empty when none matched
    std::string_view peer;
    std::string_view request_id;
    int status = 0;
    std::uint64_t request_bytes = 0;   // of the body
    std::uint64_t response_bytes = 0;  // head and body
    std::int64_t micros = 0;           // from the whole head read to the last byte given away
};

// Presents refusals made below any handler. `code` is a word of kErrorCodes, so that every one can
// have its sentence; runs on an I/O thread or a worker, must not block.
inline constexpr std::string_view kErrorCodes[] = {
    "bad_chunk", "bad_content_length", "bad_expectation", "bad_header", "bad_host",
    "bad_line_end", "bad_path", "bad_query", "bad_request_line", "bad_target", "bad_trailer",
    "bad_transfer_encoding", "body_too_large", "chunk_extension_too_large", "headers_too_large",
    "internal", "method_not_allowed", "method_not_known", "not_found", "obsolete_line_folding",
    "overloaded", "repeated_header", "request_timeout", "storage_full", "trailers_too_large",
    "uri_too_long", "version_not_supported",
};
using ErrorPresenter =
    std::function<Response(int status, std::string_view code, const RequestLine& line)>;

struct ServerOptions {
    std::optional<std::string> address = "127.0.0.1";  // nullopt: no TCP
    std::uint16_t port = 8080;                         // 0: any free one, see Server::port
    std::string unix_socket;                           // empty: none; made with mode 0600
    std::size_t loops = 0;                             // 0: one per core
    Limits limits;
    bool limit_loopback = false;                // per-address limit for 127.0.0.0/8 and ::1 too
    std::vector<std::string> trusted_proxies;   // addresses or CIDR, for X-Forwarded-*
    std::string spool_folder = "/tmp";          // for large uploads
    std::optional<TlsOptions> tls;
    std::vector<std::pair<std::string, std::string>> default_headers;  // unless a handler set them
    ErrorPresenter on_error;                    // absent: a short problem+json in English
    std::function<void(const Access&)> on_access;  // on I/O threads, must not block
};

struct Counters {
    std::uint64_t connections_open = 0;
    std::uint64_t connections_accepted = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t requests = 0;
    std::uint64_t requests_queued = 0;   // waiting for a worker now
    std::uint64_t workers_busy = 0;
    std::uint64_t event_streams_open = 0;
    std::uint64_t timeouts = 0;
};

class Server {
public:
    // `clock` and `log` must outlive the server.
    Server(ServerOptions options, Router router, const Clock& clock, Log& log);
    // Stops at once if still running; waits for handlers that are still inside business code.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Binds and serves. Throws Error unavailable when the address or the socket is in use.
    void start();
    // Reads certificate and key again, for connections that begin from now on. Any thread. Throws
    // Error invalid when they cannot be read or do not fit together; those of before stay then.
    void reload_tls();
    std::uint16_t port() const;
    // Accepts no more, finishes running requests, closes idle connections and event streams; after
    // `timeout` the rest is cut. True when everything had finished by itself. It returns half a
    // second after the timeout at the latest; handlers that are still inside business code then
    // keep only the destructor waiting.
    bool stop(milliseconds timeout);
    Counters counters() const;
    const Router& router() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bihuan::http
