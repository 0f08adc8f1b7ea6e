// Roll-ups of parents, kept by difference. Private to the room.
//
// Changes of child rows are noted while rows are written and applied once at the end, so that a
// contract with forty lines is updated once. A roll-up changes no version, history or event.
#pragma once

#include "kernel/record/facts.h"
#include "kernel/tx.h"

#include <map>
#include <set>
#include <utility>

namespace bihuan::record {

inline constexpr int kCascadeMax = 10;   // roll-ups of roll-ups; design refuses circles

class RollupBatch {
public:
    // `before` null: created or restored; `after` null: deleted.
    void note(Tx& tx, const PlanPtr& plan, const Record* before, const Record* after);
    void apply(Tx& tx);
    // True when a roll-up of this record has been changed by apply().
    bool has_changed(RecordId id) const { return changed_.contains(id.value); }

private:
    struct Pending {
        PlanPtr child;                          // keeps the group alive
        std::vector<std::int64_t> deltas;       // by position in FeedGroup::feeds
        std::vector<bool> stale;                // min, max, latest to be found anew
        std::vector<Value> best;                // min, max: a candidate that may beat the present
    };
    using Key = std::pair<const FeedGroup*, std::int64_t>;  // and the parent's id

    void note_group(Tx& tx, const PlanPtr& plan, const FeedGroup& group, const Record* before,
                    const Record* after);
    Pending& at(const PlanPtr& plan, const FeedGroup& group, std::int64_t parent);
    void apply_one(Tx& tx, const FeedGroup& group, std::int64_t parent, Pending& pending);

    std::map<Key, Pending> pending_;
    std::set<std::int64_t> changed_;
};

}  // namespace bihuan::record
