// What all connections of one Server share.
//
// Internal to http/. Read-only after start but for the counters and the table of addresses.
#pragma once

#include "base/log.h"
#include "http/internal/asio.h"
#include "http/internal/peer.h"
#include "http/internal/worker_pool.h"
#include "http/server.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::http {

struct DefaultHeader {
    std::string name;
    std::string line;  // "name: value\r\n"
};

struct Shared {
    Shared(ServerOptions options_in, Router router_in, const Clock& clock_in, Log& log_in);

    ServerOptions options;
    Router router;
    const Clock& clock;
    Log& log;
    std::vector<Network> trusted;
    std::vector<DefaultHeader> default_headers;
    std::unique_ptr<WorkerPool> pool;
    std::string id_prefix;  // differs from start to start

    std::atomic<bool> draining{false};
    std::atomic<std::uint64_t> next_id{1};
    std::atomic<std::uint64_t> open{0};
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> event_streams{0};
    std::atomic<std::uint64_t> timeouts{0};

    // Counts a new connection in; false when there are too many, in all or from this address.
    bool admit(const std::optional<Address>& peer);
    void leave(const std::optional<Address>& peer);
    // The certificate for new connections; those that stand keep theirs. Null: no TLS.
    std::shared_ptr<asio::ssl::context> tls() const;
    void set_tls(std::shared_ptr<asio::ssl::context> context);
    Response present(int status, std::string_view code, const RequestLine& line) const;

private:
    bool is_limited(const std::optional<Address>& peer) const;

    mutable std::mutex tls_mutex_;
    std::shared_ptr<asio::ssl::context> tls_;
    std::mutex addresses_mutex_;
    std::map<std::array<std::uint8_t, 16>, std::size_t> addresses_;
};

}  // namespace bihuan::http
