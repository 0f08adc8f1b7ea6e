#include "kernel/event/event.h"

#include "base/text.h"

namespace bihuan::event {

namespace {

constexpr std::string_view kColumns =
    "seq, at, actor, kind, object, record, version, fields, cause, recorded_at";

// Field names are identifiers, so a comma parts them.
std::vector<std::string> split_fields(std::string_view text) {
    std::vector<std::string> fields;
    if (text.empty()) return fields;
    for (const std::string_view part : split(text, ',')) fields.emplace_back(part);
    return fields;
}

Event from_row(const db::Row& row) {
    Event event;
    event.seq = EventSeq(row.integer(0));
    event.at = Instant{row.integer(1)};
    event.actor = UserId(row.integer(2));
    event.kind = row.text(3);
    event.object = ObjectNumber(row.integer(4));
    event.record = RecordId(row.integer(5));
    event.version = row.integer(6);
    event.fields = split_fields(row.text(7));
    event.cause = row.text(8);
    event.recorded_at = Instant{row.integer(9)};
    return event;
}

}  // namespace

std::string store_ddl() {
    return R"(
CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor INTEGER, kind TEXT NOT NULL,
    object INTEGER NOT NULL, record INTEGER NOT NULL, version INTEGER NOT NULL,
    fields TEXT NOT NULL, cause TEXT NOT NULL, recorded_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS event_by_record ON event (record, seq);
CREATE TABLE IF NOT EXISTS event_cursor (reader TEXT PRIMARY KEY, seq INTEGER NOT NULL);
)";
}

void append(db::Connection& db, const Event& event) {
    const std::string fields = join(event.fields, ",");
    db.post("INSERT INTO event (seq, at, actor, kind, object, record, version, fields, cause, "
            "recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {event.seq.value, event.at.micros, event.actor.value, event.kind,
             event.object.value, event.record.value, event.version, fields, event.cause,
             event.recorded_at.micros});
}

std::vector<Event> tail(db::Connection& db, EventSeq cursor, int limit) {
    static const std::string kSql =
        "SELECT " + std::string(kColumns) + " FROM event WHERE seq > ? ORDER BY seq LIMIT ?";
    std::vector<Event> events;
    const auto rows = static_cast<std::int64_t>(limit < kTailMax ? limit : kTailMax);
    db.query(kSql, {cursor.value, rows}, [&](const db::Row& row) {
        events.push_back(from_row(row));
        return true;
    });
    return events;
}

std::vector<Event> of_record(db::Connection& db, RecordId record, int limit) {
    static const std::string kSql = "SELECT " + std::string(kColumns) +
                                    " FROM event WHERE record = ? ORDER BY seq DESC LIMIT ?";
    std::vector<Event> events;
    db.query(kSql, {record.value, std::int64_t{limit}}, [&](const db::Row& row) {
        events.push_back(from_row(row));
        return true;
    });
    return events;
}

EventSeq last(db::Connection& db) {
    EventSeq seq;
    db.query("SELECT max(seq) FROM event", {}, [&](const db::Row& row) {
        seq = EventSeq(row.integer(0));
        return false;
    });
    return seq;
}

EventSeq cursor(db::Connection& db, std::string_view reader) {
    EventSeq seq;
    db.query("SELECT seq FROM event_cursor WHERE reader = ?", {reader}, [&](const db::Row& row) {
        seq = EventSeq(row.integer(0));
        return false;
    });
    return seq;
}

void move_cursor(db::Connection& db, std::string_view reader, EventSeq seq) {
    if (db.execute("UPDATE event_cursor SET seq = ? WHERE reader = ?", {seq.value, reader}) > 0) {
        return;
    }
    db.post("INSERT INTO event_cursor (reader, seq) VALUES (?, ?)", {reader, seq.value});
}

}  // namespace bihuan::event
