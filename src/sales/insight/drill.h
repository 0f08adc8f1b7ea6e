// What stands behind a number: the filter of its records, and what changed it. Private.
//
// Functions take a Snapshot, one thread each.
#pragma once

#include "sales/insight/question.h"

namespace bihuan::insight {

inline constexpr int kChangesMax = 50;   // a card shows no more

// Records that are named one by one in a filter: an address holds no more (8 KiB of a request).
inline constexpr std::size_t kNamedMax = 150;

// The records that were counted, as filters for lists. A filter says in words which they are, by
// today's owner and department; those that it would add or miss are named in it.
std::vector<Records> records_behind(const Snapshot& snapshot, const Question& question,
                                    const Metric& metric);
// Ledger rows of the metric in the period that were not known at the end of `yesterday`, newest
// first.
std::vector<Change> changes_since(const Snapshot& snapshot, const Question& question,
                                  const Metric& metric, Date yesterday);

}  // namespace bihuan::insight
