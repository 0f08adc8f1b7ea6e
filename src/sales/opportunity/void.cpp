// It never was one: a duplicate, a mistake, no real need. Counts neither as won nor as lost.
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

std::string void_opportunity(record::VerbCall& call) {
    const meta::Object& object = call.object;
    const auto stage = stage_of_kind(call.tx, call.record.ref("pipeline"), "void");
    if (!stage) throw Error(Code::conflict, "error.opportunity.no_stage");
    record::Changes changes;
    enter(call.tx, changes, object, *stage);
    changes.set(object, "void_reason", call.argument("reason"));
    changes.set(object, "close_note", call.argument("note"));
    changes.set(object, "closed_on", call.tx.today());
    changes.set(object, "lost_at", call.tx.now());
    changes.set(object, "next_time", Null{});
    record::update(call.tx, object, call.record.id, changes,
                   team::by_verb("opportunity.voided"));
    return "null";
}

}  // namespace bihuan::opportunity
