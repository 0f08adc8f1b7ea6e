// Which of the id makers' nodes this process is, while several write one database.
//
// Owned by Workspace; used inside its transactions, which never overlap. A node is a row that is
// leased: a process that dies leaves it to the next one when the lease is over.
#pragma once

#include "base/calendar_time.h"
#include "base/ids.h"
#include "db/database.h"

#include <atomic>
#include <string>

namespace bihuan {

inline constexpr std::int64_t kNodeLeaseMicros = 15 * kMicrosPerSecond;

class NodeLease {
public:
    explicit NodeLease(IdMaker& ids);

    static std::string store_ddl();
    // Makes sure that the node is this process's own, for as long as a transaction may last.
    // Throws Error(unavailable, "error.processes.too_many").
    void hold(db::WriteLease& lease, Instant now);
    void release(db::Connection& db);

private:
    void claim(db::Connection& db, Instant now);

    IdMaker& ids_;
    std::int64_t holder_;
    std::int64_t node_ = -1;
    std::atomic<std::int64_t> held_until_{0};  // as committed
};

}  // namespace bihuan
