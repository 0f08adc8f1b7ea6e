// The pattern of an autonumber: literal text, {YYYY} {YY} {MM} {DD} and one counter {00001}.
//
// Owned by kernel/types. Pure: any thread. The counter itself is a row that kernel/record keeps.
#pragma once

#include "base/calendar_time.h"
#include "base/issues.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::types {

inline constexpr std::size_t kNumberPatternMax = 60;  // bytes; numbers are read out on the phone
inline constexpr int kCounterDigitsMax = 10;

struct NumberPart {
    enum class Kind { literal, year, short_year, month, day, counter };
    Kind kind = Kind::literal;
    std::string text;  // of a literal
    int digits = 0;    // of the counter: at least so many
};

using NumberPattern = std::vector<NumberPart>;

// nullopt with issues (field "pattern") when it is wrong.
std::optional<NumberPattern> parse_number_pattern(std::string_view pattern, Issues& issues);
// "HT-2026-00012"; a counter beyond its digits grows rather than repeats.
std::string render_number(const NumberPattern& pattern, Date date, std::int64_t counter);
// What the counter starts again with: the date parts written before it, "2026-11"; empty: never.
std::string number_period(const NumberPattern& pattern, Date date);

}  // namespace bihuan::types
