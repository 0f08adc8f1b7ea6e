// A lead that comes to nothing, with the reason; and back to life when it does after all.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

std::string invalidate(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "state", "invalid");
    changes.set(call.object, "invalid_reason", call.argument("reason"));
    changes.set(call.object, "next_time", Null{});
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("lead.invalidated"));
    return "null";
}

std::string reactivate(record::VerbCall& call) {
    if (const auto* reason = call.argument("reason").get_if<std::string>()) {
        call.tx.set_cause("verb reactivate: " + *reason);
    }
    record::Changes changes;
    changes.set(call.object, "state", "following");
    changes.set(call.object, "invalid_reason", Null{});
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("lead.reactivated"));
    return "null";
}

}  // namespace bihuan::customer
