// The rules of one time zone: read from a TZif file (RFC 8536), or a fixed offset.
//
// Used by base/zone.cpp only. Immutable once made: any thread.
#pragma once

#include "base/calendar_time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan {

// One change of a rule such as "M3.2.0/2": when in a year, in local seconds.
struct ZoneChange {
    char kind = 'M';             // M: month, week, weekday; J: day 1..365; 0: day 0..365
    int month = 0, week = 0, day = 0;
    std::int64_t second = 7200;  // of the local day, may be negative or beyond a day

    // Local seconds since 1970 at which the change happens in `year`.
    std::int64_t in_year(int year) const;
};

// What holds after the last listed transition: the POSIX TZ string of the file's foot.
struct ZoneTail {
    std::int64_t standard = 0;
    std::int64_t summer = 0;
    bool has_summer = false;
    ZoneChange begins, ends;

    std::int64_t offset_at(std::int64_t unix_seconds) const;
};

std::optional<ZoneTail> parse_zone_tail(std::string_view text);

struct ZoneRules {
    std::vector<std::int64_t> at;       // UTC seconds of each transition, ascending
    std::vector<std::int64_t> offset;   // seconds east after the transition of the same index
    std::int64_t first_offset = 0;      // before all transitions
    std::optional<ZoneTail> tail;       // after all transitions

    std::int64_t offset_at(std::int64_t unix_seconds) const;
};

std::optional<ZoneRules> parse_zone_file(std::string_view bytes);

}  // namespace bihuan
