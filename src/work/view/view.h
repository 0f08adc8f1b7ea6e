// Saved views of lists: a person's own, and those shared with a department, a role, the company.
//
// The standard views of an object are part of its design; these are people's, kept in the table
// saved_view. Private ones are seen by nobody else. Functions take a Snapshot or Tx, one thread.
#pragma once

#include "base/json.h"
#include "kernel/snapshot.h"
#include "kernel/tx.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::view {

inline constexpr ObjectNumber kNumber{193};              // of ids; views are no records
inline constexpr std::int64_t kViewsPerPersonMax = 500;  // what a person can still tell apart
inline constexpr std::size_t kNameMax = 80;              // characters of a tab
inline constexpr std::size_t kSettingsMax = 16 * 1024;   // bytes of what the pages keep with it

enum class Share { mine, team, role, company };

struct View {
    RecordId id;
    std::string object;
    std::string name;
    std::string kind = "table";          // table, board, calendar
    std::string where;
    std::string sort;
    std::vector<std::string> columns;
    std::string group_by;
    std::string settings = "{}";         // a JSON object of the pages: widths, pins
    Share share = Share::mine;
    RecordId with;                       // team: a department; role: a role; else zero
    UserId owner;
    std::int64_t version = 1;
};

std::string_view to_text(Share share);

std::string store_ddl();

// What the actor may use: his own, those of his roles, of his departments and the ones above
// them, of the company; by name. Of all objects he may read when `object` is empty.
std::vector<View> list(const Snapshot& snapshot, std::string_view object);
std::optional<View> find(const Snapshot& snapshot, RecordId id);

// From an API body. Error(invalid) with issues: filter, sort and columns must be ones the actor may
// use himself. Error(forbidden) when he may not share like that, Error(limit) beyond
// kViewsPerPersonMax, Error(conflict) for a stale version.
View create(Tx& tx, const Json& body);
View update(Tx& tx, RecordId id, const Json& body, std::optional<std::int64_t> version);
void remove(Tx& tx, RecordId id);

// Its owner; who shares with everybody may also mend what others shared: administrators.
bool may_change(const Snapshot& snapshot, const View& view);

}  // namespace bihuan::view
