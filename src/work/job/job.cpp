#include "work/job/job.h"

#include "base/error.h"
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/event/event.h"
#include "work/job/job_row.h"

namespace bihuan::job {

namespace {

constexpr std::string_view kStates[] = {"queued",    "running", "done",  "failed",
                                        "cancelled", "undoing", "undone"};

State parse_state(std::string_view text) {
    for (std::size_t i = 0; i < std::size(kStates); ++i) {
        if (kStates[i] == text) return static_cast<State>(i);
    }
    throw Error(Code::internal, "error.internal").because("job state " + std::string(text));
}

// Browsers hear of a job's beginning and end; its progress they ask for.
void tell(Tx& tx, RecordId id, UserId owner) {
    event::Event event;
    event.seq = tx.new_event();
    event.at = tx.recorded_at();
    event.recorded_at = tx.recorded_at();
    event.actor = owner;
    event.kind = "job.changed";
    event.record = id;
    event::append(tx.db(), event);
}

void move(Tx& tx, const Job& job, State state, std::string_view error) {
    tx.db().post("UPDATE job SET state = ?, error = ?, result = ?, changed_at = ?, closed = ? "
                 "WHERE id = ?",
                 {to_text(state), error, std::string_view(job.result),
                  tx.recorded_at().micros, std::int64_t{0}, job.id.value});
    tell(tx, job.id, job.created_by);
}

}  // namespace

std::string_view to_text(State state) { return kStates[static_cast<std::size_t>(state)]; }

bool is_ended(State state) {
    switch (state) {
        case State::queued:
        case State::running:
        case State::undoing: return false;
        case State::done:
        case State::failed:
        case State::cancelled:
        case State::undone: return true;
    }
    return true;
}

void Kinds::add(std::string name, Kind kind) { kinds_[std::move(name)] = std::move(kind); }

const Kind* Kinds::find(const std::string& name) const {
    const auto found = kinds_.find(name);
    return found == kinds_.end() ? nullptr : &found->second;
}

std::string store_ddl() {
    return R"(
CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, args TEXT NOT NULL, checkpoint TEXT NOT NULL,
    state TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL, result TEXT NOT NULL,
    error TEXT NOT NULL, run_at INTEGER NOT NULL, attempts INTEGER NOT NULL,
    created_by INTEGER NOT NULL, scopes TEXT NOT NULL, can_undo INTEGER NOT NULL,
    created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, closed INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS job_open ON job (closed, id);
CREATE INDEX IF NOT EXISTS job_by_person ON job (created_by, id);
CREATE TABLE IF NOT EXISTS job_runner (
    id INTEGER PRIMARY KEY, holder TEXT NOT NULL, held_until INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS job_record (
    job INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY (job, record));
)";
}

std::string job_columns() {
    return "id, kind, args, checkpoint, state, done, total, result, error, run_at, attempts, "
           "created_by, scopes, can_undo";
}

Job read_job(const db::Row& row) {
    Job job;
    job.id = RecordId(row.integer(0));
    job.kind = row.text(1);
    job.args = row.text(2);
    job.checkpoint = row.text(3);
    job.state = parse_state(row.text(4));
    job.done = row.integer(5);
    job.total = row.integer(6);
    job.result = row.text(7);
    job.error = row.text(8);
    job.run_at = Instant{row.integer(9)};
    job.attempts = static_cast<int>(row.integer(10));
    job.created_by = UserId(row.integer(11));
    job.scopes = row.text(12);
    job.can_undo = row.integer(13) != 0;
    return job;
}

RecordId add(Tx& tx, std::string_view kind, std::string_view args,
             std::optional<Instant> run_at) {
    const Kind* known = tx.workspace().slot<Kinds>().find(std::string(kind));
    if (!known) {
        throw Error(Code::internal, "error.internal").because("job kind " + std::string(kind));
    }
    const RecordId id = tx.new_id(kNumber);
    const std::string scopes = join(tx.actor().token_scopes, " ");
    const std::int64_t now = tx.recorded_at().micros;
    tx.db().post("INSERT INTO job (id, kind, args, checkpoint, state, done, total, result, "
                 "error, run_at, attempts, created_by, scopes, can_undo, created_at, "
                 "changed_at, closed) VALUES (?, ?, ?, '', 'queued', 0, 0, '', '', ?, 0, ?, "
                 "?, ?, ?, ?, 0)",
                 {id.value, kind, args, run_at ? run_at->micros : now,
                  tx.actor().user.value, std::string_view(scopes),
                  std::int64_t{known->undo ? 1 : 0}, now, now});
    tell(tx, id, tx.actor().user);
    return id;
}

std::optional<Job> find(const Snapshot& snapshot, RecordId id) {
    std::optional<Job> job;
    snapshot.db().query("SELECT " + job_columns() + " FROM job WHERE id = ?", {id.value},
                        [&](const db::Row& row) {
                            job = read_job(row);
                            return false;
                        });
    return job;
}

Job find_visible(const Snapshot& snapshot, RecordId id) {
    auto job = find(snapshot, id);
    const bool mine = job && job->created_by == snapshot.actor().user;
    if (job && (mine || access::rights_of(snapshot)->is_administrator())) return *std::move(job);
    throw Error(Code::not_found, "error.job.not_found");
}

void save(Tx& tx, const Job& job) {
    if (!is_runner(tx)) throw Error(Code::conflict, "error.job.stopped");
    const std::int64_t changed = tx.db().execute(
        "UPDATE job SET done = ?, total = ?, checkpoint = ?, result = ?, attempts = 0, "
        "changed_at = ? WHERE id = ? AND state IN ('running', 'undoing')",
        {job.done, job.total, std::string_view(job.checkpoint), std::string_view(job.result),
         tx.recorded_at().micros, job.id.value});
    if (changed == 0) throw Error(Code::conflict, "error.job.stopped");
}

void cancel(Tx& tx, const Job& job) {
    if (job.state != State::queued && job.state != State::running) {
        throw Error(Code::conflict, "error.job.ended");
    }
    move(tx, job, State::cancelled, "");
}

void undo(Tx& tx, const Job& job) {
    if (!job.can_undo) throw Error(Code::conflict, "error.job.no_undo");
    if (job.state == State::undoing || job.state == State::undone) {
        throw Error(Code::conflict, "error.job.undone");
    }
    if (!is_ended(job.state)) throw Error(Code::conflict, "error.job.undo_running");
    tx.db().post("UPDATE job SET checkpoint = '', done = 0, attempts = 0, run_at = ? "
                 "WHERE id = ?",
                 {tx.recorded_at().micros, job.id.value});
    move(tx, job, State::undoing, "");
}

void write_json(const Snapshot& snapshot, const Job& job, JsonWriter& json) {
    json.begin_object().key("id").id(job.id.value).key("kind").string(job.kind);
    json.key("state").string(to_text(job.state)).key("done").integer(job.done);
    json.key("total").integer(job.total).key("result");
    if (job.result.empty()) json.null();
    else json.raw(job.result);
    json.key("error");
    if (job.error.empty()) {
        json.null();
    } else {
        const Json error = Json::parse(job.error);
        const Json given = error.get("args");
        Args args;
        for (std::size_t i = 0; i < given.size(); ++i) {
            args.emplace_back(given.key_at(i), given.at(i).string());
        }
        json.string(snapshot.say(error.text_or("key", "error.internal"), args));
    }
    const bool undoable = job.can_undo && is_ended(job.state) && job.state != State::undone;
    json.key("undo").boolean(undoable).end_object();
}

std::shared_ptr<const Actor> actor_of(Workspace& workspace, const Job& job) {
    if (!job.created_by) return std::make_shared<Actor>(Actor::system("job"));
    std::shared_ptr<const Actor> actor;
    workspace.read(Actor::system("job"), [&](const Snapshot& snapshot) {
        actor = access::actor_of(snapshot, job.created_by);
    });
    if (job.scopes.empty()) return actor;
    auto bounded = std::make_shared<Actor>(*actor);
    bounded->kind = ActorKind::api_token;
    for (const std::string_view scope : split(job.scopes, ' ')) {
        bounded->token_scopes.emplace_back(scope);
    }
    return bounded;
}

std::optional<Job> next_due(const Snapshot& snapshot, Instant now, RecordId last) {
    std::optional<Job> job;
    const auto ask = [&](const char* beyond) {
        snapshot.db().query("SELECT " + job_columns() + " FROM job WHERE closed = 0 AND id " +
                                beyond + " ? AND run_at <= ? ORDER BY id LIMIT 1",
                            {last.value, now.micros}, [&](const db::Row& row) {
                                job = read_job(row);
                                return false;
                            });
    };
    ask(">");
    if (!job && last) ask("<=");
    return job;
}

std::optional<Instant> next_time(const Snapshot& snapshot) {
    std::optional<Instant> at;
    snapshot.db().query("SELECT MIN(run_at) FROM job WHERE closed = 0", {},
                        [&](const db::Row& row) {
                            if (!row.is_null(0)) at = Instant{row.integer(0)};
                            return false;
                        });
    return at;
}

void start(Tx& tx, Job& job) {
    const std::int64_t changed =
        tx.db().execute("UPDATE job SET state = 'running' WHERE id = ? AND state = 'queued'",
                        {job.id.value});
    if (changed == 0) throw Error(Code::conflict, "error.job.stopped");
    job.state = State::running;
    tell(tx, job.id, job.created_by);
}

void end(Tx& tx, const Job& job, State state, std::string_view error) {
    const auto now = find(tx, job.id);
    // Cancelled while its last chunk ran: that stands.
    if (!now || is_ended(now->state)) return;
    move(tx, job, state, error);
}

void wait_until(Tx& tx, const Job& job, Instant again_at) {
    tx.db().post("UPDATE job SET run_at = ? WHERE id = ?", {again_at.micros, job.id.value});
}

void retry(Tx& tx, const Job& job, Instant again_at, std::string_view error) {
    tx.db().post("UPDATE job SET run_at = ?, attempts = attempts + 1, error = ? WHERE id = ?",
                 {again_at.micros, error, job.id.value});
}

void close(Tx& tx, const Job& job) {
    tx.db().post("UPDATE job SET closed = 1 WHERE id = ? AND state NOT IN ('queued', "
                 "'running', 'undoing')",
                 {job.id.value});
}

}  // namespace bihuan::job
