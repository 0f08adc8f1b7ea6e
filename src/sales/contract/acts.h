// What every verb of this module needs: money of records, days, one way to save. Private.
//
// Functions take the Snapshot or Tx they work in; one thread.
#pragma once

#include "kernel/record/write.h"
#include "sales/contract/contract.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bihuan::contract {

using record::Record;
using record::VerbCall;

inline constexpr int kMoneyScale = 2;                       // amounts; unit prices have more
inline constexpr std::string_view kManagerRole = "sales_manager";

using FieldValues = std::vector<std::pair<std::string_view, Value>>;

// Money in the company's currency, whatever the record's own.
Decimal base_of(const Record& record, std::string_view field);
// Zero when the record has no rate of its own.
Decimal rate_of(const Record& record);
// From the company's currency into the record's.
Decimal own_of(const Record& record, Decimal base);

// Approved, signed, and neither void nor still waiting for a signature.
bool is_in_force(const Record& contract);
bool is_framework(const Record& contract);
// What the customer owes in all: confirmed orders of a framework, else amount less what was
// terminated; 0 when not in force. Company's currency.
Decimal amount_in_force(const Record& contract);
// received + written_off of a contract or an instalment. Company's currency.
Decimal covered(const Record& record);
Decimal remaining(const Record& instalment);                // 0 when void

// The verb's argument `date`, else today. Error(invalid) for a day to come.
Date day_of(const VerbCall& call, std::string_view argument = "date");
// The day on which something booked is taken back: in this month, for what has passed stays as it
// was told. Error(invalid) at the argument.
Date correction_day_of(const VerbCall& call, std::string_view argument = "date");
void check_not_future(const Snapshot& snapshot, Date day, std::string_view field);

std::string title_of(const Record& record);
// Error(conflict) about this record: {object} and {title} are filled in.
Error refusal(std::string_view key, const Record& record, Args args = {});
// Error(invalid) with one issue.
Error invalid(std::string field, std::string_view key, Args args = {});

Value or_null(RecordId id);
const meta::Object& object_named(const Snapshot& snapshot, std::string_view name);
// Error(not_found) when it is gone.
Record load_one(const Snapshot& snapshot, std::string_view object, RecordId id);
std::vector<Record> children_of(const Snapshot& snapshot, std::string_view child,
                                std::string_view by, RecordId parent);

// Writes as a verb does; the event is "" for plain created/updated.
Record save(Tx& tx, const Record& record, const FieldValues& values, std::string event = {});
Record make(Tx& tx, std::string_view object, const FieldValues& values, std::string event = {});
// With one lines field.
Record make_with_lines(Tx& tx, std::string_view object, const FieldValues& values,
                       std::vector<std::pair<std::string_view, std::vector<FieldValues>>> lines,
                       std::string event);

}  // namespace bihuan::contract
