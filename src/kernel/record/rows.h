// Rows of one object's table: read, inserted, changed, closed into history. Private to the room.
//
// No rights, no rules: they have been asked before. Functions take the Snapshot or Tx; one thread.
#pragma once

#include "kernel/record/object_plan.h"
#include "kernel/record/record.h"
#include "kernel/tx.h"

#include <functional>
#include <span>

namespace bihuan::record {

Value column_value(const meta::Field& field, const db::Row& row, int column);
types::ColumnValue column_param(const meta::Field& field, const Value& value);

// A row of plan.select as a Record.
Record from_row(const ObjectPlan& plan, const db::Row& row);
// Live or deleted; nullopt when there never was one.
std::optional<Record> read_row(const Snapshot& snapshot, const ObjectPlan& plan, RecordId id);
// Rows of plan.select + `tail` (" WHERE ..."), in its order.
std::vector<Record> read_rows(const Snapshot& snapshot, const ObjectPlan& plan,
                              const std::string& tail, std::span<const db::Param> params);

void insert_row(Tx& tx, const ObjectPlan& plan, const Record& record);
// Moves the current version into history and writes `fields` of `after` with the next version;
// sets after.version and after.valid_from. Error(invalid) when the change is dated before the
// version it follows.
void change_row(Tx& tx, const ObjectPlan& plan, Record& after,
                std::span<const meta::Field* const> fields);
// The same for deletion and restoring: `deleted_at` of `after` decides which.
void change_deleted(Tx& tx, const ObjectPlan& plan, Record& after);

// Stored fields that differ, in order.
std::vector<const meta::Field*> differing(const ObjectPlan& plan, const Record& before,
                                          const Record& after);

}  // namespace bihuan::record
