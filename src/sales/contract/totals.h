// Amounts of lines, and of the records they add up to. Private.
//
// A record with priced lines has the amount of its lines; without, the amount somebody typed.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

// Rules of lines. Contracts and orders are priced as quotes are; an invoice's line is what was
// agreed, taken apart into net and tax.
void price_line_of_contract(record::RuleContext& context, Issues& issues);
void price_line_of_order(record::RuleContext& context, Issues& issues);
void split_line_of_invoice(record::RuleContext& context, Issues& issues);

// Rules of the record with its lines: amount and tax, frozen lines, splits that make 100 %.
void total_contract(record::LinesContext& context, Issues& issues);
void total_order(record::LinesContext& context, Issues& issues);
void total_invoice(record::LinesContext& context, Issues& issues);

// Whether a form may no longer change what the money rests on.
bool is_frozen(const Record& record);

}  // namespace bihuan::contract
