#include "kernel/id_floor.h"

#include <algorithm>

namespace bihuan {

namespace {

constexpr std::int64_t kMicrosPerMs = 1'000;

}  // namespace

std::string id_floor_ddl() {
    return "CREATE TABLE IF NOT EXISTS id_floor (one BIGINT PRIMARY KEY, ms BIGINT NOT NULL)";
}

std::int64_t raise_id_floor(db::Connection& db, EventSeq last) {
    std::int64_t before = 0;
    db.query("SELECT ms FROM id_floor WHERE one = 1", {}, [&](const db::Row& row) {
        before = row.integer(0);
        return false;
    });
    // An event's number is the instant of its run's clock, or one more than the last.
    const std::int64_t told = last ? kIdEpochMs + last.value / kMicrosPerMs : 0;
    const std::int64_t floor = std::max(told, before) + kIdLoanMs;
    db.execute("INSERT INTO id_floor (one, ms) VALUES (1, ?) "
               "ON CONFLICT (one) DO UPDATE SET ms = excluded.ms",
               {floor});
    return floor;
}

}  // namespace bihuan
