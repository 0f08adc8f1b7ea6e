// Why somebody sees a record: the same scopes as reachable(), one by one, in words.
#include "kernel/access/explain.h"
#include "base/text.h"
#include "kernel/access/role_json.h"
#include "kernel/access/session.h"
#include "kernel/access/state.h"
#include "kernel/access/visible_sql.h"
#include "kernel/expr/to_sql.h"

#include <algorithm>

namespace bihuan::access {

namespace {

constexpr int kParentDepthMax = 5;

bool holds(const Snapshot& snapshot, const meta::Object& object, RecordId record,
           const Actor& actor, const std::string& expression) {
    Issues issues;
    const auto program =
        expr::compile_filter(expression, {&snapshot.schema(), &object, {}}, issues);
    if (!program) return false;
    RecordColumns columns(snapshot, object, "t");
    const ActorFacts facts(snapshot, actor);
    const expr::Sql sql = expr::to_sql(*program, snapshot.dialect(), columns, facts);
    std::vector<db::Param> params = {record.value};
    add_params(params, sql.params);
    bool found = false;
    snapshot.db().query("SELECT 1 FROM " + snapshot.dialect().quote(object.name) +
                            " t WHERE t.id = ? AND (" + sql.text + ")",
                        params, [&](const db::Row&) {
                            found = true;
                            return false;
                        });
    return found;
}

struct Place {
    std::int64_t owner = 0;
    std::int64_t dept = 0;
    std::int64_t parent = 0;
};

std::optional<Place> load_place(const Snapshot& snapshot, const meta::Object& object,
                                RecordId record) {
    const db::Dialect& dialect = snapshot.dialect();
    std::string sql = object.has_owner ? "SELECT owner, owner_dept, " : "SELECT 0, 0, ";
    sql += object.scope_parent.empty() ? "0" : dialect.quote(object.scope_parent);
    sql += " FROM " + dialect.quote(object.name) + " WHERE id = ? AND deleted_at IS NULL";
    std::optional<Place> place;
    snapshot.db().query(sql, {record.value}, [&](const db::Row& row) {
        place = Place{row.integer(0), row.integer(1), row.integer(2)};
        return false;
    });
    return place;
}

bool has(const std::vector<std::int64_t>& ids, std::int64_t id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The name of a user, department or role; empty when there is none.
std::string name_of(const Snapshot& snapshot, const char* object, std::int64_t id) {
    std::string name;
    snapshot.db().query("SELECT name FROM " + snapshot.dialect().quote(object) + " WHERE id = ?",
                        {id}, [&](const db::Row& row) {
                            name = row.text(0);
                            return false;
                        });
    return name;
}

std::string reason(const Snapshot& snapshot, const meta::Object& object, RecordId record,
                   const Place& place, const Scope& scope) {
    const Actor& actor = snapshot.actor();
    switch (scope.reach) {
        case Reach::none: return "";
        case Reach::own:
            return place.owner == actor.user.value ? snapshot.say("access.why.own") : "";
        case Reach::subordinates:
            return has(actor.team, place.owner) ? snapshot.say("access.why.subordinates") : "";
        case Reach::dept:
            return has(actor.own_depts, place.dept) ? snapshot.say("access.why.dept") : "";
        case Reach::dept_tree:
            return has(actor.depts, place.dept) ? snapshot.say("access.why.dept_tree") : "";
        case Reach::all: return snapshot.say("access.why.all");
        case Reach::expression:
            return holds(snapshot, object, record, actor, scope.expression)
                       ? snapshot.say("access.why.where", {{"where", scope.expression}})
                       : "";
    }
    return "";
}

bool is_collaborator(const Snapshot& snapshot, RecordId record, Purpose purpose) {
    bool found = false;
    snapshot.db().query(
        std::string("SELECT 1 FROM link WHERE relation = 'collaborator' AND from_id = ? "
                    "AND to_id = ?") + (purpose == Purpose::write ? " AND role = 'write'" : ""),
        {record.value, snapshot.actor().user.value}, [&](const db::Row&) {
            found = true;
            return false;
        });
    return found;
}

const std::vector<Scope>& scopes_of(const Rights& rights, const meta::Object& object,
                                    Purpose purpose) {
    return purpose == Purpose::read ? rights.read_scopes(object) : rights.write_scopes(object);
}

const meta::Object* parent_of(const Snapshot& snapshot, const meta::Object& object) {
    return object.scope_parent.empty() ? nullptr
                                       : snapshot.schema().target(object.at(object.scope_parent));
}

// The names of the person's roles that have this scope on the object.
std::string roles_with(const Snapshot& as_user, const meta::Object& object, Purpose purpose,
                       const Scope& scope) {
    std::vector<std::string> names;
    for (const std::int64_t role : as_user.actor().roles) {
        Actor alone = as_user.actor();
        alone.roles = {role};
        const Snapshot as_role(as_user.workspace(), as_user.db(), as_user.schema_pin(), alone,
                               as_user.now());
        const auto rights = rights_of(as_role);
        const auto& scopes = scopes_of(*rights, object, purpose);
        const bool has_it = std::any_of(scopes.begin(), scopes.end(), [&](const Scope& each) {
            return each.reach == scope.reach && each.expression == scope.expression;
        });
        if (has_it) names.push_back(name_of(as_user, "role", role));
    }
    return join(names, as_user.language() == Language::zh ? "、" : ", ");
}

enum class Roles { named, left_out };

std::vector<std::string> reasons_of(const Snapshot& as_user, const meta::Object& object,
                                    RecordId record, Purpose purpose, Roles roles, int depth) {
    std::vector<std::string> reasons;
    const std::optional<Place> place = load_place(as_user, object, record);
    const auto rights = rights_of(as_user);
    if (!place || !rights->may(object, Act::read)) return reasons;
    if (!object.scope_parent.empty()) {
        const meta::Object* parent = parent_of(as_user, object);
        if (parent == nullptr || depth >= kParentDepthMax) return reasons;
        for (const std::string& why : reasons_of(as_user, *parent, RecordId(place->parent),
                                                 purpose, roles, depth + 1)) {
            reasons.push_back(as_user.say("access.why.parent",
                                          {{"object", parent->label.in(as_user.language())},
                                           {"why", why}}));
        }
        return reasons;
    }
    const auto& scopes = scopes_of(*rights, object, purpose);
    if (!object.has_owner && purpose == Purpose::read && !scopes.empty()) {
        reasons.push_back(as_user.say("access.why.company"));
        return reasons;
    }
    for (const Scope& scope : scopes) {
        std::string why = reason(as_user, object, record, *place, scope);
        if (why.empty()) continue;
        if (roles == Roles::named) {
            why = as_user.say("access.why.role",
                              {{"why", why},
                               {"roles", roles_with(as_user, object, purpose, scope)}});
        }
        reasons.push_back(std::move(why));
    }
    if (is_collaborator(as_user, record, purpose)) {
        reasons.push_back(as_user.say("access.why.collaborator"));
    }
    return reasons;
}

// A scope that does not reach the record, and where the record stands instead.
std::string shortfall(const Snapshot& as_user, const meta::Object& object, const Place& place,
                      Purpose purpose, const Scope& scope) {
    const Args args = {{"roles", roles_with(as_user, object, purpose, scope)},
                       {"owner", name_of(as_user, "user", place.owner)},
                       {"dept", name_of(as_user, "department", place.dept)},
                       {"where", scope.expression}};
    switch (scope.reach) {
        case Reach::none: return "";
        case Reach::own: return as_user.say("access.not.own", args);
        case Reach::subordinates: return as_user.say("access.not.subordinates", args);
        case Reach::dept: return as_user.say("access.not.dept", args);
        case Reach::dept_tree: return as_user.say("access.not.dept_tree", args);
        case Reach::all: return "";
        case Reach::expression: return as_user.say("access.not.where", args);
    }
    return "";
}

std::vector<std::string> obstacles_of(const Snapshot& as_user, const meta::Object& object,
                                      RecordId record, Purpose purpose, int depth) {
    std::vector<std::string> out;
    const auto rights = rights_of(as_user);
    const std::string label = object.label.in(as_user.language());
    const auto lacks = [&](Act act) {
        const std::string word = as_user.say("access.act." + std::string(to_text(act)));
        out.push_back(as_user.say("access.not.act", {{"act", word}, {"object", label}}));
    };
    const std::optional<Place> place = load_place(as_user, object, record);
    if (!place) out.push_back(as_user.say("access.not.deleted"));
    if (!rights->may(object, Act::read)) lacks(Act::read);
    if (purpose == Purpose::write && !rights->may(object, Act::update)) lacks(Act::update);
    if (!place || !reasons_of(as_user, object, record, purpose, Roles::left_out, 0).empty()) {
        return out;
    }
    if (const meta::Object* parent = parent_of(as_user, object)) {
        if (depth >= kParentDepthMax) return out;
        for (const std::string& why : obstacles_of(as_user, *parent, RecordId(place->parent),
                                                   purpose, depth + 1)) {
            out.push_back(as_user.say("access.not.parent",
                                      {{"object", parent->label.in(as_user.language())},
                                       {"why", why}}));
        }
        return out;
    }
    const auto& scopes = scopes_of(*rights, object, purpose);
    for (const Scope& scope : scopes) {
        std::string why = shortfall(as_user, object, *place, purpose, scope);
        if (!why.empty()) out.push_back(std::move(why));
    }
    if (scopes.empty()) out.push_back(as_user.say("access.not.no_scope", {{"object", label}}));
    return out;
}

// What lists and writes would say.
bool is_allowed(const Snapshot& as_user, const meta::Object& object, RecordId record,
                Purpose purpose) {
    const auto rights = rights_of(as_user);
    if (!rights->may(object, Act::read)) return false;
    if (purpose == Purpose::write && !rights->may(object, Act::update)) return false;
    const expr::Sql sql = visible_sql(as_user, object, purpose, "t");
    std::vector<db::Param> params = {record.value};
    add_params(params, sql.params);
    bool found = false;
    as_user.db().query("SELECT 1 FROM " + as_user.dialect().quote(object.name) +
                           " t WHERE t.id = ? AND t.deleted_at IS NULL" +
                           (sql.text.empty() ? "" : " AND (" + sql.text + ")"),
                       params, [&](const db::Row&) {
                           found = true;
                           return false;
                       });
    return found;
}

Answer answer_of(const Snapshot& as_user, const meta::Object& object, RecordId record,
                 Purpose purpose, bool active) {
    Answer out;
    out.allowed = active && is_allowed(as_user, object, record, purpose);
    out.reasons = reasons_of(as_user, object, record, purpose, Roles::named, 0);
    if (out.allowed) return out;
    out.obstacles = obstacles_of(as_user, object, record, purpose, 0);
    if (!active) {
        out.obstacles.insert(out.obstacles.begin(), as_user.say("access.not.active"));
    }
    return out;
}

}  // namespace

std::vector<std::string> explain_visibility(const Snapshot& snapshot, const meta::Object& object,
                                            RecordId record, UserId user) {
    Actor actor = *actor_of(snapshot, user);
    actor.language = snapshot.language();
    const Snapshot as_user(snapshot.workspace(), snapshot.db(), snapshot.schema_pin(), actor,
                           snapshot.now());
    return reasons_of(as_user, object, record, Purpose::read, Roles::left_out, 0);
}

Explanation explain_access(const Snapshot& snapshot, const meta::Object& object, RecordId record,
                           UserId user) {
    Actor actor = *actor_of(snapshot, user);
    actor.language = snapshot.language();
    const Snapshot as_user(snapshot.workspace(), snapshot.db(), snapshot.schema_pin(), actor,
                           snapshot.now());
    Explanation out;
    const auto row = load_user(snapshot, user);
    out.active = row && row->status == "active";
    for (const std::int64_t role : actor.roles) {
        out.roles.push_back(name_of(snapshot, "role", role));
    }
    out.read = answer_of(as_user, object, record, Purpose::read, out.active);
    out.write = answer_of(as_user, object, record, Purpose::write, out.active);
    const auto rights = rights_of(as_user);
    for (const meta::Field& field : object.fields) {
        const FieldRight right = rights->field(object, field);
        if (!field.hidden && right < FieldRight::read) out.fields.emplace_back(&field, right);
    }
    return out;
}

}  // namespace bihuan::access
