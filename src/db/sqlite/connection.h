// One SQLite connection with its cache of prepared statements.
//
// Owned by the writer, the reader pool or the checkpointer; used by one thread at a time, except
// interrupt(), which any thread may call while the connection lives.
#pragma once

#include "db/database.h"

#include <sqlite3.h>

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bihuan::db::sqlite {

// Enough for every plan in daily use; rare ad-hoc filters push one another out.
inline constexpr std::size_t kStatementsMax = 512;
// Another process (a command-line tool), or our own checkpoint of low priority on a busy machine,
// may hold the write lock for a moment: waiting beats refusing.
inline constexpr int kBusyTimeoutMs = 30'000;

enum class Role { writer, reader, checkpointer };

class SqliteConnection final : public Connection {
public:
    // Opens, or as a writer creates, the file. Throws Error(unavailable, "error.db.open").
    SqliteConnection(const std::string& file, Role role, int cache_kib, bool durable);
    ~SqliteConnection() override;
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    using Connection::execute;
    using Connection::query;
    void query(std::string_view sql, std::span<const Param> params, const RowFn& row) override;
    std::int64_t execute(std::string_view sql, std::span<const Param> params) override;
    void script(std::string_view sql) override;
    void interrupt() override;

    // Runs a statement without result; returns SQLite's extended code instead of throwing.
    int run(std::string_view sql);
    bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
    // By default the writer, closing last, copies the log into the file; others never do.
    void keep_log_on_close();
    // A write or fsync of the disk failed on this connection at some time.
    bool storage_failed() const { return storage_failed_; }
    // Statements so far that may have changed the file; one that failed changed nothing.
    std::int64_t writes() const { return writes_; }
    std::size_t cached_statements() const { return cache_.size(); }
    sqlite3* handle() { return db_; }

private:
    struct Statement {
        std::string sql;
        sqlite3_stmt* stmt = nullptr;
        bool is_busy = false;
    };
    using Cache = std::list<Statement>;  // the most recently used first
    class Use;

    void configure(Role role, int cache_kib, bool durable);
    sqlite3_stmt* prepare(std::string_view sql, unsigned flags);
    Cache::iterator cached(std::string_view sql);
    void evict();
    int note(int code);
    [[noreturn]] void fail(int code, std::string_view sql);

    sqlite3* db_ = nullptr;
    Cache cache_;
    std::unordered_map<std::string_view, Cache::iterator> by_sql_;  // keys live in cache_
    bool storage_failed_ = false;
    std::int64_t writes_ = 0;
};

}  // namespace bihuan::db::sqlite
