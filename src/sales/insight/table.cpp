#include "sales/insight/table.h"

#include "base/exact.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

constexpr int kMoneyScale = 2;
constexpr int kPercentScale = 2;
constexpr int kDaysScale = 1;
constexpr std::int64_t kTenths = 10;

}  // namespace

int scale_of(Unit unit) {
    switch (unit) {
        case Unit::money: return kMoneyScale;
        case Unit::count: return 0;
        case Unit::percent: return kPercentScale;
        case Unit::days: return kDaysScale;
    }
    return 0;
}

Part money_part(std::string name, Label label, std::int64_t amount, std::int64_t count) {
    Part part;
    part.name = std::move(name);
    part.label = std::move(label);
    part.value = Decimal(amount, kMoneyScale);
    part.count = count;
    return part;
}

std::optional<Decimal> percentile(const std::vector<std::int64_t>& days, int fifths) {
    if (days.empty()) return std::nullopt;
    const std::int64_t way = static_cast<std::int64_t>(days.size() - 1) * fifths;
    const auto at = static_cast<std::size_t>(way / kPer5);
    const std::int64_t rest = way % kPer5;
    std::int64_t tenths = days[at] * kTenths;
    if (rest != 0) tenths += (days[at + 1] - days[at]) * rest * (kTenths / kPer5);
    return Decimal(tenths, kDaysScale);
}

std::optional<Decimal> median(const std::vector<std::int64_t>& days) {
    if (days.empty()) return std::nullopt;
    const std::size_t half = days.size() / 2;
    const std::int64_t twice =
        days.size() % 2 == 1 ? 2 * days[half] : days[half - 1] + days[half];
    return Decimal(twice * (kTenths / 2), kDaysScale);
}

std::optional<Decimal> value_of(const Table& table, const Cell& cell, Unit unit) {
    if (cell.is_unseen) return std::nullopt;
    switch (table.shape) {
        case Table::Shape::sum: return Decimal(cell.top, scale_of(unit));
        case Table::Shape::median: return median(cell.days);
        case Table::Shape::ratio: break;
    }
    if (!cell.bottom) return std::nullopt;
    const auto value = exact::multiply_scaled(cell.top, table.factor, *cell.bottom);
    if (!value) return std::nullopt;
    return Decimal(*value, scale_of(unit));
}

}  // namespace bihuan::insight
