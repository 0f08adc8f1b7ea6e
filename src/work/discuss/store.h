// Rows of the discuss room. Private to the room.
#pragma once

#include "work/discuss/discuss.h"

namespace bihuan::discuss {

// A notice for `user`; none for what one did oneself.
void tell(Tx& tx, UserId user, std::string_view kind, const meta::Object& object,
          RecordId record, UserId actor, std::string_view text);
// The owner of a live record; zero when it has none.
UserId owner_of(const Snapshot& snapshot, const meta::Object& object, RecordId record);

}  // namespace bihuan::discuss
