// Rows of the ledger as this module writes them, and whose they are. Private.
//
// Nothing is ever changed: what is taken back is a negative row on its own day, to the very people
// who had the figure. Functions take the Tx; one thread.
#pragma once

#include "kernel/event/ledger.h"
#include "sales/contract/acts.h"

namespace bihuan::contract {

struct Person {
    UserId user;                        // zero: nobody (未分配)
    RecordId dept;                      // of that day
    Decimal weight;
};

// Who shares a contract's figures on a day: its splits as they stood that evening, else its
// owner. A day before the contract was entered: as it was first entered. Never empty.
std::vector<Person> people_on(const Snapshot& snapshot, const Record& contract, Date day);
// The owner of any record on a day.
Person owner_on(const Snapshot& snapshot, const Record& record, Date day);

struct Entry {
    std::string metric;
    Date date;
    Decimal amount = Decimal(0, kMoneyScale);   // company's currency, signed
    std::int64_t count = 0;
    std::int64_t days = 0;
    std::string tag = {};
    RecordId account = {};
    RecordId contract = {};
    RecordId corrects = {};
};

void post(Tx& tx, const Record& record, const Entry& entry, const Person& person);
// One row per person, the amount apportioned exactly; the count stands on the first row.
void post_shared(Tx& tx, const Record& record, const Entry& entry,
                 const std::vector<Person>& people);

// Mirrors what rows of `source` under `metric` add up to, per person, on `date`, as rows of
// `record` (which may be the source itself).
void take_back(Tx& tx, const Record& record, RecordId source, std::string_view metric, Date date);
// Apportions `amount` by what each person has under this metric so far (a partial take-back).
std::vector<Person> people_of(const Snapshot& snapshot, RecordId source, std::string_view metric);
std::int64_t count_of_account(const Snapshot& snapshot, std::string_view metric,
                              RecordId account);

}  // namespace bihuan::contract
