#include "http/internal/shared.h"

#include "base/error.h"
#include "http/head.h"

#include <algorithm>
#include <fmt/core.h>
#include <openssl/rand.h>

namespace bihuan::http {

namespace {

Response plain_problem(int status, std::string_view code) {
    return make_response(status, "application/problem+json",
                         fmt::format(R"({{"type":"about:blank","title":"{}","status":{},)"
                                     R"("code":"{}"}})",
                                     reason_phrase(status), status, code));
}

std::string random_prefix() {
    std::uint32_t number = 0;
    RAND_bytes(reinterpret_cast<unsigned char*>(&number), sizeof number);
    return fmt::format("{:08x}-", number);
}

}  // namespace

Shared::Shared(ServerOptions options_in, Router router_in, const Clock& clock_in, Log& log_in)
    : options(std::move(options_in)),
      router(std::move(router_in)),
      clock(clock_in),
      log(log_in),
      id_prefix(random_prefix()) {
    for (const std::string& text : options.trusted_proxies) {
        auto network = parse_network(text);
        if (!network) throw Error(Code::invalid, "error.http.bad_proxy", {{"value", text}});
        trusted.push_back(*network);
    }
    for (const auto& [name, value] : options.default_headers) {
        ResponseHeaders checked;
        checked.add(name, value);
        default_headers.push_back({name, checked.block()});
    }
}

bool Shared::is_limited(const std::optional<Address>& peer) const {
    if (!peer || (peer->is_loopback() && !options.limit_loopback)) return false;
    return std::none_of(trusted.begin(), trusted.end(),
                        [&](const Network& network) { return network.contains(*peer); });
}

std::shared_ptr<asio::ssl::context> Shared::tls() const {
    const std::lock_guard lock(tls_mutex_);
    return tls_;
}

void Shared::set_tls(std::shared_ptr<asio::ssl::context> context) {
    const std::lock_guard lock(tls_mutex_);
    tls_ = std::move(context);
}

bool Shared::admit(const std::optional<Address>& peer) {
    if (open.fetch_add(1) >= options.limits.connections) {
        open.fetch_sub(1);
        refused.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    if (is_limited(peer)) {
        std::lock_guard lock(addresses_mutex_);
        std::size_t& count = addresses_[peer->subscriber()];
        if (count >= options.limits.connections_per_address) {
            open.fetch_sub(1);
            refused.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        ++count;
    }
    accepted.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void Shared::leave(const std::optional<Address>& peer) {
    if (is_limited(peer)) {
        std::lock_guard lock(addresses_mutex_);
        auto entry = addresses_.find(peer->subscriber());
        if (entry != addresses_.end() && --entry->second == 0) addresses_.erase(entry);
    }
    open.fetch_sub(1);
}

Response Shared::present(int status, std::string_view code, const RequestLine& line) const {
    if (options.on_error) {
        try {
            return options.on_error(status, code, line);
        } catch (const std::exception& error) {
            log.error("http.on_error_failed", {{"what", error.what()}});
        }
    }
    return plain_problem(status, code);
}

}  // namespace bihuan::http
