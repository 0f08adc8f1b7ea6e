// What may be asked of records: a list, one record, an aggregate. Values; any thread.
#pragma once

#include "base/calendar_time.h"
#include "base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::query {

inline constexpr int kPageMax = 1'000;
inline constexpr int kPageDefault = 50;
inline constexpr int kFieldsMax = 100;
inline constexpr int kSortMax = 5;
inline constexpr int kGroupsMax = 4;
inline constexpr int kMeasuresMax = 20;
inline constexpr int kGroupRowsMax = 10'000;

enum class Count { none, quick, exact };
enum class Bin { only_live, only_deleted };      // recycle bin

struct ListRequest {
    std::string object;
    std::string where;                       // expression
    std::string sort;                        // "-amount,name,account.name"
    std::vector<std::string> fields;         // empty: all readable; "account.name" allowed
    int limit = kPageDefault;
    std::string after;                       // cursor
    std::optional<std::int64_t> at;          // jump to row N (0-based)
    std::optional<Instant> as_of;
    Count count = Count::none;
    Bin bin = Bin::only_live;
    bool with_can = false;                   // add "can": {update, delete, verbs} per record
};

struct Measure {
    std::string fn;                          // count distinct sum min max avg
    std::string field;                       // empty for count
    std::string name;                        // key in the answer; default fn_field
};

struct Group {
    std::string field;                       // path
    std::string by;                          // "" day week month quarter year (dates, instants)
};

struct AggregateRequest {
    std::string object;
    std::string where;
    std::vector<Group> groups;
    std::vector<Measure> measures;
    std::string sort;                        // group or measure names
    int limit = kGroupRowsMax;
    std::optional<Instant> as_of;
};

}  // namespace bihuan::query
