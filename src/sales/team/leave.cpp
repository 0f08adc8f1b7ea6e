// A person leaves: what is still open goes to a colleague, what is closed keeps its owner, booked
// figures never move; sessions end. `hand_over` alone gives the open work away and nothing else.
//
// The first kAtOnce records move in the transaction of the verb, the rest right after it in small
// steps, so that nobody waits behind a large hand-over. If that is cut short, hand_over goes on.
#include "kernel/access/session.h"
#include "kernel/workspace.h"
#include "sales/team/internal.h"
#include "sales/team/team.h"

namespace bihuan::team {

namespace {

constexpr int kAtOnce = 100;  // ~80 us each: half of what one transaction may take

struct Work {
    std::string_view object;
    std::string_view is_open;  // over the columns of its table
};

// What goes along with a leaver. Objects that a company does without are left out.
constexpr Work kWork[] = {
    {"lead", "state IN ('new', 'following', 'qualified')"},
    {"account", "1 = 1"},
    {"contact", "1 = 1"},
    {"opportunity", "state = 'open'"},
    {"quote", "state IN ('draft', 'approving', 'rejected', 'approved', 'sent', 'accepted')"},
    {"order", "state IN ('draft', 'confirmed', 'processing', 'shipped')"},
    {"contract", "stage IN ('pending_signing', 'signed', 'in_progress', 'change')"},
    {"activity", "state IN ('prepared', 'underway')"},
    {"task", "state = 'open'"},
};

// Moves at most `limit` records; returns how many.
int move_open(Tx& tx, UserId from, UserId to, int limit) {
    int moved = 0;
    for (const Work& work : kWork) {
        const meta::Object* object = tx.schema().find(work.object);
        if (!object || moved == limit) continue;
        std::vector<RecordId> ids;
        tx.db().query("SELECT id FROM " + tx.dialect().quote(object->name) +
                          " WHERE owner = ? AND deleted_at IS NULL AND " +
                          std::string(work.is_open) + " ORDER BY id LIMIT ?",
                      {from.value, std::int64_t{limit - moved}}, [&](const db::Row& row) {
                          ids.push_back(RecordId(row.integer(0)));
                          return true;
                      });
        record::Changes changes;
        changes.set(*object, "owner", to);
        for (const RecordId id : ids) {
            record::update(tx, *object, id, changes, by_verb(object->name + ".transferred"));
        }
        moved += static_cast<int>(ids.size());
    }
    return moved;
}

std::int64_t count_open(const Snapshot& snapshot, UserId from) {
    std::int64_t count = 0;
    for (const Work& work : kWork) {
        const meta::Object* object = snapshot.schema().find(work.object);
        if (!object) continue;
        snapshot.db().query("SELECT count(*) FROM " + snapshot.dialect().quote(object->name) +
                                " WHERE owner = ? AND deleted_at IS NULL AND " +
                                std::string(work.is_open),
                            {from.value}, [&](const db::Row& row) {
                                count += row.integer(0);
                                return false;
                            });
    }
    return count;
}

// Everything that is open, the rest after the commit. Returns how many records it is.
std::int64_t move_all(Tx& tx, UserId from, UserId to) {
    const std::int64_t all = count_open(tx, from);
    if (move_open(tx, from, to, kAtOnce) < kAtOnce) return all;
    Workspace& workspace = tx.workspace();
    tx.after_commit([&workspace, actor = tx.actor(), cause = tx.cause(), from, to] {
        WriteOptions options;
        options.lane = db::Lane::bulk;
        options.cause = cause;
        int moved = kAtOnce;
        while (moved == kAtOnce) {
            workspace.write(actor, options,
                            [&](Tx& step) { moved = move_open(step, from, to, kAtOnce); });
        }
    });
    return all;
}

// Those who reported to the leaver report to the successor, departments he led are led by him.
void move_people(Tx& tx, UserId from, UserId to) {
    const auto point = [&](std::string_view name, RecordId other_than, RecordId instead) {
        const meta::Object& object = tx.schema().at(name);
        for (const record::Record& one :
             record::load_children(tx, object, "leader", to_record(from))) {
            record::Changes changes;
            const bool is_self = one.id == other_than;
            changes.set(object, "leader", is_self ? (instead ? Value(instead) : Value())
                                                  : Value(to));
            record::update(tx, object, one.id, changes, by_verb(""));
        }
    };
    const auto leaver = record::load(tx, tx.schema().at("user"), to_record(from));
    const RecordId above = leaver ? leaver->ref("leader") : RecordId();
    point("user", to_record(to), above == to_record(to) ? RecordId() : above);
    point("department", RecordId(), RecordId());
}

UserId successor(const record::VerbCall& call) {
    const UserId to = to_user(call.argument("to").as<RecordId>());
    Issues issues;
    if (to == to_user(call.record.id)) issues.add("to", "issue.team.hand_over_to_self");
    else if (!is_active(call.tx, to)) issues.add("to", "issue.team.not_active");
    throw_if_any(std::move(issues));
    return to;
}

std::string transferred(std::int64_t count) {
    return "{\"transferred\":" + std::to_string(count) + "}";
}

}  // namespace

std::string hand_over(record::VerbCall& call) {
    const UserId to = successor(call);
    return transferred(move_all(call.tx, to_user(call.record.id), to));
}

std::string leave(record::VerbCall& call) {
    Tx& tx = call.tx;
    const UserId from = to_user(call.record.id);
    const UserId to = successor(call);
    demand_other_administrator(tx, from);
    const Value& given = call.argument("date");
    record::Changes changes;
    changes.set(call.object, "status", "left");
    changes.set(call.object, "left_date", given.is_null() ? Value(tx.today()) : given);
    record::update(tx, call.object, call.record.id, changes, by_verb("user.left"));
    move_people(tx, from, to);
    const std::int64_t count = move_all(tx, from, to);
    access::end_sessions(tx, from);
    return transferred(count);
}

}  // namespace bihuan::team
