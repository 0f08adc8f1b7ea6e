// Addresses of clients: networks of trusted proxies, and who really asks behind them.
//
// Internal to http/. Plain values and pure functions: any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::http {

// IPv4 addresses are held in their IPv6-mapped form, so that there is one kind.
struct Address {
    std::array<std::uint8_t, 16> bytes{};

    bool is_v4() const;
    bool is_loopback() const;
    // What one subscriber has: the address itself for IPv4, the /64 for IPv6.
    std::array<std::uint8_t, 16> subscriber() const;
    friend bool operator==(const Address&, const Address&) = default;
};

std::optional<Address> parse_address(std::string_view text);
std::string to_text(const Address& address);

struct Network {
    Address address;
    unsigned bits = 128;
    bool contains(const Address& other) const;
};

// "10.0.0.0/8", "::1", "192.168.1.7"; nullopt when malformed.
std::optional<Network> parse_network(std::string_view text);

// The last address of X-Forwarded-For that is not one of our own proxies; `direct` when the
// connection itself does not come from a trusted proxy or the field is not to be understood.
Address client_address(const Address& direct, std::string_view forwarded_for,
                       const std::vector<Network>& trusted);

}  // namespace bihuan::http
