// A database in a folder of its own that is removed at the end: for tests.
//
// Used by one test at a time.
#pragma once

#include "base/error.h"
#include "db/sqlite/sqlite_database.h"

#include <filesystem>
#include <memory>
#include <string>

#include <stdlib.h>

namespace bihuan::db::sqlite {

class ScratchFolder {
public:
    ScratchFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "bihuan-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) throw Error(Code::internal, "error.internal");
        path_ = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::string file(const std::string& name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

class ScratchDatabase {
public:
    ScratchDatabase() { open(); }

    void open() {
        options.file = folder.file("company.db");
        database = open_sqlite(options, *log);
    }
    Database* operator->() { return database.get(); }

    void script(const std::string& sql) {
        database->write(Lane::interactive, [&](WriteLease& w) { w.connection().script(sql); });
    }
    std::int64_t integer(const std::string& sql, std::initializer_list<Param> params = {}) {
        std::int64_t value = 0;
        const auto lease = database->read();
        lease->connection().query(sql, params, [&](const Row& row) {
            value = row.integer(0);
            return false;
        });
        return value;
    }

    ScratchFolder folder;
    SqliteOptions options;
    std::unique_ptr<Log> log = make_quiet_log();
    std::unique_ptr<Database> database;
};

// The key of the Error that `act` throws; empty when it throws none.
template <class Act>
std::string key_of(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return error.key();
    }
    return {};
}

}  // namespace bihuan::db::sqlite
