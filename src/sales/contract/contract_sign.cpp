// Both sides have signed: from this day the contract counts, and what waits for the signature
// falls due. The ledger follows in ledger_hooks.cpp; of a month that has passed it books today, so
// that closed periods never move.
#include "sales/contract/plan_check.h"
#include "sales/contract/verbs.h"

namespace bihuan::contract {

namespace {

// A paper that turns up later than this is a slip of the pen; old contracts come by import.
constexpr int kSignedAgoMax = 366;

}  // namespace

std::string sign_contract(VerbCall& call) {
    const Date day = day_of(call);
    const Record& contract = call.record;
    const Date today = call.tx.today();
    if (day < add_days(today, -kSignedAgoMax)) {
        throw invalid("date", "issue.contract.signed_long_ago",
                      {{"days", std::to_string(kSignedAgoMax)}});
    }
    const auto ends = contract.date("end_date");
    if (ends && *ends < day) throw invalid("date", "issue.contract.signed_after_end");
    check_plan(call.tx, contract);
    const bool is_late = day < first_day(month_of(today));
    FieldValues values{{"stage", "signed"},
                       {"sign_date", day},
                       {"booked_on", is_late ? today : day},
                       {"signed_at", call.tx.now()}};
    for (const std::string_view given : {"their_signer", "files"}) {
        if (!call.argument(given).is_null()) values.emplace_back(given, call.argument(given));
    }
    save(call.tx, contract, values, "contract.signed");
    return {};
}

}  // namespace bihuan::contract
