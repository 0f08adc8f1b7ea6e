// A closed opportunity goes on: in the stage named, else in the open stage it was in before. The
// close keeps its event and its row in the ledger; this day takes it back.
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

record::Record last_open_stage(const record::VerbCall& call) {
    const auto stages = stages_of(call.tx, call.record.ref("pipeline"));
    std::optional<record::Record> found;
    call.tx.db().query("SELECT tag FROM ledger WHERE record = ? AND metric = 'stage_entered' "
                       "ORDER BY id DESC",
                       {call.record.id.value}, [&](const db::Row& row) {
                           for (const record::Record& stage : stages) {
                               const bool is_it = stage.text("code") == row.text(0);
                               if (is_it && stage.text("kind") == "open") found = stage;
                           }
                           return !found;
                       });
    if (found) return *std::move(found);
    auto first = stage_of_kind(call.tx, call.record.ref("pipeline"), "open");
    if (!first) throw Error(Code::conflict, "error.opportunity.no_stage");
    return *std::move(first);
}

}  // namespace

std::string reopen(record::VerbCall& call) {
    const meta::Object& object = call.object;
    auto named = named_stage(call);
    const record::Record stage = named ? *std::move(named) : last_open_stage(call);
    call.tx.set_cause("verb reopen: " + call.argument("reason").as<std::string>());
    record::Changes changes;
    enter(call.tx, changes, object, stage);
    for (const char* field : {"closed_on", "won_at", "lost_at", "lost_reason", "lost_to",
                              "void_reason", "close_note"}) {
        changes.set(object, field, Null{});
    }
    record::update(call.tx, object, call.record.id, changes,
                   team::by_verb("opportunity.reopened"));
    return "null";
}

}  // namespace bihuan::opportunity
