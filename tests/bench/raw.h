// What SQLite's C interface and an appender can do at best: the same SQL and the same JSON as the
// server's list page, without anything else. Prints CPU microseconds of this thread per page.
#pragma once

#include <string>

namespace bihuan::bench {

void raw_list(const std::string& folder, int pages, const std::string& file);

}  // namespace bihuan::bench
