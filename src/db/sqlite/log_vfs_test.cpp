#include "db/sqlite/log_vfs.h"

#include "db/sqlite/connection.h"
#include "db/sqlite/scratch_database.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace bihuan::db::sqlite {
namespace {

constexpr int kRows = 500;

// Calls of write() and its kin by this process.
std::int64_t write_calls() {
    std::ifstream in("/proc/self/io");
    for (std::string name; in >> name;) {
        std::int64_t value = 0;
        in >> value;
        if (name == "syscw:") return value;
    }
    return -1;
}

// A page of its own for each row.
void fill(SqliteConnection& connection) {
    connection.script("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)");
    connection.script("BEGIN IMMEDIATE");
    for (int i = 0; i < kRows; ++i) {
        const std::string body(3'000, static_cast<char>('a' + i % 26));
        connection.execute("INSERT INTO t(id, body) VALUES(?, ?)", {i, body});
    }
    connection.script("COMMIT");
}

std::int64_t good_rows(SqliteConnection& connection) {
    std::int64_t good = 0;
    connection.query("SELECT id, body FROM t", {}, [&](const Row& row) {
        const std::string expected(3'000, static_cast<char>('a' + row.integer(0) % 26));
        if (row.text(1) == expected) ++good;
        return true;
    });
    return good;
}

TEST(LogVfsTest, a_commit_of_many_pages_is_few_writes) {
    const ScratchFolder folder;
    SqliteConnection connection(folder.file("a.db"), Role::writer, 8'192, true);
    const std::int64_t before = write_calls();
    ASSERT_GE(before, 0);
    fill(connection);
    // 500 frames of two pieces each; 30 frames fit into one write.
    EXPECT_LT(write_calls() - before, 60);
    EXPECT_EQ(good_rows(connection), kRows);
}

TEST(LogVfsTest, pages_that_left_the_cache_are_read_back_from_the_log) {
    const ScratchFolder folder;
    SqliteConnection connection(folder.file("a.db"), Role::writer, 64, true);  // 16 pages
    fill(connection);
    connection.script("BEGIN IMMEDIATE");
    connection.execute("UPDATE t SET body = replace(body, 'a', 'b') WHERE id % 26 = 0", {});
    EXPECT_LT(good_rows(connection), kRows);
    connection.script("ROLLBACK");
    EXPECT_EQ(good_rows(connection), kRows);
}

TEST(LogVfsTest, another_connection_sees_each_commit_whole) {
    const ScratchFolder folder;
    SqliteConnection writer(folder.file("a.db"), Role::writer, 8'192, true);
    fill(writer);
    SqliteConnection reader(folder.file("a.db"), Role::reader, 1'024, true);
    EXPECT_EQ(good_rows(reader), kRows);
}

TEST(LogVfsTest, a_sync_is_left_only_when_asked_and_never_that_of_a_new_head) {
    const ScratchFolder folder;
    SqliteConnection connection(folder.file("a.db"), Role::writer, 8'192, true);
    LogFile log(connection.handle());
    connection.script("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    EXPECT_FALSE(log.take_left());
    log.leave_sync(true);
    connection.script("INSERT INTO t(id) VALUES(1)");
    EXPECT_TRUE(log.take_left());
    EXPECT_EQ(log.sync(), SQLITE_OK);
    EXPECT_FALSE(log.take_left());
    log.leave_sync(false);
    connection.script("INSERT INTO t(id) VALUES(2)");
    EXPECT_FALSE(log.take_left());
}

TEST(LogVfsTest, a_connection_that_need_not_be_durable_has_nothing_to_leave) {
    const ScratchFolder folder;
    SqliteConnection connection(folder.file("a.db"), Role::writer, 8'192, false);
    LogFile log(connection.handle());
    log.leave_sync(true);
    connection.script("CREATE TABLE t(id INTEGER PRIMARY KEY)");
    EXPECT_FALSE(log.take_left());
}

// The undo log of a statement that changes 24 MiB outgrows memory and goes on in a file.
void change_much_and_undo_it(bool durable) {
    ScratchDatabase db;
    db.database.reset();
    db.options.durable = durable;
    db.open();
    db.script("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)");
    db.script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000) "
              "INSERT INTO t SELECT i, hex(zeroblob(1500)) FROM n");
    db.script("SAVEPOINT a; UPDATE t SET body = body || 'x'; RELEASE a");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE length(body) = 3001"), 8'000);
    db.script("SAVEPOINT a; UPDATE t SET body = body || 'y'; ROLLBACK TO a; RELEASE a");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE length(body) = 3001"), 8'000);
    db.script("CREATE INDEX by_body ON t(body)");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t INDEXED BY by_body WHERE body > ''"), 8'000);
}

TEST(LogVfsTest, a_long_undo_log_is_written_whole) {
    change_much_and_undo_it(true);
    change_much_and_undo_it(false);
}

}  // namespace
}  // namespace bihuan::db::sqlite
