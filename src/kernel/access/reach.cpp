// Rights of the one who asks: combined once, then looked up; and what scopes come down to.
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/access/role_json.h"
#include "kernel/access/state.h"
#include "kernel/expr/expression.h"

#include <algorithm>

namespace bihuan::access {

namespace {

constexpr std::size_t kNamesMax = 3;  // administrators named in a refusal

std::string cache_key(const Snapshot& snapshot) {
    const Actor& actor = snapshot.actor();
    std::string key = std::to_string(snapshot.schema().version());
    key += ' ';
    key += std::to_string(actor.rights_version);
    key += actor.kind == ActorKind::api_token ? 't' : 'p';
    for (const std::int64_t role : actor.roles) {
        key += std::to_string(role);
        key += ' ';
    }
    for (const std::string& scope : actor.token_scopes) {
        key += scope;
        key += ' ';
    }
    return key;
}

std::vector<std::string> load_roles(const Snapshot& snapshot, const Actor& actor) {
    std::vector<std::string> list;
    for (const std::int64_t role : actor.roles) {
        snapshot.db().query("SELECT rights FROM role WHERE id = ? AND deleted_at IS NULL", {role},
                            [&](const db::Row& row) {
                                list.emplace_back(row.text(0));
                                return false;
                            });
    }
    return list;
}

// The same whatever the schema.
const std::shared_ptr<const Rights>& rights_of_system(const meta::Schema& schema) {
    static const std::shared_ptr<const Rights> kRights =
        Rights::combine(schema, {}, Actor::system());
    return kRights;
}

}  // namespace

std::shared_ptr<const Rights> rights_of(const Snapshot& snapshot) {
    const Actor& actor = snapshot.actor();
    if (actor.kind == ActorKind::system) return rights_of_system(snapshot.schema());
    State& state = state_of(snapshot.workspace());
    const std::string key = cache_key(snapshot);
    if (auto found = state.find_rights(key)) return found;
    std::shared_ptr<const Rights> rights;
    // Roles as committed: a transaction that changes roles must not leave its rights behind when
    // it is undone.
    snapshot.workspace().read(actor, [&](const Snapshot& committed) {
        rights = Rights::combine(snapshot.schema(), load_roles(committed, actor), actor);
    });
    state.keep_rights(key, rights);
    return rights;
}

namespace {

// Who can give a right: names of administrators.
std::string whom_to_ask(const Snapshot& snapshot) {
    std::vector<std::string> names;
    snapshot.db().query(
        "SELECT DISTINCT u.name, r.rights FROM role r "
        "JOIN link l ON l.relation = 'user_role' AND l.to_id = r.id "
        "JOIN \"user\" u ON u.id = l.from_id "
        "WHERE r.deleted_at IS NULL AND u.deleted_at IS NULL AND u.status = 'active' "
        "ORDER BY u.name",
        {}, [&](const db::Row& row) {
            Issues ignored;
            const std::string name(row.text(0));
            const bool has = std::find(names.begin(), names.end(), name) != names.end();
            if (!has && parse_role(row.text(1), ignored).administrator) names.push_back(name);
            return names.size() < kNamesMax;
        });
    if (names.empty()) return "";
    const std::string list = join(names, snapshot.language() == Language::zh ? "、" : ", ");
    return snapshot.say("error.access.ask", {{"names", list}});
}

}  // namespace

void demand(const Snapshot& snapshot, const meta::Object& object, Act act) {
    if (rights_of(snapshot)->may(object, act)) return;
    const std::string word = snapshot.say("access.act." + std::string(to_text(act)));
    throw Error(Code::forbidden, "error.access.act",
                {{"act", word}, {"object", object.label.in(snapshot.language())}})
        .with_hint(whom_to_ask(snapshot));
}

void demand_verb(const Snapshot& snapshot, const meta::Object& object, std::string_view verb) {
    if (rights_of(snapshot)->may_verb(object, verb)) return;
    const meta::Verb* known = object.find_verb(verb);
    const std::string word = known == nullptr ? std::string(verb)
                                              : known->label.in(snapshot.language());
    throw Error(Code::forbidden, "error.access.act",
                {{"act", word}, {"object", object.label.in(snapshot.language())}})
        .with_hint(whom_to_ask(snapshot));
}

void demand_administrator(const Snapshot& snapshot) {
    if (rights_of(snapshot)->is_administrator()) return;
    throw Error(Code::forbidden, "error.access.administrator").with_hint(whom_to_ask(snapshot));
}

namespace {

void add_ids(std::vector<std::int64_t>& all, const std::vector<std::int64_t>& more) {
    all.insert(all.end(), more.begin(), more.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

void add_scope(Reachable& out, const Scope& scope, const Actor& actor) {
    switch (scope.reach) {
        case Reach::none: break;
        case Reach::own: add_ids(out.owners, {actor.user.value}); break;
        case Reach::subordinates: add_ids(out.owners, actor.team); break;
        case Reach::dept: add_ids(out.depts, actor.own_depts); break;
        case Reach::dept_tree: add_ids(out.depts, actor.depts); break;
        case Reach::all: out.everything = true; break;
        case Reach::expression: out.expressions.push_back(scope.expression); break;
    }
}

}  // namespace

Reachable reachable(const Snapshot& snapshot, const meta::Object& object, Purpose purpose) {
    Reachable out;
    const std::shared_ptr<const Rights> rights = rights_of(snapshot);
    if (rights->is_everything()) {
        out.everything = true;
        return out;
    }
    const Actor& actor = snapshot.actor();
    const bool reads = purpose == Purpose::read;
    out.collaborations = object.has_owner && rights->may(object, Act::read);
    if (rights->may(object, Act::read)) {
        const auto& scopes = reads ? rights->read_scopes(object) : rights->write_scopes(object);
        for (const Scope& scope : scopes) add_scope(out, scope, actor);
    }
    if (!object.has_owner && object.scope_parent.empty()) {
        out.everything = out.everything ||
                         (reads && !(out.owners.empty() && out.depts.empty()));
        out.owners.clear();
        out.depts.clear();
    }
    if (out.everything) {
        out.owners.clear();
        out.depts.clear();
        out.expressions.clear();
    }
    out.nothing = !out.everything && !out.collaborations && out.owners.empty() &&
                  out.depts.empty() && out.expressions.empty();
    return out;
}

}  // namespace bihuan::access
