// Roll-up fields added to objects that already have rows: their values from the children there.
// Runs inside the Tx of the design change.
#pragma once

#include "kernel/tx.h"

namespace bihuan::design {

void backfill_rollups(Tx& tx, const meta::Schema& schema, const meta::Object& before,
                      const meta::Object& after);

}  // namespace bihuan::design
