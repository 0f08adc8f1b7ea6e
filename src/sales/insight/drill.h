// What stands behind a number: the filter of its records, and what changed it. Private.
//
// Functions take a Snapshot, one thread each.
#pragma once

#include "sales/insight/question.h"

namespace bihuan::insight {

inline constexpr int kChangesMax = 50;   // a card shows no more

// The records as a filter on the metric's object, for lists. Owner and department are today's.
std::string records_behind(const Snapshot& snapshot, const Question& question,
                           const Metric& metric);
// Ledger rows of the metric in the period that were not known at the end of `yesterday`, newest
// first.
std::vector<Change> changes_since(const Snapshot& snapshot, const Question& question,
                                  const Metric& metric, Date yesterday);

}  // namespace bihuan::insight
