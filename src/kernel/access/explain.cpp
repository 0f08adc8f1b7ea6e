// Why somebody sees a record: the same scopes as reachable(), one by one, in words.
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
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

std::string reason(const Snapshot& snapshot, const meta::Object& object, RecordId record,
                   const Place& place, const Actor& actor, const Scope& scope) {
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

bool is_collaborator(const Snapshot& snapshot, RecordId record, UserId user) {
    bool found = false;
    snapshot.db().query(
        "SELECT 1 FROM link WHERE relation = 'collaborator' AND from_id = ? AND to_id = ?",
        {record.value, user.value}, [&](const db::Row&) {
            found = true;
            return false;
        });
    return found;
}

std::vector<std::string> explain(const Snapshot& as_user, const meta::Object& object,
                                 RecordId record, int depth) {
    std::vector<std::string> reasons;
    const Actor& actor = as_user.actor();
    const std::optional<Place> place = load_place(as_user, object, record);
    if (!place || !rights_of(as_user)->may(object, Act::read)) return reasons;
    if (!object.scope_parent.empty()) {
        const meta::Object* parent = as_user.schema().target(object.at(object.scope_parent));
        if (parent == nullptr || depth >= kParentDepthMax) return reasons;
        for (const std::string& why : explain(as_user, *parent, RecordId(place->parent),
                                              depth + 1)) {
            reasons.push_back(as_user.say("access.why.parent",
                                          {{"object", parent->label.in(as_user.language())},
                                           {"why", why}}));
        }
        return reasons;
    }
    const auto rights = rights_of(as_user);
    if (!object.has_owner && !rights->read_scopes(object).empty()) {
        reasons.push_back(as_user.say("access.why.company"));
        return reasons;
    }
    for (const Scope& scope : rights->read_scopes(object)) {
        std::string why = reason(as_user, object, record, *place, actor, scope);
        if (!why.empty()) reasons.push_back(std::move(why));
    }
    if (is_collaborator(as_user, record, actor.user)) {
        reasons.push_back(as_user.say("access.why.collaborator"));
    }
    return reasons;
}

}  // namespace

std::vector<std::string> explain_visibility(const Snapshot& snapshot, const meta::Object& object,
                                            RecordId record, UserId user) {
    Actor actor = *actor_of(snapshot, user);
    actor.language = snapshot.language();
    const Snapshot as_user(snapshot.workspace(), snapshot.db(), snapshot.schema_pin(), actor,
                           snapshot.now());
    return explain(as_user, object, record, 0);
}

}  // namespace bihuan::access
