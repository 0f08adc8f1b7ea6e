// What an actor may see as an SQL condition on one table, without a planner: references are
// followed by nested selects. For rooms below query (search, duplicates) and for explanations.
//
// Pure given its Snapshot; one thread.
#pragma once

#include "kernel/access/rights.h"
#include "kernel/expr/to_sql.h"

#include <string>
#include <vector>

namespace bihuan::access {

// Columns of a record under an alias.
class RecordColumns final : public expr::Columns {
public:
    RecordColumns(const Snapshot& snapshot, const meta::Object& object, std::string alias)
        : snapshot_(snapshot), object_(object), alias_(std::move(alias)) {}
    expr::Sql column(const expr::Path& path) override;

private:
    const Snapshot& snapshot_;
    const meta::Object& object_;
    std::string alias_;
};

// me, my.depts, today() of an actor.
class ActorFacts final : public expr::Facts {
public:
    ActorFacts(const Snapshot& snapshot, const Actor& actor) : snapshot_(snapshot), actor_(actor) {}
    Value value(const expr::Path&) const override { return Null{}; }
    RecordId me() const override { return to_record(actor_.user); }
    RecordId my_dept() const override { return actor_.dept; }
    const std::vector<std::int64_t>& my_depts() const override { return actor_.depts; }
    const std::vector<std::int64_t>& my_team() const override { return actor_.team; }
    Instant now() const override { return snapshot_.now(); }
    const Zone& zone() const override { return snapshot_.zone(); }
    const Calendar& calendar() const override { return snapshot_.calendar(); }

private:
    const Snapshot& snapshot_;
    const Actor& actor_;
};

// Empty text: everything. Collaborations and the parent's reach included.
expr::Sql visible_sql(const Snapshot& snapshot, const meta::Object& object, Purpose purpose,
                      const std::string& alias);

// Appends the parameters of an Sql; they are borrowed from it.
void add_params(std::vector<db::Param>& params, const std::vector<Value>& values);

}  // namespace bihuan::access
