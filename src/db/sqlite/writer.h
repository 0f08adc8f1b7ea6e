// The one writer: a thread that runs transaction functions and commits them in groups.
//
// Owned by SqliteDatabase. write() may be called from any thread but the writer's own. Each
// function runs in a savepoint; one commit, one fsync for the group; then its callers wake.
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "db/database.h"
#include "db/sqlite/connection.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace bihuan::db::sqlite {

// A group is closed by whichever comes first; both keep the first caller's wait short.
inline constexpr std::size_t kGroupCallsMax = 256;
inline constexpr int kGroupMicrosMax = 5'000;
// A function whose group another one ended runs again; it is not asked for more than this.
inline constexpr int kAttemptsMax = 3;

class Writer {
public:
    // `committed` hears the length of the log in pages, on the writer's thread.
    Writer(std::unique_ptr<SqliteConnection> connection, Log& log,
           std::function<void(int wal_pages)> committed);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void write(Lane lane, const WriteFn& fn);
    // Finishes what is queued and ends the thread; later calls of write() are refused.
    void stop();
    // The checkpointer asks that the few pages it left be copied between two groups, so that the
    // log can begin again at its start.
    void ask_to_finish_checkpoint() { finish_checkpoint_.store(true); }
    void mark_unhealthy(std::string_view why);

    bool is_healthy() const { return healthy_.load(); }
    Stats stats() const;

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;
    using Group = std::vector<CallPtr>;

    void loop();
    CallPtr take(bool& took_bulk, bool group_is_full);
    void run_group();
    void run_calls(Group& again, Group& done);
    bool run_one(Call& call);
    void ended_early(Group& again, Group& done);
    void commit(Group& done);
    void rollback();
    void fail(Group& calls, const Error& why);
    void finish(Group& calls);
    void fail_waiting();
    void finish_checkpoint();

    std::unique_ptr<SqliteConnection> connection_;
    Log& log_;
    std::function<void(int)> committed_;
    int wal_pages_ = 0;  // writer's thread

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<CallPtr> interactive_;
    std::deque<CallPtr> bulk_;
    bool stopping_ = false;
    bool idle_ = false;

    std::atomic<bool> healthy_{true};
    std::atomic<bool> finish_checkpoint_{false};
    std::atomic<std::int64_t> writes_{0};
    std::atomic<std::int64_t> groups_{0};
    std::thread thread_;  // last: it uses all the others
};

}  // namespace bihuan::db::sqlite
