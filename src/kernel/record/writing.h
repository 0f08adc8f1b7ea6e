// One act of writing: rows, events, search, roll-ups of everything it touches, then what modules
// do after it. Private to the room; lives on one thread's stack inside a Tx.
#pragma once

#include "kernel/record/draft.h"
#include "kernel/record/numbers.h"
#include "kernel/record/rollup.h"

#include <deque>

namespace bihuan::record {

struct Written {
    PlanPtr plan;
    std::optional<Record> before;
    Record after;
};

class Writing {
public:
    explicit Writing(Tx& tx) : tx_(tx) {}
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

    // The draft must be free of issues and have its id (new_draft_id) already.
    void insert(const PlanPtr& plan, Draft& draft, const std::string& kind = {});
    // False when nothing differs and `touched` (names of changed lines fields) is empty.
    bool change(const PlanPtr& plan, Draft& draft, const std::string& kind,
                const std::vector<std::string>& touched);
    // With its lines, all marked with the same moment.
    void remove(const PlanPtr& plan, const Record& record);
    // With the lines that went along with it.
    void restore(const PlanPtr& plan, const Record& record);
    // Roll-ups, then after_writes in the order of writing.
    void finish();
    // `record` again when roll-ups or modules may have changed its row.
    Record current(const PlanPtr& plan, Record record) const;

    Tx& tx() { return tx_; }

private:
    void number(const ObjectPlan& plan, Record& record);
    void index(const ObjectPlan& plan, const Record& record);
    void tell(const ObjectPlan& plan, const Record& record, std::string kind,
              std::vector<std::string> fields);
    void keep(const PlanPtr& plan, const Record* before, const Record& after);

    Tx& tx_;
    Numbers numbers_;
    RollupBatch rollups_;
    std::deque<Written> written_;
    bool has_hooks_ = false;
    std::int64_t rows_before_hooks_ = 0;
    bool touches_rights_ = false;
};

}  // namespace bihuan::record
