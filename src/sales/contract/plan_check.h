// Whether a contract's instalments add up to it. Private.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

// Error(invalid) with the difference when there is a plan and it does not; frameworks have none.
void check_plan(const Snapshot& snapshot, const Record& contract);
// The issue itself, for amounts in the contract's currency.
Issue plan_differs(Decimal sum, Decimal total);
// Takes `rest` (contract's currency) out of the plan, the last period first: unpaid instalments
// shrink or become void. For terminations.
void shorten_plan(Tx& tx, const Record& contract, Decimal rest);
// Every instalment becomes void. For void contracts.
void void_plan(Tx& tx, const Record& contract);

}  // namespace bihuan::contract
