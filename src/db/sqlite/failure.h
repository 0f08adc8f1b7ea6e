// SQLite's result codes as the product's Error.
//
// Pure functions apart from reading the connection's last message: the connection's thread.
#pragma once

#include "base/error.h"

#include <sqlite3.h>

#include <string_view>

namespace bihuan::db::sqlite {

// True when the disk itself refused a write or an fsync: what is in memory can no longer be
// trusted to reach the file, so the process must stop and recover from the log.
bool is_storage_failure(int extended_code);

// The Error for `extended_code` with the connection's own words as its cause.
Error error_of(sqlite3* db, int extended_code, std::string_view doing);

Error disk_full_error(std::string_view cause);
Error storage_error(std::string_view cause);

}  // namespace bihuan::db::sqlite
