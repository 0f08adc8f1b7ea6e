// The check: every row through the checks of the write path, nothing written but what was found.
#include "base/error.h"
#include "base/text.h"
#include "kernel/match/match.h"
#include "work/exchange/import_store.h"
#include "work/exchange/limits.h"
#include "work/exchange/passes.h"
#include "work/job/chunk.h"

#include <algorithm>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kRowsPerRead = 500;
constexpr int kDuplicatesAsked = 5;

record::WriteSettings settings_of(const Import& import) {
    record::WriteSettings settings;
    settings.via = record::Via::import;
    settings.import_id = import.id;
    settings.allow_duplicates = true;        // they are asked for here, row by row
    settings.allow_gaps = import.options.allow_gaps;
    return settings;
}

// What makes two rows of one file the same record, as the duplicate keys of records do.
std::string key_of(const meta::Field& field, const Value& value) {
    const auto* text = value.get_if<std::string>();
    if (!text || text->empty()) return {};
    std::string key;
    if (field.duplicate_key == "company_name") key = match::company_key(*text);
    else if (field.duplicate_key == "phone") key = match::phone_key(*text);
    else if (field.duplicate_key == "credit_code" || field.duplicate_key == "exact") {
        key = fold(*text);
    }
    return key.empty() ? key : field.duplicate_key + "\x1f" + key;
}

struct Checking {
    const Snapshot& snapshot;
    CheckPass& pass;
    Import& import;
    std::vector<IssueRow> found;

    const meta::Object& object() const { return pass.feed.plan().object(); }

    void refuse(PreparedRow& row, std::vector<RowIssue> issues) {
        found.push_back({row.number, std::move(row.cells), std::move(issues)});
    }

    std::vector<RowIssue> placed(const Issues& issues, const PreparedRow& row) const {
        std::vector<RowIssue> out;
        for (const Issue& issue : issues) {
            // What is missing for now is made together with the row.
            const bool to_be_made =
                std::any_of(row.missing.begin(), row.missing.end(), [&](const NameReference& name) {
                    return name.field->name == issue.field;
                });
            if (to_be_made) continue;
            RowIssue each;
            each.issue = issue;
            for (const auto& [column, target] : pass.feed.plan().options().mapping) {
                if (target && *target == issue.field) each.column = column;
            }
            out.push_back(std::move(each));
        }
        return out;
    }

    // The record, or the earlier row, that the row is the same as.
    std::optional<RowIssue> duplicate(const PreparedRow& row) const {
        std::vector<match::Field> fields;
        bool is_repeated = false;
        for (const auto& [field, value] : row.changes.values) {
            if (field->duplicate_key.empty()) continue;
            fields.push_back({field, &value});
            const std::string key = key_of(*field, value);
            if (!key.empty() && !pass.keys.insert(key).second) is_repeated = true;
        }
        RowIssue out;
        if (fields.empty()) return std::nullopt;
        for (const match::Duplicate& hit : match::find_duplicates(
                 snapshot, object(), fields, RecordId(), kDuplicatesAsked)) {
            if (hit.kind == "email_domain") continue;
            out.issue.key = hit.visible ? "issue.duplicate" : "issue.duplicate.hidden";
            out.issue.args = {{"title", hit.title}, {"owner", hit.owner_name}};
            return out;
        }
        if (!is_repeated) return std::nullopt;
        out.issue.key = "issue.import.repeated";
        return out;
    }

    // True when the row would come in.
    bool judge(PreparedRow& row, Issues issues) {
        std::vector<RowIssue> wrong = row.issues;
        for (RowIssue& each : placed(issues, row)) wrong.push_back(std::move(each));
        if (!wrong.empty()) {
            ++import.counts.bad;
            refuse(row, std::move(wrong));
            return false;
        }
        if (row.existing) return true;
        if (auto same = duplicate(row)) {
            ++import.counts.duplicates;
            if (import.options.duplicates == OnDuplicate::skip) refuse(row, {*std::move(same)});
        }
        return true;
    }
};

Issues check_update(const Checking& checking, const PreparedRow& row) {
    Issues issues;
    try {
        issues = record::check(checking.snapshot, checking.object(), row.changes, row.existing,
                               settings_of(checking.import));
    } catch (const Error& error) {
        issues = error.issues();
        if (issues.empty()) issues.add(error.field(), error.key(), error.args());
    }
    return issues;
}

void check_rows(Checking& checking, std::vector<PreparedRow>& rows) {
    const RowPlan& plan = checking.pass.feed.plan();
    checking.pass.feed.resolve(checking.snapshot, rows);
    Resolver::find_existing(checking.snapshot, plan, rows);
    std::vector<record::Changes> fresh;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].existing || !rows[i].issues.empty()) continue;
        fresh.push_back(rows[i].changes);
        places.push_back(i);
    }
    auto found = record::check_many(checking.snapshot, checking.object(), fresh,
                                    settings_of(checking.import));
    std::vector<Issues> issues(rows.size());
    for (std::size_t i = 0; i < places.size(); ++i) issues[places[i]] = std::move(found[i]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        PreparedRow& row = rows[i];
        const bool sound_so_far = row.issues.empty();
        if (row.has_several) issues[i].add("", "issue.import.several_records");
        else if (sound_so_far && row.existing) issues[i] = check_update(checking, row);
        else if (sound_so_far && plan.options().mode == Mode::update) {
            issues[i] = Issues();
            issues[i].add(plan.matches_by_id() ? "id" : plan.match()->name,
                          "issue.import.no_record");
        }
        if (checking.judge(row, std::move(issues[i]))) ++checking.import.counts.sound;
    }
}

Import load(Workspace& workspace, RecordId id) {
    std::optional<Import> import;
    workspace.read(Actor::system("import"),
                   [&](const Snapshot& snapshot) { import = find_import(snapshot, id); });
    if (!import) throw Error(Code::not_found, "error.import.not_found");
    return *std::move(import);
}

// Keeps what was found; true after the last row.
void save_found(Workspace& workspace, const Actor& actor, job::Job& job, const Import& import,
                const std::vector<IssueRow>& found, bool first) {
    WriteOptions options;
    options.lane = db::Lane::bulk;
    workspace.write(actor, options, [&](Tx& tx) {
        if (first) clear_issue_rows(tx, import.id);
        for (const IssueRow& row : found) add_issue_row(tx, import.id, row);
        save_progress(tx, import);
        job::save(tx, job);
    });
}

}  // namespace

job::Progress check_step(Workspace& workspace, job::Job& job) {
    const RecordId id = import_of(job);
    Import import = load(workspace, id);
    auto& pass = workspace.slot<Passes>().checks[job.id.value];
    if (!pass) {                             // begins, or begins again after a crash
        pass = std::make_unique<CheckPass>(workspace, job::actor_of(workspace, job), import);
        import.counts = ImportCounts();
    }
    const job::StepTime time;
    std::vector<PreparedRow> rows;
    do {
        const bool first = import.counts.rows == 0;
        rows = pass->feed.next(kRowsPerRead);
        std::vector<IssueRow> found;
        workspace.read(*pass->actor, [&](const Snapshot& snapshot) {
            if (&snapshot.schema() != &pass->feed.plan().schema()) {
                throw Error(Code::unavailable, "error.import.design");
            }
            Checking checking{snapshot, *pass, import, {}};
            check_rows(checking, rows);
            found = std::move(checking.found);
        });
        import.counts.rows += static_cast<std::int64_t>(rows.size());
        import.counts.done = import.counts.rows;
        if (import.counts.bad + import.counts.duplicates > kIssueRowsMax) found.clear();
        if (rows.empty()) import.state = ImportState::checked;
        job.done = job.total = import.counts.rows;
        save_found(workspace, *pass->actor, job, import, found, first);
    } while (!rows.empty() && !time.is_over());
    if (!rows.empty()) return {};
    workspace.slot<Passes>().checks.erase(job.id.value);
    return {true, std::nullopt};
}

}  // namespace bihuan::exchange
