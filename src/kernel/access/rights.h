// What an actor may: function rights per object, data scope, field rights. From roles.
//
// Rights are immutable and cached per (actor's roles, schema version, rights version) in a slot
// of the Workspace; any thread.
#pragma once

#include "kernel/meta/schema.h"
#include "kernel/snapshot.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace bihuan::access {

enum class Reach { none, own, subordinates, dept, dept_tree, all, expression };
enum class FieldRight { hidden, masked, read, write };
enum class Act { create, read, update, remove, import, export_, transfer };

struct Scope {
    Reach reach = Reach::none;
    std::string expression;                    // for Reach::expression
};

struct ObjectRights {
    std::set<Act> acts;
    std::set<std::string> verbs;               // "*" all
    std::vector<Scope> read;                   // any of them; several roles add up
    std::vector<Scope> write;
    std::unordered_map<std::string, FieldRight> fields;  // only what differs from write
};

class Rights {
public:
    bool may(const meta::Object& object, Act act) const;
    bool may_verb(const meta::Object& object, std::string_view verb) const;
    FieldRight field(const meta::Object& object, const meta::Field& field) const;
    bool can_read(const meta::Object& object, const meta::Field& field) const;   // masked counts
    const std::vector<Scope>& read_scopes(const meta::Object& object) const;
    const std::vector<Scope>& write_scopes(const meta::Object& object) const;
    bool is_administrator() const { return administrator_; }   // may change design, users, roles
    bool may_share_views() const { return share_views_; }      // with teams, roles, the company
    bool is_everything() const { return everything_; }         // the system

    // Role JSON as stored in role.rights and in config files; see docs/administrator/rights.md.
    static std::shared_ptr<const Rights> combine(const meta::Schema& schema,
                                                 const std::vector<std::string>& role_json,
                                                 const Actor& actor);
    // Unknown objects, fields, verbs, acts and scopes, with the nearest right name as hint.
    static Issues check(const meta::Schema& schema, std::string_view role_json);

private:
    void hide_formulas(const meta::Schema& schema);

    bool administrator_ = false;
    bool share_views_ = false;
    bool everything_ = false;
    std::unordered_map<std::int64_t, ObjectRights> objects_;   // by object number
};

// Rights of the snapshot's actor (cached).
std::shared_ptr<const Rights> rights_of(const Snapshot& snapshot);

// Error(forbidden) with the missing right and who can give it.
void demand(const Snapshot& snapshot, const meta::Object& object, Act act);
void demand_verb(const Snapshot& snapshot, const meta::Object& object, std::string_view verb);
void demand_administrator(const Snapshot& snapshot);

// What scopes on an object come down to for this actor, ready for SQL or for search tokens.
// Collaborators (table link, relation "collaborator", from the record to the user; only with
// role "write" they may also write) and scope_parent are included by query.
// An object without owner and without scope_parent is the company's: any scope reads all of it,
// writing needs the scope "all".
struct Reachable {
    bool everything = false;
    bool nothing = false;                       // and no collaborations either
    std::vector<std::int64_t> owners;           // owner in ...
    std::vector<std::int64_t> depts;            // or owner_dept in ...
    std::vector<std::string> expressions;       // or ...
    bool collaborations = true;                 // or linked to me as collaborator
};
enum class Purpose { read, write };
Reachable reachable(const Snapshot& snapshot, const meta::Object& object, Purpose purpose);

// Why this person sees this record: one sentence per reason in the snapshot's language, none when
// it is not visible. For administrators.
std::vector<std::string> explain_visibility(const Snapshot& snapshot, const meta::Object& object,
                                            RecordId record, UserId user);

}  // namespace bihuan::access
