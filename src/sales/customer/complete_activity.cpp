// A plan is begun, done or given up; done, it becomes a follow-up of this moment.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

std::string start_activity(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "state", "underway");
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("activity.started"));
    return "null";
}

std::string complete_activity(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "state", "completed");
    changes.set(call.object, "time", call.tx.now());
    for (const char* field : {"content", "result", "next_time"}) {
        const Value& value = call.argument(field);
        if (!value.is_null()) changes.set(call.object, field, value);
    }
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("activity.completed"));
    return "null";
}

std::string cancel_activity(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "state", "cancelled");
    const Value& reason = call.argument("reason");
    if (!reason.is_null()) changes.set(call.object, "result", reason);
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("activity.cancelled"));
    return "null";
}

}  // namespace bihuan::customer
