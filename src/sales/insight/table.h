// Figures on their way from rows to answers: sums by group, kept exact until the end. Private.
//
// Plain values: any thread.
#pragma once

#include "sales/insight/insight.h"

#include <map>
#include <utility>

namespace bihuan::insight {

inline constexpr std::int64_t kPercentFactor = 10'000;  // a ratio as percent at scale 2
inline constexpr std::int64_t kPer5 = 5;                // percentiles in fifths are exact

struct Key {
    std::int64_t id = 0;
    std::string text;
    friend auto operator<=>(const Key&, const Key&) = default;
};

struct Cell {
    std::int64_t top = 0;                // the sum, or a ratio's numerator
    std::optional<std::int64_t> bottom;  // a ratio's denominator
    std::vector<std::int64_t> days;      // durations, for percentiles
    bool is_unseen = false;              // not all of it is the reader's to see: no value
};

struct Table {
    enum class Shape { sum, ratio, median };
    Shape shape = Shape::sum;
    std::int64_t factor = kPercentFactor;  // a ratio's value is top * factor / bottom
    std::map<Key, Cell> cells;             // without group: one cell, the empty key
    std::vector<Part> parts;

    Cell& whole() { return cells[Key{}]; }
};

int scale_of(Unit unit);
Part money_part(std::string name, Label label, std::int64_t amount, std::int64_t count = 0);
// At the unit's scale; nullopt for a ratio of nothing, a median of nobody.
std::optional<Decimal> value_of(const Table& table, const Cell& cell, Unit unit);
// Linear between neighbours, at scale 1; `fifths` of the way up: 4 is p80. `days` is sorted.
// Nullopt when empty.
std::optional<Decimal> percentile(const std::vector<std::int64_t>& days, int fifths);
// The middle one, or the mean of the two in the middle, at scale 1.
std::optional<Decimal> median(const std::vector<std::int64_t>& days);

}  // namespace bihuan::insight
