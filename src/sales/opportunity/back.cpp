// Back to an earlier open stage, with a reason, where the present stage lets go.
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

std::optional<record::Record> stage_before(const record::VerbCall& call,
                                           const record::Record& present) {
    std::optional<record::Record> before;
    for (record::Record& stage : stages_of(call.tx, call.record.ref("pipeline"))) {
        if (stage.text("kind") == "open" &&
            stage.amount("position") < present.amount("position")) {
            before = std::move(stage);
        }
    }
    return before;
}

}  // namespace

std::string back(record::VerbCall& call) {
    const record::Record present = stage_at(call.tx, call.record.ref("stage"));
    Issues unknown;
    check_left(call, present, unknown);
    throw_if_any(std::move(unknown));
    const Args args{{"title", call.record.text("name")}, {"stage", present.text("name")}};
    if (!present.get("rollback").is_null() && !present.flag("rollback")) {
        throw Error(Code::conflict, "error.opportunity.no_way_back", args);
    }
    auto target = named_stage(call);
    if (!target) target = stage_before(call, present);
    if (!target) throw Error(Code::conflict, "error.opportunity.first_stage", args);
    if (target->amount("position") >= present.amount("position")) {
        Issues issues;
        issues.add("stage", "issue.stage.not_behind",
                   {{"stage", target->text("name")}, {"present", present.text("name")}},
                   "advance");
        throw_if_any(std::move(issues));
    }
    call.tx.set_cause("verb back: " + call.argument("reason").as<std::string>());
    record::Changes changes;
    enter(call.tx, changes, call.object, *target);
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("opportunity.back"));
    return "null";
}

}  // namespace bihuan::opportunity
