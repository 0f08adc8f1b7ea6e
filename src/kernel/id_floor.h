// Where the ids of a run begin: beyond those of every earlier run, whatever the clock says.
//
// Used by Workspace when it opens. A clock that was set back, or a test company that starts at
// the same instant again, would otherwise give an id a second time: the floor is a row that each
// run raises.
#pragma once

#include "base/ids.h"
#include "db/database.h"

#include <cstdint>
#include <string>

namespace bihuan {

// A burst borrows ids from the next milliseconds: 1,024 of each object per millisecond. The next
// run begins beyond any such loan.
inline constexpr std::int64_t kIdLoanMs = 10'000;

std::string id_floor_ddl();
// In the transaction that opens the company; unix milliseconds. `last` is the newest event.
std::int64_t raise_id_floor(db::Connection& db, EventSeq last);

}  // namespace bihuan
