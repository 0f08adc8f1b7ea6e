// The durable queue: work that takes longer than a request, as rows of table `job`.
//
// A job goes on in steps. Each step does a chunk of at most kTxMaxMs per transaction and keeps its
// checkpoint in the same transaction, so that a crash loses nothing and repeats nothing.
// Adding, asking and cancelling happen in a transaction of the caller; any thread.
#pragma once

#include "base/json.h"
#include "kernel/tx.h"
#include "kernel/workspace.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan::job {

inline constexpr ObjectNumber kNumber{190};      // of ids; jobs are no records
inline constexpr int kAttemptsMax = 6;           // the last one comes about half an hour later
inline constexpr int kListMax = 100;             // jobs shown to a person

enum class State { queued, running, done, failed, cancelled, undoing, undone };
std::string_view to_text(State state);

struct Job {
    RecordId id;
    std::string kind;
    std::string args;                            // JSON, as given
    std::string checkpoint;                      // the kind's own; empty at the beginning
    State state = State::queued;
    std::int64_t done = 0;                       // of `total`, for people; 0 of 0: not known yet
    std::int64_t total = 0;
    std::string result;                          // JSON; empty: none yet
    std::string error;                           // JSON {"key","args"}; empty: none
    Instant run_at;                              // not before
    int attempts = 0;
    UserId created_by;                           // whose rights it has; zero: the system
    std::string scopes;                          // of the API token that asked, by spaces
    bool can_undo = false;
};

// What a step leaves behind.
struct Progress {
    bool finished = false;
    std::optional<Instant> again_at;             // not finished: nothing to do before this time
};

// A kind of job. Functions are called one at a time, on the thread that steps the runner.
struct Kind {
    std::function<Progress(Workspace&, Job&)> step;
    // Steps that take back what the job did; empty when that cannot be. The checkpoint begins anew.
    std::function<Progress(Workspace&, Job&)> undo;
    // After the job has reached its end, whichever; may be called again after a crash.
    std::function<void(Workspace&, const Job&)> ended;
};

// What may be done; filled at start. A Workspace slot; then any thread.
class Kinds {
public:
    void add(std::string name, Kind kind);
    const Kind* find(const std::string& name) const;

private:
    std::map<std::string, Kind> kinds_;
};

std::string store_ddl();

// `args` is JSON. Runs as the transaction's actor, not before `run_at`.
RecordId add(Tx& tx, std::string_view kind, std::string_view args,
             std::optional<Instant> run_at = std::nullopt);
std::optional<Job> find(const Snapshot& snapshot, RecordId id);
// Own jobs, for administrators all. Error(not_found) otherwise.
Job find_visible(const Snapshot& snapshot, RecordId id);
// Keeps done, total, checkpoint and result in the step's own transaction. Error(conflict,
// "error.job.stopped") when the job was cancelled meanwhile: the chunk is then undone with it.
void save(Tx& tx, const Job& job);
// What runs ends after its current chunk. Error(conflict) when it has ended already.
void cancel(Tx& tx, const Job& job);
// Error(conflict) when there is nothing to undo, or no way.
void undo(Tx& tx, const Job& job);

// {"id","kind","state","done","total","result","error","undo"}, sentences in the reader's language.
void write_json(const Snapshot& snapshot, const Job& job, JsonWriter& json);

// The actor with whose rights the job runs. Error(forbidden) when the person has left.
std::shared_ptr<const Actor> actor_of(Workspace& workspace, const Job& job);

}  // namespace bihuan::job
