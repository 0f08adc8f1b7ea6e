// The workbench of a role: which of the pages' widgets it shows, in which order and how wide.
//
// Arranged by administrators, shown to the role's people who arranged nothing themselves. What a
// widget is the pages know; here it is a word and a width. Kept as a small fact of the company
// (company.h). Functions take a Snapshot or Tx, one thread each.
#pragma once

#include "base/json.h"
#include "kernel/snapshot.h"
#include "kernel/tx.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::company {

inline constexpr std::size_t kWidgetsMax = 40;       // more than a page can show
inline constexpr std::size_t kWidgetNameMax = 40;    // characters, a to z and _
inline constexpr std::int64_t kWidthMax = 12;        // twelfths of the page

struct Desk {
    RecordId role;
    std::string role_name;
    std::string layout = "null";         // JSON: [{"key","span"}], or null: nothing arranged
    std::int64_t version = 0;            // grows with each change
};

// Of all roles, by name. Error(forbidden) but for administrators.
std::vector<Desk> desks(const Snapshot& snapshot);
// The arranged ones of the actor's own roles.
std::vector<Desk> own_desks(const Snapshot& snapshot);
// `body` is {"layout": [{"key","span"}] or null}. Error(forbidden) but for administrators,
// Error(not_found) for no such role, Error(invalid) with issues, Error(conflict) for a stale
// version. Audited.
Desk arrange_desk(Tx& tx, RecordId role, const Json& body, std::optional<std::int64_t> version);
void write(const Desk& desk, JsonWriter& json);

}  // namespace bihuan::company
