#include "api/present.h"

#include "api/offers.h"
#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/meta/object_json.h"
#include "kernel/query/query.h"
#include "kernel/types/json_reader.h"
#include "kernel/workspace.h"
#include "work/company/company.h"
#include "work/company/desk.h"

namespace bihuan::api {

namespace {

std::string settings_of(const Snapshot& snapshot) {
    std::string out = "{}";
    snapshot.db().query("SELECT json FROM user_settings WHERE user_id = ?",
                        {snapshot.actor().user.value}, [&](const db::Row& row) {
                            out = std::string(row.text(0));
                            return false;
                        });
    return out;
}

std::int64_t count_users(const Snapshot& snapshot) {
    std::int64_t count = 0;
    snapshot.db().query("SELECT COUNT(*) FROM \"user\" WHERE status = 'active' "
                        "AND deleted_at IS NULL",
                        {}, [&](const db::Row& row) {
                            count = row.integer(0);
                            return false;
                        });
    return count;
}

void write_company(const Snapshot& snapshot, JsonWriter& json) {
    json.key("company").begin_object();
    json.key("name").string(company::fact(snapshot, "company_name"));
    json.key("base_currency").string(snapshot.workspace().base_currency());
    json.key("zone").string(snapshot.zone().name());
    json.key("today").string(to_text(snapshot.today()));
    json.key("demo").boolean(company::fact(snapshot, "demo") == "1");
    json.key("users").integer(count_users(snapshot)).end_object();
}

void write_roles(const Snapshot& snapshot, const std::vector<std::int64_t>& roles,
                 JsonWriter& json) {
    json.begin_array();
    for (const std::int64_t role : roles) {
        snapshot.db().query("SELECT name, code FROM role WHERE id = ? AND deleted_at IS NULL",
                            {role}, [&](const db::Row& row) {
                                json.begin_object().key("id").id(role);
                                json.key("name").string(row.text(0));
                                json.key("code").string(row.text(1)).end_object();
                                return false;
                            });
    }
    json.end_array();
}

std::vector<std::int64_t> roles_of(const Snapshot& snapshot, RecordId user) {
    std::vector<std::int64_t> roles;
    snapshot.db().query("SELECT to_id FROM link WHERE relation = ? AND from_id = ? "
                        "ORDER BY to_id",
                        {access::kUserRole, user.value}, [&](const db::Row& row) {
                            roles.push_back(row.integer(0));
                            return true;
                        });
    return roles;
}

std::string_view right_name(access::FieldRight right) {
    switch (right) {
        case access::FieldRight::hidden: return "hidden";
        case access::FieldRight::masked: return "masked";
        case access::FieldRight::read: return "read";
        case access::FieldRight::write: return "write";
    }
    return "hidden";
}

// Of a roll-up, what it has from the child's field; files need not say it.
void add_result(const types::Settings& settings, std::string& text) {
    text.pop_back();  // the closing brace of its settings
    text += ",\"result_type\":";
    append_json_string(text, settings.result_type);
    text += ",\"scale\":" + std::to_string(settings.scale);
    text += settings.base_currency ? ",\"base_currency\":true" : ",\"base_currency\":false";
    if (!settings.target.empty()) {
        text += ",\"target\":";
        append_json_string(text, settings.target);
    }
    if (!settings.options.empty()) {
        text += ",\"options\":";
        JsonWriter json(text);
        types::write_options(settings.options, json);
    }
    text += '}';
}

void write_fields(const meta::Object& object, const access::Rights& rights, JsonWriter& json) {
    json.key("fields").begin_array();
    for (const meta::Field& field : object.fields) {
        if (field.hidden || !rights.can_read(object, field)) continue;
        std::string text;
        JsonWriter inner(text);
        meta::write_field(field, inner);
        text.pop_back();  // the closing brace: more members follow
        if (field.type->name() == "rollup") add_result(field.settings, text);
        text += ",\"right\":\"";
        const bool fixed = field.read_only || !field.type->is_writable();
        access::FieldRight right = rights.field(object, field);
        if (fixed && right == access::FieldRight::write) right = access::FieldRight::read;
        text += right_name(right);
        text += "\",\"stored\":";
        text += field.stored ? "true" : "false";
        text += ",\"operators\":[";
        bool first = true;
        for (const std::string_view op : field.type->operators()) {
            if (!first) text += ',';
            first = false;
            append_json_string(text, op);
        }
        text += "]}";
        json.raw(text);
    }
    json.end_array();
}

void write_can(const Snapshot& snapshot, const meta::Object& object,
               const access::Rights& rights, JsonWriter& json) {
    json.key("can").begin_object();
    json.key("create").boolean(rights.may(object, access::Act::create));
    json.key("update").boolean(rights.may(object, access::Act::update));
    json.key("remove").boolean(rights.may(object, access::Act::remove));
    json.key("import").boolean(rights.may(object, access::Act::import));
    json.key("export").boolean(rights.may(object, access::Act::export_));
    json.key("transfer").boolean(rights.may(object, access::Act::transfer));
    json.key("verbs").begin_array();
    for (const meta::Verb& verb : object.verbs) {
        if (may_ever(snapshot, object, verb.name)) json.string(verb.name);
    }
    json.end_array().end_object();
}

void write_relations(const Snapshot& snapshot, const meta::Object& object,
                     const access::Rights& rights, JsonWriter& json) {
    json.key("relations").begin_array();
    for (const meta::Relation& relation : snapshot.schema().relations_to(object)) {
        const meta::Object& other = *relation.object;
        if (other.hidden || !other.parent_field.empty()) continue;
        if (!rights.may(other, access::Act::read)) continue;
        if (relation.field->hidden || !rights.can_read(other, *relation.field)) continue;
        json.begin_object().key("object").string(other.name);
        json.key("field").string(relation.field->name).key("label").begin_object();
        json.key("zh").string(other.label.zh).key("en").string(other.label.en);
        json.end_object().end_object();
    }
    json.end_array();
}

}  // namespace

void write_reference(const Snapshot& snapshot, RecordId id, JsonWriter& json) {
    const meta::Object* object = id ? snapshot.schema().find(object_of(id)) : nullptr;
    const meta::Field* title = object ? object->find(object->title_field) : nullptr;
    if (!title || !title->stored) {
        json.null();
        return;
    }
    bool found = false;
    const db::Dialect& dialect = snapshot.dialect();
    snapshot.db().query("SELECT " + dialect.quote(title->name) + " FROM " +
                            dialect.quote(object->name) + " WHERE id = ?",
                        {id.value}, [&](const db::Row& row) {
                            found = true;
                            json.begin_object().key("id").id(id.value);
                            json.key("name").string(row.text(0)).end_object();
                            return false;
                        });
    if (!found) json.null();
}

bool write_record(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                  std::optional<Instant> as_of, JsonWriter& json) {
    if (!as_of && has_reserved_acts(object)) {
        std::string whole;
        JsonWriter writer(whole);
        if (!query::one(snapshot, object, id, as_of, writer)) return false;
        json.raw(only_allowed(snapshot, object, whole));
        return true;
    }
    if (!query::one(snapshot, object, id, as_of, json)) return false;
    if (object.name != "user" || as_of) return true;
    // Roles are links, not fields: they join the fields of the finished record.
    std::string& out = json.out();
    out.pop_back();
    out += ",\"roles\":";
    JsonWriter inner(out);
    write_roles(snapshot, roles_of(snapshot, id), inner);
    out += '}';
    return true;
}

void write_user(const Snapshot& snapshot, const std::string& build, JsonWriter& json) {
    const Actor& actor = snapshot.actor();
    json.begin_object().key("id").id(actor.user.value).key("name").string(actor.name);
    std::string login;
    snapshot.db().query("SELECT login FROM \"user\" WHERE id = ?", {actor.user.value},
                        [&](const db::Row& row) {
                            login = std::string(row.text(0));
                            return false;
                        });
    json.key("login").string(login).key("language").string(to_text(actor.language));
    json.key("dept");
    write_reference(snapshot, actor.dept, json);
    json.key("roles");
    write_roles(snapshot, actor.roles, json);
    json.key("administrator").boolean(access::rights_of(snapshot)->is_administrator());
    json.key("team").begin_array();
    for (const std::int64_t member : actor.team) json.id(member);
    json.end_array();
    write_company(snapshot, json);
    json.key("workbenches").begin_array();
    for (const company::Desk& desk : company::own_desks(snapshot)) company::write(desk, json);
    json.end_array();
    json.key("build").string(build).key("settings").raw(settings_of(snapshot));
    json.end_object();
}

void write_token(const Snapshot& snapshot, JsonWriter& json) {
    const Actor& actor = snapshot.actor();
    json.begin_object().key("user").begin_object().key("id").id(actor.user.value);
    json.key("name").string(actor.name).key("language").string(to_text(actor.language));
    json.end_object().key("scopes").begin_array();
    for (const std::string& scope : actor.token_scopes) json.string(scope);
    json.end_array().end_object();
}

std::string save_settings(Tx& tx, const Json& patch) {
    if (!patch.is_object()) throw Error(Code::invalid, "error.settings.object");
    const Json before = Json::parse(settings_of(tx));
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (patch.has(before.key_at(i))) continue;
        json.key(before.key_at(i)).raw(before.at(i).to_text());
    }
    for (std::size_t i = 0; i < patch.size(); ++i) {
        if (!patch.at(i).is_null()) json.key(patch.key_at(i)).raw(patch.at(i).to_text());
    }
    json.end_object();
    if (out.size() > kSettingsMax) {
        throw Error(Code::limit, "error.settings.too_large",
                    {{"max", std::to_string(kSettingsMax / 1024)}});
    }
    tx.db().post("INSERT INTO user_settings (user_id, json) VALUES (?, ?) "
                 "ON CONFLICT (user_id) DO UPDATE SET json = excluded.json",
                 {tx.actor().user.value, std::string_view(out)});
    return out;
}

bool is_readable(const Snapshot& snapshot, const meta::Object& object) {
    return !object.hidden && access::rights_of(snapshot)->may(object, access::Act::read);
}

void write_object(const Snapshot& snapshot, const meta::Object& object, JsonWriter& json) {
    const auto rights = access::rights_of(snapshot);
    const Json file = Json::parse(meta::write_object(object));
    json.begin_object();
    for (std::size_t i = 0; i < file.size(); ++i) {
        if (file.key_at(i) == "fields") continue;
        json.key(file.key_at(i)).raw(file.at(i).to_text());
    }
    write_fields(object, *rights, json);
    write_can(snapshot, object, *rights, json);
    write_relations(snapshot, object, *rights, json);
    json.end_object();
}

std::string present_ddl() {
    return "CREATE TABLE IF NOT EXISTS user_settings (user_id BIGINT PRIMARY KEY, "
           "json TEXT NOT NULL);\n";
}

}  // namespace bihuan::api
