// What an expression knows of the actor and the clock when it becomes SQL: me, today(), my.team.
//
// Lives on one thread's stack beside its Snapshot. Values of records are never asked: the
// database reads them.
#pragma once

#include "kernel/expr/evaluate.h"
#include "kernel/snapshot.h"

#include <vector>

namespace bihuan::query {

// A snapshot that a plan is made from: it learns whether the very moment is part of the plan, and
// not only the day.
class PlanningSnapshot final : public Snapshot {
public:
    using Snapshot::Snapshot;
    void note_moment() const { has_moment_ = true; }
    bool has_moment() const { return has_moment_; }

private:
    mutable bool has_moment_ = false;
};

class ActorFacts final : public expr::Facts {
public:
    explicit ActorFacts(const Snapshot& snapshot)
        : snapshot_(snapshot), planning_(dynamic_cast<const PlanningSnapshot*>(&snapshot)) {}
    Value value(const expr::Path&) const override { return Null{}; }
    RecordId me() const override { return to_record(snapshot_.actor().user); }
    RecordId my_dept() const override { return snapshot_.actor().dept; }
    const std::vector<std::int64_t>& my_depts() const override {
        return snapshot_.actor().depts;
    }
    const std::vector<std::int64_t>& my_team() const override { return snapshot_.actor().team; }
    Instant now() const override {
        if (planning_) planning_->note_moment();
        return snapshot_.now();
    }
    Date today() const override { return snapshot_.today(); }
    std::int64_t offset_seconds() const override {
        return snapshot_.zone().offset_seconds(snapshot_.now());
    }
    const Zone& zone() const override { return snapshot_.zone(); }
    const Calendar& calendar() const override { return snapshot_.calendar(); }

private:
    const Snapshot& snapshot_;
    const PlanningSnapshot* planning_;       // null: nothing is planned
};

}  // namespace bihuan::query
