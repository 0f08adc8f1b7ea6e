// One instalment: what the customer need not pay is written off; an event nobody else records is
// marked by hand.
#include "sales/contract/settle.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

namespace bihuan::contract {

// Discount, fee or bad debt: settles the instalment but is never collected. Finance only.
std::string write_off_instalment(VerbCall& call) {
    Tx& tx = call.tx;
    approval::demand_role(tx, kFinanceRole);
    const Record& instalment = call.record;
    const Record contract = load_one(tx, "contract", instalment.ref("contract"));
    if (!is_in_force(contract)) throw refusal("error.contract.not_in_force", contract);
    const Decimal rest = remaining(instalment);
    const auto* given = call.argument("amount").get_if<Decimal>();
    const Decimal amount = given ? *given : rest;
    if (amount <= Decimal() || amount > rest) {
        throw refusal("error.instalment.rest", instalment,
                      {{"rest", rest.to_text()}, {"asked", amount.to_text()}});
    }
    const Record row = make(tx, "allocation",
                            {{"instalment", instalment.id},
                             {"contract", contract.id},
                             {"account", or_null(contract.ref("account"))},
                             {"amount", amount},
                             {"date", tx.today()},
                             {"allocated_on", tx.today()},
                             {"kind", call.argument("kind")},
                             {"to_instalment", true},
                             {"to_invoice", false},
                             {"note", call.argument("reason")}},
                            "instalment.written_off");
    return "{\"allocation\":\"" + to_text(row.id) + "\"}";
}

// 对账 done, a milestone reached: the due date follows from this day.
std::string mark_event_of_instalment(VerbCall& call) {
    save(call.tx, call.record, {{"event_date", day_of(call)}}, "instalment.event_happened");
    return {};
}

}  // namespace bihuan::contract
