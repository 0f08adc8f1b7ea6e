// An account goes to another person, its contacts with it, and on request the open opportunities
// that belonged to the same person. Closed ones keep their owner.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

namespace {

void transfer_along(Tx& tx, std::string_view name, const record::Record& account, UserId to,
                    bool open_only) {
    const meta::Object& object = tx.schema().at(name);
    for (const record::Record& one :
         record::load_children(tx, object, "account", account.id)) {
        if (one.ref("owner") != account.ref("owner") || one.ref("owner") == to_record(to)) {
            continue;
        }
        if (open_only && one.text("state") != "open") continue;
        team::transfer(tx, one, to);
    }
}

}  // namespace

std::string transfer_account(record::VerbCall& call) {
    Tx& tx = call.tx;
    const UserId to = to_user(call.argument("to").as<RecordId>());
    const auto* with_open = call.argument("with_open").get_if<bool>();
    const auto* reason = call.argument("reason").get_if<std::string>();
    if (reason && tx.cause() == "verb transfer") {
        tx.set_cause("verb transfer: " + *reason);
    }
    // First what hangs on it: afterwards the giver may no longer see it.
    transfer_along(tx, "contact", call.record, to, false);
    if (with_open && *with_open) transfer_along(tx, "opportunity", call.record, to, true);
    team::transfer(tx, call.record, to);
    return "null";
}

}  // namespace bihuan::customer
