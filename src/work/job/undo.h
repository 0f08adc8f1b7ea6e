// Takes back what a job wrote to one record, as long as nobody changed it since.
//
// Every write of a job carries the job's cause; a record whose newest event has another cause has
// been changed since and is left alone. Runs in the caller's Tx.
#pragma once

#include "base/error.h"
#include "kernel/record/write.h"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace bihuan::job {

enum class Undone { taken_back, kept };

// A record that was made goes to the recycle bin, a deleted one comes back, a changed one gets the
// values it had before. `kept`: changed since, gone, in use, or without history.
Undone undo_writes(Tx& tx, RecordId record, std::string_view cause);

// Records that a job wrote, kept for its undo in the same transaction.
void note_record(Tx& tx, RecordId job, RecordId record);
// The next of them, newest first, before `before` (zero: the newest).
std::vector<RecordId> noted_records(const Snapshot& snapshot, RecordId job, RecordId before,
                                    int limit);
std::int64_t count_noted(const Snapshot& snapshot, RecordId job);

// Runs `fn` so that an Error it throws undoes what it wrote, and only that.
// Errors of input, rights and state are returned as issues; others go on to the caller.
std::optional<Error> attempt(Tx& tx, const std::function<void()>& fn);

}  // namespace bihuan::job
