// Giving one record to another person. What is booked stays with whoever had it on that day.
#include "sales/team/internal.h"
#include "sales/team/team.h"

#include "base/error.h"

namespace bihuan::team {

bool is_active(const Snapshot& snapshot, UserId user) {
    bool active = false;
    snapshot.db().query(
        "SELECT 1 FROM \"user\" WHERE id = ? AND status = 'active' AND deleted_at IS NULL",
        {user.value}, [&](const db::Row&) {
            active = true;
            return false;
        });
    return active;
}

record::Record transfer(Tx& tx, const record::Record& record, UserId to) {
    Issues issues;
    if (!is_active(tx, to)) {
        issues.add("to", "issue.team.not_active");
    } else if (record.ref("owner") == to_record(to)) {
        issues.add("to", "issue.team.owns_already");
    }
    throw_if_any(std::move(issues));
    record::Changes changes;
    changes.set(*record.object, "owner", to);
    return record::update(tx, *record.object, record.id, changes,
                          by_verb(record.object->name + ".transferred"));
}

std::string transfer_verb(record::VerbCall& call) {
    const Value& reason = call.argument("reason");
    // Within an act over many records that act stays the cause.
    if (reason.is<std::string>() && call.tx.cause() == "verb transfer") {
        call.tx.set_cause("verb transfer: " + reason.as<std::string>());
    }
    transfer(call.tx, call.record, to_user(call.argument("to").as<RecordId>()));
    return "null";
}

}  // namespace bihuan::team
