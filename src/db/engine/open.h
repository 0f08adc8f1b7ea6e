// Opens a company's database, whichever engine its place asks for.
//
// Free functions: any thread. Nobody above this room knows which engines there are.
#pragma once

#include "base/log.h"
#include "db/database.h"

#include <memory>
#include <string>

namespace bihuan::db {

// A file of this machine, or a database on a server.
struct Place {
    std::string file;
    std::string url;         // wins over the file when it is not empty
    int readers = 8;         // connections that read, at most; opened on demand
    bool durable = true;     // false only for test data and while a demo company is made
};

// True when several processes may open the place at once.
bool is_on_server(const Place& place);

// Opens or makes it. Throws Error(unavailable) when it cannot, Error(invalid,
// "error.settings.database") for a URL that no engine knows.
std::unique_ptr<Database> open_database(const Place& place, Log& log);

// Puts back what Database::backup() wrote; refuses when something is there already.
void restore_database(const std::string& backup_file, const Place& place);

}  // namespace bihuan::db
