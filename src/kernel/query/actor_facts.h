// What an expression knows of the actor and the clock when it becomes SQL: me, today(), my.team.
//
// Lives on one thread's stack beside its Snapshot. Values of records are never asked: the
// database reads them.
#pragma once

#include "kernel/expr/evaluate.h"
#include "kernel/snapshot.h"

#include <vector>

namespace bihuan::query {

class ActorFacts final : public expr::Facts {
public:
    explicit ActorFacts(const Snapshot& snapshot) : snapshot_(snapshot) {}
    Value value(const expr::Path&) const override { return Null{}; }
    RecordId me() const override { return to_record(snapshot_.actor().user); }
    RecordId my_dept() const override { return snapshot_.actor().dept; }
    const std::vector<std::int64_t>& my_depts() const override {
        return snapshot_.actor().depts;
    }
    const std::vector<std::int64_t>& my_team() const override { return snapshot_.actor().team; }
    Instant now() const override { return snapshot_.now(); }
    const Zone& zone() const override { return snapshot_.zone(); }
    const Calendar& calendar() const override { return snapshot_.calendar(); }

private:
    const Snapshot& snapshot_;
};

}  // namespace bihuan::query
