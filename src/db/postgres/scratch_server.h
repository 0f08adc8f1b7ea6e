// A schema of its own on the server that BIHUAN_TEST_DATABASE names; tests without one are skipped.
//
// Used by one test at a time.
#pragma once

#include "base/crypto.h"
#include "base/text.h"
#include "db/postgres/connection.h"
#include "db/postgres/postgres_database.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace bihuan::db::postgres {

struct ScratchServer : testing::Test {
    void SetUp() override {
        const char* server = std::getenv("BIHUAN_TEST_DATABASE");
        if (server == nullptr || *server == '\0') GTEST_SKIP() << "no BIHUAN_TEST_DATABASE";
        pq = load_libpq();
        schema = "t_" + to_hex(sha256(random_token())).substr(0, 16);
        options.url = std::string(server) + "&options=-csearch_path%3D" + schema;
        database = open_postgres(options, *log);
    }
    void TearDown() override {
        if (schema.empty()) return;
        database.reset();
        PostgresConnection(pq, options.url).script("DROP SCHEMA " + schema + " CASCADE");
    }

    std::unique_ptr<PostgresConnection> connect() const {
        return std::make_unique<PostgresConnection>(pq, options.url);
    }
    // As another process sees it.
    std::unique_ptr<Database> another() { return open_postgres(options, *log); }
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

    std::shared_ptr<const Libpq> pq;
    PostgresOptions options;
    std::string schema;
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

}  // namespace bihuan::db::postgres
