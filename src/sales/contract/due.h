// When instalments fall due: a date, days after an event, or days after its month's end. Private.
#pragma once

#include "sales/contract/acts.h"

#include <optional>

namespace bihuan::contract {

// From basis, event date and days; nullopt for a fixed date or an event that has not happened.
std::optional<Date> due_date_of(const Record& instalment);

// Gives every waiting instalment of the contract whose event has happened its dates. Signed: the
// sign date. Shipped, accepted: of its order, else once every order of the contract is so far.
// Reconciled: as accepted. Invoiced: in the order of periods, as far as the invoices reach.
void catch_up(Tx& tx, RecordId contract);

}  // namespace bihuan::contract
