// Opportunities from the first contact to won or lost, with needs, products, prices and quotes.
//
// Verbs and rules are registered once at start and then read only. Functions take a Snapshot or
// Tx, one thread each. The contract module shares how lines are priced and summed up.
#pragma once

#include "kernel/record/write.h"

#include <optional>
#include <string>
#include <vector>

namespace bihuan::opportunity {

// opportunity: advance back win lose void reopen transfer; quote: submit approve reject revise
// send accept decline void (convert is the contract module's).
void register_opportunity(record::Registry& registry);

// The default pipeline and its stages, when a company has none.
void install(Tx& tx);

// The price of one unit and where it comes from.
struct ChosenPrice {
    Decimal price;                        // in the currency asked for, scale 6
    std::optional<Decimal> floor;         // not to be sold below without approval
    bool tax_included = true;
    std::string reason;                   // in the actor's language, at most 100 characters
};

struct PriceQuestion {
    RecordId product;
    RecordId account;                     // may be zero
    RecordId price_book;                  // asked for by hand; may be zero
    Decimal quantity = Decimal::of(1);
    Date date;
    std::string currency;
    Decimal rate = Decimal::of(1);        // of the currency to the company's
};

// A book asked for by hand > one for this account > one for its grade or region > one for
// everybody > the product's list price; nullopt when the product has no price at all.
std::optional<ChosenPrice> choose_price(const Snapshot& snapshot, const PriceQuestion& question);

// What the lines of a document are priced by: its fields account, price_book, date, currency, rate
// (those that it has; `date` empty: today).
PriceQuestion question_of(const Snapshot& snapshot, const record::Record& document);

// Completes a line of a quote, contract or order: name, spec, unit, tax rate, list price and cost
// from its product, `price` from the price chosen less the discount when none is typed, then net,
// tax and amount, each rounded half up to fen. `price` includes tax unless the product says no.
void price_line(const Snapshot& snapshot, const record::Record* before, record::Record& line,
                PriceQuestion question);

struct Totals {
    Decimal lines{0, 2};                  // sum of the lines' amounts
    Decimal amount{0, 2};                 // less the discount on the whole, with freight
    Decimal tax{0, 2};
    Decimal cost{0, 2};                   // in the company's currency
};
Totals total_of(const std::vector<const record::Record*>& lines, Decimal discount,
                Decimal freight);

// Lines whose price, less the discount on the whole, is below the floor of the price chosen.
std::vector<record::Record> below_floor(const Snapshot& snapshot,
                                        const std::vector<record::Record>& lines,
                                        const PriceQuestion& question, Decimal discount);

}  // namespace bihuan::opportunity
