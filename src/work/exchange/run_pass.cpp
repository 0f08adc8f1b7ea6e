// The run: prepared rows into the write path, batch by batch, each with its checkpoint.
#include "base/error.h"
#include "work/exchange/import_store.h"
#include "work/exchange/limits.h"
#include "work/exchange/passes.h"
#include "work/job/chunk.h"
#include "work/job/undo.h"

#include <algorithm>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kReadAhead = 2'000;    // rows ready for the writer
constexpr std::size_t kRowsPerRead = 200;
constexpr std::chrono::milliseconds kWait{50};

Import load(Workspace& workspace, RecordId id) {
    std::optional<Import> import;
    workspace.read(Actor::system("import"),
                   [&](const Snapshot& snapshot) { import = find_import(snapshot, id); });
    if (!import) throw Error(Code::not_found, "error.import.not_found");
    return *std::move(import);
}

std::string result_of(const ImportCounts& counts) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("created").integer(counts.created);
    json.key("updated").integer(counts.updated).key("skipped").integer(counts.skipped);
    json.key("bad").integer(counts.bad).end_object();
    return text;
}

void add(ImportCounts& counts, const Written& written, std::size_t rows) {
    counts.created += written.created;
    counts.updated += written.updated;
    counts.skipped += written.skipped;
    counts.bad += written.bad;
    counts.done += static_cast<std::int64_t>(rows);
}

struct Batch {
    Workspace& workspace;
    RunPass& pass;
    job::Job& job;
    Import& import;
    bool is_first;
};

// One transaction: rows, issues, counts and checkpoint together. False when the design changed:
// nothing was written then.
bool write_batch(Batch& batch, std::vector<PreparedRow>& rows, bool is_last) {
    WriteOptions options;
    options.lane = db::Lane::bulk;
    options.cause = cause_of(batch.import.id);
    Import after = batch.import;
    job::Job job_after = batch.job;
    Written written;
    bool is_same_design = true;
    batch.workspace.write(batch.pass.actor(), options, [&](Tx& tx) {
        batch.pass.chunk.begin();
        is_same_design = &tx.schema() == &batch.pass.plan().schema();
        if (!is_same_design) return;
        after = batch.import;
        job_after = batch.job;
        if (batch.is_first) clear_issue_rows(tx, after.id);
        RowWriter writer(tx, batch.pass.plan(), after.id, batch.job.id, batch.pass.made);
        written = writer.write(rows);
        if (after.counts.bad + after.counts.skipped <= kIssueRowsMax) {
            for (const IssueRow& row : written.issue_rows) add_issue_row(tx, after.id, row);
        }
        add(after.counts, written, rows.size());
        if (is_last) after.state = ImportState::done;
        job_after.done = after.counts.done;
        job_after.total = std::max(after.counts.rows, after.counts.done);
        job_after.result = result_of(after.counts);
        save_progress(tx, after);
        job::save(tx, job_after);
        batch.pass.chunk.end(rows.size());
    });
    if (!is_same_design) return false;
    batch.import = std::move(after);
    batch.job = std::move(job_after);
    batch.pass.made.merge(written.made);
    return true;
}

}  // namespace

RunPass::RunPass(Workspace& workspace, std::shared_ptr<const Actor> actor, const Import& import,
                 std::int64_t skip)
    : workspace_(workspace), actor_(std::move(actor)),
      feed_(workspace, *actor_, import, skip) {
    reader_ = std::thread([this] { read_ahead(); });
}

RunPass::~RunPass() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    reader_.join();
}

void RunPass::hand_over(std::vector<PreparedRow> rows) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || ready_.size() < kReadAhead; });
    for (PreparedRow& row : rows) ready_.push_back(std::move(row));
    changed_.notify_all();
}

void RunPass::read_ahead() {
    try {
        for (;;) {
            {
                const std::lock_guard lock(mutex_);
                if (stopping_) return;
            }
            std::vector<PreparedRow> rows = feed_.next(kRowsPerRead);
            if (rows.empty()) break;
            workspace_.read(*actor_, [&](const Snapshot& snapshot) {
                // With another design the writer begins anew; until then names stay unresolved.
                if (&snapshot.schema() == &feed_.plan().schema()) feed_.resolve(snapshot, rows);
            });
            hand_over(std::move(rows));
        }
    } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    over_ = true;
    changed_.notify_all();
}

bool RunPass::take(std::size_t wanted) {
    std::unique_lock lock(mutex_);
    if (pending.size() < wanted && ready_.size() < wanted && !over_) {
        changed_.wait_for(lock, kWait, [&] { return ready_.size() >= wanted || over_; });
    }
    while (pending.size() < wanted && !ready_.empty()) {
        pending.push_back(std::move(ready_.front()));
        ready_.pop_front();
    }
    changed_.notify_all();
    if (failure_ && pending.empty()) std::rethrow_exception(failure_);
    return over_ && !failure_ && ready_.empty();
}

job::Progress run_step(Workspace& workspace, job::Job& job) {
    const RecordId id = import_of(job);
    Import import = load(workspace, id);
    auto& passes = workspace.slot<Passes>().runs;
    auto& pass = passes[job.id.value];
    if (!pass) {
        pass = std::make_unique<RunPass>(workspace, job::actor_of(workspace, job), import,
                                         import.counts.done);
    }
    const job::StepTime time;
    for (bool over = false; !over && !time.is_over();) {
        const std::size_t wanted = pass->chunk.size();
        over = pass->take(wanted);
        const std::size_t count = std::min(wanted, pass->pending.size());
        if (count == 0 && !over) break;
        over = over && pass->pending.size() <= count;
        std::vector<PreparedRow> rows;
        for (std::size_t i = 0; i < count; ++i) {
            rows.push_back(std::move(pass->pending.front()));
            pass->pending.pop_front();
        }
        Batch batch{workspace, *pass, job, import, import.counts.done == 0};
        bool written = false;
        try {
            written = write_batch(batch, rows, over);
        } catch (...) {
            passes.erase(job.id.value);          // the next step begins at the checkpoint
            throw;
        }
        if (!written) {
            passes.erase(job.id.value);
            return {};
        }
        if (over) {
            passes.erase(job.id.value);
            return {true, std::nullopt};
        }
    }
    return {};
}

}  // namespace bihuan::exchange
