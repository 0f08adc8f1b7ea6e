// What waits for this person today, and what is at risk in his reach. Private.
//
// Functions take a Snapshot, one thread each.
#pragma once

#include "base/json.h"
#include "kernel/snapshot.h"

namespace bihuan::insight {

inline constexpr int kTodayMax = 50;        // of each kind: nobody does more in a day
inline constexpr int kSilentDays = 30;      // an account with open business should hear from us

// [{"kind","object","id","title","subtitle","at","overdue_days"}], oldest first.
void write_today(const Snapshot& snapshot, JsonWriter& json);
// [{"kind","label","count","amount","object","where"}]; kinds without a record are left out.
void write_risks(const Snapshot& snapshot, JsonWriter& json);

}  // namespace bihuan::insight
