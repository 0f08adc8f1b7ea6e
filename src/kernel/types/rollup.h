// The names of the roll-up functions. Owned by kernel/types. Pure: any thread.
#pragma once

#include "kernel/types/field_type.h"

#include <optional>
#include <string_view>

namespace bihuan::types {

std::string_view rollup_fn_name(RollupFn fn);  // "sum"
std::optional<RollupFn> parse_rollup_fn(std::string_view name);

}  // namespace bihuan::types
