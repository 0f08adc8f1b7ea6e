// Whether the actor's scopes reach a record that is at hand. Private to the room.
#pragma once

#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/record/object_plan.h"
#include "kernel/record/record.h"

namespace bihuan::record {

// From the record in memory when its owner or department settles it, else by one query.
bool can_reach(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record,
               access::Purpose purpose);

// The sentences of a record that is absent or not visible, and of one that may only be read.
Error not_found(const Snapshot& snapshot, const meta::Object& object);
Error not_writable(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record);

// What references show for this record; its id when it has no title.
std::string title_of(const ObjectPlan& plan, const Record& record, Language language);

}  // namespace bihuan::record
