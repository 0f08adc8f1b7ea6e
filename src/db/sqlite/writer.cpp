#include "db/sqlite/writer.h"

#include "db/sqlite/failure.h"

#include <chrono>
#include <exception>
#include <utility>

namespace bihuan::db::sqlite {

namespace {

// A page of a list is read in less.
constexpr int kReadersWaitMs = 10;
// Nobody writes for so long: time to merge some parts of the search index, which every search
// looks into one by one. At most so many pages at once, so that a call waits some 20 ms.
constexpr int kIdleMs = 500;
constexpr const char* kMergeSearchIndex =
    "INSERT INTO search_index(search_index, rank) VALUES('merge', 128)";
// FTS5 counts one change for the command itself.
constexpr std::int64_t kMergedChanges = 2;
// Copied and synced by the writer in some milliseconds.
constexpr int kFinishPages = 1'500;
// Written by bulk calls, once let go, before they are held back again.
constexpr int kBulkRunPages = 4'000;

}  // namespace

struct Writer::Call final : public WriteLease {
    Call(const WriteFn& function, Lane in) : fn(&function), lane(in) {}

    Connection& connection() override { return *open; }
    void after_commit(std::function<void()> effect) override {
        effects.push_back(std::move(effect));
    }
    // Not std::atomic::wait: it yields in a loop before it sleeps, which with many callers costs
    // the writer its turn on the processor.
    void wait() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return done; });
    }
    void wake() {
        {
            const std::lock_guard lock(mutex);
            done = true;
        }
        changed.notify_one();  // the shared_ptr keeps this alive when the caller is gone already
    }

    const WriteFn* fn;  // lives on the stack of the caller, who waits
    Lane lane;
    SqliteConnection* open = nullptr;
    std::vector<std::function<void()>> effects;
    std::exception_ptr failure;
    int attempts = 0;
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
};

Writer::Writer(std::unique_ptr<SqliteConnection> connection, Log& log,
               std::function<void(int)> committed, const LogLimits& limits)
    : connection_(std::move(connection)), log_file_(connection_->handle()), log_(log),
      committed_(std::move(committed)), limits_(limits), hold_from_(limits.hold_pages) {
    sqlite3_wal_hook(
        connection_->handle(),
        [](void* self, sqlite3*, const char*, int pages) {
            static_cast<Writer*>(self)->wal_pages_ = pages;
            return SQLITE_OK;
        },
        this);
    thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
    stop();
    // After a failed fsync nothing may touch the files again: the next start recovers.
    if (!is_healthy()) connection_->keep_log_on_close();
}

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    if (thread_.joinable()) thread_.join();
    syncer_.stop();
}

void Writer::write(Lane lane, const WriteFn& fn) {
    if (std::this_thread::get_id() == thread_.get_id()) {
        throw Error(Code::internal, "error.internal").because("write() inside write()");
    }
    if (!is_healthy()) throw storage_error("an earlier write failed");
    const auto call = std::make_shared<Call>(fn, lane);
    bool wake_writer = false;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) throw Error(Code::unavailable, "error.stopping");
        (lane == Lane::interactive ? interactive_ : bulk_).push_back(call);
        wake_writer = std::exchange(idle_, false);
    }
    if (wake_writer) arrived_.notify_one();
    call->wait();
    // Taken along, so that the writer's thread does not let go of what is still being read here.
    if (call->failure) std::rethrow_exception(std::exchange(call->failure, nullptr));
    for (const auto& effect : call->effects) effect();
}

void Writer::loop() {
    while (wait_for_calls()) {
        if (is_healthy()) {
            if (run_group()) is_index_loose_ = true;
            else tidy_search_index();
            finish_checkpoint();
        }
        if (!is_healthy()) fail_waiting();
    }
}

// False when the thread is to end. Returns without a call when there is something to do instead.
bool Writer::wait_for_calls() {
    std::unique_lock lock(mutex_);
    for (;;) {
        if (!interactive_.empty() || finish_checkpoint_) break;
        if (!bulk_.empty() && may_take_bulk()) break;
        if (stopping_ && bulk_.empty()) return false;
        idle_ = true;
        if (bulk_.empty() && is_index_loose_) {
            const bool is_quiet = arrived_.wait_for(lock, std::chrono::milliseconds(kIdleMs)) ==
                                  std::cv_status::timeout;
            if (is_quiet && interactive_.empty() && bulk_.empty() && !stopping_) break;
        } else if (bulk_.empty()) {
            arrived_.wait(lock);
        } else {
            arrived_.wait_until(lock, bulk_ran_ + std::chrono::milliseconds(limits_.hold_ms));
        }
    }
    idle_ = false;
    return true;
}

bool Writer::may_take_bulk() const {
    if (!holds_bulk_ || stopping_ || !is_healthy()) return true;
    return std::chrono::steady_clock::now() - bulk_ran_ >=
           std::chrono::milliseconds(limits_.hold_ms);
}

// The next call of this group: interactive ones first, then one bulk chunk at the most, which a
// stream of interactive ones may not starve.
Writer::CallPtr Writer::take(bool& took_bulk, bool group_is_full) {
    const std::lock_guard lock(mutex_);
    if (took_bulk) return nullptr;
    std::deque<CallPtr>& lane = !group_is_full && !interactive_.empty() ? interactive_ : bulk_;
    if (lane.empty()) return nullptr;
    if (&lane == &bulk_) {
        if (!may_take_bulk()) return nullptr;
        took_bulk = true;
        bulk_ran_ = std::chrono::steady_clock::now();
    }
    CallPtr call = std::move(lane.front());
    lane.pop_front();
    return call;
}

// False when nobody called.
bool Writer::run_group() {
    Group again;  // ran already, in a transaction that another one ended
    Group done;
    const auto began = std::chrono::steady_clock::now();
    const auto is_full = [&] {
        return done.size() >= kGroupCallsMax ||
               std::chrono::steady_clock::now() - began >=
                   std::chrono::microseconds(kGroupMicrosMax);
    };
    is_careful_ = false;
    bool took_bulk = false;
    bool called = false;
    while (CallPtr call = take(took_bulk, is_full())) {
        called = true;
        again.push_back(std::move(call));
        run_calls(again, done);
        if (!is_healthy()) break;
    }
    if (!done.empty() && is_healthy()) commit(done);
    if (!is_healthy()) {
        rollback();
        const Error why = storage_error("a write of this group failed");
        fail(again, why);
        fail(done, why);
    }
    return called;
}

// Runs all of `again`; whoever ran moves to `done`, or back when the transaction was ended.
void Writer::run_calls(Group& again, Group& done) {
    while (!again.empty()) {
        if (!connection_->in_transaction()) {
            const int code = connection_->run("BEGIN IMMEDIATE");
            if (code != SQLITE_OK) {
                if ((code & 0xff) == SQLITE_IOERR) mark_unhealthy("begin failed");
                fail(again, error_of(connection_->handle(), code, "BEGIN IMMEDIATE"));
                return;
            }
        }
        CallPtr call = std::move(again.front());
        again.erase(again.begin());
        const bool ran = run_one(*call);
        if (connection_->storage_failed()) mark_unhealthy("a write inside a transaction failed");
        Group one{call};
        if (ran) {
            done.push_back(std::move(call));
        } else {
            finish(one);
        }
        if (!connection_->in_transaction()) ended_early(again, done);
        if (!is_healthy()) return;
    }
}

// True when the call's work stands in the open transaction; else its failure is set and nothing
// of it is left: perhaps nothing of the whole transaction either.
//
// Calls run without a savepoint: one would have the search index write its part after each of
// them. Most that fail have not written yet, so there is nothing to undo; after one that has, the
// transaction begins again with the others, this time each behind its savepoint.
bool Writer::run_one(Call& call) {
    call.open = connection_.get();
    call.effects.clear();
    ++call.attempts;
    const std::int64_t before = connection_->writes();
    const bool is_saved = is_careful_;
    try {
        if (is_saved) connection_->execute("SAVEPOINT call");
        (*call.fn)(call);
        if (!connection_->in_transaction()) {
            throw Error(Code::internal, "error.internal").because("ended the transaction itself");
        }
        if (is_saved) connection_->execute("RELEASE call");
        return true;
    } catch (...) {
        call.failure = std::current_exception();
    }
    if (!connection_->in_transaction()) return false;
    if (is_saved) {
        if (connection_->run("ROLLBACK TO call") != SQLITE_OK ||
            connection_->run("RELEASE call") != SQLITE_OK) {
            rollback();  // the savepoint is gone, so the whole group runs again without this call
        }
    } else if (connection_->writes() != before) {
        rollback();
        is_careful_ = true;
    }
    return false;
}

// An error of one call rolled back the work of all: they run again in a new transaction.
void Writer::ended_early(Group& again, Group& done) {
    Group tired;
    Group rerun;
    for (CallPtr& call : done) {
        (call->attempts >= kAttemptsMax ? tired : rerun).push_back(std::move(call));
    }
    done.clear();
    again.insert(again.begin(), std::make_move_iterator(rerun.begin()),
                 std::make_move_iterator(rerun.end()));
    fail(tired, Error(Code::unavailable, "error.db.busy")
                    .because("its group was rolled back repeatedly"));
}

void Writer::commit(Group& done) {
    log_file_.leave_sync(true);
    const int code = connection_->run("COMMIT");
    log_file_.leave_sync(false);
    if (code == SQLITE_OK) {
        writes_.fetch_add(static_cast<std::int64_t>(done.size()), std::memory_order_relaxed);
        groups_.fetch_add(1, std::memory_order_relaxed);
        settle(done);
        if (!is_healthy()) return;
        watch_log();
        if (committed_) committed_(wal_pages_);
        return;
    }
    const Error error = error_of(connection_->handle(), code, "COMMIT");
    log_.error("commit failed", {{"cause", error.cause()}});
    if ((code & 0xff) == SQLITE_IOERR) {
        mark_unhealthy(error.cause());
        return;  // run_group fails everyone
    }
    rollback();
    fail(done, error);
}

// Wakes the callers of a committed group once it is durable. With nobody waiting to run meanwhile
// the sync is quicker here than on another thread.
void Writer::settle(Group& done) {
    const bool left = log_file_.take_left();
    const bool is_behind = syncer_.is_behind();
    bool others_wait = false;
    {
        const std::lock_guard lock(mutex_);
        others_wait = !interactive_.empty() || !bulk_.empty();
    }
    const auto settled = [this](Group& group, int code) {
        if (code == SQLITE_OK) return finish(group);
        mark_unhealthy("syncing the log failed");
        fail(group, storage_error("its sync failed"));
    };
    // What only read may have read what is not durable yet: it waits with the others.
    if (is_behind || (left && others_wait)) {
        auto group = std::make_shared<Group>(std::move(done));
        done.clear();
        syncer_.hand_over(log_file_, [settled, group](int code) { settled(*group, code); });
    } else {
        settled(done, left ? log_file_.sync() : SQLITE_OK);
    }
}

void Writer::rollback() {
    if (connection_->in_transaction()) connection_->run("ROLLBACK");
}

void Writer::fail(Group& calls, const Error& why) {
    // Each caller gets an Error of its own: they catch and change it on their own threads.
    for (const CallPtr& call : calls) call->failure = std::make_exception_ptr(why);
    finish(calls);
}

void Writer::finish(Group& calls) {
    for (const CallPtr& call : calls) call->wake();
    calls.clear();
}

void Writer::fail_waiting() {
    Group waiting;
    {
        const std::lock_guard lock(mutex_);
        waiting.assign(interactive_.begin(), interactive_.end());
        waiting.insert(waiting.end(), bulk_.begin(), bulk_.end());
        interactive_.clear();
        bulk_.clear();
    }
    fail(waiting, storage_error("an earlier write failed"));
}

void Writer::ask_to_finish_checkpoint(int copied_pages) {
    {
        const std::lock_guard lock(mutex_);
        finish_checkpoint_ = true;
        copied_pages_ = copied_pages;
    }
    arrived_.notify_one();
}

bool Writer::holds_bulk() const {
    const std::lock_guard lock(mutex_);
    return holds_bulk_;
}

void Writer::let_bulk_go() {
    {
        const std::lock_guard lock(mutex_);
        if (log_pages_ > limits_.max_pages) return;  // from here on each waits its time
        hold_from_ = std::max(limits_.hold_pages, log_pages_ + kBulkRunPages);
        if (!std::exchange(holds_bulk_, false)) return;
    }
    arrived_.notify_one();
}

// A company without a search index, as in tests, has nothing to merge.
void Writer::tidy_search_index() {
    if (!is_index_loose_) return;
    is_index_loose_ = false;
    const std::int64_t before = sqlite3_total_changes64(connection_->handle());
    int code = connection_->run("BEGIN IMMEDIATE");
    if (code != SQLITE_OK) return;
    try {
        code = connection_->run(kMergeSearchIndex);
        if (code == SQLITE_OK) code = connection_->run("COMMIT");
    } catch (const Error&) {
        rollback();
        return;
    }
    if (code != SQLITE_OK) {
        rollback();
        if (connection_->storage_failed()) mark_unhealthy("merging the search index failed");
        return;
    }
    is_index_loose_ =
        sqlite3_total_changes64(connection_->handle()) - before >= kMergedChanges;
    if (is_index_loose_ && committed_) committed_(wal_pages_);
}

// True when the whole log is copied, whether or not it can begin again.
bool Writer::copy_log() {
    sqlite3* const db = connection_->handle();
    int pages = -1;
    int copied = -1;
    // Readers of a moment ago are waited for, so that the next write begins the log again.
    sqlite3_busy_timeout(db, kReadersWaitMs);
    const int code =
        sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_RESTART, &pages, &copied);
    sqlite3_busy_timeout(db, kBusyTimeoutMs);
    if (code != SQLITE_OK && code != SQLITE_BUSY &&
        is_storage_failure(sqlite3_extended_errcode(db))) {
        mark_unhealthy("checkpoint failed");
    }
    if (pages < 0) return false;  // the checkpointer is at it
    tried_pages_ = wal_pages_;
    return pages == copied;
}

void Writer::finish_checkpoint() {
    {
        const std::lock_guard lock(mutex_);
        if (!std::exchange(finish_checkpoint_, false)) return;
        if (wal_pages_ - copied_pages_ > kFinishPages) return;
    }
    if (copy_log()) let_bulk_go();
}

// After each group: holds bulk calls back, or copies the log here, when it is too long.
void Writer::watch_log() {
    bool is_new = false;
    {
        const std::lock_guard lock(mutex_);
        is_new = wal_pages_ < log_pages_;
        log_pages_ = wal_pages_;
        if (log_pages_ > hold_from_) holds_bulk_ = true;
    }
    if (is_new) {
        tried_pages_ = 0;
        let_bulk_go();
    }
    if (wal_pages_ - tried_pages_ > limits_.max_pages) copy_log();
}

void Writer::mark_unhealthy(std::string_view why) {
    if (healthy_.exchange(false)) {
        log_.error("storage failed: no more writes, the process must stop",
                   {{"cause", std::string(why)}});
    }
}

Stats Writer::stats() const {
    Stats stats;
    stats.writes = writes_.load(std::memory_order_relaxed);
    stats.groups = groups_.load(std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    stats.write_queue = static_cast<std::int64_t>(interactive_.size() + bulk_.size());
    return stats;
}

}  // namespace bihuan::db::sqlite
