// Host names as they stand in e-mail addresses and URLs.
//
// Owned by kernel/types. Pure: any thread.
#pragma once

#include <string_view>

namespace bihuan::types {

inline constexpr std::size_t kHostMax = 253;      // RFC 1035
inline constexpr std::size_t kHostLabelMax = 63;  // RFC 1035

// Labels of letters, digits, hyphens and international characters, separated by single dots.
bool is_host_name(std::string_view host);

}  // namespace bihuan::types
