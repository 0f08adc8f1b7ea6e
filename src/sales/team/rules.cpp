// Circles in the organisation are refused, and roles that do not say what they mean.
#include "kernel/access/rights.h"
#include "kernel/workspace.h"
#include "sales/team/internal.h"

#include <string>

namespace bihuan::team {

namespace {

constexpr int kDepthMax = 100;  // no organisation is deeper; a circle in old data ends the walk

// True when `start` is reached again by following `column` upwards from `next`.
bool makes_circle(const Snapshot& snapshot, std::string_view table, std::string_view column,
                  RecordId start, RecordId next) {
    const std::string sql = "SELECT " + std::string(column) + " FROM " +
                            snapshot.dialect().quote(table) + " WHERE id = ?";
    for (int depth = 0; next && depth < kDepthMax; ++depth) {
        if (next == start) return true;
        RecordId above;
        snapshot.db().query(sql, {next.value}, [&](const db::Row& row) {
            above = RecordId(row.integer(0));
            return false;
        });
        next = above;
    }
    return false;
}

// A new record has no id yet and nobody below it: only changes can close a circle.
record::Rule no_circle(std::string table, std::string column) {
    return [table, column](record::RuleContext& context, Issues& issues) {
        if (!context.before) return;
        const RecordId above = context.after.ref(column);
        if (!above || above == context.before->ref(column)) return;
        if (makes_circle(context.snapshot, table, column, context.before->id, above)) {
            issues.add(column, "issue.team.circle." + table);
        }
    };
}

void check_rights(record::RuleContext& context, Issues& issues) {
    if (context.before && context.before->text("rights") == context.after.text("rights")) return;
    Issues found = access::Rights::check(context.snapshot.schema(), context.after.text("rights"));
    for (const Issue& issue : found) {
        issues.add(issue.field.empty() ? "rights" : "rights." + issue.field, issue.key,
                   issue.args, issue.hint);
    }
}

void check_zone(record::RuleContext& context, Issues& issues) {
    const std::string name = context.after.text("zone");
    if (!name.empty() && !Zone::find(name)) {
        issues.add("zone", "issue.zone.unknown", {{"name", name}});
    }
}

}  // namespace

void register_rules(record::Registry& registry) {
    registry.rule("user", check_zone);
    registry.rule("user", no_circle("user", "leader"));
    registry.rule("department", no_circle("department", "parent"));
    registry.rule("role", check_rights);
}

}  // namespace bihuan::team
