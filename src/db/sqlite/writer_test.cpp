#include "db/sqlite/scratch_database.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <thread>
#include <vector>

namespace bihuan::db::sqlite {
namespace {

constexpr const char* kTable = "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE)";

void insert(Connection& connection, std::int64_t id, std::string_view name) {
    connection.execute("INSERT INTO t(id, name) VALUES(?, ?)", {id, name});
}

// Holds the writer inside a function until told, so that a known set of calls waits behind it.
// A bulk one, because that ends its group: the waiting calls begin a group of their own.
class HeldWriter {
public:
    explicit HeldWriter(ScratchDatabase& db) {
        thread_ = std::thread([this, &db] {
            db->write(Lane::bulk, [this](WriteLease&) {
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

void wait_for_queue(ScratchDatabase& db, std::int64_t length) {
    while (db->stats().write_queue < length) std::this_thread::yield();
}

TEST(WriterTest, many_threads_share_commits_and_lose_nothing) {
    ScratchDatabase db;
    db.script(kTable);
    constexpr int kThreads = 16;
    constexpr int kEach = 50;
    std::atomic<int> effects{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                const std::int64_t id = t * 1'000 + i;
                db->write(Lane::interactive, [&](WriteLease& w) {
                    insert(w.connection(), id, std::to_string(id));
                    w.after_commit([&] { ++effects; });
                });
                // Durable and visible when write() returns.
                if (db.integer("SELECT count(*) FROM t WHERE id = ?", {id}) != 1) std::abort();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), kThreads * kEach);
    EXPECT_EQ(effects, kThreads * kEach);
    const Stats stats = db->stats();
    EXPECT_EQ(stats.writes, kThreads * kEach + 1);
    EXPECT_LT(stats.groups, stats.writes);
    EXPECT_GT(stats.size_bytes, 0);
    EXPECT_EQ(stats.write_queue, 0);
}

TEST(WriterTest, a_failing_member_is_undone_alone) {
    ScratchDatabase db;
    db.script(kTable);
    HeldWriter held(db);
    std::atomic<int> effects{0};
    std::vector<std::thread> threads;
    std::vector<std::string> failures(9);
    for (std::size_t i = 0; i < failures.size(); ++i) {
        threads.emplace_back([&, i] {
            const auto id = static_cast<std::int64_t>(i);
            try {
                db->write(Lane::interactive, [&](WriteLease& w) {
                    w.after_commit([&] { ++effects; });
                    insert(w.connection(), id, "n" + std::to_string(id));
                    if (i % 3 == 1) throw std::runtime_error("no");
                    if (i % 3 == 2) insert(w.connection(), id, "again");
                });
            } catch (const std::runtime_error& error) {
                failures[i] = error.what();
            } catch (const Error& error) {
                failures[i] = error.key();
            }
        });
    }
    wait_for_queue(db, 9);
    held.release();
    for (auto& thread : threads) thread.join();
    for (std::size_t i = 0; i < failures.size(); ++i) {
        EXPECT_EQ(failures[i], i % 3 == 0 ? "" : i % 3 == 1 ? "no" : "error.db.unique") << i;
    }
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 3);
    EXPECT_EQ(effects, 3);
}

TEST(WriterTest, the_first_of_a_group_is_undone_and_the_others_stand) {
    ScratchDatabase db;
    db.script(kTable);
    HeldWriter held(db);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&, i] {
            try {
                db->write(Lane::interactive, [&](WriteLease& w) {
                    insert(w.connection(), 1, "same");  // all would collide with what is left
                    if (i < 2) throw std::runtime_error("no");
                });
            } catch (const std::runtime_error&) {
            }
        });
        wait_for_queue(db, i + 1);
    }
    held.release();
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 1);
}

// Three calls in one group, the second of which fails; how often each of them ran.
std::vector<int> runs_beside_failure(bool writes_first) {
    ScratchDatabase db;
    db.script(kTable);
    HeldWriter held(db);
    std::vector<int> runs(3);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&, i] {
            try {
                db->write(Lane::interactive, [&](WriteLease& w) {
                    ++runs[static_cast<std::size_t>(i)];
                    if (i == 1 && !writes_first) throw std::runtime_error("no");
                    insert(w.connection(), i, std::to_string(i));
                    if (i == 1) throw std::runtime_error("no");
                });
            } catch (const std::runtime_error&) {
            }
        });
        wait_for_queue(db, i + 1);
    }
    held.release();
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(db.integer("SELECT sum(id) FROM t"), 2);
    return runs;
}

TEST(WriterTest, who_fails_before_writing_troubles_nobody) {
    EXPECT_EQ(runs_beside_failure(false), (std::vector<int>{1, 1, 1}));
}

TEST(WriterTest, who_fails_after_writing_makes_those_before_run_once_more) {
    EXPECT_EQ(runs_beside_failure(true), (std::vector<int>{2, 1, 1}));
}

TEST(WriterTest, ddl_of_who_fails_is_undone_too) {
    ScratchDatabase db;
    db.script(kTable);
    EXPECT_THROW(db->write(Lane::interactive,
                           [](WriteLease& w) {
                               w.connection().script("CREATE TABLE u(id INTEGER)");
                               throw std::runtime_error("no");
                           }),
                 std::runtime_error);
    EXPECT_EQ(db.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'u'"), 0);
}

TEST(WriterTest, interactive_goes_before_bulk_and_one_chunk_a_group) {
    ScratchDatabase db;
    db.script(kTable);
    HeldWriter held(db);
    std::vector<int> order;  // written on the writer's thread only
    std::vector<std::thread> threads;
    const auto queue = [&](Lane lane, int mark) {
        threads.emplace_back([&db, &order, lane, mark] {
            db->write(lane, [&](WriteLease&) { order.push_back(mark); });
        });
        wait_for_queue(db, static_cast<std::int64_t>(threads.size()));
    };
    for (int i = 0; i < 3; ++i) queue(Lane::bulk, 100 + i);
    for (int i = 0; i < 3; ++i) queue(Lane::interactive, i);
    held.release();
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 100, 101, 102}));
    EXPECT_GE(db->stats().groups, 1 + 1 + 3);  // table, holder, and one for each bulk chunk
}

TEST(WriterTest, when_one_ends_the_transaction_the_others_run_again) {
    ScratchDatabase db;
    db.script(kTable);
    db.script("INSERT INTO t(id, name) VALUES(1000, 'taken')");
    HeldWriter held(db);
    std::vector<std::thread> threads;
    std::atomic<int> runs{0};
    std::atomic<int> effects{0};
    std::string failure;
    for (int i = 0; i < 6; ++i) {
        threads.emplace_back([&, i] {
            try {
                db->write(Lane::interactive, [&](WriteLease& w) {
                    ++runs;
                    w.after_commit([&] { ++effects; });
                    if (i == 4) {  // rolls back everything, not only itself
                        w.connection().execute("INSERT OR ROLLBACK INTO t(id, name) "
                                               "VALUES(1, 'taken')");
                    }
                    insert(w.connection(), 10 + i, std::to_string(i));
                });
            } catch (const Error& error) {
                failure = error.key();
            }
        });
        wait_for_queue(db, i + 1);
    }
    held.release();
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failure, "error.db.unique");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 6);  // five and the taken one
    EXPECT_EQ(effects, 5);
    EXPECT_GT(runs, 6);  // those of the culprit's group ran twice
}

TEST(WriterTest, who_hides_the_end_of_the_transaction_fails) {
    ScratchDatabase db;
    db.script(kTable);
    EXPECT_EQ(key_of([&] {
                  db->write(Lane::interactive,
                            [](WriteLease& w) { w.connection().execute("ROLLBACK"); });
              }), "error.internal");
    db->write(Lane::interactive, [](WriteLease& w) { insert(w.connection(), 1, "a"); });
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 1);
}

TEST(WriterTest, a_write_inside_a_write_is_refused_not_waited_for) {
    ScratchDatabase db;
    EXPECT_EQ(key_of([&] {
                  db->write(Lane::interactive, [&](WriteLease&) {
                      db->write(Lane::interactive, [](WriteLease&) {});
                  });
              }), "error.internal");
}

TEST(WriterTest, effects_of_a_failed_call_never_run) {
    ScratchDatabase db;
    int effects = 0;
    EXPECT_THROW(db->write(Lane::interactive, [&](WriteLease& w) {
        w.after_commit([&] { ++effects; });
        throw std::runtime_error("no");
    }), std::runtime_error);
    EXPECT_EQ(effects, 0);
    db->write(Lane::interactive, [&](WriteLease& w) {
        w.after_commit([&] { db->write(Lane::interactive, [](WriteLease&) {}); });
        w.after_commit([&] { ++effects; });
    });
    EXPECT_EQ(effects, 1);  // and may write themselves
}

TEST(WriterTest, ddl_is_part_of_the_transaction) {
    ScratchDatabase db;
    db.script(kTable);
    EXPECT_THROW(db->write(Lane::interactive, [](WriteLease& w) {
        w.connection().script("ALTER TABLE t ADD COLUMN x_segment TEXT");
        throw std::runtime_error("no");
    }), std::runtime_error);
    EXPECT_EQ(db.integer("SELECT count(*) FROM pragma_table_info('t')"), 2);
    db.integer("SELECT count(*) FROM t WHERE name IS NULL");
    db.script("ALTER TABLE t ADD COLUMN x_segment TEXT");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE x_segment IS NULL"), 0);
}

TEST(WriterTest, leases_read_one_snapshot) {
    ScratchDatabase db;
    db.script(kTable);
    db->write(Lane::interactive, [](WriteLease& w) { insert(w.connection(), 1, "a"); });
    const auto lease = db->read();
    const auto count = [&] {
        std::int64_t value = -1;
        lease->connection().query("SELECT count(*) FROM t", {}, [&](const Row& row) {
            value = row.integer(0);
            return true;
        });
        return value;
    };
    EXPECT_EQ(count(), 1);
    db->write(Lane::interactive, [](WriteLease& w) { insert(w.connection(), 2, "b"); });
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 2);
    EXPECT_THROW(lease->connection().execute("DELETE FROM t"), Error);  // readers only read
}

TEST(WriterTest, the_search_index_is_merged_while_nobody_writes) {
    ScratchDatabase db;
    for (const std::string& sql : db->dialect().search_ddl()) db.script(sql);
    const auto parts = [&] {
        return db.integer("SELECT count(DISTINCT segid) FROM search_index_idx");
    };
    for (std::int64_t i = 1; i <= 12; ++i) {
        db->write(Lane::interactive, [&](WriteLease& w) {
            w.connection().execute(db->dialect().search_upsert(), {i, std::string_view("华为")});
        });
    }
    EXPECT_GE(parts(), 12);
    while (parts() > 3) std::this_thread::yield();  // one of each size: 8, 4
    EXPECT_EQ(db.integer("SELECT count(*) FROM search_index WHERE search_index MATCH '华为'"), 12);
}

TEST(WriterTest, the_log_is_copied_and_begins_again) {
    ScratchDatabase db;
    db.script("CREATE TABLE big(id INTEGER PRIMARY KEY, body TEXT)");
    const std::string body(60'000, 'x');
    for (int i = 0; i < 60; ++i) {  // 50 MiB and more through the log
        db->write(Lane::bulk, [&](WriteLease& w) {
            for (int j = 0; j < 20; ++j) {
                w.connection().execute("INSERT INTO big(body) VALUES(?)", {body});
            }
        });
    }
    EXPECT_EQ(db.integer("SELECT count(*) FROM big"), 1'200);
    db.database.reset();
    EXPECT_FALSE(std::filesystem::exists(db.options.file + "-wal"));
    db.open();
    EXPECT_EQ(db.integer("SELECT count(*) FROM big"), 1'200);
    EXPECT_TRUE(db->check().empty());
}

}  // namespace
}  // namespace bihuan::db::sqlite
