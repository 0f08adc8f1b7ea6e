#include "db/postgres/connection.h"

#include "db/postgres/readers.h"
#include "db/postgres/scratch_server.h"

#include <thread>

namespace bihuan::db::postgres {
namespace {

struct PostgresConnectionTest : ScratchServer {
    void SetUp() override {
        ScratchServer::SetUp();
        if (schema.empty()) return;
        connection = connect();
        connection->script("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, n INTEGER, "
                           "yes SMALLINT)");
    }
    void TearDown() override {
        connection.reset();
        ScratchServer::TearDown();
    }
    std::string all(const std::string& sql, std::initializer_list<Param> params = {}) {
        std::string out;
        connection->query(sql, params, [&](const Row& row) {
            out += (row.is_null(0) ? "-" : std::string(row.text(0))) + " ";
            return true;
        });
        return out;
    }

    std::unique_ptr<PostgresConnection> connection;
};

TEST_F(PostgresConnectionTest, values_come_back_as_they_went) {
    EXPECT_EQ(connection->execute("INSERT INTO t(id, name, n) VALUES (?, ?, ?)",
                                  {std::int64_t{1}, "华'为\\", INT64_MIN}), 1);
    EXPECT_EQ(connection->execute("INSERT INTO t(id, name, n) VALUES (?, ?, ?)",
                                  {std::int64_t{2}, nullptr, nullptr}), 1);
    EXPECT_EQ(all("SELECT name FROM t ORDER BY id"), "华'为\\ - ");
    EXPECT_EQ(all("SELECT n FROM t WHERE id = ?", {std::int64_t{1}}), "-9223372036854775808 ");
    EXPECT_EQ(all("SELECT count(*) FROM t WHERE name = ?", {""}), "0 ");
    connection->query("SELECT sum(id), 1 = 1, 1 = 2, NULL FROM t", {}, [](const Row& row) {
        EXPECT_EQ(row.integer(0), 3);
        EXPECT_EQ(row.integer(1), 1);
        EXPECT_EQ(row.integer(2), 0);
        EXPECT_EQ(row.integer(3), 0);
        return true;
    });
    EXPECT_EQ(connection->execute("UPDATE t SET n = 5"), 2);
    EXPECT_EQ(connection->execute("UPDATE t SET n = 5 WHERE id = 99"), 0);
    EXPECT_EQ(key_of([&] { all("SELECT sum(n * ?) FROM t", {INT64_MAX}); }), "issue.number.range");
}

TEST_F(PostgresConnectionTest, a_statement_is_prepared_once_whatever_is_null) {
    const std::string sql = "INSERT INTO t(id, name, n) VALUES (?, ?, ?)";
    connection->execute(sql, {std::int64_t{1}, nullptr, std::int64_t{1}});
    const std::size_t prepared = connection->cached_statements();
    connection->execute(sql, {std::int64_t{2}, "b", nullptr});
    connection->execute(sql, {std::int64_t{3}, nullptr, nullptr});
    EXPECT_EQ(connection->cached_statements(), prepared);
    EXPECT_EQ(all("SELECT count(*) FROM t WHERE name IS NULL"), "2 ");
}

TEST_F(PostgresConnectionTest, posted_statements_share_a_round_trip) {
    connection->execute("INSERT INTO t(id) VALUES (?)", {std::int64_t{1}});
    all("SELECT count(*) FROM t");
    const std::int64_t before = connection->round_trips();
    connection->post("BEGIN", {});
    for (std::int64_t id = 2; id < 50; ++id) connection->post("INSERT INTO t(id) VALUES (?)", {id});
    connection->post("COMMIT", {});
    EXPECT_EQ(all("SELECT count(*) FROM t"), "49 ");
    EXPECT_EQ(connection->round_trips(), before + 1);
}

TEST_F(PostgresConnectionTest, the_first_posted_failure_is_told_and_the_rest_skipped) {
    connection->post("INSERT INTO t(id) VALUES (1)", {});
    connection->post("INSERT INTO t(id) VALUES (1)", {});
    connection->post("INSERT INTO t(id) VALUES (2)", {});
    EXPECT_EQ(key_of([&] { all("SELECT count(*) FROM t"); }), "error.db.unique");
    EXPECT_EQ(all("SELECT count(*) FROM t"), "0 ");  // one round trip is one transaction
    EXPECT_EQ(key_of([&] { all("SELECT nothing FROM nowhere"); }), "error.internal");
    EXPECT_EQ(key_of([&] { all("SELECT 1", {std::int64_t{1}}); }), "error.internal");
    EXPECT_EQ(all("SELECT 7"), "7 ");
}

TEST_F(PostgresConnectionTest, old_statements_make_room) {
    for (std::size_t i = 0; i < kStatementsMax + 20; ++i) all("SELECT " + std::to_string(i));
    EXPECT_EQ(connection->cached_statements(), kStatementsMax);
    EXPECT_EQ(all("SELECT count(*) FROM pg_prepared_statements").size(), 4U);
    EXPECT_EQ(all("SELECT 3"), "3 ");
}

TEST_F(PostgresConnectionTest, rows_may_ask_further_questions) {
    connection->script("INSERT INTO t(id, n) VALUES (1, 10), (2, 20)");
    std::string out;
    connection->query("SELECT id FROM t ORDER BY id", {}, [&](const Row& row) {
        out += all("SELECT n FROM t WHERE id = ?", {row.integer(0)});
        return true;
    });
    EXPECT_EQ(out, "10 20 ");
}

TEST_F(PostgresConnectionTest, a_running_query_can_be_stopped) {
    std::thread stopper([&] {
        // Until the query is under way: another connection sees it.
        const auto other = connect();
        for (bool seen = false; !seen;) {
            other->query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' "
                         "AND query LIKE 'SELECT pg_sleep%'", {}, [&](const Row&) {
                             seen = true;
                             return false;
                         });
        }
        connection->interrupt();
    });
    EXPECT_EQ(key_of([&] { all("SELECT pg_sleep(60)"); }), "error.db.interrupted");
    stopper.join();
    EXPECT_EQ(all("SELECT 1"), "1 ");
}

TEST_F(PostgresConnectionTest, leases_read_one_snapshot_in_one_round_trip) {
    connection->script("INSERT INTO t(id) VALUES (1)");
    Readers readers(pq, options.url, 1);
    const auto count = [](ReadLease& lease) {
        std::int64_t value = -1;
        lease.connection().query("SELECT count(*) FROM t", {}, [&](const Row& row) {
            value = row.integer(0);
            return true;
        });
        return value;
    };
    {
        const auto lease = readers.lend();
        EXPECT_EQ(count(*lease), 1);
        connection->script("INSERT INTO t(id) VALUES (2)");
        EXPECT_EQ(count(*lease), 1);
        EXPECT_EQ(key_of([&] { readers.lend(1); }), "error.db.busy");
    }
    EXPECT_EQ(count(*readers.lend()), 2);
    EXPECT_EQ(key_of([&] {
                  readers.lend()->connection().execute("DELETE FROM t");
              }), "error.db.lost");
    EXPECT_EQ(count(*readers.lend()), 2);
    readers.lend();  // one that asks nothing
    EXPECT_EQ(count(*readers.lend()), 2);
}

TEST_F(PostgresConnectionTest, a_reader_whose_server_went_away_is_replaced) {
    Readers readers(pq, options.url, 1);
    readers.lend()->connection().query("SELECT 1", {}, [](const Row&) { return true; });
    connection->query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                      "WHERE application_name = 'bihuan' AND pid <> pg_backend_pid() "
                      "AND query LIKE 'COMMIT%'", {}, [](const Row&) { return true; });
    int rows = 0;
    readers.lend()->connection().query("SELECT 1", {}, [&](const Row&) {
        ++rows;
        return true;
    });
    EXPECT_EQ(rows, 1);
}

}  // namespace
}  // namespace bihuan::db::postgres
