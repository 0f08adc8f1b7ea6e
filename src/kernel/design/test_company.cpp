#include "kernel/design/test_company.h"

#include "kernel/access/session.h"
#include "kernel/design/design.h"
#include "kernel/design/install.h"
#include "kernel/design/test_company_objects.h"
#include "kernel/meta/object_json.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <stdlib.h>

namespace bihuan::design {

namespace {

constexpr std::string_view kRepRights = R"({"objects": {
  "*": {"acts": ["read"], "read": ["all"], "write": ["none"]},
  "account": {"acts": ["create", "read", "update", "remove"], "verbs": ["*"],
              "read": ["own"], "write": ["own"]},
  "contact": {"acts": ["create", "read", "update", "remove"], "read": ["own"],
              "write": ["own"]},
  "opportunity": {"acts": ["create", "read", "update", "remove"], "verbs": ["*"],
                  "read": ["own"], "write": ["own"]}}})";

constexpr std::string_view kLeaderRights = R"({"objects": {
  "*": {"acts": ["create", "read", "update", "remove", "import", "export", "transfer"],
        "verbs": ["*"], "read": ["dept_tree", "subordinates"],
        "write": ["dept_tree", "subordinates"]},
  "stage": {"acts": ["read"], "read": ["all"], "write": ["none"]},
  "user": {"acts": ["read"], "read": ["all"], "write": ["none"]},
  "department": {"acts": ["read"], "read": ["all"], "write": ["none"]}}})";

constexpr std::string_view kFinanceRights = R"({"objects": {
  "*": {"acts": ["read"], "read": ["all"], "write": ["none"]},
  "account": {"acts": ["read", "update"], "read": ["all"], "write": ["none"],
              "fields": {"phone": "masked"}},
  "opportunity": {"acts": ["read", "update"], "read": ["all"], "write": ["all"],
                  "fields": {"amount": "read", "description": "hidden"}}}})";

constexpr std::string_view kAdminRights = R"({"administrator": true, "objects": {
  "*": {"acts": ["create", "read", "update", "remove", "import", "export", "transfer"],
        "verbs": ["*"], "read": ["all"], "write": ["all"]}}})";

// Tests run in the checkout: sentences as people read them. Elsewhere: keys.
std::string locale_file(const std::string& name) {
    std::ifstream file("locale/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str().empty() ? "{}" : text.str();
}

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

// Amounts of lines follow from quantity and price, as they do in quotes and contracts.
void register_rules(record::Registry& registry) {
    registry.rule("opportunity_line", [](record::RuleContext& context, Issues&) {
        record::Record& line = context.after;
        line.set("amount", multiply(line.amount("quantity"), line.amount("price"), 2,
                                    Round::half_up));
    });
    registry.verb("opportunity", "win", [](record::VerbCall& call) {
        record::Changes changes;
        changes.set(call.object, "state", "won");
        record::WriteSettings settings;
        settings.via = record::Via::verb;
        settings.event_kind = "opportunity.won";
        record::update(call.tx, call.object, call.record.id, changes, settings);
        return std::string();
    });
    registry.verb("opportunity", "lose", [](record::VerbCall& call) {
        record::Changes changes;
        changes.set(call.object, "state", "lost");
        changes.set(call.object, "lost_reason", call.argument("reason"));
        record::WriteSettings settings;
        settings.via = record::Via::verb;
        settings.event_kind = "opportunity.lost";
        record::update(call.tx, call.object, call.record.id, changes, settings);
        return std::string();
    });
}

}  // namespace

Instant TestCompany::start() { return *parse_instant("2026-03-02T09:00:00+08:00", Zone::utc()); }

TestCompany::TestCompany() : TestCompany(std::vector<std::string>()) {}

TestCompany::TestCompany(const std::vector<std::string>& more_objects,
                         db::ScratchPlace::Engine engine)
    : scratch_(engine), log_(make_quiet_log()),
      sentences_(std::make_unique<Sentences>(locale_file("zh-CN.json"), locale_file("en.json"))),
      system_(Actor::system()) {
    open();
    install(more_objects);
    fill();
}

TestCompany::~TestCompany() {
    workspace_.reset();  // before its place is removed
}

void TestCompany::open() {
    auto clock = std::make_unique<ManualClock>(clock_ ? clock_->now() : start());
    workspace_.reset();
    clock_ = clock.get();
    Workspace::Parts parts;
    parts.database = db::open_database(scratch_.place(), *log_);
    parts.clock = std::move(clock);
    parts.log = log_.get();
    parts.sentences = sentences_.get();
    parts.data_folder = scratch_.folder();
    parts.ddl = kernel_ddl();
    workspace_ = std::make_unique<Workspace>(std::move(parts));
    register_rules(workspace_->slot<record::Registry>());
}

void TestCompany::install(const std::vector<std::string>& more_objects) {
    std::vector<meta::Object> objects;
    Issues issues;
    for (const std::string_view json : test_company_objects()) {
        objects.push_back(meta::parse_object(Json::parse(json), issues));
    }
    for (const std::string& json : more_objects) {
        objects.push_back(meta::parse_object(Json::parse(json), issues));
    }
    throw_if_any(std::move(issues));
    workspace_->write(system_, [&](Tx& tx) { apply_objects(tx, objects); });
    schema_ = workspace_->schema();
}

void TestCompany::fill() {
    const auto dept = [&](const char* code, const char* name, const char* parent) {
        std::string json = R"({"code": ")" + std::string(code) + R"(", "name": ")" + name + "\"";
        if (*parent) json += R"(, "parent": {"key": ")" + std::string(parent) + "\"}";
        ids_[code] = create(system_, "department", json + "}");
    };
    const auto role = [&](const char* code, std::string_view rights) {
        ids_[code] = create(system_, "role",
                            R"({"code": ")" + std::string(code) + R"(", "name": ")" + code +
                                R"(", "rights": )" + quoted(rights) + "}");
    };
    const auto user = [&](const char* login, const char* name, const char* at,
                          const char* leader, const char* has) {
        std::string json = R"({"login": ")" + std::string(login) + R"(", "name": ")" + name +
                           R"(", "dept": {"key": ")" + at + "\"}";
        if (*leader) json += R"(, "leader": {"key": ")" + std::string(leader) + "\"}";
        ids_[login] = create(system_, "user", json + "}");
        workspace_->write(system_, [&](Tx& tx) {
            record::add_link(tx, access::kUserRole, id(login), id(has));
        });
    };
    dept("sales", "销售部", "");
    dept("east", "华东组", "sales");
    dept("west", "西部组", "sales");
    dept("finance", "财务部", "");
    role("administrator", kAdminRights);
    role("leader", kLeaderRights);
    role("rep", kRepRights);
    role("accountant", kFinanceRights);
    user("admin", "系统管理员", "finance", "", "administrator");
    user("wang", "王芳", "sales", "", "leader");
    user("li", "李强", "east", "wang", "rep");
    user("zhao", "赵敏", "east", "wang", "rep");
    user("chen", "陈晨", "west", "wang", "rep");
    user("fan", "范丽", "finance", "", "accountant");
    for (const char* stage : {"first", "talk", "final"}) {
        const char* kind = std::string_view(stage) == "final" ? "late" : "open";
        ids_[stage] = create(system_, "stage", R"({"code": ")" + std::string(stage) +
                                                   R"(", "name": ")" + stage +
                                                   R"(", "kind": ")" + kind + "\"}");
    }
}

RecordId TestCompany::id(std::string_view key) const {
    const auto found = ids_.find(key);
    if (found == ids_.end()) throw Error(Code::not_found, "error.internal");
    return found->second;
}

Actor TestCompany::actor(std::string_view login) {
    Actor actor;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        actor = *access::actor_of(snapshot, to_user(id(login)));
    });
    return actor;
}

const meta::Object& TestCompany::object(std::string_view name) { return schema_->at(name); }

RecordId TestCompany::create(const Actor& actor, std::string_view object, std::string_view json,
                             const record::WriteSettings& settings) {
    RecordId id;
    workspace_->write(actor, [&](Tx& tx) {
        const meta::Object& of = tx.schema().at(object);
        Issues issues;
        const auto changes =
            record::parse_changes(tx, of, Json::parse(json), issues);
        throw_if_any(std::move(issues));
        id = record::create(tx, of, changes, settings).id;
    });
    return id;
}

record::Record TestCompany::update(const Actor& actor, RecordId id, std::string_view json,
                                   const record::WriteSettings& settings) {
    record::Record record;
    workspace_->write(actor, [&](Tx& tx) {
        const meta::Object& of = *tx.schema().find(object_of(id));
        Issues issues;
        const auto changes =
            record::parse_changes(tx, of, Json::parse(json), issues);
        throw_if_any(std::move(issues));
        record = record::update(tx, of, id, changes, settings);
    });
    return record;
}

void TestCompany::remove(const Actor& actor, RecordId id) {
    workspace_->write(actor, [&](Tx& tx) {
        record::remove(tx, *tx.schema().find(object_of(id)), id, std::nullopt);
    });
}

record::Record TestCompany::load(RecordId id) {
    std::optional<record::Record> found;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        found = record::load(snapshot, *snapshot.schema().find(object_of(id)), id);
    });
    if (!found) throw Error(Code::not_found, "error.record.not_found", {{"object", "?"}});
    return *std::move(found);
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

std::string TestCompany::text(const std::string& sql) {
    std::string value;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        snapshot.db().query(sql, {}, [&](const db::Row& row) {
            value = row.text(0);
            return false;
        });
    });
    return value;
}

std::string TestCompany::texts(const std::string& sql, std::string_view separator) {
    std::string all;
    workspace_->read(system_, [&](const Snapshot& snapshot) {
        snapshot.db().query(sql, {}, [&](const db::Row& row) {
            if (!all.empty()) all += separator;
            all += row.text(0);
            return true;
        });
    });
    return all;
}

void TestCompany::reopen() {
    open();
    schema_ = workspace_->schema();
}

}  // namespace bihuan::design
