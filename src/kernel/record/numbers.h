// Human numbers for the rows of one act of writing: each period's counter is read once, counted up
// in memory and kept at the end. Private to the room; lives on one thread's stack inside a Tx.
#pragma once

#include "kernel/record/object_plan.h"
#include "kernel/tx.h"

#include <cstdint>
#include <string>
#include <unordered_map>

namespace bihuan::record {

class Numbers {
public:
    // The next text of an autonumber field: its pattern, on the day of the transaction.
    std::string next(Tx& tx, const ObjectPlan& plan, const Autonumber& autonumber);
    // A row brings its own number: those after it may be taken by now.
    void note_given(const meta::Field& field);
    // Before anything else may ask for numbers in this transaction.
    void save(Tx& tx);

private:
    struct Run {
        std::int64_t object = 0;
        std::string period;
        std::int64_t last = 0;
        std::int64_t free_until = 0;  // no live row has the numbers below, from `last` on
        bool is_changed = false;
    };
    static void save(Tx& tx, const meta::Field& field, Run& run);

    std::unordered_map<const meta::Field*, Run> runs_;
};

}  // namespace bihuan::record
