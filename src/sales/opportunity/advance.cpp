// One stage on, or to the open stage named, when what that stage demands is there.
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

// The first open stage behind the present one.
record::Record next_stage(const record::VerbCall& call, const record::Record& present) {
    for (record::Record& stage : stages_of(call.tx, call.record.ref("pipeline"))) {
        if (stage.text("kind") == "open" &&
            stage.amount("position") > present.amount("position")) {
            return std::move(stage);
        }
    }
    throw Error(Code::conflict, "error.opportunity.last_stage",
                {{"title", call.record.text("name")}, {"stage", present.text("name")}})
        .with_hint("win");
}

}  // namespace

std::string advance(record::VerbCall& call) {
    const record::Record present = stage_at(call.tx, call.record.ref("stage"));
    Issues unknown;
    check_left(call, present, unknown);
    throw_if_any(std::move(unknown));
    auto named = named_stage(call);
    const record::Record target = named ? *std::move(named) : next_stage(call, present);
    Issues issues;
    if (target.amount("position") <= present.amount("position")) {
        issues.add("stage", "issue.stage.not_ahead",
                   {{"stage", target.text("name")}, {"present", present.text("name")}}, "back");
    } else {
        check_entry(call.tx, call.record, target, issues);
    }
    throw_if_any(std::move(issues));
    if (const auto* note = call.argument("note").get_if<std::string>()) {
        call.tx.set_cause("verb advance: " + *note);
    }
    record::Changes changes;
    enter(call.tx, changes, call.object, target);
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("opportunity.advanced"));
    return "null";
}

}  // namespace bihuan::opportunity
