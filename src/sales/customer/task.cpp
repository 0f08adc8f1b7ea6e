// Tasks are finished, taken up again, or given up.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

namespace {

record::VerbFn to_state(const char* state, const char* event) {
    return [state, event](record::VerbCall& call) {
        record::Changes changes;
        changes.set(call.object, "state", state);
        const bool done = std::string_view(state) == "done";
        changes.set(call.object, "done_at", done ? Value(call.tx.now()) : Value());
        record::update(call.tx, call.object, call.record.id, changes, team::by_verb(event));
        return std::string("null");
    };
}

}  // namespace

void register_task(record::Registry& registry) {
    registry.verb("task", "finish", to_state("done", "task.finished"));
    registry.verb("task", "reopen", to_state("open", "task.reopened"));
    registry.verb("task", "cancel", to_state("cancelled", "task.cancelled"));
}

}  // namespace bihuan::customer
