// Which roles a person has: the list given replaces the one that was there.
#include "base/text.h"
#include "kernel/access/session.h"
#include "sales/team/internal.h"
#include "sales/team/team.h"

#include <algorithm>
#include <set>

namespace bihuan::team {

namespace {

constexpr std::string_view kAdministrator = "administrator";

std::vector<std::string> known_codes(const Snapshot& snapshot) {
    std::vector<std::string> codes;
    snapshot.db().query("SELECT code FROM role WHERE deleted_at IS NULL ORDER BY code", {},
                        [&](const db::Row& row) {
                            codes.emplace_back(row.text(0));
                            return true;
                        });
    return codes;
}

// With one kind of comma.
std::string with_commas(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::string_view found = text.substr(0, 1);
        for (const std::string_view comma : {"，", "、", ";"}) {
            if (text.starts_with(comma)) found = comma;
        }
        const bool is_comma = found.size() > 1 || found == ";";
        out += is_comma ? ',' : text.front();
        text.remove_prefix(found.size());
    }
    return out;
}

std::set<RecordId> read_roles(const Snapshot& snapshot, std::string_view given) {
    const std::string text = with_commas(given);
    std::set<RecordId> roles;
    Issues issues;
    for (const std::string_view part : split(text, ',')) {
        const std::string code = trim(part);
        if (code.empty()) continue;
        const auto role = record::load_by_key(snapshot, snapshot.schema().at("role"), code);
        if (role) {
            roles.insert(role->id);
        } else {
            issues.add("roles", "issue.team.unknown_role", {{"code", code}},
                       nearest(code, known_codes(snapshot)).value_or(""));
        }
    }
    throw_if_any(std::move(issues));
    return roles;
}

std::set<RecordId> roles_of(const Snapshot& snapshot, RecordId user) {
    std::set<RecordId> roles;
    snapshot.db().query("SELECT to_id FROM link WHERE relation = ? AND from_id = ?",
                        {access::kUserRole, user.value}, [&](const db::Row& row) {
                            roles.insert(RecordId(row.integer(0)));
                            return true;
                        });
    return roles;
}

}  // namespace

void demand_other_administrator(const Snapshot& snapshot, UserId user) {
    bool is_one = false;
    bool has_other = false;
    snapshot.db().query(
        "SELECT l.from_id FROM link l JOIN role r ON r.id = l.to_id "
        "JOIN \"user\" u ON u.id = l.from_id WHERE l.relation = ? AND r.code = ? "
        "AND r.deleted_at IS NULL AND u.deleted_at IS NULL AND u.status = 'active'",
        {access::kUserRole, kAdministrator}, [&](const db::Row& row) {
            (row.integer(0) == user.value ? is_one : has_other) = true;
            return true;
        });
    if (is_one && !has_other) throw Error(Code::conflict, "error.team.last_administrator");
}

std::string assign_roles(record::VerbCall& call) {
    Tx& tx = call.tx;
    const RecordId user = call.record.id;
    const std::set<RecordId> next = read_roles(tx, call.argument("roles").as<std::string>());
    const std::set<RecordId> before = roles_of(tx, user);
    const auto administrator = record::load_by_key(tx, tx.schema().at("role"), kAdministrator);
    if (administrator && before.contains(administrator->id) &&
        !next.contains(administrator->id)) {
        demand_other_administrator(tx, to_user(user));
    }
    for (const RecordId role : before) {
        if (!next.contains(role)) record::remove_link(tx, access::kUserRole, user, role);
    }
    for (const RecordId role : next) {
        if (!before.contains(role)) record::add_link(tx, access::kUserRole, user, role);
    }
    access::audit(tx, "user.assign_roles", "user", user,
                  call.argument("roles").as<std::string>());
    return "null";
}

}  // namespace bihuan::team
