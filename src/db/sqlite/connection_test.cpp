#include "db/sqlite/connection.h"

#include "db/sqlite/readers.h"
#include "db/sqlite/scratch_database.h"

#include <gtest/gtest.h>

#include <set>

namespace bihuan::db::sqlite {
namespace {

struct ConnectionTest : testing::Test {
    ConnectionTest() {
        connection.script("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, n INTEGER)");
    }
    std::int64_t integer(std::string_view sql, std::initializer_list<Param> params = {}) {
        std::int64_t value = -1;
        connection.query(sql, params, [&](const Row& row) {
            value = row.integer(0);
            return true;
        });
        return value;
    }

    ScratchFolder folder;
    SqliteConnection connection{folder.file("a.db"), Role::writer, 1024, true};
};

TEST_F(ConnectionTest, binds_and_reads_every_kind) {
    EXPECT_EQ(connection.execute("INSERT INTO t(id, name, n) VALUES(?, ?, ?)",
                                 {std::int64_t{1}, std::string_view("闭环"), nullptr}), 1);
    EXPECT_EQ(connection.execute("INSERT INTO t(id, name, n) VALUES(?, ?, ?)",
                                 {INT64_MAX, std::string_view(), std::int64_t{-5}}), 1);
    int rows = 0;
    connection.query("SELECT id, name, n, 0.5 FROM t ORDER BY id", {}, [&](const Row& row) {
        if (rows++ == 0) {
            EXPECT_EQ(row.text(1), "闭环");
            EXPECT_TRUE(row.is_null(2));
            EXPECT_EQ(row.integer(2), 0);
            EXPECT_EQ(row.text(2), "");
            EXPECT_EQ(row.real(3), 0.5);
        } else {
            EXPECT_EQ(row.integer(0), INT64_MAX);
            EXPECT_FALSE(row.is_null(1));
            EXPECT_EQ(row.text(1), "");
        }
        return true;
    });
    EXPECT_EQ(rows, 2);
    EXPECT_EQ(connection.execute("UPDATE t SET n = 1"), 2);
    EXPECT_EQ(connection.execute("UPDATE t SET n = 1 WHERE id = 77"), 0);
    EXPECT_EQ(connection.execute("CREATE TABLE u(a)"), 0);
}

TEST_F(ConnectionTest, stops_early_and_nests) {
    for (std::int64_t i = 1; i <= 5; ++i) {
        connection.execute("INSERT INTO t(id) VALUES(?)", {i});
    }
    const std::string_view sql = "SELECT id FROM t WHERE id > ? ORDER BY id";
    std::vector<std::int64_t> seen;
    connection.query(sql, {std::int64_t{0}}, [&](const Row& row) {
        const std::int64_t outer = row.integer(0);
        connection.query(sql, {outer}, [&](const Row& inner) {  // the same text, while it runs
            seen.push_back(outer * 10 + inner.integer(0));
            return false;
        });
        return outer < 3;
    });
    EXPECT_EQ(seen, (std::vector<std::int64_t>{12, 23, 34}));
    EXPECT_THROW(connection.query(sql, {std::int64_t{0}},
                                  [](const Row&) -> bool { throw std::runtime_error("no"); }),
                 std::runtime_error);
    EXPECT_EQ(integer(sql, {std::int64_t{4}}), 5);  // usable after an exception
}

TEST_F(ConnectionTest, keeps_a_bounded_number_of_statements) {
    for (int i = 0; i < 1'000; ++i) integer("SELECT " + std::to_string(i));
    EXPECT_LE(connection.cached_statements(), kStatementsMax);
    EXPECT_EQ(integer("SELECT 3"), 3);
}

TEST_F(ConnectionTest, says_what_went_wrong) {
    connection.script("CREATE UNIQUE INDEX u ON t(name)");
    connection.execute("INSERT INTO t(id, name) VALUES(1, 'a')");
    EXPECT_EQ(key_of([&] { connection.execute("INSERT INTO t(id) VALUES(1)"); }),
              "error.db.unique");
    EXPECT_EQ(key_of([&] { connection.execute("INSERT INTO t(name) VALUES('a')"); }),
              "error.db.unique");
    for (const char* bad : {"SELECT nothing FROM t", "SELEC", "", "SELECT 1; SELECT 2",
                            "SELECT ?"}) {
        EXPECT_EQ(key_of([&] { integer(bad); }), "error.internal") << bad;
    }
    EXPECT_EQ(key_of([&] { integer("SELECT sum(n) FROM (SELECT 9223372036854775807 AS n "
                                   "UNION ALL SELECT 1)"); }), "issue.number.range");
    connection.script("PRAGMA max_page_count=20");
    EXPECT_EQ(key_of([&] {
                  for (int i = 0; i < 1'000; ++i) {
                      connection.execute("INSERT INTO t(name) VALUES(hex(randomblob(2000)))");
                  }
              }), "error.disk_full");
    EXPECT_EQ(key_of([] { SqliteConnection("/nowhere/x.db", Role::writer, 100, true); }),
              "error.db.open");
}

TEST(ReadersTest, waits_for_a_free_connection_then_gives_up) {
    ScratchDatabase db;
    db.script("CREATE TABLE t(id INTEGER)");
    Readers readers(db.options.file, 2, 1024);
    auto first = readers.lend();
    const auto second = readers.lend();
    EXPECT_EQ(key_of([&] { readers.lend(0); }), "error.db.busy");
    first.reset();
    EXPECT_EQ(key_of([&] { readers.lend(0); }), "");
    Readers nowhere("/nowhere/x.db", 1, 1024);
    EXPECT_EQ(key_of([&] { nowhere.lend(0); }), "error.db.open");
    EXPECT_EQ(key_of([&] { nowhere.lend(0); }), "error.db.open");  // its place came back
}

TEST(ReadersTest, a_running_query_can_be_interrupted) {
    ScratchDatabase db;
    const auto lease = db->read();
    int rows = 0;
    EXPECT_EQ(key_of([&] {
                  lease->connection().query(
                      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                      "SELECT x FROM n", {}, [&](const Row&) {
                          if (++rows == 10) lease->connection().interrupt();
                          return true;
                      });
              }), "error.db.interrupted");
}

TEST(SearchTest, tokens_pass_unchanged_and_are_replaced_and_deleted) {
    ScratchDatabase db;
    const Dialect& dialect = db->dialect();
    const auto put = [&](std::int64_t id, std::string_view tokens) {
        db->write(Lane::interactive, [&](WriteLease& w) {
            w.connection().execute(dialect.search_upsert(), {id, tokens});
        });
    };
    for (const std::string& ddl : dialect.search_ddl()) db.script(ddl);
    for (const std::string& ddl : dialect.search_ddl()) db.script(ddl);  // may run twice
    put(1, "华 华为 为 为技 技 技术 术 hwjs huawei CRM-2.0");
    put(2, "华 华润 润 hr");
    put(3, "say \"hi\" a*b");
    const auto find = [&](const std::string& match) {
        std::set<std::int64_t> ids;
        const auto lease = db->read();
        lease->connection().query(
            "SELECT s.rowid FROM search_index s WHERE " + dialect.search_where(), {match},
            [&](const Row& row) {
                ids.insert(row.integer(0));
                return true;
            });
        return ids;
    };
    using Ids = std::set<std::int64_t>;
    EXPECT_EQ(find(dialect.match_all({"华"})), (Ids{1, 2}));
    EXPECT_EQ(find(dialect.match_all({"华为", "为技", "技术"})), Ids{1});
    EXPECT_EQ(find(dialect.match_all({"华为", "华润"})), Ids{});
    EXPECT_EQ(find(dialect.match_any({"华为", "华润"})), (Ids{1, 2}));
    EXPECT_EQ(find(dialect.match_and(dialect.match_any({"hr", "hwjs"}),
                                     dialect.match_all({"华为"}))), Ids{1});
    EXPECT_EQ(find(dialect.match_all({"CRM-2.0"})), Ids{1});
    EXPECT_EQ(find(dialect.match_all({"crm-2.0"})), Ids{});  // no folding of its own
    EXPECT_EQ(find(dialect.match_all({"\"hi\"", "a*b"})), Ids{3});
    EXPECT_EQ(find(dialect.match_all({})), Ids{});
    EXPECT_EQ(find(dialect.match_and(dialect.match_all({"华"}), dialect.match_any({}))), Ids{});
    put(1, "改 改名 名");
    EXPECT_EQ(find(dialect.match_all({"华"})), Ids{2});
    EXPECT_EQ(find(dialect.match_all({"改名"})), Ids{1});
    db->write(Lane::interactive, [&](WriteLease& w) {
        w.connection().execute(dialect.search_delete(), {std::int64_t{2}});
    });
    EXPECT_EQ(find(dialect.match_all({"华"})), Ids{});
    EXPECT_TRUE(db->check().empty());
}

}  // namespace
}  // namespace bihuan::db::sqlite
