// One act on many records as a job: a verb, an update, delete or restore.
//
// Runs with the rights of who asked; each record by itself, so that one refusal stops no other.
// The result says how many went through and why the rest did not.
#pragma once

#include "work/job/job.h"

#include <string>
#include <vector>

namespace bihuan::job {

inline constexpr std::size_t kBulkIdsMax = 10'000;     // ids in one request; more by `where`
inline constexpr std::size_t kFailuresKept = 1'000;    // reasons in the result; counts go on

struct BulkRequest {
    std::string object;
    std::string act;                       // a verb's name, or "update", "delete", "restore"
    std::vector<RecordId> ids;             // or
    std::string where;
    std::string body = "{}";               // JSON: the verb's arguments, or the fields to set
};

// Checks what can be checked now: the object, the verb, the filter, the ids. Error(invalid).
RecordId add_bulk(Tx& tx, const BulkRequest& request);
void register_bulk(Kinds& kinds);

}  // namespace bihuan::job
