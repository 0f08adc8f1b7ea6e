// Contracts and the money that follows them: orders, instalments, receipts, invoices, bills.
//
// The module's public face. Functions take a Snapshot or the registry; one thread each. Words and
// verbs: README.md.
#pragma once

#include "kernel/record/write.h"

#include <string_view>
#include <vector>

namespace bihuan::contract {

// Rules, hooks and verbs of this module, and `quote.convert`. Once at start.
void register_contract(record::Registry& registry);

// Acts of finance beyond approvals: the verb itself refuses everybody else.
inline constexpr std::string_view kFinanceRole = "finance";
bool is_for_finance(std::string_view object, std::string_view verb);

// What a receipt could be allocated to, before anybody decides.
struct Proposal {
    RecordId instalment;
    RecordId contract;
    Decimal amount;                     // company's currency, scale 2
};
// Open instalments of the receipt's account (of its contract first): one with exactly the rest
// when there is one, else the oldest due first until the rest is used up. Empty when the receipt
// is not confirmed, has no account or no rest.
std::vector<Proposal> propose_allocations(const Snapshot& snapshot,
                                          const record::Record& receipt);

}  // namespace bihuan::contract
