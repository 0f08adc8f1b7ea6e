#include "kernel/meta/store.h"

#include "kernel/meta/object_json.h"

namespace bihuan::meta {

std::int64_t version(db::Connection& db) {
    std::int64_t value = 0;
    db.query("SELECT value FROM meta_state WHERE key = 'version'", {}, [&](const db::Row& row) {
        value = row.integer(0);
        return false;
    });
    return value;
}

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS meta_object (\n"
           "  name TEXT PRIMARY KEY,\n"
           "  number BIGINT NOT NULL,\n"
           "  json TEXT NOT NULL,\n"
           "  origin TEXT NOT NULL,\n"
           "  version BIGINT NOT NULL\n"
           ");\n"
           "CREATE TABLE IF NOT EXISTS meta_state (\n"
           "  key TEXT PRIMARY KEY,\n"
           "  value BIGINT NOT NULL\n"
           ");\n";
}

std::shared_ptr<const Schema> load(db::Connection& db) {
    std::vector<Object> objects;
    Issues issues;
    db.query("SELECT json FROM meta_object ORDER BY number", {}, [&](const db::Row& row) {
        objects.push_back(parse_object(Json::parse(row.text(0)), issues));
        return true;
    });
    auto schema = Schema::build(version(db), std::move(objects), issues);
    if (!issues.empty()) {
        throw Error(Code::internal, "error.schema.unreadable")
            .because(issues.list().front().field + ": " + issues.list().front().key)
            .with_issues(std::move(issues));
    }
    return schema;
}

void save_object(db::Connection& db, const Object& object) {
    const std::string json = write_object(object);
    const std::string_view origin = object.origin == Origin::custom ? "custom" : "system";
    db.post("INSERT INTO meta_object (name, number, json, origin, version) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET "
            "number = excluded.number, json = excluded.json, origin = excluded.origin, "
            "version = excluded.version",
            {std::string_view(object.name), object.number.value, std::string_view(json),
             origin, version(db)});
}

std::int64_t next_version(db::Connection& db) {
    db.post("INSERT INTO meta_state (key, value) VALUES ('version', 1) "
            "ON CONFLICT (key) DO UPDATE SET value = meta_state.value + 1", {});
    return version(db);
}

}  // namespace bihuan::meta
