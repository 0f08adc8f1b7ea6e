// What SQLite lacks and the dialect promises: C functions and the full-text tokenizer.
//
// Registered on every connection when it opens; they are deterministic and keep no state.
#pragma once

#include <sqlite3.h>

namespace bihuan::db::sqlite {

// bh_divide_rounded(a, b)  exact integers, half away from zero; null for b = 0; overflow fails
// bh_fold(text)            base/text.h fold(), so that SQL and C++ compare alike
// bh_add_months(date, n)   ISO text, clamped to the last day of the month
// bh_contains(text, part)  1 when text holds part, byte by byte (both folded before)
// tokenizer bh_tokens      tokens are made by kernel/match: split at spaces, pass unchanged
void register_functions(sqlite3* db);

}  // namespace bihuan::db::sqlite
