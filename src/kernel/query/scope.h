// The actor's reach as SQL, in the same query as everything else. Pure given its Snapshot.
#pragma once

#include "kernel/access/rights.h"
#include "kernel/query/sources.h"

namespace bihuan::query {

// Predicate over the sources' root; empty text when everything may be seen. For a past day,
// today's rights on today's record decide.
SqlText scope_predicate(Sources& sources, access::Purpose purpose);

// The same over any alias of the object's table of today.
SqlText reach_predicate(const Snapshot& snapshot, const meta::Object& object,
                        const std::string& alias, access::Purpose purpose);

// The filter of a request as SQL over the sources; empty text when there is none. Fields that
// may not be read, or only masked, cannot be used: Error(invalid) with all issues.
SqlText filter_predicate(Sources& sources, std::string_view where, std::string_view parameter);

}  // namespace bihuan::query
