// What expressions see of one record while it is written: its values, and those of records it
// points to, read once each. Private to the room; lives on one thread's stack.
#pragma once

#include "kernel/expr/evaluate.h"
#include "kernel/record/object_plan.h"
#include "kernel/record/record.h"

#include <map>
#include <tuple>

namespace bihuan::record {

// Which number a money field stands for: its own amount (stored formulas, defaults) or the
// amount in the company's currency (conditions, so that they agree with filters).
enum class Amounts { own, base };

// Values of other records, by (id, field, amounts); shared by the drafts of one write.
using RelatedCache = std::map<std::tuple<std::int64_t, const meta::Field*, Amounts>, Value>;

class RecordFacts final : public expr::Facts {
public:
    // All lent: they outlive the facts. `record` may have no values when only constants are asked.
    RecordFacts(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record,
                Amounts amounts, RelatedCache& related)
        : snapshot_(snapshot), plan_(plan), record_(record), amounts_(amounts),
          related_(related) {}

    Value value(const expr::Path& path) const override;
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
    Value own(const meta::Field& field) const;
    Value related(const meta::Object& object, RecordId id, const meta::Field& field) const;

    const Snapshot& snapshot_;
    const ObjectPlan& plan_;
    const Record& record_;
    Amounts amounts_;
    RelatedCache& related_;
};

// An expression's result as the field stores it: numbers at its scale, percents in hundredths.
Value fit(const meta::Field& field, const Value& result);

}  // namespace bihuan::record
