// PostgreSQL engine: one writing transaction at a time over all processes, a pool of readers.
//
// Owned by Workspace through db::Database. Only this folder knows PostgreSQL.
#pragma once

#include "base/log.h"
#include "db/database.h"

#include <memory>
#include <string>
#include <string_view>

namespace bihuan::db {

struct PostgresOptions {
    std::string url;      // postgres://user:password@host:port/database, or libpq's key=value form
    int readers = 8;      // connections, opened on demand; one more writes
    bool durable = true;  // false: commits are answered before they are on the disk
};

// True for what open_postgres() can open.
bool is_postgres_url(std::string_view url);

// Opens the database and makes what the engine itself needs in it: a schema when the search_path
// names one that is not there, and the row of the turn. Throws Error(unavailable).
std::unique_ptr<Database> open_postgres(const PostgresOptions& options, Log& log);

}  // namespace bihuan::db
