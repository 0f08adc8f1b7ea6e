// The pool of reading connections.
//
// Owned by SqliteDatabase and outlives every lease. lend() may be called from any thread; a lease
// belongs to the thread that uses it.
#pragma once

#include "db/database.h"
#include "db/sqlite/connection.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace bihuan::db::sqlite {

// Longer than any request should read; who waits this long hears that the system is busy.
inline constexpr int kLeaseWaitMs = 5'000;

class Readers {
public:
    Readers(std::string file, int count_max, int cache_kib);

    // Opens a read transaction; its snapshot is taken by the first query. Throws
    // Error(unavailable, "error.db.busy") when all connections stay out for kLeaseWaitMs.
    std::unique_ptr<ReadLease> lend(int wait_ms = kLeaseWaitMs);

private:
    class Lease;
    std::unique_ptr<SqliteConnection> take(int wait_ms);
    void give_back(std::unique_ptr<SqliteConnection> connection);

    std::string file_;
    int count_max_;
    int cache_kib_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<SqliteConnection>> free_;  // the last one has the warmest cache
    int opened_ = 0;
};

}  // namespace bihuan::db::sqlite
