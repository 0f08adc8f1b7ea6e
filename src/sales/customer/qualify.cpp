// Somebody has checked that the lead is real: it counts as valid from today.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

std::string qualify(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "state", "qualified");
    if (call.record.get("qualified_at").is_null()) {
        changes.set(call.object, "qualified_at", call.tx.now());
    }
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("lead.qualified"));
    return "null";
}

}  // namespace bihuan::customer
