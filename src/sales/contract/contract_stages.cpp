// The stages between signature and end: in progress, change, completed, archived, handed over.
#include "sales/contract/plan_check.h"
#include "sales/contract/verbs.h"

namespace bihuan::contract {

std::string start_contract(VerbCall& call) {
    save(call.tx, call.record, {{"stage", "in_progress"}}, "contract.started");
    return {};
}

std::string complete_contract(VerbCall& call) {
    const Date day = day_of(call);
    save(call.tx, call.record, {{"stage", "completed"}, {"completed_on", day}},
         "contract.completed");
    return {};
}

// Opens amount, lines and terms once more; a difference counts on the day it is written.
std::string change_contract(VerbCall& call) {
    save(call.tx, call.record,
         {{"stage", "change"},
          {"changed_from", call.record.get("stage")},
          {"change_reason", call.argument("reason")}},
         "contract.change_opened");
    return {};
}

std::string finish_change_contract(VerbCall& call) {
    check_plan(call.tx, call.record);
    const std::string from = call.record.text("changed_from");
    save(call.tx, call.record, {{"stage", from.empty() ? "in_progress" : from}},
         "contract.changed");
    return {};
}

std::string archive_contract(VerbCall& call) {
    save(call.tx, call.record, {{"stage", "archived"}, {"archived_on", call.tx.today()}},
         "contract.archived");
    return {};
}

// The contract and its instalments get a new owner; figures of the past stay where they are.
std::string transfer_contract(VerbCall& call) {
    Tx& tx = call.tx;
    const RecordId to = call.argument("to").as<RecordId>();
    const Record user = load_one(tx, "user", to);
    if (user.text("status") != "active") {
        throw invalid("to", "issue.contract.owner_left", {{"name", user.text("name")}});
    }
    const std::string reason = text_of(call, "reason");
    if (!reason.empty()) tx.set_cause(tx.cause() + ": " + reason);
    save(tx, call.record, {{"owner", to}}, "contract.transferred");
    for (const Record& one : children_of(tx, "instalment", "contract", call.record.id)) {
        save(tx, one, {{"owner", to}});
    }
    return {};
}

}  // namespace bihuan::contract
