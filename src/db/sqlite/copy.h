// Consistent copies of a database file, and putting one back.
//
// Free functions on files: any thread.
#pragma once

#include "db/sqlite/connection.h"

#include <functional>
#include <string>

namespace bihuan::db::sqlite {

// Copies what `source` sees in one read transaction to `file`, by way of a neighbour that is
// renamed when it is durable. Throws Error(unavailable).
void copy_to_file(SqliteConnection& source, const std::string& file,
                  const std::function<void(int percent)>& progress);

// What restore_sqlite() promises.
void restore_file(const std::string& backup_file, const std::string& file);

}  // namespace bihuan::db::sqlite
