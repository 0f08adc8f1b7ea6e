// Amounts of lines, and of the records they add up to. Private.
//
// A record with priced lines has the amount of its lines; without, the amount somebody typed.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

// Rule of contract_line, order_line and invoice_line: price, net, tax and amount, each rounded
// half up to fen.
void compute_line(record::RuleContext& context, Issues& issues);
void compute_invoice_line(record::RuleContext& context, Issues& issues);

// Sums the lines again and writes the record when it differs. Error(conflict) when the record's
// amount may not change any more.
void sum_up(Tx& tx, const Record& record);
// The same for the record a changed line hangs from.
void sum_up_parent(Tx& tx, const Record& line);

// Whether a form may still change what the money rests on.
bool is_frozen(const Record& record);

}  // namespace bihuan::contract
