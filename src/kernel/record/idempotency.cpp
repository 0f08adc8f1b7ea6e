#include "kernel/record/idempotency.h"

#include "base/error.h"

namespace bihuan::record {

namespace {

void check_key(std::string_view key) {
    if (!key.empty() && key.size() <= kIdempotencyKeyMax) return;
    throw Error(Code::invalid, "error.idempotency.key",
                {{"max", std::to_string(kIdempotencyKeyMax)}});
}

// By the real time, so that a back-dated write does not forget its key at once.
std::int64_t oldest(const Tx& tx) { return tx.recorded_at().micros - kIdempotencyMicros; }

}  // namespace

std::optional<Remembered> recall(Tx& tx, std::string_view key, std::string_view request_hash) {
    check_key(key);
    std::optional<Remembered> held;
    bool differs = false;
    tx.db().query("SELECT request_hash, status, body FROM idempotency "
                  "WHERE actor = ? AND key = ? AND at > ?",
                  {tx.actor().user.value, key, oldest(tx)}, [&](const db::Row& row) {
                      differs = row.text(0) != request_hash;
                      held = Remembered{static_cast<int>(row.integer(1)),
                                        std::string(row.text(2))};
                      return false;
                  });
    if (differs) throw Error(Code::invalid, "error.idempotency.body");
    return held;
}

void remember(Tx& tx, std::string_view key, std::string_view request_hash,
              const Remembered& answer) {
    check_key(key);
    // Yesterday's keys go as today's come, so the table stays a day long without a timer.
    tx.db().post("DELETE FROM idempotency WHERE at <= ?", {oldest(tx)});
    tx.db().post("INSERT INTO idempotency (actor, key, request_hash, status, body, at) "
                 "VALUES (?, ?, ?, ?, ?, ?)",
                 {tx.actor().user.value, key, request_hash, std::int64_t{answer.status},
                  std::string_view(answer.body), tx.recorded_at().micros});
}

}  // namespace bihuan::record
