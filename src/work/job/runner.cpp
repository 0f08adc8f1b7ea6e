#include "work/job/runner.h"

#include "base/error.h"
#include "work/job/job_row.h"

#include <algorithm>

namespace bihuan::job {

namespace {

// Of the process: who steps, and whose turn was last.
struct Turns {
    std::mutex mutex;
    RecordId last;
};

const Actor& system_actor() {
    static const Actor kActor = Actor::system("job");
    return kActor;
}

std::string describe(const Error& error) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("key").string(error.key()).key("args").begin_object();
    for (const auto& [name, value] : error.args()) json.key(name).string(value);
    json.end_object().end_object();
    return text;
}

// Failures that may pass by themselves; what is wrong stays wrong.
bool may_pass(Code code) {
    switch (code) {
        case Code::internal:
        case Code::unavailable:
        case Code::too_many: return true;
        case Code::malformed:
        case Code::unauthenticated:
        case Code::forbidden:
        case Code::not_found:
        case Code::conflict:
        case Code::locked:
        case Code::limit:
        case Code::invalid: return false;
    }
    return false;
}

void change(Workspace& workspace, const std::function<void(Tx&)>& fn) {
    WriteOptions options;
    options.lane = db::Lane::bulk;
    workspace.write(system_actor(), options, fn);
}

void fail(Workspace& workspace, const Job& job, const Error& error, Instant now) {
    if (error.key() == "error.job.stopped") return;
    workspace.log().warn("job.failed", {{"job", to_text(job.id)},
                                        {"kind", job.kind},
                                        {"key", error.key()},
                                        {"cause", error.cause()}});
    change(workspace, [&](Tx& tx) {
        const auto current = find(tx, job.id);
        if (!current) return;
        if (may_pass(error.code()) && current->attempts + 1 < kAttemptsMax) {
            const Instant again{now.micros + (kBackOffMicros << current->attempts)};
            retry(tx, *current, again, describe(error));
        } else {
            end(tx, *current, State::failed, describe(error));
        }
    });
}

void run(Workspace& workspace, const Kind& kind, Job& job) {
    if (job.state == State::queued) change(workspace, [&](Tx& tx) { start(tx, job); });
    const bool undoing = job.state == State::undoing;
    const Progress progress =
        undoing ? kind.undo(workspace, job) : kind.step(workspace, job);
    if (progress.finished) {
        change(workspace, [&](Tx& tx) {
            end(tx, job, undoing ? State::undone : State::done, "");
        });
    } else if (progress.again_at) {
        change(workspace, [&](Tx& tx) { wait_until(tx, job, *progress.again_at); });
    }
}

// A hook that fails is not asked for ever.
void finish(Workspace& workspace, const Kind* kind, const Job& job) {
    try {
        if (kind && kind->ended) kind->ended(workspace, job);
    } catch (const std::exception& error) {
        workspace.log().error("job.end_failed", {{"job", to_text(job.id)},
                                                 {"kind", job.kind},
                                                 {"cause", error.what()}});
    }
    change(workspace, [&](Tx& tx) { close(tx, job); });
}

}  // namespace

Runner::Turn Runner::step(Instant now) {
    Turns& turns = workspace_.slot<Turns>();
    const std::lock_guard lock(turns.mutex);
    std::optional<Job> job;
    std::optional<Instant> next;
    workspace_.read(system_actor(), [&](const Snapshot& snapshot) {
        job = next_due(snapshot, now, turns.last);
        if (!job) next = next_time(snapshot);
    });
    if (!job) {
        const Instant idle{now.micros + kIdleMicros};
        return {false, next ? std::min(*next, idle) : idle};
    }
    // With several processes one runs the jobs, because steps keep what they know in its memory.
    if (!hold_runner(workspace_, now)) return {false, Instant{now.micros + kIdleMicros}};
    turns.last = job->id;
    const Kind* kind = workspace_.slot<Kinds>().find(job->kind);
    if (is_ended(job->state)) {
        finish(workspace_, kind, *job);
        return {true, now};
    }
    try {
        if (!kind) throw Error(Code::invalid, "error.job.unknown_kind", {{"kind", job->kind}});
        run(workspace_, *kind, *job);
    } catch (const Error& error) {
        fail(workspace_, *job, error, now);
    } catch (const std::exception& error) {
        fail(workspace_, *job,
             Error(Code::internal, "error.internal").because(error.what()), now);
    }
    return {true, now};
}

}  // namespace bihuan::job
