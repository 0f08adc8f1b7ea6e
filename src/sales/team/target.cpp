// Targets of a company, department or person and month: drafted, published, locked; revised ones
// keep the old value in their history.
#include "kernel/types/field_type.h"
#include "sales/team/internal.h"
#include "sales/team/team.h"

namespace bihuan::team {

namespace {

std::string name_of(const Snapshot& snapshot, std::string_view table, RecordId id) {
    std::string name;
    snapshot.db().query("SELECT name FROM " + snapshot.dialect().quote(table) + " WHERE id = ?",
                        {id.value}, [&](const db::Row& row) {
                            name = row.text(0);
                            return false;
                        });
    return name;
}

// "2026-03 签约额 王芳": what the list shows and what a search finds.
std::string title(const Snapshot& snapshot, const record::Record& target) {
    const meta::Field& metric = target.object->at("metric");
    const std::string subject = target.text("subject");
    std::string who = snapshot.say("team.target.company");
    if (subject == "department") who = name_of(snapshot, "department", target.ref("dept"));
    if (subject == "user") who = name_of(snapshot, "user", target.ref("user"));
    const Value& month = target.get("month");
    return (month.is<Month>() ? to_text(month.as<Month>()) : std::string()) + " " +
           metric.type->to_text(metric.settings, target.get("metric"), snapshot.language()) +
           " " + who;
}

bool is_taken(const Snapshot& snapshot, const record::Record& target) {
    if (!target.get("month").is<Month>()) return false;
    bool taken = false;
    const std::string metric = target.text("metric");
    const std::string subject = target.text("subject");
    const meta::Field& field = target.object->at("month");
    const types::ColumnValue month =
        types::to_column(*field.type, field.settings, target.get("month"));
    const db::Param at = month.is_text ? db::Param(std::string_view(month.text))
                                       : db::Param(month.integer);
    snapshot.db().query(
        "SELECT 1 FROM target WHERE metric = ? AND subject = ? AND month = ? "
        "AND COALESCE(dept, 0) = ? AND COALESCE(\"user\", 0) = ? AND id <> ? "
        "AND deleted_at IS NULL",
        {std::string_view(metric), std::string_view(subject), at, target.ref("dept").value,
         target.ref("user").value, target.id.value},
        [&](const db::Row&) {
            taken = true;
            return false;
        });
    return taken;
}

void check_target(record::RuleContext& context, Issues& issues) {
    record::Record& target = context.after;
    const std::string subject = target.text("subject");
    if (subject != "department") target.set("dept", Null{});
    if (subject != "user") target.set("user", Null{});
    if (context.via == record::Via::form && context.before &&
        context.before->text("state") != "draft") {
        issues.add("", "issue.team.target.published");
    }
    target.set("name", title(context.snapshot, target));
    if (is_taken(context.snapshot, target)) issues.add("month", "issue.team.target.taken");
}

// What people were measured by stays.
void keep_published(Tx& tx, const record::Record* before, const record::Record& after) {
    if (!before || before->deleted_at || !after.deleted_at) return;
    if (before->text("state") == "draft") return;
    throw Error(Code::conflict, "error.team.target.keep", {{"title", title(tx, *before)}});
}

std::string move_to(record::VerbCall& call, const char* state, const char* event) {
    record::Changes changes;
    changes.set(call.object, "state", state);
    record::update(call.tx, call.object, call.record.id, changes, by_verb(event));
    return "null";
}

std::string publish(record::VerbCall& call) {
    return move_to(call, "published", "target.published");
}

std::string lock(record::VerbCall& call) { return move_to(call, "locked", "target.locked"); }

std::string revise(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "value", call.argument("value"));
    changes.set(call.object, "state", "revised");
    call.tx.set_cause("verb revise: " + call.argument("reason").as<std::string>());
    record::update(call.tx, call.object, call.record.id, changes, by_verb("target.revised"));
    return "null";
}

}  // namespace

void register_target(record::Registry& registry) {
    registry.rule("target", check_target);
    registry.after_write("target", keep_published);
    registry.verb("target", "publish", publish);
    registry.verb("target", "lock", lock);
    registry.verb("target", "revise", revise);
}

}  // namespace bihuan::team
