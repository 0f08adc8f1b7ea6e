// What happened: one append-only table, written in the transaction of the change.
//
// Events carry no values (they come from the row versions). Functions take the transaction's
// Connection; readers keep a cursor. Table: event(seq, at, actor, kind, object, record, version,
// fields, cause, recorded_at).
#pragma once

#include "base/calendar_time.h"
#include "base/ids.h"
#include "db/database.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::event {

inline constexpr int kTailMax = 1'000;  // events read in one go

struct Event {
    EventSeq seq;
    Instant at;                   // when it happened (back-dated: the past day)
    UserId actor;                 // zero: the system
    std::string kind;             // created updated deleted restored, or a verb: opportunity.won
    ObjectNumber object;          // zero: not about a record (schema.changed, login)
    RecordId record;
    std::int64_t version = 0;
    std::vector<std::string> fields;  // changed fields
    std::string cause;
    Instant recorded_at;
};

std::string store_ddl();
void append(db::Connection& db, const Event& event);
// Events after `cursor`, in order. The last returned seq is the next cursor.
std::vector<Event> tail(db::Connection& db, EventSeq cursor, int limit = kTailMax);
// Events of one record, newest first.
std::vector<Event> of_record(db::Connection& db, RecordId record, int limit);
EventSeq last(db::Connection& db);

// Cursors of named readers (flow, notify, columns): table event_cursor(reader, seq).
EventSeq cursor(db::Connection& db, std::string_view reader);
void move_cursor(db::Connection& db, std::string_view reader, EventSeq seq);

}  // namespace bihuan::event
