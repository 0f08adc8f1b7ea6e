#include "work/exchange/import.h"

#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "work/exchange/bytes.h"
#include "work/exchange/csv_writer.h"
#include "work/exchange/import_store.h"
#include "work/exchange/limits.h"
#include "work/exchange/passes.h"
#include "work/job/undo.h"

#include <algorithm>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace bihuan::exchange {

namespace {

constexpr const char* kCheckJob = "import.check";
constexpr const char* kRunJob = "import.run";
constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr int kIssueRowsPage = 500;

// The upload on disk, synced; gone again unless the import is made.
class Spooled {
public:
    Spooled(std::string path, const file::Reader& read) : path_(std::move(path)) {
        std::filesystem::create_directories(std::filesystem::path(path_).parent_path());
        fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd_ < 0) throw failure("open");
        try {
            fill(read);
        } catch (...) {
            ::unlink(path_.c_str());
            ::close(fd_);
            throw;
        }
    }
    ~Spooled() {
        ::close(fd_);
        if (!kept_) ::unlink(path_.c_str());
    }
    Spooled(const Spooled&) = delete;
    Spooled& operator=(const Spooled&) = delete;
    void keep() { kept_ = true; }

private:
    static Error failure(const char* what) {
        return Error(Code::unavailable, "error.file.disk").because(what);
    }
    void fill(const file::Reader& read) const {
        std::vector<char> piece(kPieceBytes);
        std::uint64_t size = 0;
        while (const std::size_t got = read(piece)) {
            size += got;
            if (size > kImportBytesMax) {
                throw Error(Code::limit, "error.file.too_large",
                            {{"max", std::to_string(kImportBytesMax / 1024 / 1024)}});
            }
            for (std::size_t at = 0; at < got;) {
                const auto written = ::write(fd_, piece.data() + at, got - at);
                if (written <= 0) throw failure("write");
                at += static_cast<std::size_t>(written);
            }
        }
        if (::fsync(fd_) != 0) throw failure("fsync");
    }
    std::string path_;
    int fd_ = -1;
    bool kept_ = false;
};

// What a new look at the file with these options says.
void look(const Snapshot& snapshot, const meta::Object& object, Import& import) {
    Source source = open_source(upload_path(snapshot.workspace(), import.id),
                                import.options.source);
    import.columns = propose(snapshot, object, source, import.options);
    if (import.options.date_format.empty()) {
        import.options.date_format = propose_date_format(object, source, import.columns);
    }
    Issues issues;
    const RowPlan plan(snapshot, object, source.columns, effective_options(import),
                       source.rows->may_be_short(), issues);
    throw_if_any(std::move(issues));
    import.source = source;
}

const meta::Object& importable(const Snapshot& snapshot, std::string_view name) {
    const meta::Object& object = snapshot.schema().at(name);
    access::demand(snapshot, object, access::Act::import);
    return object;
}

void forget_old_uploads(Workspace& workspace) {
    const std::string folder = workspace.data_folder() + "/imports";
    const std::int64_t oldest =
        workspace.clock().now().micros / 1'000 - kUploadKeptDays * 86'400'000;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
        const auto id = parse_record_id(entry.path().filename().string());
        constexpr int kShift = kIdObjectBits + kIdNodeBits + kIdCounterBits;
        if (id && kIdEpochMs + (id->value >> kShift) < oldest) {
            std::filesystem::remove(entry.path(), failed);
        }
    }
}

Import load_visible(Workspace& workspace, const Actor& actor, RecordId id) {
    Import import;
    workspace.read(actor, [&](const Snapshot& snapshot) { import = visible_import(snapshot, id); });
    return import;
}

// Steps of the runner for this import must not go on with what it had in mind.
void stop_check(Tx& tx, const Import& import) {
    const auto job = job::find(tx, import.job);
    if (job && (job->state == job::State::queued || job->state == job::State::running)) {
        job::cancel(tx, *job);
    }
}

std::string describe(const job::Job& job) {
    if (!job.error.empty()) return job.error;
    return R"({"key":"error.job.stopped","args":{}})";
}

// After a job of an import has ended: done is said in its last transaction, the rest here.
void ended(Workspace& workspace, const job::Job& job) {
    const RecordId id = import_of(job);
    Passes& passes = workspace.slot<Passes>();
    passes.checks.erase(job.id.value);
    passes.runs.erase(job.id.value);
    workspace.write(Actor::system("import"), [&](Tx& tx) {
        auto import = find_import(tx, id);
        if (!import || import->job != job.id) return;
        switch (job.state) {
            case job::State::failed:
            case job::State::cancelled:
                import->state = ImportState::failed;
                import->error = describe(job);
                break;
            case job::State::undone: import->state = ImportState::undone; break;
            case job::State::done:
            case job::State::queued:
            case job::State::running:
            case job::State::undoing: return;
        }
        save_import(tx, *import);
    });
}

}  // namespace

void register_exchange(job::Kinds& kinds) {
    job::Kind check;
    check.step = check_step;
    check.ended = ended;
    kinds.add(kCheckJob, std::move(check));
    job::Kind run;
    run.step = run_step;
    run.undo = undo_step;
    run.ended = ended;
    kinds.add(kRunJob, std::move(run));
}

Import create_import(Workspace& workspace, const Actor& actor, const Upload& upload,
                     std::string_view object, std::string_view options_json) {
    if (options_json.size() > kOptionsBytesMax) {
        throw Error(Code::limit, "error.import.options");
    }
    Import import;
    import.object = object;
    import.file = file::clean_name(upload.name);
    import.created_by = actor.user;
    Issues issues;
    const Json options = options_json.empty() ? Json() : Json::parse(options_json);
    import.options = parse_options(options, issues);
    throw_if_any(std::move(issues));
    workspace.read(actor, [&](const Snapshot& snapshot) { importable(snapshot, object); });
    forget_old_uploads(workspace);
    const std::int64_t now_ms =
        std::max(workspace.clock().now().micros / 1'000, workspace.id_floor_ms());
    import.id = workspace.ids().next(kImportNumber, now_ms);
    Spooled spooled(upload_path(workspace, import.id), upload.read);
    workspace.read(actor, [&](const Snapshot& snapshot) {
        const meta::Object& target = importable(snapshot, object);
        if (options.is_null()) {
            const Source source = open_source(upload_path(workspace, import.id), {});
            if (auto before = recall_options(snapshot, target, source.columns)) {
                import.options = *std::move(before);
            }
        }
        look(snapshot, target, import);
    });
    workspace.write(actor, [&](Tx& tx) {
        import.job = job::add(tx, kCheckJob, job_args(import.id));
        insert_import(tx, import);
    });
    spooled.keep();
    return import;
}

Import change_options(Workspace& workspace, const Actor& actor, RecordId id,
                      std::string_view options_json) {
    if (options_json.size() > kOptionsBytesMax) {
        throw Error(Code::limit, "error.import.options");
    }
    const Json changes = Json::parse(options_json);
    Import import = load_visible(workspace, actor, id);
    Issues issues;
    import.options = merge_options(import.options, changes, issues);
    throw_if_any(std::move(issues));
    workspace.read(actor, [&](const Snapshot& snapshot) {
        look(snapshot, importable(snapshot, import.object), import);
    });
    workspace.write(actor, [&](Tx& tx) {
        const Import now = visible_import(tx, id);
        const bool was_run = now.counts.created + now.counts.updated > 0;
        const bool may = now.state == ImportState::checking ||
                         now.state == ImportState::checked ||
                         (now.state == ImportState::failed && !was_run);
        if (!may) throw Error(Code::conflict, "error.import.was_run");
        stop_check(tx, now);
        import.state = ImportState::checking;
        import.error.clear();
        import.counts = ImportCounts();
        import.job = job::add(tx, kCheckJob, job_args(id));
        save_import(tx, import);
    });
    return import;
}

Import run_import(Tx& tx, RecordId id) {
    Import import = visible_import(tx, id);
    const meta::Object& object = importable(tx, import.object);
    if (import.state != ImportState::checked) {
        throw Error(Code::conflict, "error.import.not_checked");
    }
    import.state = ImportState::running;
    import.counts.done = import.counts.bad = 0;
    import.job = job::add(tx, kRunJob, job_args(id));
    save_import(tx, import);
    remember_options(tx, object, import.source.columns, effective_options(import));
    access::audit(tx, "import", import.object, RecordId(), import.file);
    return import;
}

Import undo_import(Tx& tx, RecordId id) {
    Import import = visible_import(tx, id);
    const auto job = job::find(tx, import.job);
    if (!job || job->kind != kRunJob) throw Error(Code::conflict, "error.import.not_run");
    job::undo(tx, *job);
    import.state = ImportState::undoing;
    save_import(tx, import);
    access::audit(tx, "import.undo", import.object, RecordId(), import.file);
    return import;
}

ErrorFile::ErrorFile(Workspace& workspace, std::shared_ptr<const Actor> actor,
                     const Import& import)
    : workspace_(workspace), actor_(std::move(actor)), import_(import.id),
      columns_(import.source.columns) {}

bool ErrorFile::next(std::string& out) {
    std::vector<IssueRow> rows;
    workspace_.read(*actor_, [&](const Snapshot& snapshot) {
        if (!begun_) {
            out += kByteOrderMark;
            std::vector<std::string> header = columns_;
            header.push_back(snapshot.say("import.error_file.row"));
            header.push_back(snapshot.say("import.error_file.reason"));
            append_csv_row(header, Guard::formulas, out);
            begun_ = true;
        }
        rows = issue_rows(snapshot, import_, after_, kIssueRowsPage);
        for (const IssueRow& row : rows) {
            std::vector<std::string> cells = row.cells;
            // Cells beyond the header come last, without a name: the reason keeps its column, and
            // the row is refused again until they are put where they belong.
            std::vector<std::string> beyond;
            if (cells.size() > columns_.size()) {
                const auto first = cells.begin() + static_cast<std::ptrdiff_t>(columns_.size());
                beyond.assign(std::make_move_iterator(first),
                              std::make_move_iterator(cells.end()));
            }
            cells.resize(columns_.size());
            std::string reasons;
            for (const RowIssue& each : row.issues) {
                if (!reasons.empty()) reasons += "\n";
                if (!each.column.empty()) reasons += each.column + ": ";
                reasons += snapshot.say(each.issue.key, each.issue.args);
            }
            cells.push_back(std::to_string(row.number));
            cells.push_back(std::move(reasons));
            cells.insert(cells.end(), beyond.begin(), beyond.end());
            append_csv_row(cells, Guard::formulas, out);
            after_ = row.number;
        }
    });
    return !rows.empty();
}

}  // namespace bihuan::exchange
