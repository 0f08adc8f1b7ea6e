// A record as a client sends it, with everything that is wrong with it at once.
//
// Pure over the Snapshot; one thread.
#pragma once

#include "kernel/record/write.h"

namespace bihuan::api {

// Throws Error(invalid) with the values that cannot be read and, beside them, all that the write
// itself would refuse (a required field that is missing, a name that is taken).
record::Changes read_changes(const Snapshot& snapshot, const meta::Object& object,
                             const Json& body, std::optional<RecordId> existing,
                             const record::WriteSettings& settings);

}  // namespace bihuan::api
