#include "kernel/snapshot.h"

#include "kernel/workspace.h"

#include <utility>

namespace bihuan {

Snapshot::Snapshot(Workspace& workspace, db::Connection& connection,
                   std::shared_ptr<const meta::Schema> schema, const Actor& actor, Instant now)
    : workspace_(workspace), connection_(connection), schema_(std::move(schema)), actor_(actor),
      now_(now) {}

Date Snapshot::today() const { return zone().date_of(now_); }

const Zone& Snapshot::zone() const { return workspace_.zone(); }

const Zone& Snapshot::wall_zone() const { return actor_.zone ? *actor_.zone : zone(); }

const Calendar& Snapshot::calendar() const { return workspace_.calendar(); }

const db::Dialect& Snapshot::dialect() const { return workspace_.database().dialect(); }

std::string Snapshot::say(std::string_view key, const Args& args) const {
    return workspace_.sentences().say(language(), key, args);
}

}  // namespace bihuan
