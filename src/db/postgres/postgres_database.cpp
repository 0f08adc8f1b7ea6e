#include "db/postgres/postgres_database.h"

#include "db/postgres/connection.h"
#include "db/postgres/postgres_dialect.h"
#include "db/postgres/readers.h"
#include "db/postgres/writer.h"

namespace bihuan::db {

namespace {

using postgres::Libpq;
using postgres::PostgresConnection;

constexpr int kSetUpAttempts = 5;  // two processes may make the same table at once

std::string text_of(PostgresConnection& connection, std::string_view sql) {
    std::string value;
    connection.query(sql, {}, [&](const Row& row) {
        value = row.text(0);
        return false;
    });
    return value;
}

// A company has a schema of its own when its URL says so:
// postgres://host/database?options=-csearch_path%3Dacme
void make_schema(PostgresConnection& connection, const Dialect& dialect) {
    if (!text_of(connection, "SELECT current_schema()").empty()) return;
    std::string name = text_of(connection, "SELECT current_setting('search_path')");
    name = name.substr(0, name.find(','));
    if (name.size() > 1 && name.front() == '"') name = name.substr(1, name.size() - 2);
    connection.script("CREATE SCHEMA IF NOT EXISTS " + dialect.quote(name));
}

void make_turn(PostgresConnection& connection) {
    connection.script("CREATE TABLE IF NOT EXISTS writing_turn (id INTEGER PRIMARY KEY, "
                      "holder INTEGER NOT NULL, turn INTEGER NOT NULL)");
    connection.execute("INSERT INTO writing_turn (id, holder, turn) VALUES (1, 0, 0) "
                       "ON CONFLICT DO NOTHING");
}

void set_up(const std::shared_ptr<const Libpq>& pq, const PostgresOptions& options,
            const Dialect& dialect) {
    for (int attempt = 1;; ++attempt) {
        PostgresConnection connection(pq, options.url);
        const std::string encoding =
            text_of(connection, "SELECT current_setting('server_encoding')");
        if (encoding != "UTF8") {
            throw Error(Code::invalid, "error.db.encoding", {{"encoding", encoding}});
        }
        try {
            make_schema(connection, dialect);
            make_turn(connection);
            return;
        } catch (const Error& error) {
            if (attempt == kSetUpAttempts || error.key() != "error.db.unique") throw;
        }
    }
}

class PostgresDatabase final : public Database {
public:
    PostgresDatabase(std::shared_ptr<const Libpq> pq, const PostgresOptions& options, Log& log)
        : dialect_(postgres::make_dialect()), readers_(pq, options.url, options.readers) {
        set_up(pq, options, *dialect_);
        writer_ = std::make_unique<postgres::Writer>(pq, options.url, options.durable, log);
    }

    const Dialect& dialect() const override { return *dialect_; }
    std::unique_ptr<ReadLease> read() override { return readers_.lend(); }
    bool is_shared() const override { return true; }
    void write(Lane lane, const WriteFn& fn) override { writer_->write(lane, fn); }
    // The server recovers by itself; until it has, every call says so.
    bool is_healthy() const override { return true; }

    void backup(const std::string&, const std::function<void(int percent)>&) override {
        throw Error(Code::invalid, "error.db.backup_by_server");
    }

    // What the server can tell without an extension; its files are checked by pg_amcheck.
    std::vector<std::string> check() override {
        std::vector<std::string> problems;
        const auto lease = readers_.lend();
        lease->connection().query(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = current_schema() AND NOT i.indisvalid", {}, [&](const Row& row) {
                problems.push_back("index " + std::string(row.text(0)) + " is not valid");
                return true;
            });
        return problems;
    }

    Stats stats() const override {
        Stats stats = writer_->stats();
        try {
            const auto lease = readers_.lend();
            lease->connection().query("SELECT pg_database_size(current_database())", {},
                                      [&](const Row& row) {
                                          stats.size_bytes = row.integer(0);
                                          return false;
                                      });
        } catch (const Error&) {
            stats.size_bytes = 0;  // away, or a server that does not tell
        }
        return stats;
    }

private:
    std::unique_ptr<Dialect> dialect_;
    mutable postgres::Readers readers_;
    std::unique_ptr<postgres::Writer> writer_;
};

}  // namespace

bool is_postgres_url(std::string_view url) {
    return url.starts_with("postgres://") || url.starts_with("postgresql://") ||
           url.find("dbname=") != std::string_view::npos;
}

std::unique_ptr<Database> open_postgres(const PostgresOptions& options, Log& log) {
    return std::make_unique<PostgresDatabase>(postgres::load_libpq(), options, log);
}

}  // namespace bihuan::db
