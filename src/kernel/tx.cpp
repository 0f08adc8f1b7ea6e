#include "kernel/tx.h"

#include "base/error.h"
#include "kernel/event/event.h"
#include "kernel/workspace.h"

#include <algorithm>
#include <utility>

namespace bihuan {

Tx::Tx(Workspace& workspace, db::WriteLease& lease, std::shared_ptr<const meta::Schema> schema,
       const Actor& actor, Instant now, Instant recorded_at, std::string cause)
    : Snapshot(workspace, lease.connection(), std::move(schema), actor, now), lease_(lease),
      recorded_at_(recorded_at), cause_(std::move(cause)) {}

Tx::Tx(const Tx& origin, Instant now)
    : Snapshot(origin.workspace(), origin.lease_.connection(), origin.schema_pin(),
               origin.actor(), now),
      lease_(origin.lease_), origin_(origin.origin_), recorded_at_(origin.recorded_at_),
      cause_(origin.cause_) {}

RecordId Tx::new_id(ObjectNumber object) {
    const std::int64_t ms = recorded_at_.micros / 1'000;
    return workspace().ids().next(object, std::max(ms, workspace().id_floor_ms()));
}

Tx Tx::dated(Instant as_at) const {
    if (as_at > recorded_at_) throw Error(Code::invalid, "error.write.future");
    return Tx(*this, as_at);
}

EventSeq Tx::new_event() {
    origin_->last_event_ = workspace().next_event(recorded_at_);
    return origin_->last_event_;
}

EventSeq Tx::last_event() {
    return origin_->last_event_ ? origin_->last_event_ : event::last(db());
}

void Tx::after_commit(std::function<void()> effect) const {
    lease_.after_commit(std::move(effect));
}

}  // namespace bihuan
