// The one writer of this process: a thread that runs transaction functions in groups.
//
// Owned by PostgresDatabase. write() may be called from any thread but the writer's own. Before a
// group it takes the turn, a row that all processes lock, so that no two transactions of the
// company overlap; each function runs in a savepoint; one commit for the group; then its callers
// wake. What was lost to the server (a deadlock, a lock not got in time, a connection) runs again.
#pragma once

#include "base/log.h"
#include "db/database.h"
#include "db/postgres/connection.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace bihuan::db::postgres {

// A group is closed by whichever comes first. The server remembers 64 savepoints cheaply; other
// processes wait for the turn.
inline constexpr std::size_t kGroupCallsMax = 60;
inline constexpr int kGroupMicrosMax = 20'000;  // some ten answers of the server for each call
inline constexpr int kAttemptsMax = 8;
inline constexpr int kBackOffMs = 5;          // before the second attempt; doubles
inline constexpr int kBackOffMaxMs = 1'000;

class Writer {
public:
    Writer(std::shared_ptr<const Libpq> pq, std::string url, bool durable, Log& log);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void write(Lane lane, const WriteFn& fn);
    // Finishes what is queued and ends the thread; later calls of write() are refused.
    void stop();
    Stats stats() const;

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;
    using Group = std::vector<CallPtr>;
    enum class Ran { well, badly, again };
    enum class Outcome { done, again };

    void loop();
    CallPtr take(bool& took_bulk, bool group_is_full);
    void run_group();
    Outcome try_group(Group& group, bool& took_bulk);
    void begin();
    Ran run_one(Call& call);
    bool undo_one();
    Outcome commit(Group& group);
    Outcome resolve(Group& group, const Error& lost);
    void rollback();
    void prune(Group& group);
    void fail(Group& calls, const Error& why);
    void finish(Group& calls);

    std::shared_ptr<const Libpq> pq_;
    std::string url_;
    bool durable_;
    Log& log_;
    std::int64_t self_;                              // this process among the holders of the turn
    std::unique_ptr<PostgresConnection> connection_;  // these four: the writer's thread
    std::int64_t turn_ = 0;
    bool others_wrote_ = false;
    std::exception_ptr trouble_;                     // why the group runs again

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<CallPtr> interactive_;
    std::deque<CallPtr> bulk_;
    bool stopping_ = false;

    std::atomic<std::int64_t> writes_{0};
    std::atomic<std::int64_t> groups_{0};
    std::thread thread_;  // last: it uses all the others
};

}  // namespace bihuan::db::postgres
