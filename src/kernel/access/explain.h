// "Why can she see this?": what gives a person a record, what keeps it from her, field by field.
//
// Asks the same scopes, roles and conditions that lists and writes ask; what is allowed is said by
// visible_sql(), the sentences name the parts of it that hold. One Snapshot, one thread.
#pragma once

#include "kernel/access/rights.h"

#include <string>
#include <utility>
#include <vector>

namespace bihuan::access {

struct Answer {
    bool allowed = false;
    std::vector<std::string> reasons;     // sentences: what gives it, with the roles
    std::vector<std::string> obstacles;   // sentences, when it is not allowed: what is missing
};

struct Explanation {
    bool active = false;                  // the person works here and may log in
    std::vector<std::string> roles;       // names
    Answer read;
    Answer write;
    std::vector<std::pair<const meta::Field*, FieldRight>> fields;  // hidden and masked ones
};

// For one record and one person, in the snapshot's language. The caller decides who may ask.
Explanation explain_access(const Snapshot& snapshot, const meta::Object& object, RecordId record,
                           UserId user);

}  // namespace bihuan::access
