// One role as it is written down. Private to the room; pure. Format: docs/administrator/rights.md.
#pragma once

#include "base/issues.h"
#include "base/json.h"
#include "kernel/access/rights.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::access {

inline constexpr std::size_t kRoleSizeMax = 256 * 1024;  // bytes of one role's rights

// Nothing given for a part: it is taken from the parent object, else from "*".
struct RoleObject {
    std::optional<std::set<Act>> acts;
    std::optional<std::set<std::string>> verbs;
    std::optional<std::vector<Scope>> read;
    std::optional<std::vector<Scope>> write;
    std::map<std::string, FieldRight> fields;      // may hold "*"
};

struct Role {
    bool administrator = false;
    bool share_views = false;
    std::map<std::string, RoleObject> objects;     // may hold "*"
};

std::string_view to_text(Act act);
const std::set<Act>& all_acts();
// Wrong words become issues and grant nothing.
Role parse_role(std::string_view json, Issues& issues);

}  // namespace bihuan::access
