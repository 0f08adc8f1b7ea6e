#include "work/job/bulk.h"

#include "base/error.h"
#include "base/text.h"
#include "kernel/query/query.h"
#include "work/job/chunk.h"
#include "work/job/undo.h"

namespace bihuan::job {

namespace {

constexpr std::string_view kKind = "bulk";
constexpr std::string_view kUpdate = "update";
constexpr std::string_view kDelete = "delete";
constexpr std::string_view kRestore = "restore";
constexpr std::string_view kReservedActs[] = {kUpdate, kDelete, kRestore};

struct Failure {
    RecordId id;
    std::string key;
    Args args;
    std::string field;
};

// Where the job stands: the result is written from it.
struct Standing {
    RecordId last;                       // done so far, by id (where) or by place (ids)
    std::int64_t ok = 0;
    std::int64_t failed = 0;
    std::vector<Failure> failures;
};

std::string cause_of(const Job& job) { return "bulk " + to_text(job.id); }

BulkRequest parse_request(const std::string& text) {
    const Json json = Json::parse(text);
    BulkRequest request;
    request.object = json.text_or("object", "");
    request.act = json.text_or("act", "");
    request.where = json.text_or("where", "");
    request.body = json.get("body").to_text();
    const Json ids = json.get("ids");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (const auto id = parse_record_id(ids.at(i).string())) request.ids.push_back(*id);
    }
    return request;
}

std::string write_request(const BulkRequest& request) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("object").string(request.object).key("act").string(request.act);
    json.key("where").string(request.where).key("ids").begin_array();
    for (const RecordId id : request.ids) json.id(id.value);
    json.end_array().key("body").raw(request.body).end_object();
    return text;
}

Standing parse_standing(const Job& job) {
    Standing standing;
    if (job.checkpoint.empty()) return standing;
    const Json json = Json::parse(job.checkpoint);
    if (const auto last = parse_record_id(json.text_or("last", ""))) standing.last = *last;
    standing.ok = json.integer_or("ok", 0);
    standing.failed = json.integer_or("failed", 0);
    const Json failures = json.get("failures");
    for (std::size_t i = 0; i < failures.size(); ++i) {
        const Json one = failures.at(i);
        Failure failure;
        if (const auto id = parse_record_id(one.text_or("id", ""))) failure.id = *id;
        failure.key = one.text_or("code", "");
        failure.field = one.text_or("field", "");
        const Json args = one.get("args");
        for (std::size_t a = 0; a < args.size(); ++a) {
            failure.args.emplace_back(args.key_at(a), args.at(a).string());
        }
        standing.failures.push_back(std::move(failure));
    }
    return standing;
}

void write_standing(const Standing& standing, JsonWriter& json) {
    json.begin_object().key("last").id(standing.last.value).key("ok").integer(standing.ok);
    json.key("failed").integer(standing.failed).key("failures").begin_array();
    for (const Failure& failure : standing.failures) {
        json.begin_object().key("id").id(failure.id.value).key("code").string(failure.key);
        json.key("field").string(failure.field).key("args").begin_object();
        for (const auto& [name, value] : failure.args) json.key(name).string(value);
        json.end_object().end_object();
    }
    json.end_array().end_object();
}

// For people, in the language of who asked.
std::string write_result(const Snapshot& snapshot, const Standing& standing) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("ok").integer(standing.ok);
    json.key("failed").integer(standing.failed).key("failures").begin_array();
    for (const Failure& failure : standing.failures) {
        json.begin_object().key("id").id(failure.id.value).key("code").string(failure.key);
        json.key("field").string(failure.field);
        json.key("message").string(snapshot.say(failure.key, failure.args)).end_object();
    }
    json.end_array().end_object();
    return text;
}

void add_failure(Standing& standing, RecordId id, const Error& error) {
    ++standing.failed;
    if (standing.failures.size() >= kFailuresKept) return;
    Failure failure{id, error.key(), error.args(), error.field()};
    if (!error.issues().empty()) {
        const Issue& first = error.issues().list().front();
        failure = {id, first.key, first.args, first.field};
    }
    standing.failures.push_back(std::move(failure));
}

void act_on(Tx& tx, const meta::Object& object, const BulkRequest& request, const Json& body,
            RecordId id) {
    if (object_of(id) != object.number) throw Error(Code::not_found, "error.record.not_found");
    if (request.act == kUpdate) {
        Issues issues;
        const record::Changes changes =
            record::parse_changes(tx, object, body, issues);
        throw_if_any(std::move(issues));
        record::update(tx, object, id, changes);
    } else if (request.act == kDelete) {
        record::remove(tx, object, id, std::nullopt);
    } else if (request.act == kRestore) {
        record::restore(tx, object, id);
    } else {
        record::run_verb(tx, object, id, request.act, std::nullopt, body);
    }
}

bool is_undoable(const BulkRequest& request) {
    for (const std::string_view act : kReservedActs) {
        if (request.act == act) return true;
    }
    return false;
}

// Records made after the job was asked for are not its own.
bool is_later(RecordId record, RecordId job) {
    constexpr int kShift = kIdObjectBits + kIdNodeBits + kIdCounterBits;
    return (record.value >> kShift) > (job.value >> kShift);
}

std::vector<RecordId> next_ids(const Snapshot& snapshot, const Job& job,
                               const BulkRequest& request, const Standing& standing,
                               std::size_t limit) {
    std::vector<RecordId> out;
    if (!request.ids.empty()) {
        for (auto i = static_cast<std::size_t>(job.done);
             i < request.ids.size() && out.size() < limit; ++i) {
            out.push_back(request.ids[i]);
        }
        return out;
    }
    for (const RecordId id : query::ids(snapshot, request.object, request.where, standing.last,
                                        static_cast<int>(limit))) {
        if (!is_later(id, job.id)) out.push_back(id);
    }
    return out;
}

struct Run {
    Workspace& workspace;
    const Actor& actor;
    const BulkRequest& request;
    const Json body;
    Chunk chunk;
};

// One transaction; false when nothing was left.
bool run_chunk(Run& run, Job& job) {
    WriteOptions options;
    options.lane = db::Lane::bulk;
    options.cause = cause_of(job);
    bool more = false;
    Job after = job;
    run.workspace.write(run.actor, options, [&](Tx& tx) {
        run.chunk.begin();
        after = job;
        Standing standing = parse_standing(job);
        const auto ids = next_ids(tx, job, run.request, standing, run.chunk.size());
        more = !ids.empty();
        const meta::Object& object = tx.schema().at(run.request.object);
        for (const RecordId id : ids) {
            const auto failure =
                attempt(tx, [&] { act_on(tx, object, run.request, run.body, id); });
            if (failure) {
                add_failure(standing, id, *failure);
            } else {
                ++standing.ok;
                if (is_undoable(run.request)) note_record(tx, job.id, id);
            }
            standing.last = id;
        }
        after.done += static_cast<std::int64_t>(ids.size());
        after.total = std::max(after.total, after.done);
        after.checkpoint.clear();
        JsonWriter json(after.checkpoint);
        write_standing(standing, json);
        after.result = write_result(tx, standing);
        save(tx, after);
        run.chunk.end(ids.size());
    });
    job = std::move(after);
    return more;
}

Progress step(Workspace& workspace, Job& job) {
    const auto actor = actor_of(workspace, job);
    const BulkRequest request = parse_request(job.args);
    if (job.total == 0) {
        workspace.read(*actor, [&](const Snapshot& snapshot) {
            query::ListRequest list;
            list.object = request.object;
            list.where = request.where;
            job.total = request.ids.empty() ? query::count(snapshot, list)
                                            : static_cast<std::int64_t>(request.ids.size());
        });
    }
    Run run{workspace, *actor, request, Json::parse(request.body), {}};
    const StepTime time;
    while (run_chunk(run, job)) {
        if (time.is_over()) return {};
    }
    return {true, std::nullopt};
}

// The undo works through job_record from the newest; its checkpoint is the last record.
Progress undo_step(Workspace& workspace, Job& job) {
    const auto actor = actor_of(workspace, job);
    Chunk chunk;
    const StepTime time;
    for (bool more = true; more && !time.is_over();) {
        Job after;
        WriteOptions options;
        options.lane = db::Lane::bulk;
        options.cause = "undo " + to_text(job.id);
        workspace.write(*actor, options, [&](Tx& tx) {
            chunk.begin();
            after = job;
            const RecordId before =
                parse_record_id(job.checkpoint).value_or(RecordId());
            const auto ids = noted_records(tx, job.id, before, static_cast<int>(chunk.size()));
            more = !ids.empty();
            for (const RecordId id : ids) {
                undo_writes(tx, id, cause_of(job));
                after.checkpoint = to_text(id);
            }
            if (after.done == 0) after.total = count_noted(tx, job.id);
            after.done += static_cast<std::int64_t>(ids.size());
            save(tx, after);
            chunk.end(ids.size());
        });
        job = std::move(after);
        if (!more) return {true, std::nullopt};
    }
    return {};
}

void check_act(const Snapshot& snapshot, const meta::Object& object, const std::string& act) {
    const auto rights = access::rights_of(snapshot);
    if (act == kUpdate) return access::demand(snapshot, object, access::Act::update);
    if (act == kDelete || act == kRestore) {
        return access::demand(snapshot, object, access::Act::remove);
    }
    const meta::Verb* verb = object.find_verb(act);
    if (verb && !verb->bulk) {
        access::demand_verb(snapshot, object, act);
        throw Error(Code::invalid, "error.bulk.one_by_one",
                    {{"verb", verb->label.in(snapshot.language())},
                     {"object", object.label.in(snapshot.language())}});
    }
    if (!verb) {
        std::vector<std::string> names;
        for (const meta::Verb& each : object.verbs) {
            if (each.bulk) names.push_back(each.name);
        }
        throw Error(Code::not_found, "error.verb.unknown",
                    {{"verb", act}, {"object", object.label.in(snapshot.language())}})
            .with_hint(nearest(act, names).value_or(std::string()));
    }
    access::demand_verb(snapshot, object, act);
}

}  // namespace

RecordId add_bulk(Tx& tx, const BulkRequest& request) {
    const meta::Object& object = tx.schema().at(request.object);
    check_act(tx, object, request.act);
    if (request.ids.empty() == request.where.empty()) {
        throw Error(Code::invalid, "error.bulk.which").at_field("ids");
    }
    if (request.ids.size() > kBulkIdsMax) {
        throw Error(Code::limit, "error.bulk.too_many", {{"max", std::to_string(kBulkIdsMax)}});
    }
    if (!request.where.empty() && request.act == kRestore) {
        throw Error(Code::invalid, "error.bulk.restore_ids").at_field("ids");
    }
    if (!request.where.empty()) {
        query::ids(tx, request.object, request.where, RecordId(), 1);  // the filter is sound
    }
    if (request.act == kUpdate) {
        Issues issues;
        record::parse_changes(tx, object, Json::parse(request.body), issues);
        throw_if_any(std::move(issues));
    }
    const RecordId id = add(tx, kKind, write_request(request));
    if (!is_undoable(request)) {
        tx.db().post("UPDATE job SET can_undo = 0 WHERE id = ?", {id.value});
    }
    return id;
}

void register_bulk(Kinds& kinds) {
    Kind kind;
    kind.step = step;
    kind.undo = undo_step;
    kinds.add(std::string(kKind), std::move(kind));
}

}  // namespace bihuan::job
