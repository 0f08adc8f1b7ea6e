// The thread that syncs the log behind the writer, so that the next group runs meanwhile.
//
// Owned by Writer, which hands it groups that are committed but not yet durable. Their callers wake
// when the sync that covers them has returned: an acknowledged write survives a power cut. Readers
// see a commit some milliseconds earlier (docs/decisions/0008).
#pragma once

#include "db/sqlite/log_vfs.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bihuan::db::sqlite {

class Syncer {
public:
    // Called on the syncer's thread with SQLite's code of the sync.
    using Settled = std::function<void(int code)>;

    Syncer();
    ~Syncer();  // after everything handed over is settled
    Syncer(const Syncer&) = delete;
    Syncer& operator=(const Syncer&) = delete;

    // One thread alone, the writer's, hands over.
    void hand_over(const LogFile& log, Settled settled);
    // Whether something handed over is not settled yet.
    bool is_behind() const;
    // Ends the thread when everything is settled.
    void stop();

private:
    void loop();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Settled> waiting_;
    LogFile log_{nullptr};
    bool syncing_ = false;
    bool stopping_ = false;
    std::thread thread_;  // last: it uses all the others
};

}  // namespace bihuan::db::sqlite
