#include "db/postgres/scratch_server.h"

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

namespace bihuan::db::postgres {
namespace {

void insert(Connection& connection, std::int64_t id, std::string_view name) {
    connection.post("INSERT INTO t(id, name) VALUES(?, ?)", {id, name});
}

// Holds a database's writer inside a transaction until told.
class HeldWriter {
public:
    HeldWriter(Database& db, std::function<void(Connection&)> first) {
        thread_ = std::thread([this, &db, first = std::move(first)] {
            db.write(Lane::bulk, [&](WriteLease& w) {
                first(w.connection());
                inside_.count_down();
                go_.wait();
            });
        });
        inside_.wait();
    }
    void release() {
        go_.count_down();
        thread_.join();
    }

private:
    std::latch inside_{1};
    std::latch go_{1};
    std::thread thread_;
};

struct PostgresWriterTest : ScratchServer {
    void SetUp() override {
        ScratchServer::SetUp();
        if (database) script("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
    }
    std::int64_t count() { return integer("SELECT count(*) FROM t"); }
};

TEST_F(PostgresWriterTest, many_threads_of_two_processes_share_commits_and_lose_nothing) {
    const auto other = another();
    constexpr int kThreads = 8;
    constexpr int kEach = 40;
    std::atomic<int> effects{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            Database& db = t % 2 == 0 ? *database : *other;
            for (int i = 0; i < kEach; ++i) {
                const std::int64_t id = t * 1'000 + i;
                db.write(Lane::interactive, [&](WriteLease& w) {
                    insert(w.connection(), id, std::to_string(id));
                    w.after_commit([&] { ++effects; });
                });
                // Committed and visible when write() returns, from the other process too.
                if (integer("SELECT count(*) FROM t WHERE id = ?", {id}) != 1) std::abort();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(count(), kThreads * kEach);
    EXPECT_EQ(effects, kThreads * kEach);
    const Stats stats = database->stats();
    EXPECT_EQ(stats.writes, kThreads / 2 * kEach + 1);
    EXPECT_LE(stats.groups, stats.writes);
    EXPECT_GT(stats.size_bytes, 0);
}

// What the kernel relies on everywhere: it reads, then writes, and nobody comes between.
TEST_F(PostgresWriterTest, what_one_read_before_it_wrote_still_holds) {
    const auto other = another();
    script("INSERT INTO t(id, name) VALUES (1, '0')");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            Database& db = t % 2 == 0 ? *database : *other;
            for (int i = 0; i < 50; ++i) {
                db.write(Lane::interactive, [&](WriteLease& w) {
                    std::int64_t value = 0;
                    w.connection().query("SELECT CAST(name AS INTEGER) FROM t WHERE id = 1", {},
                                         [&](const Row& row) {
                                             value = row.integer(0);
                                             return false;
                                         });
                    const std::string next = std::to_string(value + 1);
                    w.connection().execute("UPDATE t SET name = ? WHERE id = 1", {next});
                });
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(integer("SELECT CAST(name AS INTEGER) FROM t WHERE id = 1"), 200);
}

// A reader of events by cursor never passes an open transaction: while the slow one is open no
// other process commits a later one.
TEST_F(PostgresWriterTest, a_slow_transaction_holds_back_those_of_other_processes) {
    const auto other = another();
    HeldWriter slow(*database, [](Connection& connection) { insert(connection, 1, "slow"); });
    std::atomic<bool> done{false};
    std::thread quick([&] {
        other->write(Lane::interactive, [](WriteLease& w) { insert(w.connection(), 2, "quick"); });
        done = true;
    });
    // The other process waits for the turn: the server says so.
    const auto watch = connect();
    for (bool waits = false; !waits;) {
        watch->query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                     "AND query LIKE '%writing_turn%'", {}, [&](const Row&) {
                         waits = true;
                         return false;
                     });
    }
    EXPECT_FALSE(done);
    EXPECT_EQ(count(), 0);
    slow.release();
    quick.join();
    EXPECT_EQ(count(), 2);
}

TEST_F(PostgresWriterTest, who_writes_after_another_process_hears_of_it) {
    const auto other = another();
    const auto hears = [](Database& db) {
        bool heard = false;
        db.write(Lane::interactive, [&](WriteLease& w) {
            heard = w.others_wrote();
            w.connection().execute("SELECT 1");
        });
        return heard;
    };
    hears(*database);
    EXPECT_FALSE(hears(*database));
    EXPECT_TRUE(hears(*other));
    EXPECT_FALSE(hears(*other));
    EXPECT_TRUE(hears(*database));
}

TEST_F(PostgresWriterTest, a_failing_member_is_undone_alone) {
    HeldWriter held(*database, [](Connection&) {});
    std::atomic<int> effects{0};
    std::vector<std::thread> threads;
    std::vector<std::string> failures(9);
    for (std::size_t i = 0; i < failures.size(); ++i) {
        threads.emplace_back([&, i] {
            const auto id = static_cast<std::int64_t>(i);
            try {
                database->write(Lane::interactive, [&](WriteLease& w) {
                    w.after_commit([&] { ++effects; });
                    insert(w.connection(), id, "n" + std::to_string(id));
                    if (i % 3 == 1) throw std::runtime_error("no");
                    if (i % 3 == 2) insert(w.connection(), id, "again");  // fails when it settles
                });
            } catch (const std::runtime_error& error) {
                failures[i] = error.what();
            } catch (const Error& error) {
                failures[i] = error.key();
            }
        });
    }
    while (database->stats().write_queue < 9) std::this_thread::yield();
    held.release();
    for (auto& thread : threads) thread.join();
    for (std::size_t i = 0; i < failures.size(); ++i) {
        EXPECT_EQ(failures[i], i % 3 == 0 ? "" : i % 3 == 1 ? "no" : "error.db.unique") << i;
    }
    EXPECT_EQ(count(), 3);
    EXPECT_EQ(effects, 3);
}

TEST_F(PostgresWriterTest, what_the_server_refuses_for_now_runs_again) {
    int runs = 0;
    int effects = 0;
    database->write(Lane::interactive, [&](WriteLease& w) {
        ++runs;
        w.after_commit([&] { ++effects; });
        insert(w.connection(), runs, std::to_string(runs));
        if (runs < 3) {  // as a deadlock or a serialization failure comes
            const char* state = runs == 1 ? "40P01" : "40001";
            w.connection().script("DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '" +
                                  std::string(state) + "'; END $$");
        }
    });
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(effects, 1);
    EXPECT_EQ(integer("SELECT min(id) FROM t"), 3);  // nothing is left of the first two
    EXPECT_EQ(count(), 1);
    // Who catches the failure does not hide it.
    runs = 0;
    database->write(Lane::interactive, [&](WriteLease& w) {
        if (++runs > 1) return;
        try {
            w.connection().script("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; "
                                  "END $$");
        } catch (const Error&) {
        }
    });
    EXPECT_EQ(runs, 2);
    // Not for ever.
    EXPECT_EQ(key_of([&] {
                  database->write(Lane::interactive, [&](WriteLease& w) {
                      w.connection().script("DO $$ BEGIN RAISE EXCEPTION 'x' USING "
                                            "ERRCODE = '40001'; END $$");
                  });
              }), "error.db.busy");
}

TEST_F(PostgresWriterTest, a_lost_connection_is_opened_again_and_the_group_runs_again) {
    int runs = 0;
    const auto killer = connect();
    database->write(Lane::interactive, [&](WriteLease& w) {
        ++runs;
        insert(w.connection(), runs, std::to_string(runs));
        std::int64_t pid = 0;
        w.connection().query("SELECT pg_backend_pid()", {}, [&](const Row& row) {
            pid = row.integer(0);
            return false;
        });
        if (runs == 1) {
            killer->query("SELECT pg_terminate_backend(CAST(? AS int))", {pid},
                          [](const Row&) { return true; });
        }
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(integer("SELECT min(id) FROM t"), 2);
    EXPECT_EQ(count(), 1);
}

TEST_F(PostgresWriterTest, a_change_of_a_table_does_not_wait_long_for_its_readers) {
    auto reader = database->read();
    reader->connection().query("SELECT count(*) FROM t", {}, [](const Row&) { return true; });
    std::atomic<int> runs{0};
    std::thread changer([&] {
        database->write(Lane::interactive, [&](WriteLease& w) {
            if (++runs == 2) reader.reset();  // after the first try gave up
            w.connection().script("ALTER TABLE t ADD COLUMN x_segment TEXT");
        });
    });
    changer.join();
    EXPECT_GE(runs, 2);
    EXPECT_EQ(integer("SELECT count(*) FROM t WHERE x_segment IS NULL"), 0);
}

TEST_F(PostgresWriterTest, ddl_is_part_of_the_transaction) {
    EXPECT_THROW(database->write(Lane::interactive, [](WriteLease& w) {
        w.connection().script("ALTER TABLE t ADD COLUMN x_segment TEXT");
        throw std::runtime_error("no");
    }), std::runtime_error);
    EXPECT_EQ(integer("SELECT count(*) FROM information_schema.columns "
                      "WHERE table_schema = current_schema() AND table_name = 't'"), 2);
    integer("SELECT count(*) FROM t WHERE name IS NULL");
    script("ALTER TABLE t ADD COLUMN x_segment TEXT");
    EXPECT_EQ(integer("SELECT count(*) FROM t WHERE x_segment IS NULL"), 0);
}

TEST_F(PostgresWriterTest, who_ends_the_transaction_or_hides_a_failure_fails) {
    for (const char* sql : {"ROLLBACK", "COMMIT", "SELECT nothing FROM nowhere"}) {
        EXPECT_EQ(key_of([&] {
                      database->write(Lane::interactive, [&](WriteLease& w) {
                          try {
                              w.connection().execute(sql);
                          } catch (const Error&) {
                          }
                      });
                  }), "error.internal") << sql;
    }
    EXPECT_EQ(key_of([&] {
                  database->write(Lane::interactive, [&](WriteLease&) {
                      database->write(Lane::interactive, [](WriteLease&) {});
                  });
              }), "error.internal");
    database->write(Lane::interactive, [](WriteLease& w) { insert(w.connection(), 1, "a"); });
    EXPECT_EQ(count(), 1);
}

TEST_F(PostgresWriterTest, a_backup_is_the_servers_work) {
    EXPECT_EQ(key_of([&] { database->backup("/tmp/never", [](int) {}); }),
              "error.db.backup_by_server");
    EXPECT_TRUE(database->check().empty());
    EXPECT_TRUE(database->is_shared());
}

}  // namespace
}  // namespace bihuan::db::postgres
