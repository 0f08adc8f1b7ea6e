#include "sales/team/test_company.h"

#include "base/log.h"
#include "embedded/files.h"
#include "kernel/access/session.h"
#include "kernel/design/design.h"
#include "kernel/design/install.h"
#include "kernel/meta/object_json.h"
#include "sales/team/team.h"
#include "work/discuss/discuss.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <stdlib.h>

namespace bihuan::team {

namespace {

// Tests run in the checkout: sentences as people read them. Elsewhere: keys.
std::string locale_file(const std::string& name) {
    std::ifstream file("locale/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str().empty() ? "{}" : text.str();
}

// As an importer or a verb says it: every field that is there may be named.
record::Changes parse_all(const meta::Object& of, const Json& json, Issues& issues) {
    record::Changes changes;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const meta::Field& field = of.at(json.key_at(i));
        const Json value = json.at(i);
        const Json key = value.is_object() ? value.get("key") : Json();
        if (key.is_string()) changes.set(of, field.name, std::string(key.string()));
        else changes.set(of, field.name, field.type->normalise(field.settings, value, issues));
    }
    return changes;
}

record::Changes parse(const Tx& tx, const meta::Object& of, std::string_view text,
                      record::Via via) {
    Issues issues;
    const Json json = Json::parse(text);
    record::Changes changes = via == record::Via::form
                                  ? record::parse_changes(tx, of, json, issues)
                                  : parse_all(of, json, issues);
    throw_if_any(std::move(issues));
    return changes;
}

record::WriteSettings settings_of(record::Via via) {
    record::WriteSettings settings;
    settings.via = via;
    return settings;
}

}  // namespace

Instant TestCompany::start() { return *parse_instant("2026-03-02T09:00:00+08:00", Zone::utc()); }

TestCompany::TestCompany(const std::vector<TestModule>& modules)
    : log_(make_quiet_log()),
      sentences_(std::make_unique<Sentences>(locale_file("zh-CN.json"), locale_file("en.json"))) {
    open(modules);
    install(modules);
    hire();
}

TestCompany::~TestCompany() {
    workspace_.reset();  // before its place is removed
}

void TestCompany::open(const std::vector<TestModule>& modules) {
    auto clock = std::make_unique<ManualClock>(start());
    clock_ = clock.get();
    Workspace::Parts parts;
    parts.database = db::open_database(scratch_.place(), *log_);
    parts.clock = std::move(clock);
    parts.log = log_.get();
    parts.sentences = sentences_.get();
    parts.data_folder = scratch_.folder();
    parts.ddl = design::kernel_ddl();
    parts.ddl.push_back(discuss::store_ddl());
    parts.ddl.push_back(job::store_ddl());
    workspace_ = std::make_unique<Workspace>(std::move(parts));
    auto& registry = workspace_->slot<record::Registry>();
    register_team(registry);
    register_jobs(workspace_->slot<job::Kinds>());
    for (const TestModule& module : modules) module.add(registry);
}

void TestCompany::install(const std::vector<TestModule>& modules) {
    std::vector<meta::Object> objects;
    Issues issues;
    for (const EmbeddedFile& file : embedded_objects()) {
        objects.push_back(meta::parse_object(Json::parse(file.bytes), issues));
    }
    throw_if_any(std::move(issues));
    workspace_->write(system_, [&](Tx& tx) { design::apply_objects(tx, objects); });
    schema_ = workspace_->schema();
    workspace_->write(system_, [&](Tx& tx) {
        team::install(tx);
        for (const TestModule& module : modules) {
            if (module.install) module.install(tx);
        }
    });
}

void TestCompany::department(const std::string& code, const std::string& name,
                             const std::string& above) {
    const std::string parent =
        above.empty() ? "" : R"(, "parent": {"key": ")" + above + "\"}";
    ids_[code] = create("", "department",
                        R"({"code": ")" + code + R"(", "name": ")" + name + "\"" + parent + "}");
}

void TestCompany::user(const std::string& login, const std::string& name,
                       const std::string& dept, const std::string& leader,
                       const std::string& role) {
    std::string json = R"({"login": ")" + login + R"(", "name": ")" + name +
                       R"(", "dept": {"key": ")" + dept + "\"}";
    if (!leader.empty()) json += R"(, "leader": {"key": ")" + leader + "\"}";
    ids_[login] = create("", "user", json + "}");
    workspace_->write(system_, [&](Tx& tx) {
        const auto to = record::load_by_key(tx, tx.schema().at("role"), role);
        record::add_link(tx, access::kUserRole, id(login), to->id);
        ids_[role] = to->id;
    });
}

void TestCompany::hire() {
    department("sales", "销售部", "");
    department("east", "华东组", "sales");
    department("west", "西部组", "sales");
    department("finance", "财务部", "");
    user("admin", "系统管理员", "finance", "", "administrator");
    user("boss", "周总", "sales", "", "owner");
    user("wang", "王芳", "sales", "boss", "sales_manager");
    user("li", "李强", "east", "wang", "sales_rep");
    user("zhao", "赵敏", "east", "wang", "sales_rep");
    user("chen", "陈晨", "west", "wang", "sales_rep");
    user("fan", "范丽", "finance", "boss", "finance");
    user("sun", "孙浩", "west", "boss", "after_sales");
    user("gu", "顾问", "finance", "boss", "viewer");
}

Actor TestCompany::actor(const std::string& login) {
    Actor actor;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        actor = *access::actor_of(snapshot, to_user(id(login)));
    });
    return actor;
}

void TestCompany::go_to(std::string_view day, int hour) {
    const Instant midnight = Zone::shanghai().start_of(*parse_date(day));
    clock_->set(Instant{midnight.micros + hour * 3600 * kMicrosPerSecond});
}

void TestCompany::write(const std::string& login, const std::function<void(Tx&)>& fn) {
    const Actor who = login.empty() ? system_ : actor(login);
    workspace_->write(who, fn);
}

RecordId TestCompany::create(const std::string& login, std::string_view name,
                             std::string_view json, record::Via via) {
    RecordId made;
    write(login, [&](Tx& tx) {
        const meta::Object& of = tx.schema().at(name);
        made = record::create(tx, of, parse(tx, of, json, via), settings_of(via)).id;
    });
    return made;
}

record::Record TestCompany::update(const std::string& login, RecordId record,
                                   std::string_view json, record::Via via) {
    record::Record after;
    write(login, [&](Tx& tx) {
        const meta::Object& of = *tx.schema().find(object_of(record));
        after = record::update(tx, of, record, parse(tx, of, json, via), settings_of(via));
    });
    return after;
}

void TestCompany::remove(const std::string& login, RecordId record) {
    write(login, [&](Tx& tx) {
        record::remove(tx, *tx.schema().find(object_of(record)), record, std::nullopt);
    });
}

Json TestCompany::verb(const std::string& login, RecordId record, std::string_view name,
                       std::string_view json) {
    std::string result;
    write(login, [&](Tx& tx) {
        result = record::run_verb(tx, *tx.schema().find(object_of(record)), record, name,
                                  std::nullopt, Json::parse(json));
    });
    return Json::parse(result);
}

record::Record TestCompany::load(RecordId record) {
    std::optional<record::Record> found;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        found = record::load(snapshot, *schema_->find(object_of(record)), record);
    });
    if (!found) throw Error(Code::not_found, "error.record.not_found", {{"object", "?"}});
    return *std::move(found);
}

std::vector<record::Record> TestCompany::children(std::string_view name, std::string_view by,
                                                  RecordId parent) {
    std::vector<record::Record> rows;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        rows = record::load_children(snapshot, schema_->at(name), by, parent);
    });
    return rows;
}

std::int64_t TestCompany::integer(const std::string& sql) {
    std::int64_t value = 0;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        snapshot.db().query(sql, {}, [&](const db::Row& row) {
            value = row.integer(0);
            return false;
        });
    });
    return value;
}

std::string TestCompany::ledger(const std::string& metric, const std::string& where) {
    const std::string from = " FROM ledger WHERE metric = '" + metric + "' AND " + where;
    return std::to_string(integer("SELECT COALESCE(sum(amount), 0)" + from)) + "/" +
           std::to_string(integer("SELECT COALESCE(sum(count), 0)" + from));
}

std::string problem(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        std::string text = std::string(to_text(error.code())) + " " + error.key();
        for (const Issue& issue : error.issues()) text += "; " + issue.field + " " + issue.key;
        return text;
    }
    return "";
}

}  // namespace bihuan::team
