// A tiny company written with plain SQL, for the tests of rooms below record and design.
//
// Departments: sales (1) with east (2) and west (3) below it. Users: boss (sales, leads all), ann
// and bob (east), cat (west). Header only; a test owns its company and uses it from one thread.
#pragma once

#include "base/json.h"
#include "base/log.h"
#include "db/engine/scratch.h"
#include "kernel/access/session.h"
#include "kernel/event/event.h"
#include "kernel/event/ledger.h"
#include "kernel/meta/object_json.h"
#include "kernel/meta/store.h"
#include "kernel/workspace.h"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace bihuan::access {

class MiniCompany {
public:
    explicit MiniCompany(const std::vector<std::string>& more_ddl = {})
        : sentences_("{}", "{}"), log_(make_quiet_log()) {
        Workspace::Parts parts;
        parts.database = db::open_database(scratch_.place(), *log_);
        auto clock = std::make_unique<ManualClock>(Instant{1772413200LL * kMicrosPerSecond});
        clock_ = clock.get();
        parts.clock = std::move(clock);
        parts.log = log_.get();
        parts.sentences = &sentences_;
        parts.data_folder = scratch_.folder();
        parts.ddl = {meta::store_ddl(), event::store_ddl(), event::ledger_ddl(), store_ddl(),
                     "CREATE TABLE IF NOT EXISTS link (relation TEXT NOT NULL, "
                     "from_id BIGINT NOT NULL, to_id BIGINT NOT NULL, role TEXT NOT NULL, "
                     "PRIMARY KEY (relation, from_id, to_id));"
                     "CREATE INDEX IF NOT EXISTS link_to ON link (relation, to_id, from_id)"};
        parts.ddl.insert(parts.ddl.end(), more_ddl.begin(), more_ddl.end());
        workspace_ = std::make_unique<Workspace>(std::move(parts));
        install();
        fill();
    }
    ~MiniCompany() = default;
    MiniCompany(const MiniCompany&) = delete;
    MiniCompany& operator=(const MiniCompany&) = delete;

    Workspace& workspace() { return *workspace_; }
    ManualClock& clock() { return *clock_; }
    const meta::Object& object(std::string_view name) { return workspace_->schema()->at(name); }

    void sql(const std::string& text) {
        workspace_->write(Actor::system(), [&](Tx& tx) { tx.db().script(text); });
    }
    std::int64_t integer(const std::string& text) {
        std::int64_t value = -1;
        workspace_->read(Actor::system(), [&](const Snapshot& snapshot) {
            snapshot.db().query(text, {}, [&](const db::Row& row) {
                value = row.integer(0);
                return false;
            });
        });
        return value;
    }
    // `values`: "name, owner" and "'x', 12".
    void insert(const std::string& object, std::int64_t id, const std::string& columns,
                const std::string& values) {
        sql("INSERT INTO \"" + object + "\" (id, version, valid_from, " + columns +
            ") VALUES (" + std::to_string(id) + ", 1, 0, " + values + ")");
    }
    void link(const std::string& relation, std::int64_t from, std::int64_t to,
              const std::string& role = "") {
        sql("INSERT INTO link (relation, from_id, to_id, role) VALUES ('" + relation + "', " +
            std::to_string(from) + ", " + std::to_string(to) + ", '" + role + "')");
    }
    void add_user(std::int64_t id, const std::string& name, std::int64_t dept,
                  std::int64_t leader) {
        insert("user", id, "name, login, dept, leader, status",
               "'" + name + "', '" + name + "', " + std::to_string(dept) + ", " +
                   (leader == 0 ? "NULL" : std::to_string(leader)) + ", 'active'");
    }
    void add_role(std::int64_t id, const std::string& rights,
                  const std::vector<std::int64_t>& users) {
        insert("role", id, "name, rights", "'role " + std::to_string(id) + "', '" + rights + "'");
        for (const std::int64_t user : users) link("user_role", user, id);
        touch();
    }
    void touch() {
        workspace_->write(Actor::system(), [](Tx& tx) { touch_rights(tx); });
    }
    Actor actor(std::int64_t user) {
        Actor found;
        workspace_->read(Actor::system(), [&](const Snapshot& snapshot) {
            found = *actor_of(snapshot, UserId(user));
        });
        return found;
    }

    static constexpr std::int64_t kBoss = 11, kAnn = 12, kBob = 13, kCat = 14;
    static constexpr std::int64_t kSales = 1, kEast = 2, kWest = 3;

private:
    void install() {
        const auto field = [](const std::string& name, const std::string& type,
                              const std::string& more = "") {
            return "{\"name\":\"" + name + "\",\"type\":\"" + type +
                   "\",\"label\":{\"zh\":\"" + name + "\",\"en\":\"" + name + "\"}" + more + "}";
        };
        const auto object = [](const std::string& name, int number, const std::string& more,
                               const std::string& fields) {
            return "{\"object\":\"" + name + "\",\"number\":" + std::to_string(number) +
                   ",\"label\":{\"zh\":\"" + name + "\",\"en\":\"" + name +
                   "\"},\"title_field\":\"name\"," + more + "\"fields\":[" + fields + "]}";
        };
        const std::string searched = ",\"searchable\":true";
        const std::string no_owner = "\"has_owner\":false,";
        const std::string name = field("name", "text", searched);
        const std::string company =
            field("name", "text", searched + ",\"duplicate_key\":\"company_name\"");
        const std::string phone =
            field("phone", "phone", searched + ",\"duplicate_key\":\"phone\"");
        const std::string to_account =
            field("account", "lookup", ",\"settings\":{\"target\":\"account\"}");
        install({object("user", 1, no_owner,
                        name + "," + field("login", "text") + "," + field("dept", "department") +
                            "," + field("leader", "user") + "," + field("status", "text")),
                 object("department", 2, no_owner, name + "," + field("parent", "department")),
                 object("role", 3, no_owner, name + "," + field("rights", "long_text")),
                 object("product", 4, no_owner, name),
                 object("account", 10, "", company + "," + phone + "," + field("size", "integer")),
                 object("contact", 11, "\"scope_parent\":\"account\",",
                        name + "," + phone + "," + to_account),
                 object("opportunity", 30, "", name + "," + to_account)});
    }
    void install(const std::vector<std::string>& files) {
        Issues issues;
        std::vector<meta::Object> objects;
        for (const std::string& file : files) {
            objects.push_back(meta::parse_object(Json::parse(file), issues));
        }
        const auto schema = meta::Schema::build(1, std::move(objects), issues);
        for (const Issue& issue : issues) {
            throw std::runtime_error(issue.field + " " + issue.key);
        }
        workspace_->write(Actor::system(), [&](Tx& tx) {
            for (const meta::Object& each : schema->objects()) {
                for (const std::string& ddl : meta::plan_ddl(tx.dialect(), nullptr, each)) {
                    tx.db().script(ddl);
                }
            }
        });
        workspace_->publish(schema);
    }
    void fill() {
        insert("department", kSales, "name, parent", "'sales', NULL");
        insert("department", kEast, "name, parent", "'east', 1");
        insert("department", kWest, "name, parent", "'west', 1");
        add_user(kBoss, "boss", kSales, 0);
        add_user(kAnn, "ann", kEast, kBoss);
        add_user(kBob, "bob", kEast, kAnn);
        add_user(kCat, "cat", kWest, kBoss);
    }

    db::ScratchPlace scratch_;
    Sentences sentences_;
    std::unique_ptr<Log> log_;
    ManualClock* clock_ = nullptr;
    std::unique_ptr<Workspace> workspace_;
};

}  // namespace bihuan::access
