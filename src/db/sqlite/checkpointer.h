// Copies the log into the database file beside the writer, on a thread of low priority.
//
// Owned by SqliteDatabase. committed() is called by the writer's thread.
#pragma once

#include "db/sqlite/connection.h"
#include "db/sqlite/writer.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace bihuan::db::sqlite {

// One hash table of the log's index holds 4,096 pages: above that every page a reader misses is
// looked up in several tables. And what is copied at once is synced at once, while the writer's own
// sync waits in the disk's queue.
inline constexpr int kCheckpointPages = 4'000;
// From here on (64 MiB) the log is made to begin again at its start.
inline constexpr int kRestartPages = 16'000;
inline constexpr int kIdleMs = 2'000;  // nobody wrote: make recovery short, give space back

class Checkpointer {
public:
    Checkpointer(std::unique_ptr<SqliteConnection> connection, Writer& writer);
    ~Checkpointer();
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    void committed(int wal_pages);

private:
    void loop();
    int copy(int& left_pages);
    int checkpoint(int mode, int& left_pages);

    std::unique_ptr<SqliteConnection> connection_;
    Writer& writer_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int log_copied_ = 0;     // these two: own thread
    bool is_stuck_ = false;  // a reader keeps what is left from being copied
    int wal_pages_ = 0;     // length of the log
    int copied_pages_ = 0;  // of these tried already
    bool dirty_ = false;    // written since the last idle checkpoint
    std::uint64_t commits_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace bihuan::db::sqlite
