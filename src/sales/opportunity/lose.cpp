// Lost, with the reason and to whom.
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

std::string lose(record::VerbCall& call) {
    const meta::Object& object = call.object;
    Issues issues;
    const Date day = closing_day(call, issues);
    throw_if_any(std::move(issues));
    const auto stage = stage_of_kind(call.tx, call.record.ref("pipeline"), "lost");
    if (!stage) throw Error(Code::conflict, "error.opportunity.no_stage");
    record::Changes changes;
    enter(call.tx, changes, object, *stage);
    changes.set(object, "lost_reason", call.argument("reason"));
    changes.set(object, "lost_to", call.argument("lost_to"));
    changes.set(object, "close_note", call.argument("note"));
    changes.set(object, "closed_on", day);
    changes.set(object, "lost_at", moment_of(call.tx, day));
    changes.set(object, "next_time", Null{});
    record::update(call.tx, object, call.record.id, changes, team::by_verb("opportunity.lost"));
    return "null";
}

}  // namespace bihuan::opportunity
