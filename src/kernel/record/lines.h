// Child lines that are written together with their record. Private to the room.
#pragma once

#include "kernel/record/writing.h"

namespace bihuan::record {

// The lines of one lines field: what is there and what is asked.
struct LineSet {
    const meta::Field* field = nullptr;
    PlanPtr plan;
    std::vector<Record> existing;            // live lines before; drafts point into it
    std::vector<Changes> changes;            // of each draft, same order
    std::vector<Draft> drafts;               // new and merged lines
    std::vector<std::size_t> asked;          // position in the request of each draft, for issues
    std::vector<const Record*> removed;
};

// Reads the lines that the changes name. `before` null: the record is new. Unknown ids are issues.
std::vector<LineSet> collect_lines(const Snapshot& snapshot, const ObjectPlan& plan,
                                   const Changes& changes, const Record* before,
                                   const Record& after, Issues& issues);
// Checks them; issues get names such as "lines[2].quantity".
void prepare_lines(const Snapshot& snapshot, std::vector<LineSet>& sets,
                   const WriteSettings& settings, Issues& issues);
// A line that was written by itself, before the rules of its record are asked again.
struct LineWrite {
    const Record* before = nullptr;          // null: it was made or restored
    const Record* after = nullptr;           // null: it was removed
};
// The record's rules over all its lines; formulas and base amounts of the draft follow.
void apply_lines_rules(Preparing& preparing, Draft& draft, const std::vector<LineSet>& sets,
                       const std::vector<LineWrite>& written, Issues& issues);
bool has_lines_rules(const Snapshot& snapshot, const meta::Object& object);
// Returns the names of the lines fields in which something changed.
std::vector<std::string> write_lines(Writing& writing, std::vector<LineSet>& sets);

}  // namespace bihuan::record
