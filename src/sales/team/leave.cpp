// A person leaves: what is still open goes to a colleague, what is closed keeps its owner, booked
// figures never move; sessions end. `hand_over` alone gives the open work away and nothing else.
//
// The first kAtOnce records move in the transaction of the verb, the rest by a job in small steps,
// so that nobody waits behind a large hand-over.
#include "kernel/access/session.h"
#include "kernel/workspace.h"
#include "sales/team/internal.h"
#include "sales/team/team.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace bihuan::team {

namespace {

constexpr std::string_view kHandOver = "hand_over";
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

// Who takes what over: everything goes to one person, but for objects that go to another.
struct Heirs {
    UserId all;
    std::map<std::string, UserId, std::less<>> by_object;

    UserId of(std::string_view object) const {
        const auto found = by_object.find(object);
        return found == by_object.end() ? all : found->second;
    }
};

std::string open_sql(const Snapshot& snapshot, const meta::Object& object, const Work& work) {
    return " FROM " + snapshot.dialect().quote(object.name) +
           " WHERE owner = ? AND deleted_at IS NULL AND " + std::string(work.is_open);
}

// Moves at most `limit` records; returns how many.
int move_open(Tx& tx, UserId from, const Heirs& heirs, int limit) {
    int moved = 0;
    for (const Work& work : kWork) {
        const meta::Object* object = tx.schema().find(work.object);
        if (!object || moved == limit) continue;
        std::vector<RecordId> ids;
        tx.db().query("SELECT id" + open_sql(tx, *object, work) + " ORDER BY id LIMIT ?",
                      {from.value, std::int64_t{limit - moved}}, [&](const db::Row& row) {
                          ids.push_back(RecordId(row.integer(0)));
                          return true;
                      });
        record::Changes changes;
        changes.set(*object, "owner", heirs.of(work.object));
        for (const RecordId id : ids) {
            record::update(tx, *object, id, changes, by_verb(object->name + ".transferred"));
        }
        moved += static_cast<int>(ids.size());
    }
    return moved;
}

std::int64_t count_open(const Snapshot& snapshot, UserId from) {
    std::int64_t count = 0;
    for (const OpenWork& work : open_work(snapshot, from)) count += work.count;
    return count;
}

std::string write_args(const Tx& tx, UserId from, const Heirs& heirs, std::int64_t rest) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("from").id(from.value).key("to").id(heirs.all.value);
    json.key("cause").string(tx.cause()).key("rest").integer(rest);
    json.key("split").begin_object();
    for (const auto& [object, to] : heirs.by_object) json.key(object).id(to.value);
    json.end_object().end_object();
    return text;
}

UserId user_of(const Json& json, const char* name) {
    const auto id = parse_record_id(json.text_or(name, ""));
    return id ? to_user(*id) : UserId();
}

// Goes on where the verb stopped; what was moved is no longer the leaver's.
job::Progress go_on(Workspace& workspace, job::Job& job) {
    const Json args = Json::parse(job.args);
    const UserId from = user_of(args, "from");
    Heirs heirs{user_of(args, "to"), {}};
    const Json split = args.get("split");
    for (std::size_t i = 0; i < split.size(); ++i) {
        const std::string object(split.key_at(i));
        heirs.by_object[object] = user_of(split, object.c_str());
    }
    const auto actor = job::actor_of(workspace, job);
    WriteOptions options;
    options.lane = db::Lane::bulk;
    options.cause = args.text_or("cause", "");
    int moved = 0;
    job::Job after;
    workspace.write(*actor, options, [&](Tx& tx) {
        after = job;
        moved = move_open(tx, from, heirs, kAtOnce);
        after.done += moved;
        after.total = std::max(after.done, args.integer_or("rest", 0));
        after.result = "{\"ok\":" + std::to_string(after.done) +
                       ",\"failed\":0,\"failures\":[]}";
        job::save(tx, after);
    });
    job = std::move(after);
    return {moved < kAtOnce, std::nullopt};
}

// Everything that is open, the rest by a job. The result: how many records, and the job.
std::string move_all(Tx& tx, UserId from, const Heirs& heirs) {
    const std::int64_t all = count_open(tx, from);
    const int moved = move_open(tx, from, heirs, kAtOnce);
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("transferred").integer(all).key("job");
    if (moved < all) {
        json.id(job::add(tx, kHandOver, write_args(tx, from, heirs, all - moved)).value);
    } else {
        json.null();
    }
    json.end_object();
    return out;
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

void check_heir(const record::VerbCall& call, UserId to, const char* field, Issues& issues) {
    if (to == to_user(call.record.id)) issues.add(field, "issue.team.hand_over_to_self");
    else if (!is_active(call.tx, to)) issues.add(field, "issue.team.not_active");
}

Heirs read_heirs(const record::VerbCall& call) {
    Heirs heirs{to_user(call.argument("to").as<RecordId>()), {}};
    Issues issues;
    check_heir(call, heirs.all, "to", issues);
    const auto* text = call.argument("split").get_if<std::string>();
    const Json split = Json::parse(text ? *text : "{}");
    if (!split.is_object()) issues.add("split", "issue.record.object");
    for (std::size_t i = 0; split.is_object() && i < split.size(); ++i) {
        const std::string object(split.key_at(i));
        const bool is_known = std::any_of(std::begin(kWork), std::end(kWork),
                                          [&](const Work& work) { return work.object == object; });
        if (!is_known) issues.add("split", "issue.unknown_field");
        const UserId to = user_of(split, object.c_str());
        check_heir(call, to, "split", issues);
        heirs.by_object[object] = to;
    }
    throw_if_any(std::move(issues));
    return heirs;
}

// "verb leave: 李文静": one act in the history and in the notices of who is given the records.
void name_act(record::VerbCall& call) {
    call.tx.set_cause("verb " + call.verb.name + ": " + call.record.text("name"));
}

}  // namespace

std::vector<OpenWork> open_work(const Snapshot& snapshot, UserId user) {
    std::vector<OpenWork> out;
    for (const Work& work : kWork) {
        const meta::Object* object = snapshot.schema().find(work.object);
        if (!object) continue;
        snapshot.db().query("SELECT count(*)" + open_sql(snapshot, *object, work), {user.value},
                            [&](const db::Row& row) {
                                if (row.integer(0) > 0) out.push_back({object, row.integer(0)});
                                return false;
                            });
    }
    return out;
}

void register_jobs(job::Kinds& kinds) {
    job::Kind kind;
    kind.step = go_on;
    kinds.add(std::string(kHandOver), std::move(kind));
}

std::string hand_over(record::VerbCall& call) {
    const Heirs heirs = read_heirs(call);
    name_act(call);
    return move_all(call.tx, to_user(call.record.id), heirs);
}

std::string leave(record::VerbCall& call) {
    Tx& tx = call.tx;
    const UserId from = to_user(call.record.id);
    const Heirs heirs = read_heirs(call);
    demand_other_administrator(tx, from);
    const Value& given = call.argument("date");
    record::Changes changes;
    changes.set(call.object, "status", "left");
    changes.set(call.object, "left_date", given.is_null() ? Value(tx.today()) : given);
    record::update(tx, call.object, call.record.id, changes, by_verb("user.left"));
    move_people(tx, from, heirs.all);
    name_act(call);
    std::string result = move_all(tx, from, heirs);
    access::end_sessions(tx, from);
    return result;
}

}  // namespace bihuan::team
