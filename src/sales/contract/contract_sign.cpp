// Both sides have signed: from this day the contract counts, and what waits for the signature
// falls due. The ledger follows in ledger_hooks.cpp.
#include "sales/contract/plan_check.h"
#include "sales/contract/verbs.h"

namespace bihuan::contract {

std::string sign_contract(VerbCall& call) {
    const Date day = day_of(call);
    const Record& contract = call.record;
    const auto ends = contract.date("end_date");
    if (ends && *ends < day) throw invalid("date", "issue.contract.signed_after_end");
    check_plan(call.tx, contract);
    FieldValues values{{"stage", "signed"}, {"sign_date", day}, {"signed_at", call.tx.now()}};
    for (const std::string_view given : {"their_signer", "files"}) {
        if (!call.argument(given).is_null()) values.emplace_back(given, call.argument(given));
    }
    save(call.tx, contract, values, "contract.signed");
    return {};
}

}  // namespace bihuan::contract
