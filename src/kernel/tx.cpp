#include "kernel/tx.h"

#include "base/error.h"
#include "kernel/workspace.h"

#include <algorithm>
#include <utility>

namespace bihuan {

Tx::Tx(Workspace& workspace, db::WriteLease& lease, std::shared_ptr<const meta::Schema> schema,
       const Actor& actor, Instant now, Instant recorded_at, std::string cause)
    : Snapshot(workspace, lease.connection(), std::move(schema), actor, now), lease_(lease),
      recorded_at_(recorded_at), cause_(std::move(cause)) {}

RecordId Tx::new_id(ObjectNumber object) {
    const std::int64_t ms = recorded_at_.micros / 1'000;
    return workspace().ids().next(object, std::max(ms, workspace().id_floor_ms()));
}

Tx Tx::dated(Instant as_at) const {
    if (as_at > recorded_at_) throw Error(Code::invalid, "error.write.future");
    return Tx(workspace(), lease_, schema_pin(), actor(), as_at, recorded_at_, cause_);
}

EventSeq Tx::new_event() { return workspace().next_event(recorded_at_); }

void Tx::after_commit(std::function<void()> effect) const {
    lease_.after_commit(std::move(effect));
}

}  // namespace bihuan
