// What happens when the disk is full or fails, by a file system layer under SQLite that fails
// when told.
#include "db/sqlite/scratch_database.h"

#include <sqlite3.h>

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <latch>
#include <thread>
#include <vector>

namespace bihuan::db::sqlite {
namespace {

// What the next write or fsync of a write-ahead log answers. The layer is C and has no place
// for a pointer of ours, so this one switch is shared by all its files.
struct Faults {
    std::atomic<int> write_code{SQLITE_OK};
    std::atomic<int> sync_code{SQLITE_OK};
    std::atomic<bool> holds_sync{false};  // a sync of the log waits until told
    std::atomic<int> syncs_held{0};
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs layer{};
    sqlite3_io_methods methods{};
};

Faults& faults() {
    static Faults shared;
    return shared;
}

struct LayerFile {
    sqlite3_file base;
    bool is_log;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

LayerFile* layer_of(sqlite3_file* file) { return reinterpret_cast<LayerFile*>(file); }
sqlite3_file* real_of(sqlite3_file* file) { return layer_of(file)->real(); }

int faulty_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const int code = faults().write_code;
    if (layer_of(file)->is_log && code != SQLITE_OK) return code;
    return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

int faulty_sync(sqlite3_file* file, int flags) {
    if (layer_of(file)->is_log && faults().holds_sync) {
        ++faults().syncs_held;
        while (faults().holds_sync) std::this_thread::yield();
    }
    const int code = faults().sync_code;
    if (layer_of(file)->is_log && code != SQLITE_OK) return code;
    return real_of(file)->pMethods->xSync(real_of(file), flags);
}

void fill_methods(sqlite3_io_methods& m) {
    m.iVersion = 2;
    m.xClose = [](sqlite3_file* f) { return real_of(f)->pMethods->xClose(real_of(f)); };
    m.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 offset) {
        return real_of(f)->pMethods->xRead(real_of(f), to, size, offset);
    };
    m.xWrite = faulty_write;
    m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
        return real_of(f)->pMethods->xTruncate(real_of(f), size);
    };
    m.xSync = faulty_sync;
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
        return real_of(f)->pMethods->xFileSize(real_of(f), size);
    };
    m.xLock = [](sqlite3_file* f, int l) { return real_of(f)->pMethods->xLock(real_of(f), l); };
    m.xUnlock = [](sqlite3_file* f, int l) { return real_of(f)->pMethods->xUnlock(real_of(f), l); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
    };
    m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
        return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
    };
    m.xSectorSize = [](sqlite3_file* f) { return real_of(f)->pMethods->xSectorSize(real_of(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) {
        return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
    };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
    };
    m.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
        return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { real_of(f)->pMethods->xShmBarrier(real_of(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) {
        return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
    };
}

int open_layer(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    LayerFile* layer = layer_of(file);
    layer->base.pMethods = nullptr;
    layer->is_log = (flags & SQLITE_OPEN_WAL) != 0;
    sqlite3_vfs* real = faults().real;
    const int code = real->xOpen(real, name, layer->real(), flags, out_flags);
    if (code == SQLITE_OK) layer->base.pMethods = &faults().methods;
    return code;
}

struct StorageFaultTest : testing::Test {
    static void SetUpTestSuite() {
        Faults& f = faults();
        f.real = sqlite3_vfs_find(nullptr);
        fill_methods(f.methods);
        f.layer = *f.real;
        f.layer.pNext = nullptr;
        f.layer.zName = "faulty";
        f.layer.szOsFile = static_cast<int>(sizeof(LayerFile)) + f.real->szOsFile;
        f.layer.xOpen = open_layer;
        sqlite3_vfs_register(&f.layer, 1);
    }
    static void TearDownTestSuite() {
        sqlite3_vfs_unregister(&faults().layer);
        sqlite3_vfs_register(faults().real, 1);
    }
    StorageFaultTest() { db.script("CREATE TABLE t(id INTEGER PRIMARY KEY)"); }
    ~StorageFaultTest() override { heal(); }

    static void heal() {
        faults().write_code = SQLITE_OK;
        faults().sync_code = SQLITE_OK;
        faults().holds_sync = false;
        faults().syncs_held = 0;
    }
    void wait_for_queue(std::int64_t length) {
        while (db->stats().write_queue < length) std::this_thread::yield();
    }
    // One group whose sync hangs while another one runs: how its caller and that of the other
    // fared, once the sync has answered `code`.
    std::vector<std::string> two_groups_and_a_sync(int code);
    std::string insert(std::int64_t id) {
        return key_of([&] {
            db->write(Lane::interactive, [&](WriteLease& w) {
                w.connection().execute("INSERT INTO t(id) VALUES(?)", {id});
                w.after_commit([&] { ++effects; });
            });
        });
    }

    ScratchDatabase db;
    std::atomic<int> effects{0};
};

TEST_F(StorageFaultTest, a_full_disk_fails_the_group_and_service_goes_on) {
    EXPECT_EQ(insert(1), "");
    faults().write_code = SQLITE_FULL;
    std::vector<std::thread> threads;
    std::atomic<int> full{0};
    for (std::int64_t i = 10; i < 20; ++i) {
        threads.emplace_back([&, i] { full += insert(i) == "error.disk_full" ? 1 : 0; });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(full, 10);
    EXPECT_TRUE(db->is_healthy());
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 1);  // reading goes on
    heal();
    EXPECT_EQ(insert(2), "");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 2);
    EXPECT_EQ(effects, 2);
}

TEST_F(StorageFaultTest, a_failed_fsync_ends_all_writing) {
    EXPECT_EQ(insert(1), "");
    faults().sync_code = SQLITE_IOERR_FSYNC;
    std::vector<std::thread> threads;
    std::atomic<int> failed{0};
    for (std::int64_t i = 10; i < 20; ++i) {
        threads.emplace_back([&, i] { failed += insert(i) == "error.storage_failed" ? 1 : 0; });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failed, 10);
    heal();  // a disk that answers again proves nothing
    EXPECT_FALSE(db->is_healthy());
    EXPECT_EQ(insert(2), "error.storage_failed");
    EXPECT_EQ(effects, 1);
    db.database.reset();
    db.open();  // the next start recovers from the log
    EXPECT_TRUE(db->is_healthy());
    EXPECT_EQ(db.integer("SELECT count(*) FROM t WHERE id = 1"), 1);
    EXPECT_TRUE(db->check().empty());
    EXPECT_EQ(insert(3), "");
}

std::vector<std::string> StorageFaultTest::two_groups_and_a_sync(int code) {
    EXPECT_EQ(insert(1), "");
    std::vector<std::string> fared(2, "waits");
    std::atomic<int> answered{0};
    std::latch inside{1};
    std::thread first([&] {
        fared[0] = key_of([&] {
            // A chunk ends its group; those that came meanwhile make the next one.
            db->write(Lane::bulk, [&](WriteLease& w) {
                w.connection().execute("INSERT INTO t(id) VALUES(2)");
                inside.count_down();
                wait_for_queue(1);
                faults().holds_sync = true;
            });
        });
        ++answered;
    });
    inside.wait();
    std::thread second([&] {
        fared[1] = insert(3);
        ++answered;
    });
    while (faults().syncs_held == 0) std::this_thread::yield();
    // Both stand in the file; neither caller has been told.
    while (db.integer("SELECT count(*) FROM t") < 3) std::this_thread::yield();
    EXPECT_EQ(answered, 0);
    faults().sync_code = code;
    faults().holds_sync = false;
    first.join();
    second.join();
    return fared;
}

TEST_F(StorageFaultTest, the_next_group_runs_while_the_log_is_synced_and_nobody_is_told_before) {
    EXPECT_EQ(two_groups_and_a_sync(SQLITE_OK), (std::vector<std::string>{"", ""}));
    EXPECT_TRUE(db->is_healthy());
}

TEST_F(StorageFaultTest, when_the_sync_fails_all_who_waited_for_it_are_told) {
    const std::string failed = "error.storage_failed";
    EXPECT_EQ(two_groups_and_a_sync(SQLITE_IOERR_FSYNC),
              (std::vector<std::string>{failed, failed}));
    EXPECT_FALSE(db->is_healthy());
    EXPECT_EQ(insert(4), failed);
}

TEST_F(StorageFaultTest, a_failed_write_of_the_log_ends_all_writing) {
    faults().write_code = SQLITE_IOERR_WRITE;
    EXPECT_EQ(insert(1), "error.storage_failed");
    heal();
    EXPECT_FALSE(db->is_healthy());
    EXPECT_EQ(insert(1), "error.storage_failed");
    EXPECT_EQ(db.integer("SELECT count(*) FROM t"), 0);
}

}  // namespace
}  // namespace bihuan::db::sqlite
