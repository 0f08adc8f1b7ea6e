// SQLite engine: one writer thread with group commit, a pool of readers, WAL, FULL.
//
// Owned by Workspace through db::Database. Only this folder knows SQLite.
#pragma once

#include "base/log.h"
#include "db/database.h"

#include <memory>
#include <string>

namespace bihuan::db {

struct SqliteOptions {
    std::string file;                 // ":memory:" is not supported: readers share the file
    int readers = 8;                  // upper bound; opened on demand
    int reader_cache_kib = 4096;      // page cache of each reader
    int writer_cache_kib = 32768;
    bool durable = true;              // false (synchronous=OFF) only for loading test data
};

// Opens or creates the file. Throws Error(unavailable) when it cannot.
std::unique_ptr<Database> open_sqlite(const SqliteOptions& options, Log& log);

// Copies `backup_file` to `file`, removing stale -wal and -shm; refuses when `file` exists.
void restore_sqlite(const std::string& backup_file, const std::string& file);

}  // namespace bihuan::db
