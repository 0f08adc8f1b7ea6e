// Who a user is: departments and all below them, the line of people below, roles.
#include "kernel/access/session.h"
#include "kernel/access/state.h"

#include <algorithm>
#include <unordered_map>

namespace bihuan::access {

namespace {

using Children = std::unordered_map<std::int64_t, std::vector<std::int64_t>>;

Children load_tree(db::Connection& db, std::string_view sql) {
    Children children;
    db.query(sql, {}, [&](const db::Row& row) {
        children[row.integer(1)].push_back(row.integer(0));
        return true;
    });
    return children;
}

// The roots and everything below, sorted; a circle in the data does no harm.
std::vector<std::int64_t> with_all_below(const Children& children,
                                         const std::vector<std::int64_t>& roots) {
    std::vector<std::int64_t> all = roots;
    std::unordered_map<std::int64_t, bool> seen;
    for (const std::int64_t root : roots) seen[root] = true;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto found = children.find(all[i]);
        if (found == children.end()) continue;
        for (const std::int64_t child : found->second) {
            if (!std::exchange(seen[child], true)) all.push_back(child);
        }
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::vector<std::int64_t> load_links(db::Connection& db, std::string_view relation, UserId user) {
    std::vector<std::int64_t> to;
    db.query("SELECT to_id FROM link WHERE relation = ? AND from_id = ?", {relation, user.value},
             [&](const db::Row& row) {
                 to.push_back(row.integer(0));
                 return true;
             });
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
    return to;
}

}  // namespace

std::optional<UserRow> load_user(const Snapshot& snapshot, UserId user) {
    const meta::Object* object = snapshot.schema().find("user");
    // Minimal companies (tests, a first start) know neither.
    const auto column = [&](std::string_view name) {
        return object != nullptr && object->find(name) != nullptr ? std::string(name)
                                                                  : std::string("''");
    };
    std::optional<UserRow> found;
    const std::string sql = "SELECT name, status, dept, " + column("language") + ", " +
                            column("zone") + " FROM \"user\" WHERE id = ? AND deleted_at IS NULL";
    snapshot.db().query(sql, {user.value}, [&](const db::Row& row) {
        found = UserRow{std::string(row.text(0)), std::string(row.text(1)),
                        std::string(row.text(3)), std::string(row.text(4)),
                        RecordId(row.integer(2))};
        return false;
    });
    return found;
}

std::int64_t stored_rights_version(db::Connection& db) {
    std::int64_t version = 0;
    db.query("SELECT value FROM access_state WHERE name = 'rights'", {}, [&](const db::Row& row) {
        version = row.integer(0);
        return false;
    });
    return version;
}

std::shared_ptr<const Actor> actor_of(const Snapshot& snapshot, UserId user) {
    const std::optional<UserRow> row = load_user(snapshot, user);
    if (!row) throw Error(Code::not_found, "error.access.no_user");
    db::Connection& db = snapshot.db();
    auto actor = std::make_shared<Actor>();
    actor->kind = ActorKind::person;
    actor->user = user;
    actor->name = row->name;
    actor->dept = row->dept;
    actor->rights_version = stored_rights_version(db);
    if (!row->language.empty()) actor->language = parse_language(row->language);
    if (!row->zone.empty()) actor->zone = Zone::find(row->zone);

    actor->own_depts = load_links(db, kUserDept, user);
    if (row->dept) actor->own_depts.push_back(row->dept.value);
    std::sort(actor->own_depts.begin(), actor->own_depts.end());
    const auto last = std::unique(actor->own_depts.begin(), actor->own_depts.end());
    actor->own_depts.erase(last, actor->own_depts.end());
    actor->depts = with_all_below(
        load_tree(db, "SELECT id, parent FROM department "
                      "WHERE parent IS NOT NULL AND deleted_at IS NULL"),
        actor->own_depts);
    // People who have left stay in the line until their records are handed over.
    actor->team = with_all_below(
        load_tree(db, "SELECT id, leader FROM \"user\" "
                      "WHERE leader IS NOT NULL AND deleted_at IS NULL"),
        {user.value});
    actor->roles = load_links(db, kUserRole, user);
    const Collaborates collaboration = collaborates(snapshot, user);
    actor->collaborates = collaboration.reads;
    actor->collaborates_to_write = collaboration.writes;
    return actor;
}

Collaborates collaborates(const Snapshot& snapshot, UserId user) {
    Collaborates out;
    snapshot.db().query("SELECT 1, EXISTS (SELECT 1 FROM link w WHERE w.relation = l.relation "
                        "AND w.to_id = l.to_id AND w.role = 'write') FROM link l "
                        "WHERE l.relation = ? AND l.to_id = ? LIMIT 1",
                        {kCollaborator, user.value}, [&](const db::Row& row) {
                            out.reads = true;
                            out.writes = row.integer(1) != 0;
                            return false;
                        });
    return out;
}

bool affects_rights(const meta::Object& object) {
    return object.name == "user" || object.name == "department" || object.name == "role";
}

bool affects_rights(std::string_view link_relation) {
    return link_relation == kUserRole || link_relation == kUserDept;
}

void note_session_ends(Tx& tx) {
    if (!tx.workspace().database().is_shared()) return;
    tx.db().post("INSERT INTO access_state (name, value) VALUES ('sessions', 1) "
                 "ON CONFLICT (name) DO UPDATE SET value = access_state.value + 1", {});
}

void follow_others(Workspace& workspace) {
    workspace.follow([](const Snapshot& snapshot) {
        State& state = state_of(snapshot.workspace());
        snapshot.db().query("SELECT name, value FROM access_state", {}, [&](const db::Row& row) {
            if (row.text(0) == "rights") state.raise_rights_version(row.integer(1));
            if (row.text(0) == "sessions") state.follow_sessions(row.integer(1));
            return true;
        });
    });
}

void touch_rights(Tx& tx) {
    tx.db().post("INSERT INTO access_state (name, value) VALUES ('rights', 1) "
                 "ON CONFLICT (name) DO UPDATE SET value = access_state.value + 1", {});
    const std::int64_t version = stored_rights_version(tx.db());
    Workspace& workspace = tx.workspace();
    tx.after_commit([&workspace, version] { state_of(workspace).raise_rights_version(version); });
}

}  // namespace bihuan::access
