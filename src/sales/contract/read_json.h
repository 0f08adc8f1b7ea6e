// Lists that verbs take as JSON text: plans, allocations, shipments. Private; pure.
#pragma once

#include "base/json.h"
#include "base/issues.h"
#include "base/decimal.h"
#include "base/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace bihuan::contract {

// The array. Error(invalid) at `argument` when the text is no JSON array, is empty or too long.
Json read_list(std::string_view text, std::string_view argument, std::size_t max);
// Absent: zero, nullopt. Wrong: an issue at place + name.
RecordId read_id(const Json& row, std::string_view name, const std::string& place,
                 Issues& issues);
std::optional<Decimal> read_decimal(const Json& row, std::string_view name,
                                    const std::string& place, Issues& issues);

}  // namespace bihuan::contract
