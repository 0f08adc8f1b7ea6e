// The signed ledger: every money and count metric of a period reads only these rows.
//
// Verbs append; nothing is changed or deleted. Void, reversal, red, termination append a negative
// row on their own day, so past periods never move. Table: ledger (columns as LedgerRow).
#pragma once

#include "base/calendar_time.h"
#include "base/ids.h"
#include "db/database.h"

#include <cstdint>
#include <string>

namespace bihuan::event {

struct LedgerRow {
    RecordId id;                  // made by the application
    std::string metric;           // signed, ordered, collected, allocated, invoiced, won, ...
    Date date;                    // the metric's event date
    ObjectNumber object;
    RecordId record;              // the record behind it
    RecordId account;             // whose customer; may be zero
    RecordId contract;            // may be zero
    UserId owner;                 // of that day; zero: unassigned (未分配)
    RecordId dept;                // of that owner on that day
    std::int64_t amount = 0;      // base currency, scale 2, signed
    std::int64_t count = 0;       // signed
    std::int64_t days = 0;        // durations, e.g. sales cycle
    std::string tag;              // second dimension: stage, product, kind
    RecordId corrects;            // the ledger row this one takes back; may be zero
    Instant recorded_at;
    EventSeq event;
};

std::string ledger_ddl();
void append(db::Connection& db, const LedgerRow& row);
// Two customers turned out to be one: whose a booking is, never its amount, day or person.
void give_account(db::Connection& db, RecordId from, RecordId to);

}  // namespace bihuan::event
