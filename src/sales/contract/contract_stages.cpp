// The stages between signature and end: in progress, change, completed, archived.
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

}  // namespace bihuan::contract
