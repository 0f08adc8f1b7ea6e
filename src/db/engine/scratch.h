// A place for a test's company that is gone when the test ends: a file in a folder of its own or,
// when BIHUAN_TEST_DATABASE names a server, a schema of its own there.
//
// Used by one test at a time.
#pragma once

#include "base/error.h"
#include "db/engine/open.h"

#include <string>

namespace bihuan::db {

class ScratchPlace {
public:
    enum class Engine { as_told, file };

    explicit ScratchPlace(Engine engine = Engine::as_told);
    ~ScratchPlace();
    ScratchPlace(const ScratchPlace&) = delete;
    ScratchPlace& operator=(const ScratchPlace&) = delete;

    const Place& place() const { return place_; }
    // For files beside the database, on either engine.
    const std::string& folder() const { return folder_; }
    bool is_on_server() const { return !server_.empty(); }

private:
    std::string folder_;
    std::string server_;
    std::string schema_;
    Place place_;
};

// One database in such a place, for tests of the rooms that write SQL themselves.
class ScratchBase {
public:
    ScratchBase() : database(open_database(scratch.place(), *log)) {}
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

    ScratchPlace scratch;
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

}  // namespace bihuan::db
