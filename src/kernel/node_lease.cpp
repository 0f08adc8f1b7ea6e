#include "kernel/node_lease.h"

#include "base/error.h"

#include <random>

namespace bihuan {

namespace {

constexpr std::int64_t kNodes = std::int64_t{1} << kIdNodeBits;
// Renewed when a third of it is gone, so that no transaction outlives it.
constexpr std::int64_t kRenewMicros = kNodeLeaseMicros / 3;

std::int64_t random_holder() {
    std::random_device device;
    return static_cast<std::int64_t>((std::uint64_t{device()} << 31) | device()) + 1;
}

}  // namespace

NodeLease::NodeLease(IdMaker& ids) : ids_(ids), holder_(random_holder()) {}

std::string NodeLease::store_ddl() {
    return "CREATE TABLE IF NOT EXISTS process_node (node BIGINT PRIMARY KEY, "
           "holder BIGINT NOT NULL, held_until BIGINT NOT NULL)";
}

void NodeLease::hold(db::WriteLease& lease, Instant now) {
    const std::int64_t left = held_until_.load() - now.micros;
    if (node_ >= 0 && left > kNodeLeaseMicros - kRenewMicros && left <= kNodeLeaseMicros) return;
    const std::int64_t until = now.micros + kNodeLeaseMicros;
    db::Connection& db = lease.connection();
    const bool is_mine =
        node_ >= 0 && db.execute("UPDATE process_node SET held_until = ? "
                                 "WHERE node = ? AND holder = ?", {until, node_, holder_}) > 0;
    if (!is_mine) claim(db, now);
    lease.after_commit([this, until] { held_until_.store(until); });
}

// The node that was free for the longest time, one never used before all.
void NodeLease::claim(db::Connection& db, Instant now) {
    std::int64_t best = -1;
    std::int64_t known = 0;  // a bit for each node with a row
    db.query("SELECT node, held_until FROM process_node ORDER BY held_until, node", {},
             [&](const db::Row& row) {
                 known |= std::int64_t{1} << row.integer(0);
                 const std::int64_t until = row.integer(1);
                 // Further away than any lease: the clock was set back, the holder is long gone.
                 const bool is_free =
                     until <= now.micros || until > now.micros + kNodeLeaseMicros;
                 if (best < 0 && is_free) best = row.integer(0);
                 return true;
             });
    for (std::int64_t node = kNodes; node-- > 0;) {
        if ((known >> node & 1) == 0) best = node;
    }
    if (best < 0) throw Error(Code::unavailable, "error.processes.too_many",
                              {{"max", std::to_string(kNodes)}});
    db.post("INSERT INTO process_node (node, holder, held_until) VALUES (?, ?, ?) "
            "ON CONFLICT (node) DO UPDATE SET holder = excluded.holder, "
            "held_until = excluded.held_until",
            {best, holder_, now.micros + kNodeLeaseMicros});
    node_ = best;
    ids_.use_node(static_cast<int>(best));
}

void NodeLease::release(db::Connection& db) {
    db.post("UPDATE process_node SET held_until = 0 WHERE node = ? AND holder = ?",
            {node_, holder_});
}

}  // namespace bihuan
