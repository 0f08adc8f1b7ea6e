// bihuan backup FILE, bihuan check
#include "app/commands.h"
#include "base/error.h"
#include "base/text.h"
#include "kernel/access/audit.h"

#include <filesystem>

namespace bihuan::app {

namespace {

// Rows of a lines or lookup column that point nowhere.
void check_references(const Snapshot& snapshot, std::vector<std::string>& problems) {
    const db::Dialect& dialect = snapshot.dialect();
    for (const meta::Object& object : snapshot.schema().objects()) {
        for (const meta::Field& field : object.fields) {
            if (!field.stored || field.type->storage() != db::Storage::reference) continue;
            const meta::Object* target = snapshot.schema().target(field);
            if (!target) continue;
            const std::string column = dialect.quote(field.name);
            snapshot.db().query(
                "SELECT COUNT(*) FROM " + dialect.quote(object.name) + " t WHERE t." + column +
                    " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " + dialect.quote(target->name) +
                    " x WHERE x.id = t." + column + ")",
                {}, [&](const db::Row& row) {
                    if (row.integer(0) > 0) {
                        problems.push_back(snapshot.say(
                            "check.dead_reference",
                            {{"object", object.name}, {"field", field.name},
                             {"count", std::to_string(row.integer(0))}}));
                    }
                    return false;
                });
        }
    }
}

// Closed versions must end where the next begins and never overlap.
void check_history(const Snapshot& snapshot, std::vector<std::string>& problems) {
    const db::Dialect& dialect = snapshot.dialect();
    for (const meta::Object& object : snapshot.schema().objects()) {
        if (!object.has_history) continue;
        const std::string past = dialect.quote(object.history_table());
        std::int64_t bad = 0;
        snapshot.db().query("SELECT COUNT(*) FROM " + past + " h JOIN " +
                                dialect.quote(object.name) +
                                " t ON t.id = h.id WHERE h.valid_to > t.valid_from "
                                "OR h.valid_to <= h.valid_from OR h.version >= t.version",
                            {}, [&](const db::Row& row) {
                                bad = row.integer(0);
                                return false;
                            });
        if (bad > 0) {
            problems.push_back(snapshot.say("check.history", {{"object", object.name},
                                                              {"count", std::to_string(bad)}}));
        }
    }
}

// Tells where the audit log was tampered with, and what its end is: note it elsewhere.
void check_audit(const Snapshot& snapshot, std::vector<std::string>& problems,
                 const Output& output) {
    const access::AuditChain chain = access::verify_audit(snapshot);
    if (chain.broken_at > 0) {
        problems.push_back(
            snapshot.say("check.audit_broken", {{"row", std::to_string(chain.broken_at)}}));
    }
    if (chain.unchained > 0) {
        problems.push_back(
            snapshot.say("check.audit_unchained", {{"count", std::to_string(chain.unchained)}}));
    }
    if (chain.length > 0) {
        output.out(snapshot.say("check.audit_head", {{"count", std::to_string(chain.length)},
                                                     {"hash", chain.head}}) + "\n");
    }
}

}  // namespace

int run_backup(Workspace& workspace, const Settings& settings, const Output& output) {
    const std::string& file = settings.arguments.at(0);
    if (std::filesystem::exists(file)) {
        throw Error(Code::conflict, "error.backup.exists", {{"file", file}});
    }
    workspace.database().backup(file, [&](int percent) {
        if (output.progress) output.progress(std::to_string(percent) + " %");
    });
    return 0;
}

int run_check(Workspace& workspace, const Settings&, const Output& output) {
    std::vector<std::string> problems = workspace.database().check();
    workspace.read(Actor::system("check"), [&](const Snapshot& snapshot) {
        check_references(snapshot, problems);
        check_history(snapshot, problems);
        check_audit(snapshot, problems, output);
        if (problems.empty()) output.out(snapshot.say("check.sound") + "\n");
    });
    for (const std::string& problem : problems) output.out(problem + "\n");
    return problems.empty() ? 0 : 1;
}

}  // namespace bihuan::app
