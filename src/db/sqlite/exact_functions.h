// The exact arithmetic of compiled expressions as SQLite functions (base/exact.h).
//
// Registered on every connection when it opens; deterministic, no state.
#pragma once

#include <sqlite3.h>

namespace bihuan::db::sqlite {

// bh_multiply(a, b, divisor)      a * b / divisor in 128 bits, half away from zero
// bh_add(a, b)                    sum
// bh_scale_down(a, divisor, way)  quotient made whole; way is a base/exact.h Whole as a number
// bh_least(...) bh_greatest(...)  of the arguments that are not null
// All give null for a null argument, a zero divisor, or a result beyond kCoefficientMax.
void register_exact_functions(sqlite3* db);

}  // namespace bihuan::db::sqlite
