// The one writer: a thread that runs transaction functions and commits them in groups.
//
// Owned by SqliteDatabase. write() may be called from any thread but the writer's own. One commit
// and one sync for a group; then its callers wake. A function that fails is undone alone, and the
// others of its group may run again for that.
#pragma once

#include "base/error.h"
#include "base/log.h"
#include "db/database.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/syncer.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace bihuan::db::sqlite {

// A group is closed by whichever comes first; both keep the first caller's wait short. Groups of
// some forty saves share most of the pages that each of them would write alone.
inline constexpr std::size_t kGroupCallsMax = 256;
inline constexpr int kGroupMicrosMax = 12'000;
// A function whose group another one ended runs again; it is not asked for more than this.
inline constexpr int kAttemptsMax = 3;

// How long the log may become, in pages of 4 KiB. Every page that a reader misses is looked up in
// the part that is not copied yet, and after a crash all of it is read.
struct LogLimits {
    // 128 MiB: bulk calls wait from here on until the log begins again at its start.
    int hold_pages = 32'000;
    // At the most so long before each of them: a reader of the past, who keeps the log from
    // beginning again, makes an import slow but does not stop it.
    int hold_ms = 2'000;
    // 1 GiB: the writer copies the log itself, whoever waits, before the disk is full.
    int max_pages = 256 * 1'024;
};

class Writer {
public:
    // `committed` hears the length of the log in pages, on the writer's thread.
    Writer(std::unique_ptr<SqliteConnection> connection, Log& log,
           std::function<void(int wal_pages)> committed, const LogLimits& limits = {});
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void write(Lane lane, const WriteFn& fn);
    // Finishes what is queued and ends the thread; later calls of write() are refused.
    void stop();
    // The checkpointer, having copied so many pages of the log, asks that the few it left be copied
    // between two groups, so that the log can begin again at its start. Not done when they have
    // become many: whoever writes would wait for that.
    void ask_to_finish_checkpoint(int copied_pages);
    // Bulk calls wait for the checkpointer.
    bool holds_bulk() const;
    // The checkpointer copied all it may: bulk calls need not wait for it.
    void let_bulk_go();
    void mark_unhealthy(std::string_view why);

    bool is_healthy() const { return healthy_.load(); }
    Stats stats() const;

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;
    using Group = std::vector<CallPtr>;

    void loop();
    bool wait_for_calls();
    bool may_take_bulk() const;
    CallPtr take(bool& took_bulk, bool group_is_full);
    bool run_group();
    void run_calls(Group& again, Group& done);
    bool run_one(Call& call);
    void ended_early(Group& again, Group& done);
    void commit(Group& done);
    void settle(Group& done);
    void rollback();
    void fail(Group& calls, const Error& why);
    void finish(Group& calls);
    void fail_waiting();
    void tidy_search_index();
    bool copy_log();
    void finish_checkpoint();
    void watch_log();

    std::unique_ptr<SqliteConnection> connection_;
    LogFile log_file_;
    Log& log_;
    std::function<void(int)> committed_;
    const LogLimits limits_;
    int wal_pages_ = 0;    // these three: writer's thread
    int tried_pages_ = 0;  // length of the log when the writer last copied it
    bool is_careful_ = false;     // a call of this group failed after it had written
    bool is_index_loose_ = true;  // the search index may have parts to be merged

    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<CallPtr> interactive_;
    std::deque<CallPtr> bulk_;
    bool stopping_ = false;
    bool idle_ = false;
    bool finish_checkpoint_ = false;
    int copied_pages_ = 0;  // when that was asked
    bool holds_bulk_ = false;
    int log_pages_ = 0;
    int hold_from_;
    std::chrono::steady_clock::time_point bulk_ran_;  // the last time one did

    std::atomic<bool> healthy_{true};
    std::atomic<std::int64_t> writes_{0};
    std::atomic<std::int64_t> groups_{0};
    Syncer syncer_;
    std::thread thread_;  // last: it uses all the others
};

}  // namespace bihuan::db::sqlite
