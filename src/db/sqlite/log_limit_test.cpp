// The log stays within its limits, whatever the checkpointer does.
#include "db/sqlite/scratch_database.h"
#include "db/sqlite/writer.h"

#include <gtest/gtest.h>

#include <thread>

namespace bihuan::db::sqlite {
namespace {

constexpr std::uintmax_t kPage = 4'096;
constexpr int kCalls = 60;
constexpr int kPagesEach = 50;  // and a few more for the tree
constexpr LogLimits kLimits{200, 20, 800};

// A writer without a checkpointer: as if that one never got its turn.
class LogLimitTest : public ::testing::Test {
protected:
    LogLimitTest() {
        writer.write(Lane::interactive, [](WriteLease& w) {
            w.connection().script("CREATE TABLE t(id INTEGER PRIMARY KEY, body TEXT)");
        });
    }
    void write_pages(Lane lane) {
        const std::string body(kPagesEach * kPage, 'x');
        writer.write(lane, [&](WriteLease& w) {
            w.connection().execute("INSERT INTO t(body) VALUES(?)", {std::string_view(body)});
        });
    }
    std::uintmax_t log_pages() const {
        return std::filesystem::file_size(folder.file("company.db") + "-wal") / kPage;
    }

    ScratchFolder folder;
    std::unique_ptr<Log> log = make_quiet_log();
    Writer writer{std::make_unique<SqliteConnection>(folder.file("company.db"), Role::writer,
                                                     2'000, true),
                  *log, nullptr, kLimits};
};

TEST_F(LogLimitTest, the_writer_copies_the_log_itself_when_nobody_else_does) {
    for (int i = 0; i < kCalls; ++i) {
        write_pages(Lane::bulk);
        EXPECT_LT(log_pages(), 800u + 2 * kPagesEach);
    }
    for (int i = 0; i < kCalls; ++i) write_pages(Lane::interactive);
    EXPECT_LT(log_pages(), 800u + 2 * kPagesEach);
}

TEST_F(LogLimitTest, bulk_calls_wait_while_the_log_is_long_and_others_do_not) {
    constexpr LogLimits kPatient{200, 60'000, 1'000'000};
    ScratchFolder other;
    Writer patient(std::make_unique<SqliteConnection>(other.file("company.db"), Role::writer,
                                                      2'000, true),
                   *log, nullptr, kPatient);
    const auto script = [&](Lane lane, const char* sql) {
        patient.write(lane, [&](WriteLease& w) { w.connection().script(sql); });
    };
    script(Lane::interactive, "CREATE TABLE t(body TEXT)");
    script(Lane::bulk, "INSERT INTO t VALUES(zeroblob(4096 * 300))");
    std::thread bulk([&] { script(Lane::bulk, "INSERT INTO t VALUES('late')"); });
    while (patient.stats().write_queue < 1) std::this_thread::yield();
    for (int i = 0; i < 20; ++i) script(Lane::interactive, "INSERT INTO t VALUES('now')");
    EXPECT_EQ(patient.stats().write_queue, 1);  // still waits, a minute if need be
    patient.ask_to_finish_checkpoint(300);      // as the checkpointer does when it has caught up
    bulk.join();
    patient.write(Lane::interactive, [](WriteLease& w) {
        w.connection().query("SELECT body FROM t ORDER BY rowid DESC LIMIT 1", {},
                             [](const Row& row) {
                                 EXPECT_EQ(row.text(0), "late");
                                 return false;
                             });
    });
}

TEST_F(LogLimitTest, a_reader_of_the_past_slows_bulk_calls_down_and_stops_none) {
    write_pages(Lane::bulk);
    SqliteConnection reader(folder.file("company.db"), Role::reader, 2'000, true);
    reader.execute("BEGIN");
    std::int64_t seen = 0;
    const auto count = [&] {
        reader.query("SELECT count(*) FROM t", {}, [&](const Row& row) {
            seen = row.integer(0);
            return false;
        });
        return seen;
    };
    EXPECT_EQ(count(), 1);
    for (int i = 0; i < 30; ++i) write_pages(Lane::bulk);
    EXPECT_EQ(count(), 1);
    EXPECT_GT(log_pages(), 800u);  // nothing of it may go while it is read
    reader.execute("COMMIT");
    EXPECT_EQ(count(), 31);
    for (int i = 0; i < kCalls; ++i) write_pages(Lane::bulk);
    EXPECT_LT(log_pages(), 800u + 30 * 2 * kPagesEach);  // the file keeps its length, no more
}

}  // namespace
}  // namespace bihuan::db::sqlite
