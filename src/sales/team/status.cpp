// A person may not log in for a while (disable) and then again (enable). Records stay as they are.
#include "kernel/access/session.h"
#include "sales/team/internal.h"
#include "sales/team/team.h"

namespace bihuan::team {

std::string disable(record::VerbCall& call) {
    const UserId user = to_user(call.record.id);
    if (user == call.tx.actor().user) throw Error(Code::conflict, "error.team.disable_self");
    demand_other_administrator(call.tx, user);
    record::Changes changes;
    changes.set(call.object, "status", "disabled");
    record::update(call.tx, call.object, call.record.id, changes, by_verb("user.disabled"));
    access::end_sessions(call.tx, user);
    return "null";
}

std::string enable(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "status", "active");
    changes.set(call.object, "left_date", Null{});
    record::update(call.tx, call.object, call.record.id, changes, by_verb("user.enabled"));
    return "null";
}

}  // namespace bihuan::team
