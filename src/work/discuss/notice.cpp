#include "work/discuss/discuss.h"

#include "kernel/event/event.h"
#include "kernel/query/query.h"
#include "kernel/record/record.h"
#include "work/discuss/store.h"

#include <algorithm>
#include <charconv>

namespace bihuan::discuss {

namespace {

// A row of the past is no news: imports and demo companies bring years at once.
constexpr std::int64_t kNewsMicros = 7 * 24 * 3600 * kMicrosPerSecond;

constexpr std::string_view kAssigned = "assigned";
constexpr std::string_view kAssignedMany = "assigned_many";

std::int64_t counted(std::string_view body) {
    std::int64_t count = 0;
    std::from_chars(body.data(), body.data() + body.size(), count);
    return count;
}

bool is_about_owner(const event::Event& event) {
    if (event.kind == "deleted" || event.kind == "restored" || !event.record) return false;
    return std::find(event.fields.begin(), event.fields.end(), "owner") != event.fields.end();
}

// What belongs to one act over many records: a bulk act, its undo, a hand-over.
std::string act_of(const event::Event& event) {
    for (const std::string_view prefix : {"bulk ", "undo ", "verb leave", "verb hand_over"}) {
        if (event.cause.rfind(prefix, 0) == 0) return event.cause;
    }
    return "";
}

// One notice per receiver and act, which counts: "12 <act>". The record is the first of them.
bool count_up(Tx& tx, UserId owner, const std::string& act) {
    RecordId notice;
    std::int64_t count = 0;
    const std::string tail = " " + act;
    tx.db().query("SELECT id, body FROM notice WHERE person = ? AND kind = ? AND seen_at = 0 "
                  "ORDER BY id DESC",
                  {owner.value, kAssignedMany}, [&](const db::Row& row) {
                      const std::string_view body = row.text(1);
                      if (!body.ends_with(tail)) return true;
                      notice = RecordId(row.integer(0));
                      count = counted(body);
                      return false;
                  });
    if (!notice) return false;
    const std::string body = std::to_string(count + 1) + tail;
    tx.db().execute("UPDATE notice SET body = ?, at = ? WHERE id = ?",
                    {std::string_view(body), tx.now().micros, notice.value});
    return true;
}

void tell_owner(Tx& tx, const event::Event& event) {
    const meta::Object* object = tx.schema().find(event.object);
    if (object == nullptr || !object->has_owner || object->parent_field.size() != 0) return;
    if (event.cause.rfind("import", 0) == 0) return;  // its list is what people look at
    if (event.at.micros < tx.now().micros - kNewsMicros) return;
    const UserId owner = owner_of(tx, *object, event.record);
    if (!owner || owner == event.actor) return;
    const std::string act = act_of(event);
    if (act.empty()) {
        tell(tx, owner, kAssigned, *object, event.record, event.actor, "");
    } else if (!count_up(tx, owner, act)) {
        tell(tx, owner, kAssignedMany, *object, event.record, event.actor, "1 " + act);
    }
}

bool is_seen(const Snapshot& snapshot, const Notice& notice) {
    const meta::Object* object = snapshot.schema().find(notice.object);
    return object != nullptr &&
           query::is_visible(snapshot, *object, notice.record, access::Purpose::read);
}

}  // namespace

void tell(Tx& tx, UserId user, std::string_view kind, const meta::Object& object,
          RecordId record, UserId actor, std::string_view text) {
    if (user == actor) return;
    const RecordId id = tx.new_id(kNoticeNumber);
    tx.db().post("INSERT INTO notice (id, person, kind, object, record, actor, body, at, "
                 "seen_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                 {id.value, user.value, kind, std::string_view(object.name), record.value,
                  actor.value, text, tx.now().micros});
}

UserId owner_of(const Snapshot& snapshot, const meta::Object& object, RecordId record) {
    if (!object.has_owner) return {};
    const auto row = record::load(snapshot, object, record);
    return row && !row->deleted_at ? UserId(row->ref("owner").value) : UserId();
}

std::vector<Notice> notices(const Snapshot& snapshot, bool only_unread, int limit) {
    std::vector<Notice> out;
    const std::string unread_only = only_unread ? "AND seen_at = 0 " : "";
    snapshot.db().query(
        "SELECT id, kind, object, record, actor, body, at, seen_at FROM notice "
        "WHERE person = ? AND due_at <= ? " + unread_only + "ORDER BY id DESC LIMIT ?",
        {snapshot.actor().user.value, snapshot.now().micros,
         std::int64_t{std::min(limit, kNoticesMax)}},
        [&](const db::Row& row) {
            Notice notice;
            notice.id = RecordId(row.integer(0));
            notice.kind = row.text(1);
            notice.object = row.text(2);
            notice.record = RecordId(row.integer(3));
            notice.actor = UserId(row.integer(4));
            notice.text = row.text(5);
            if (notice.kind == kAssignedMany) {
                notice.count = counted(notice.text);
                notice.text.clear();
                if (notice.count == 1) notice.kind = kAssigned;
            }
            notice.at = Instant{row.integer(6)};
            notice.read = row.integer(7) != 0;
            out.push_back(std::move(notice));
            return true;
        });
    std::erase_if(out, [&](const Notice& notice) { return !is_seen(snapshot, notice); });
    return out;
}

std::int64_t unread(const Snapshot& snapshot) {
    return static_cast<std::int64_t>(notices(snapshot, true, kNoticesMax).size());
}

void mark_read(Tx& tx, const std::vector<RecordId>& ids) {
    const std::int64_t me = tx.actor().user.value;
    const std::int64_t now = tx.now().micros;
    if (ids.empty()) {
        tx.db().post("UPDATE notice SET seen_at = ? WHERE person = ? AND seen_at = 0 "
                     "AND due_at <= ?", {now, me, now});
        return;
    }
    for (const RecordId id : ids) {
        tx.db().post("UPDATE notice SET seen_at = ? WHERE id = ? AND person = ? AND seen_at = 0",
                     {now, id.value, me});
    }
}

void put_off(Tx& tx, RecordId notice, Instant until) {
    const std::int64_t changed = tx.db().execute(
        "UPDATE notice SET due_at = ?, seen_at = 0 WHERE id = ? AND person = ?",
        {until.micros, notice.value, tx.actor().user.value});
    if (changed == 0) throw Error(Code::not_found, "error.record.not_found");
}

bool advance(Workspace& workspace) {
    const Actor system = Actor::system();
    bool is_current = false;
    workspace.read(system, [&](const Snapshot& snapshot) {
        const EventSeq cursor = event::cursor(snapshot.db(), kReader);
        is_current = cursor && event::last(snapshot.db()) == cursor;
    });
    if (is_current) return false;
    bool more = false;
    workspace.write(system, [&](Tx& tx) {
        EventSeq cursor = event::cursor(tx.db(), kReader);
        if (!cursor) {
            const std::int64_t last = event::last(tx.db()).value;
            cursor = EventSeq(std::max<std::int64_t>(0, last - kFirstEvents));
        }
        const auto events = event::tail(tx.db(), cursor, kEventsPerTurn);
        for (const event::Event& event : events) {
            if (is_about_owner(event)) tell_owner(tx, event);
        }
        if (!events.empty()) event::move_cursor(tx.db(), kReader, events.back().seq);
        more = events.size() == static_cast<std::size_t>(kEventsPerTurn);
    });
    return more;
}

}  // namespace bihuan::discuss
