#include "db/sqlite/scratch_database.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace bihuan::db::sqlite {
namespace {

namespace fs = std::filesystem;

// Two rows in one transaction always carry the same number: a copy from the middle of one shows.
void write_pair(ScratchDatabase& db, std::int64_t number) {
    db->write(Lane::interactive, [&](WriteLease& w) {
        for (int i = 0; i < 2; ++i) {
            w.connection().execute("INSERT INTO pair(number, body) VALUES(?, hex(randomblob(500)))",
                                   {number});
        }
    });
}

TEST(CopyTest, a_backup_taken_while_others_write_is_whole) {
    ScratchDatabase db;
    db.script("CREATE TABLE pair(id INTEGER PRIMARY KEY, number INTEGER, body TEXT)");
    for (const std::string& ddl : db->dialect().search_ddl()) db.script(ddl);
    db->write(Lane::bulk, [&](WriteLease& w) {
        for (std::int64_t i = 0; i < 4'000; ++i) {
            w.connection().execute("INSERT INTO pair(number, body) VALUES(?, hex(randomblob(900)))",
                                   {-i / 2 - 1});
        }
    });
    std::atomic<bool> stop{false};
    std::thread other([&] {
        for (std::int64_t i = 1; !stop; ++i) write_pair(db, i);
    });
    const std::string copy = db.folder.file("backup.db");
    std::vector<int> percents;
    db->backup(copy, [&](int percent) { percents.push_back(percent); });
    stop = true;
    other.join();
    ASSERT_FALSE(percents.empty());
    EXPECT_EQ(percents.back(), 100);
    EXPECT_TRUE(std::is_sorted(percents.begin(), percents.end()));
    EXPECT_FALSE(fs::exists(copy + ".partial"));

    SqliteOptions options;
    options.file = db.folder.file("restored.db");
    std::ofstream(options.file + "-wal") << "left behind by a file that is gone";
    std::ofstream(options.file + "-shm") << "likewise";
    restore_sqlite(copy, options.file);
    const auto restored = open_sqlite(options, *db.log);
    EXPECT_TRUE(restored->check().empty());
    std::int64_t count = 0;
    const auto lease = restored->read();
    lease->connection().query(
        "SELECT (SELECT count(*) FROM pair), (SELECT count(*) FROM (SELECT number FROM pair "
        "GROUP BY number HAVING count(*) <> 2))", {}, [&](const Row& row) {
            count = row.integer(0);
            EXPECT_EQ(row.integer(1), 0);
            return true;
        });
    EXPECT_GE(count, 4'000);
}

TEST(CopyTest, backups_replace_older_ones_and_name_what_failed) {
    ScratchDatabase db;
    db.script("CREATE TABLE t(id INTEGER)");
    const std::string copy = db.folder.file("backup.db");
    db->backup(copy, nullptr);
    db->backup(copy, {});
    EXPECT_TRUE(fs::exists(copy));
    EXPECT_EQ(key_of([&] { db->backup("/nowhere/backup.db", {}); }), "error.db.backup");
    EXPECT_EQ(key_of([&] { db->backup(copy, [](int) { throw Error(Code::conflict, "stop"); }); }),
              "stop");
    EXPECT_FALSE(fs::exists(copy + ".partial"));
}

TEST(CopyTest, restore_refuses_rather_than_harms) {
    ScratchDatabase db;
    db.script("CREATE TABLE t(body TEXT)");
    db.script("INSERT INTO t SELECT hex(randomblob(2000)) FROM (VALUES(1),(2),(3),(4),(5),(6))");
    const std::string copy = db.folder.file("backup.db");
    const std::string target = db.folder.file("new.db");
    db->backup(copy, {});
    EXPECT_EQ(key_of([&] { restore_sqlite(copy, db.options.file); }), "error.db.restore_exists");
    EXPECT_EQ(key_of([&] { restore_sqlite(db.folder.file("none"), target); }),
              "error.db.restore_source");
    std::ofstream(db.folder.file("text")) << std::string(5'000, 'x');
    EXPECT_EQ(key_of([&] { restore_sqlite(db.folder.file("text"), target); }),
              "error.db.restore_source");
    std::fstream damaged(copy, std::ios::in | std::ios::out | std::ios::binary);
    damaged.seekp(4'096 + 8);
    damaged << std::string(3'000, '\xAA');
    damaged.close();
    EXPECT_EQ(key_of([&] { restore_sqlite(copy, target); }), "error.db.restore_source");
    EXPECT_FALSE(fs::exists(target));
    EXPECT_FALSE(fs::exists(target + ".partial"));
}

}  // namespace
}  // namespace bihuan::db::sqlite
