// Passwords, tokens and hashes, on libsodium.
//
// Pure functions apart from the system's random source: any thread. hash_password and
// verify_password take tens of milliseconds and 19 MiB each: bound how many run at once.
#pragma once

#include <string>
#include <string_view>

namespace bihuan {

// OWASP's argon2id setting for interactive log-in: 19 MiB, two passes, one lane.
inline constexpr std::size_t kPasswordMemoryBytes = 19U * 1024 * 1024;
inline constexpr unsigned kPasswordPasses = 2;
inline constexpr std::size_t kTokenBytes = 32;

// Argon2id with its own salt and settings in the text ("$argon2id$..."). Throws Error(unavailable)
// when the memory is not there.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view hash, std::string_view password);
// True when `hash` was made with other settings than today's: hash again at the next log-in.
bool needs_rehash(std::string_view hash);

std::string random_bytes(std::size_t size_bytes);
std::string random_token();  // 32 random bytes as base64url, 43 characters

// 32 bytes each, not text: use to_hex or to_base64url.
std::string sha256(std::string_view bytes);
std::string blake2b(std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// Takes the same time wherever the two differ. Different sizes are never equal.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace bihuan
