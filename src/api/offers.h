// Acts that a page must not offer: rights and state allow them, but they are for another role.
//
// Functions take a Snapshot, one thread each.
#pragma once

#include "base/json.h"
#include "kernel/meta/schema.h"
#include "kernel/snapshot.h"

#include <string>
#include <string_view>

namespace bihuan::api {

// Whether records of this object have such acts at all.
bool has_reserved_acts(const meta::Object& object);
// Whether the actor's roles ever let him do this: rights, and acts that are finance's alone.
bool may_ever(const Snapshot& snapshot, const meta::Object& object, std::string_view verb);
// A record as query::one or query::list wrote it, without the acts in `can.verbs` that the actor
// would be refused.
std::string only_allowed(const Snapshot& snapshot, const meta::Object& object,
                         std::string_view record);
// The same of an array of records.
std::string only_allowed_each(const Snapshot& snapshot, const meta::Object& object,
                              std::string_view records);

}  // namespace bihuan::api
