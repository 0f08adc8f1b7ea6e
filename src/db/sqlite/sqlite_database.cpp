#include "db/sqlite/sqlite_database.h"

#include "db/sqlite/checkpointer.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/copy.h"
#include "db/sqlite/readers.h"
#include "db/sqlite/sqlite_dialect.h"
#include "db/sqlite/writer.h"

#include <filesystem>
#include <mutex>
#include <utility>

namespace bihuan::db {

namespace {

using sqlite::Role;
using sqlite::SqliteConnection;

constexpr int kCheckpointerCacheKib = 256;  // it reads the log, not the tables
// What a savepoint may have to undo stays in memory up to here, instead of in a file.
constexpr int kUndoBytesMax = 16 * 1024 * 1024;

// SQLite's settings of the whole process; they must come before its first use.
void configure_process() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kUndoBytesMax); });
}

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const SqliteOptions& options, Log& log)
        : options_(options),
          dialect_(sqlite::make_dialect()),
          writer_(std::make_unique<SqliteConnection>(options.file, Role::writer,
                                                     options.writer_cache_kib, options.durable),
                  log, [this](int pages) { checkpointer_.committed(pages); }),
          checkpointer_(std::make_unique<SqliteConnection>(options.file, Role::checkpointer,
                                                           kCheckpointerCacheKib,
                                                           options.durable),
                        writer_),
          readers_(options.file, options.readers, options.reader_cache_kib) {}

    ~SqliteDatabase() override { writer_.stop(); }

    const Dialect& dialect() const override { return *dialect_; }
    std::unique_ptr<ReadLease> read() override { return readers_.lend(); }
    void write(Lane lane, const WriteFn& fn) override { writer_.write(lane, fn); }
    bool is_healthy() const override { return writer_.is_healthy(); }

    void backup(const std::string& file,
                const std::function<void(int percent)>& progress) override {
        const auto source = open_reader();
        source->execute("BEGIN");
        // The first read takes the snapshot: later commits do not restart the copy.
        source->query("SELECT count(*) FROM sqlite_schema", {}, [](const Row&) { return true; });
        sqlite::copy_to_file(*source, file, progress);
    }

    std::vector<std::string> check() override {
        std::vector<std::string> problems;
        const auto reader = open_reader();
        reader->query("PRAGMA integrity_check(100)", {}, [&](const Row& row) {
            if (row.text(0) != "ok") problems.emplace_back(row.text(0));
            return true;
        });
        reader->query("PRAGMA foreign_key_check", {}, [&](const Row& row) {
            problems.push_back("foreign key of table " + std::string(row.text(0)));
            return true;
        });
        return problems;
    }

    Stats stats() const override {
        Stats stats = writer_.stats();
        for (const char* suffix : {"", "-wal"}) {
            std::error_code code;
            const auto size = std::filesystem::file_size(options_.file + suffix, code);
            if (!code) stats.size_bytes += static_cast<std::int64_t>(size);
        }
        return stats;
    }

private:
    // Long work gets a connection of its own, so that it takes none from the pool.
    std::unique_ptr<SqliteConnection> open_reader() const {
        return std::make_unique<SqliteConnection>(options_.file, Role::reader,
                                                  options_.reader_cache_kib, true);
    }

    // The writer's thread ends first, then all is destroyed from the last to the first: the
    // writer's connection closes last, and copies the log into the file.
    SqliteOptions options_;
    std::unique_ptr<Dialect> dialect_;
    sqlite::Writer writer_;
    sqlite::Checkpointer checkpointer_;
    sqlite::Readers readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const SqliteOptions& options, Log& log) {
    configure_process();
    return std::make_unique<SqliteDatabase>(options, log);
}

}  // namespace bihuan::db
