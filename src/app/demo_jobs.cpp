#include "app/demo_jobs.h"

#include "app/company.h"
#include "app/demo.h"
#include "app/demo_words.h"
#include "base/error.h"
#include "kernel/access/session.h"
#include "kernel/match/match.h"
#include "kernel/record/write.h"
#include "work/company/demo.h"
#include "work/job/chunk.h"

#include <algorithm>
#include <filesystem>

namespace bihuan::app {

namespace {

using company::DemoState;
using job::Job;
using job::Progress;

constexpr const char* kBackupFolder = "/backups";

void write_step(Workspace& workspace, const std::function<void(Tx&)>& fn) {
    WriteOptions options;
    options.lane = db::Lane::bulk;
    workspace.write(Actor::system("demo"), options, fn);
}

Progress load_step(Workspace& workspace, Job& job) {
    // A step that begins again was cut short: what there is of the company is half.
    if (!job.checkpoint.empty()) throw Error(Code::conflict, "error.demo.cut_short");
    write_step(workspace, [&](Tx& tx) {
        if (company::demo_of(tx).state != DemoState::none) {
            throw Error(Code::conflict, "error.demo.not_empty");
        }
        company::mark_demo(tx, DemoState::half);
        job.checkpoint = "loading";
        job::save(tx, job);
    });
    load_demo(workspace, kDemoSeed, Json::parse(job.args).text_or("hash", ""),
              [&](std::size_t done, std::size_t all) {
                  job.done = static_cast<std::int64_t>(done);
                  job.total = static_cast<std::int64_t>(all);
                  write_step(workspace, [&](Tx& tx) { job::save(tx, job); });
              });
    return {true, std::nullopt};
}

std::string list_of(const std::vector<std::string>& texts) {  // shipped words: without quotes
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "'" : ", '") + text + "'";
    return out;
}

std::vector<std::string> demo_logins() {
    std::vector<std::string> out;
    const DemoWords words;
    for (const DemoPerson& person : words.people()) out.push_back(person.login);
    return out;
}

bool is_setup(const meta::Object& object) {
    return std::find(company::kSetupObjects.begin(), company::kSetupObjects.end(), object.name) !=
           company::kSetupObjects.end();
}

// Which rows of an object go: all, but of what the company is set up with only the invented.
std::string goes_where(const meta::Object& object, UserId asked) {
    if (object.name == "department") return "code IN (" + list_of(demo_department_codes()) + ")";
    if (object.name == "user") {
        return "login IN (" + list_of(demo_logins()) + ") AND id <> " +
               std::to_string(asked.value);
    }
    return is_setup(object) ? "1 = 0" : "1 = 1";
}

// Everything else that tells of records: table, column by which a chunk is taken, which rows.
struct Aside {
    std::string table, key, where;
};

std::vector<Aside> asides(std::int64_t last_event) {
    const std::string gone =
        "NOT IN (SELECT id FROM \"user\")";  // people who went before their belongings
    // The newest event stays: readers' cursors stand at it.
    std::string older = "seq < " + std::to_string(last_event);
    return {
        {"link", "from_id", "(relation <> 'user_role' OR from_id " + gone + ")"},
        {"ledger", "id", "1 = 1"},
        {"event", "seq", std::move(older)},
        {"duplicate_key", "record", "record " + gone},
        {"record_lock", "record", "record " + gone},
        {"record_counter", "object", "1 = 1"},
        {"idempotency", "key", "1 = 1"},
        {"comment", "id", "1 = 1"},
        {"follower", "record", "1 = 1"},
        {"notice", "id", "1 = 1"},
        {"job_record", "job", "1 = 1"},
        {"import_issue", "import", "1 = 1"},
        {"import_batch", "id", "1 = 1"},
        {"saved_view", "id", "owner " + gone},
        {"user_settings", "user_id", "user_id " + gone},
        {"credential", "user_id", "user_id " + gone},
        {"session", "token_hash", "user_id " + gone},
        {"api_token", "id", "user_id " + gone},
    };
}

// Who stays belongs to no department and no leader that go.
void let_go(Tx& tx, UserId asked) {
    const meta::Object& user = tx.schema().at("user");
    const std::string people = "SELECT id FROM \"user\" WHERE " + goes_where(user, asked);
    const std::string depts =
        "SELECT id FROM department WHERE " + goes_where(tx.schema().at("department"), asked);
    const auto clear = [&](const std::string& field, const std::string& gone) {
        std::vector<RecordId> ids;
        tx.db().query("SELECT id FROM \"user\" WHERE " + field + " IN (" + gone +
                          ") AND id NOT IN (" + people + ")",
                      {}, [&](const db::Row& row) {
                          ids.emplace_back(row.integer(0));
                          return true;
                      });
        record::WriteSettings settings;
        settings.via = record::Via::verb;
        for (const RecordId id : ids) {
            record::Changes changes;
            changes.set(user, field, Value());
            record::update(tx, user, id, changes, settings);
        }
    };
    clear("leader", people);
    clear("dept", depts);
}

// Takes at most `most` rows of one table; 0 when there is nothing left anywhere.
std::int64_t remove_some(Tx& tx, std::size_t most, UserId asked, std::int64_t last_event) {
    const std::string limit = " LIMIT " + std::to_string(most);
    for (const meta::Object& object : tx.schema().objects()) {
        std::vector<RecordId> ids;
        const std::string table = tx.dialect().quote(object.name);
        tx.db().query("SELECT id FROM " + table + " WHERE " + goes_where(object, asked) + limit,
                      {}, [&](const db::Row& row) {
                          ids.emplace_back(row.integer(0));
                          return true;
                      });
        for (const RecordId id : ids) {
            match::forget_record(tx, id);
            if (object.has_history) {
                tx.db().post("DELETE FROM " + tx.dialect().quote(object.history_table()) +
                                 " WHERE id = ?",
                             {id.value});
            }
            tx.db().post("DELETE FROM " + table + " WHERE id = ?", {id.value});
            tx.note_row_written();
        }
        if (!ids.empty()) return static_cast<std::int64_t>(ids.size());
    }
    for (const Aside& aside : asides(last_event)) {
        const std::int64_t removed = tx.db().execute(
            "DELETE FROM " + tx.dialect().quote(aside.table) + " WHERE " + aside.where + " AND " +
                aside.key + " IN (SELECT " + aside.key + " FROM " +
                tx.dialect().quote(aside.table) + " WHERE " + aside.where + limit + ")",
            {});
        if (removed > 0) return removed;
    }
    return 0;
}

std::int64_t count_of(const Snapshot& snapshot, UserId asked) {
    std::int64_t sum = 0;
    for (const meta::Object& object : snapshot.schema().objects()) {
        snapshot.db().query("SELECT count(*) FROM " + snapshot.dialect().quote(object.name) +
                                " WHERE " + goes_where(object, asked),
                            {}, [&](const db::Row& row) {
                                sum += row.integer(0);
                                return false;
                            });
    }
    return sum;
}

// The copy from which the company could be made again; on a server the database's keeper has it.
std::string back_up(Workspace& workspace, const Job& job) {
    if (workspace.database().is_shared()) return "";
    const std::string folder = workspace.data_folder() + kBackupFolder;
    std::filesystem::create_directories(folder);
    const std::string file = folder + "/before-demo-removal-" + to_text(job.id) + ".db";
    std::filesystem::remove(file);  // of a step that was cut short
    workspace.database().backup(file, [](int) {});
    return file;
}

void begin_removal(Workspace& workspace, Job& job) {
    const std::string file = back_up(workspace, job);
    write_step(workspace, [&](Tx& tx) {
        company::mark_demo(tx, DemoState::leaving);
        let_go(tx, job.created_by);
        job.total = count_of(tx, job.created_by);
        job.checkpoint = std::to_string(tx.last_event().value);
        job.result.clear();
        JsonWriter(job.result).begin_object().key("backup").string(file).end_object();
        job::save(tx, job);
    });
}

void end_removal(Tx& tx) {
    company::mark_demo(tx, DemoState::none);
    if (company_fact(tx, "company_name") == kDemoCompanyName) {
        set_company_fact(tx, "company_name", "");
    }
    access::touch_rights(tx);
}

Progress remove_step(Workspace& workspace, Job& job) {
    if (job.checkpoint.empty()) begin_removal(workspace, job);
    const std::int64_t last_event = std::stoll(job.checkpoint);
    job::Chunk chunk;
    const job::StepTime time;
    while (!time.is_over()) {
        bool more = true;
        Job after;
        write_step(workspace, [&](Tx& tx) {
            chunk.begin();
            after = job;
            const std::int64_t removed =
                remove_some(tx, chunk.size(), job.created_by, last_event);
            more = removed > 0;
            after.done = std::min(after.total, after.done + removed);
            if (!more) end_removal(tx);
            job::save(tx, after);
            chunk.end(static_cast<std::size_t>(removed));
        });
        job = std::move(after);
        if (!more) return {true, std::nullopt};
    }
    return {};
}

}  // namespace

void register_demo_jobs(job::Kinds& kinds) {
    kinds.add(std::string(company::kDemoLoadJob), {load_step, {}, {}});
    kinds.add(std::string(company::kDemoRemoveJob), {remove_step, {}, {}});
}

}  // namespace bihuan::app
