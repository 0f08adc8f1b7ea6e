// Who sees a saved view, and who may share one with whom. Private to the room; pure reading.
#pragma once

#include "work/view/view.h"

#include <cstdint>
#include <vector>

namespace bihuan::view {

// One group of people the actor belongs to.
struct Audience {
    Share share;                         // never mine
    std::int64_t with;                   // department, role, zero (company)
};
std::vector<Audience> audiences_of(const Snapshot& snapshot);

bool may_see(const Snapshot& snapshot, const View& view);
// Administrators with anyone; who has the right share_views with roles, and with his own
// departments and those below them; everybody with himself.
bool may_share(const Snapshot& snapshot, const View& view);

}  // namespace bihuan::view
