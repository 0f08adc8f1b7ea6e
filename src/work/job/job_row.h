// Rows of table `job` and the changes of their state. Private to the room.
#pragma once

#include "work/job/job.h"

namespace bihuan::job {

Job read_job(const db::Row& row);
std::string job_columns();
// The next job after `last` (by id, round-robin) that is due; nullopt when none is.
std::optional<Job> next_due(const Snapshot& snapshot, Instant now, RecordId last);
// When the next waiting job is due; nullopt when none waits.
std::optional<Instant> next_time(const Snapshot& snapshot);

void start(Tx& tx, Job& job);
// The end of a run or of an undo; the kind's `ended` is still to be called.
void end(Tx& tx, const Job& job, State state, std::string_view error);
void wait_until(Tx& tx, const Job& job, Instant again_at);
void retry(Tx& tx, const Job& job, Instant again_at, std::string_view error);
void close(Tx& tx, const Job& job);

bool is_ended(State state);

// Of several processes on one database one runs the jobs, as long as it keeps its lease. False
// when another one has it.
bool hold_runner(Workspace& workspace, Instant now);
// Still so, seen from inside a transaction: a process that slept must not save a step.
bool is_runner(const Snapshot& snapshot);

}  // namespace bihuan::job
