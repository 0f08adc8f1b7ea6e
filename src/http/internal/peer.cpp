#include "http/internal/peer.h"

#include "http/head.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

namespace bihuan::http {

namespace {

constexpr std::array<std::uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_trusted(const Address& address, const std::vector<Network>& trusted) {
    return std::any_of(trusted.begin(), trusted.end(),
                       [&](const Network& network) { return network.contains(address); });
}

}  // namespace

bool Address::is_v4() const {
    return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes.begin());
}

bool Address::is_loopback() const {
    if (is_v4()) return bytes[12] == 127;
    std::array<std::uint8_t, 16> one{};
    one[15] = 1;
    return bytes == one;
}

std::array<std::uint8_t, 16> Address::subscriber() const {
    std::array<std::uint8_t, 16> key = bytes;
    if (!is_v4()) std::fill(key.begin() + 8, key.end(), std::uint8_t{0});
    return key;
}

std::optional<Address> parse_address(std::string_view text) {
    std::string copy(text);
    Address address;
    in_addr v4{};
    if (::inet_pton(AF_INET, copy.c_str(), &v4) == 1) {
        std::copy(kV4Prefix.begin(), kV4Prefix.end(), address.bytes.begin());
        std::memcpy(address.bytes.data() + 12, &v4, 4);
        return address;
    }
    if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
    return std::nullopt;
}

std::string to_text(const Address& address) {
    char text[INET6_ADDRSTRLEN] = {};
    if (address.is_v4()) {
        ::inet_ntop(AF_INET, address.bytes.data() + 12, text, sizeof text);
    } else {
        ::inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
    }
    return text;
}

bool Network::contains(const Address& other) const {
    unsigned whole = bits / 8;
    if (std::memcmp(address.bytes.data(), other.bytes.data(), whole) != 0) return false;
    unsigned rest = bits % 8;
    if (rest == 0) return true;
    auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
    return (address.bytes[whole] & mask) == (other.bytes[whole] & mask);
}

std::optional<Network> parse_network(std::string_view text) {
    std::size_t slash = text.find('/');
    auto address = parse_address(text.substr(0, slash));
    if (!address) return std::nullopt;
    Network network{*address, 128};
    if (slash == std::string_view::npos) return network;
    auto bits = parse_length(text.substr(slash + 1));
    bool v4 = address->is_v4() && text.substr(0, slash).find(':') == std::string_view::npos;
    if (!bits || *bits > (v4 ? 32U : 128U)) return std::nullopt;
    network.bits = static_cast<unsigned>(*bits) + (v4 ? 96U : 0U);
    return network;
}

Address client_address(const Address& direct, std::string_view forwarded_for,
                       const std::vector<Network>& trusted) {
    Address current = direct;
    while (is_trusted(current, trusted) && !forwarded_for.empty()) {
        std::size_t comma = forwarded_for.rfind(',');
        std::size_t start = comma == std::string_view::npos ? 0 : comma + 1;
        std::string_view last = forwarded_for.substr(start);
        forwarded_for = forwarded_for.substr(0, start == 0 ? 0 : start - 1);
        while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
        while (!last.empty() && last.back() == ' ') last.remove_suffix(1);
        auto address = parse_address(last);
        if (!address) break;
        current = *address;
    }
    return current;
}

}  // namespace bihuan::http
