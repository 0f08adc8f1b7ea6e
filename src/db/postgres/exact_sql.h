// Exact arithmetic (base/exact.h) as SQL over NUMERIC, which has as many digits as it needs.
//
// Pure functions; any thread. Each argument stands once in the result.
#pragma once

#include "base/exact.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bihuan::db::postgres::exact_sql {

// a * b / divisor, rounded half away from zero; null beyond kCoefficientMax, or for divisor 0.
std::string multiply(std::string_view a, std::string_view b, std::string_view divisor);
// Null beyond kCoefficientMax.
std::string add(std::string_view a, std::string_view b);
// divisor > 0
std::string scale_down(std::string_view value, std::int64_t divisor, Whole whole);
// dividend / divisor, rounded half away from zero; null for divisor 0; fails beyond 64 bits.
std::string divide_rounded(std::string_view dividend, std::string_view divisor);

}  // namespace bihuan::db::postgres::exact_sql
