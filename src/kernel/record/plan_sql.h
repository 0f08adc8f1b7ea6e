// The SQL texts of an ObjectPlan. Private to the room; pure but for the snapshot's dialect.
#pragma once

#include "kernel/record/object_plan.h"

namespace bihuan::record {

// select, select_by_id, insert, close.
void write_row_sql(const db::Dialect& dialect, ObjectPlan& plan);
std::string unique_sql(const db::Dialect& dialect, const ObjectPlan& plan,
                       const std::vector<const meta::Field*>& fields);
// recompute and set of one roll-up.
void write_feed_sql(const Snapshot& snapshot, const ObjectPlan& child, const FeedGroup& group,
                    FeedPlan& feed);
std::string add_sql(const db::Dialect& dialect, const FeedGroup& group);

}  // namespace bihuan::record
