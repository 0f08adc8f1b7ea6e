// Writes many opportunities as an import does, while somebody else saves single records.
#pragma once

#include <string>

namespace bihuan::bench {

// Prints "rows_per_s cpu_us_per_row wait_p50_ms wait_max_ms".
void import_rows(const std::string& folder, int rows);

}  // namespace bihuan::bench
