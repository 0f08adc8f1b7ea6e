// The passes of imports over their files, and what they keep in memory between two steps.
// Private to the room.
//
// A run has a thread of its own that reads, converts and resolves ahead of the writer; it ends
// with the pass.
#pragma once

#include "work/exchange/row_feed.h"
#include "work/exchange/row_writer.h"
#include "work/job/chunk.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

namespace bihuan::exchange {

struct CheckPass {
    CheckPass(Workspace& workspace, std::shared_ptr<const Actor> who, const Import& import)
        : actor(std::move(who)), feed(workspace, *actor, import, 0) {}
    std::shared_ptr<const Actor> actor;
    RowFeed feed;
    std::set<std::string> keys;              // duplicate keys of the rows so far
};

class RunPass {
public:
    RunPass(Workspace& workspace, std::shared_ptr<const Actor> actor, const Import& import,
            std::int64_t skip);
    ~RunPass();
    RunPass(const RunPass&) = delete;
    RunPass& operator=(const RunPass&) = delete;

    // Moves ready rows into `pending` until it holds `wanted`; waits a moment for the reader when
    // nothing is ready. True when the file is at its end. Rethrows what ended the reader.
    bool take(std::size_t wanted);
    std::deque<PreparedRow> pending;
    Made made;
    job::Chunk chunk;                        // learned over the whole run
    const RowPlan& plan() const { return feed_.plan(); }
    const Actor& actor() const { return *actor_; }

private:
    void read_ahead();
    void hand_over(std::vector<PreparedRow> rows);

    Workspace& workspace_;
    std::shared_ptr<const Actor> actor_;
    RowFeed feed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<PreparedRow> ready_;
    bool over_ = false;
    bool stopping_ = false;
    std::exception_ptr failure_;
    std::thread reader_;
};

// A Workspace slot. Only the job runner's steps use it, one at a time.
struct Passes {
    std::map<std::int64_t, std::unique_ptr<CheckPass>> checks;   // by job
    std::map<std::int64_t, std::unique_ptr<RunPass>> runs;
};

job::Progress check_step(Workspace& workspace, job::Job& job);
job::Progress run_step(Workspace& workspace, job::Job& job);
job::Progress undo_step(Workspace& workspace, job::Job& job);

}  // namespace bihuan::exchange
