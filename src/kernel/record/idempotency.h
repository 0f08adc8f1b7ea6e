// Idempotency-Key on every write: per user, kept 24 hours, stored in the same transaction.
#pragma once

#include "kernel/tx.h"

#include <optional>
#include <string>
#include <string_view>

namespace bihuan::record {

inline constexpr std::int64_t kIdempotencyMicros = kMicrosPerDay;
inline constexpr std::size_t kIdempotencyKeyMax = 255;

struct Remembered { int status = 0; std::string body; };

// What was answered to this key before; Error(invalid) when the body hash differs.
std::optional<Remembered> recall(Tx& tx, std::string_view key, std::string_view request_hash);
void remember(Tx& tx, std::string_view key, std::string_view request_hash,
              const Remembered& answer);

}  // namespace bihuan::record
