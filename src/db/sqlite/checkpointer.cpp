#include "db/sqlite/checkpointer.h"

#include "db/sqlite/failure.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace bihuan::db::sqlite {

namespace {

// Readers and the writer go first, but not by much: a checkpointer that gets no turn at all on a
// busy machine lets the log grow, which costs them more.
constexpr int kNice = 3;
constexpr int kFewPages = 1'000;   // the writer copies these in about a millisecond
constexpr int kRoundsMax = 4;      // a busy writer may always be ahead
constexpr int kWriterTurnMs = 20;  // for the writer to copy the few pages it was asked to

void lower_priority() {
    const auto thread = static_cast<id_t>(syscall(SYS_gettid));
    setpriority(PRIO_PROCESS, thread, kNice);  // without it all works, less politely
}

}  // namespace

Checkpointer::Checkpointer(std::unique_ptr<SqliteConnection> connection, Writer& writer)
    : connection_(std::move(connection)), writer_(writer), thread_([this] { loop(); }) {}

Checkpointer::~Checkpointer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Checkpointer::committed(int wal_pages) {
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (wal_pages < wal_pages_) copied_pages_ = 0;  // the log began again
        wal_pages_ = wal_pages;
        ++commits_;
        const bool was_clean = !std::exchange(dirty_, true);
        wake = was_clean || wal_pages - copied_pages_ > kCheckpointPages;
    }
    if (wake || writer_.holds_bulk()) changed_.notify_one();
}

void Checkpointer::loop() {
    lower_priority();
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        const auto is_long = [&] {
            return wal_pages_ - copied_pages_ > kCheckpointPages || writer_.holds_bulk();
        };
        if (!dirty_) {
            changed_.wait(lock, [&] { return stopping_ || dirty_; });
            continue;
        }
        const std::uint64_t commits = commits_;
        changed_.wait_for(lock, std::chrono::milliseconds(kIdleMs),
                          [&] { return stopping_ || is_long(); });
        if (stopping_) return;
        const bool is_idle = commits == commits_;
        if (!is_idle && !is_long()) continue;
        const int pages = wal_pages_;
        lock.unlock();
        int left = 0;
        const int code = copy(left);
        // The last part holds the write lock: only when nothing is left that takes time.
        bool asked = false;
        if (is_idle && code == SQLITE_OK && left == 0 && pages > kCheckpointPages) {
            checkpoint(SQLITE_CHECKPOINT_TRUNCATE, left);
        } else if (code == SQLITE_OK && pages > kRestartPages) {
            asked = left <= kFewPages;
            if (asked) writer_.ask_to_finish_checkpoint(log_copied_);
            else if (is_stuck_) writer_.let_bulk_go();
        }
        lock.lock();
        if (is_idle && commits == commits_) dirty_ = false;
        // A reader of the past can keep pages from being copied: the next try comes after as
        // many new pages, not at each commit.
        copied_pages_ = std::min(pages, wal_pages_);
        if (asked || is_stuck_ || code != SQLITE_OK) {  // two at it would only refuse one another
            changed_.wait_for(lock, std::chrono::milliseconds(kWriterTurnMs),
                              [&] { return stopping_ || wal_pages_ < pages; });
        }
    }
}

// Copies until little is left. A round that copies nothing met a reader of the past.
int Checkpointer::copy(int& left_pages) {
    int code = SQLITE_OK;
    for (int round = 0; round < kRoundsMax; ++round) {
        const int copied_before = log_copied_;
        code = checkpoint(SQLITE_CHECKPOINT_PASSIVE, left_pages);
        is_stuck_ = code == SQLITE_OK && left_pages > 0 && log_copied_ == copied_before;
        if (code != SQLITE_OK || left_pages <= kFewPages || is_stuck_) break;
    }
    return code;
}

int Checkpointer::checkpoint(int mode, int& left_pages) {
    int log_pages = 0;
    int copied = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, mode, &log_pages, &copied);
    left_pages = std::max(0, log_pages - copied);
    log_copied_ = copied;
    if (code != SQLITE_OK && is_storage_failure(sqlite3_extended_errcode(connection_->handle()))) {
        // The kernel drops what it could not write: a second try that "succeeds" proves nothing.
        writer_.mark_unhealthy("checkpoint failed");
    }
    return code;
}

}  // namespace bihuan::db::sqlite
