// The pool of reading connections.
//
// Owned by PostgresDatabase and outlives every lease. lend() may be called from any thread; a lease
// belongs to the thread that uses it.
#pragma once

#include "db/database.h"
#include "db/postgres/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace bihuan::db::postgres {

// Longer than any request should read; who waits this long hears that the system is busy.
inline constexpr int kLeaseWaitMs = 5'000;

class Readers {
public:
    Readers(std::shared_ptr<const Libpq> pq, std::string url, int count_max);

    // Opens a read transaction: one snapshot, taken by its first query and sent along with it.
    // Throws Error(unavailable, "error.db.busy") when all connections stay out for kLeaseWaitMs.
    std::unique_ptr<ReadLease> lend(int wait_ms = kLeaseWaitMs);

private:
    class Lease;
    std::unique_ptr<PostgresConnection> take(int wait_ms);
    void give_back(std::unique_ptr<PostgresConnection> connection);

    std::shared_ptr<const Libpq> pq_;
    std::string url_;
    int count_max_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<PostgresConnection>> free_;  // the last one was used last
    int opened_ = 0;
};

}  // namespace bihuan::db::postgres
