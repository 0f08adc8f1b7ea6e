#include "db/engine/open.h"

#include "base/error.h"
#include "db/postgres/postgres_database.h"
#include "db/sqlite/sqlite_database.h"

namespace bihuan::db {

bool is_on_server(const Place& place) { return !place.url.empty(); }

std::unique_ptr<Database> open_database(const Place& place, Log& log) {
    if (!is_on_server(place)) {
        SqliteOptions options;
        options.file = place.file;
        options.readers = place.readers;
        options.durable = place.durable;
        return open_sqlite(options, log);
    }
    if (!is_postgres_url(place.url)) {
        // Not the URL itself: it may hold a password.
        throw Error(Code::invalid, "error.settings.database",
                    {{"value", place.url.substr(0, place.url.find(':'))}});
    }
    PostgresOptions options;
    options.url = place.url;
    options.readers = place.readers;
    options.durable = place.durable;
    return open_postgres(options, log);
}

void restore_database(const std::string& backup_file, const Place& place) {
    if (is_on_server(place)) throw Error(Code::invalid, "error.db.backup_by_server");
    restore_sqlite(backup_file, place.file);
}

}  // namespace bihuan::db
