#include "db/sqlite/copy.h"

#include "db/sqlite/failure.h"
#include "db/sqlite/functions.h"
#include "db/sqlite/sqlite_database.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>

namespace bihuan::db::sqlite {

namespace {

namespace fs = std::filesystem;

constexpr int kStepPages = 512;  // 2 MiB between two reports of progress

Error backup_error(const std::string& file, std::string_view cause) {
    return Error(Code::unavailable, "error.db.backup", {{"file", file}})
        .because(std::string(cause));
}

// Removes a half-made file unless it was kept.
class Partial {
public:
    explicit Partial(std::string path) : path_(std::move(path)) { remove(); }
    ~Partial() { remove(); }
    Partial(const Partial&) = delete;
    Partial& operator=(const Partial&) = delete;
    const std::string& path() const { return path_; }

private:
    void remove() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    std::string path_;
};

void sync_path(const std::string& path, int flags, const std::string& file) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) throw backup_error(file, std::strerror(errno));
    const int code = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    if (code == 0) return;
    if (reason == ENOSPC) throw disk_full_error(path);
    throw backup_error(file, std::strerror(reason));
}

// Makes `from` durable under its final name.
void publish(const std::string& from, const std::string& file) {
    sync_path(from, O_RDONLY, file);
    std::error_code code;
    fs::rename(from, file, code);
    if (code) throw backup_error(file, code.message());
    const std::string folder = fs::absolute(file).parent_path().string();
    sync_path(folder, O_RDONLY | O_DIRECTORY, file);
}

struct CloseDatabase {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
};
using Handle = std::unique_ptr<sqlite3, CloseDatabase>;

Handle open_raw(const std::string& path, int flags, const std::string& file) {
    sqlite3* raw = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    Handle handle(raw);
    if (code != SQLITE_OK) throw backup_error(file, sqlite3_errstr(code));
    return handle;
}

void copy_pages(sqlite3* target, sqlite3* source, const std::string& file,
                const std::function<void(int)>& progress) {
    sqlite3_backup* backup = sqlite3_backup_init(target, "main", source, "main");
    if (backup == nullptr) throw backup_error(file, sqlite3_errmsg(target));
    int code = SQLITE_OK;
    int percent = -1;
    try {
        while (code == SQLITE_OK) {
            code = sqlite3_backup_step(backup, kStepPages);
            const int total = std::max(1, sqlite3_backup_pagecount(backup));
            const auto left = static_cast<std::int64_t>(sqlite3_backup_remaining(backup));
            const int now = static_cast<int>((total - left) * 100 / total);
            if (progress && now != percent) progress(percent = now);
        }
    } catch (...) {
        sqlite3_backup_finish(backup);
        throw;
    }
    sqlite3_backup_finish(backup);
    if (code == SQLITE_DONE) return;
    if ((code & 0xff) == SQLITE_FULL) throw disk_full_error("backup");
    throw backup_error(file, sqlite3_errstr(code));
}

bool is_sound(sqlite3* db) {
    sqlite3_stmt* stmt = nullptr;
    if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &stmt, nullptr) != SQLITE_OK) {
        return false;
    }
    const bool has_row = sqlite3_step(stmt) == SQLITE_ROW;
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(stmt, 0));
    const bool sound = has_row && text != nullptr && std::string_view(text) == "ok";
    sqlite3_finalize(stmt);
    return sound;
}

}  // namespace

void copy_to_file(SqliteConnection& source, const std::string& file,
                  const std::function<void(int)>& progress) {
    const Partial partial(file + ".partial");
    {
        const Handle target = open_raw(partial.path(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                       file);
        // The copy is worth nothing until it is whole: one fsync at the end is enough.
        sqlite3_exec(target.get(), "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", nullptr,
                     nullptr, nullptr);
        copy_pages(target.get(), source.handle(), file, progress);
    }
    publish(partial.path(), file);
}

void restore_file(const std::string& backup_file, const std::string& file) {
    if (fs::exists(file)) {
        throw Error(Code::conflict, "error.db.restore_exists", {{"file", file}});
    }
    const auto refuse = [&](std::string_view cause) {
        return Error(Code::invalid, "error.db.restore_source", {{"file", backup_file}})
            .because(std::string(cause));
    };
    std::error_code code;
    if (!fs::is_regular_file(backup_file, code)) throw refuse("no such file");
    const Partial partial(file + ".partial");
    fs::copy_file(backup_file, partial.path(), code);
    if (code == std::errc::no_space_on_device) throw disk_full_error(file);
    if (code) throw backup_error(file, code.message());
    {
        const Handle handle = open_raw(partial.path(), SQLITE_OPEN_READWRITE, file);
        try {
            register_functions(handle.get());  // reads the schema: no database, no functions
        } catch (const Error& error) {
            throw refuse(error.cause());
        }
        if (!is_sound(handle.get())) throw refuse("integrity check failed");
    }
    // Leftovers beside a missing database belong to a file that is gone: SQLite would replay
    // them into the restored one and destroy it.
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        fs::remove(partial.path() + suffix, code);
        fs::remove(file + suffix, code);
    }
    publish(partial.path(), file);
}

}  // namespace bihuan::db::sqlite

namespace bihuan::db {

void restore_sqlite(const std::string& backup_file, const std::string& file) {
    sqlite::restore_file(backup_file, file);
}

}  // namespace bihuan::db
