// Allocations: what they settle and how they are taken back. Private.
//
// Functions take the Tx; one thread.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

// Keeps `settled` of an instalment true to what was allocated to it.
void settle(Tx& tx, RecordId instalment);

// A negative row on `day`; the first one stays. Error(conflict) when it is reversed already.
Record reverse_allocation(Tx& tx, const Record& allocation, Date day, const std::string& note);

// Takes the whole receipt back on `day`: its allocations first, so instalments are open again
// with their old due dates. Error(conflict) while a refund of it waits for approval.
void reverse_receipt(Tx& tx, const Record& receipt, Date day, const std::string& reason);

// What is left of a receipt: for instalments, for invoices, and for both (refunds).
// Company's currency; refunds that wait for approval count as gone for `free`.
struct Rest {
    Decimal instalments;
    Decimal invoices;
    Decimal free;
};
Rest rest_of(const Snapshot& snapshot, const Record& receipt);

}  // namespace bihuan::contract
