// Locks of running approvals, asked before a form changes a record. Private to the room.
#pragma once

#include "kernel/record/object_plan.h"
#include "kernel/record/record.h"

namespace bihuan::record {

// Error(locked) when the record, or the record it is a line of, is under approval.
void check_lock(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record);

}  // namespace bihuan::record
