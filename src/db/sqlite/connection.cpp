#include "db/sqlite/connection.h"

#include "db/sqlite/failure.h"
#include "db/sqlite/functions.h"
#include "db/sqlite/log_vfs.h"

#include <utility>

namespace bihuan::db::sqlite {

namespace {

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* stmt) : stmt_(stmt) {}

    bool is_null(int column) const override {
        return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(stmt_, column);
    }
    std::string_view text(int column) const override {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
        if (bytes == nullptr) return {};
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
    }
    double real(int column) const override { return sqlite3_column_double(stmt_, column); }

private:
    sqlite3_stmt* stmt_;
};

int bind_one(sqlite3_stmt* stmt, int index, const Param& param) {
    switch (param.index()) {
        case 1: return sqlite3_bind_int64(stmt, index, std::get<1>(param));
        case 2: {
            const std::string_view text = std::get<2>(param);
            const char* bytes = text.data() == nullptr ? "" : text.data();
            return sqlite3_bind_text64(stmt, index, bytes, text.size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        }
        default: return sqlite3_bind_null(stmt, index);
    }
}

}  // namespace

// A prepared statement while it runs: the cached one, or, when that is running further up the
// stack, one of its own.
class SqliteConnection::Use {
public:
    Use(SqliteConnection& connection, std::string_view sql) : connection_(connection), sql_(sql) {
        entry_ = connection_.cached(sql);
        if (entry_->is_busy) {
            own_ = connection_.prepare(sql, 0);
        } else {
            entry_->is_busy = true;
        }
    }
    ~Use() {
        if (own_ != nullptr) {
            sqlite3_finalize(own_);
        } else {
            sqlite3_reset(entry_->stmt);
            entry_->is_busy = false;
        }
    }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    sqlite3_stmt* stmt() { return own_ != nullptr ? own_ : entry_->stmt; }

    void bind(std::span<const Param> params) {
        if (static_cast<std::size_t>(sqlite3_bind_parameter_count(stmt())) != params.size()) {
            throw Error(Code::internal, "error.internal")
                .because("wrong number of parameters for: " + std::string(sql_));
        }
        for (std::size_t i = 0; i < params.size(); ++i) {
            const int code = bind_one(stmt(), static_cast<int>(i) + 1, params[i]);
            if (code != SQLITE_OK) connection_.fail(code, sql_);
        }
    }

    bool step() {
        const int code = sqlite3_step(stmt());
        if (code == SQLITE_ROW) return true;
        if (code != SQLITE_DONE) connection_.fail(code, sql_);
        return false;
    }

private:
    SqliteConnection& connection_;
    std::string_view sql_;
    Cache::iterator entry_;
    sqlite3_stmt* own_ = nullptr;
};

SqliteConnection::SqliteConnection(const std::string& file, Role role, int cache_kib,
                                   bool durable) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (role == Role::writer ? SQLITE_OPEN_CREATE : 0);
    const bool writes = role == Role::writer;
    const std::string vfs = writes ? writer_vfs(durable) : std::string();
    const int code = sqlite3_open_v2(file.c_str(), &db_, flags, writes ? vfs.c_str() : nullptr);
    try {
        if (code != SQLITE_OK) throw error_of(db_, code, "open " + file);
        configure(role, cache_kib, durable);
    } catch (const Error& error) {
        sqlite3_close(db_);
        if (error.key() == "error.db.damaged") throw;
        throw Error(Code::unavailable, "error.db.open", {{"file", file}}).because(error.cause());
    }
}

SqliteConnection::~SqliteConnection() {
    for (Statement& statement : cache_) sqlite3_finalize(statement.stmt);
    sqlite3_close(db_);
}

void SqliteConnection::configure(Role role, int cache_kib, bool durable) {
    sqlite3_busy_timeout(db_, role == Role::checkpointer ? 0 : kBusyTimeoutMs);
    // Plans must not change with each bound value, else statements are prepared again and again.
    sqlite3_db_config(db_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (role != Role::writer) keep_log_on_close();
    register_functions(db_);
    std::string sql = "PRAGMA foreign_keys=OFF; PRAGMA mmap_size=0;";
    // A reader sorts in memory. The writer keeps the default: with temp_store=MEMORY its undo log
    // is a list of chunks of 1 KiB which every statement inside a long transaction walks, instead
    // of one piece of kUndoBytesMax.
    if (role != Role::writer) sql += "PRAGMA temp_store=MEMORY;";
    sql += "PRAGMA cache_size=-" + std::to_string(cache_kib) + ";";
    // A new file gets its page size before WAL fixes it.
    if (role == Role::writer) sql += "PRAGMA page_size=4096; PRAGMA journal_mode=WAL;";
    sql += "PRAGMA wal_autocheckpoint=0;";
    sql += durable ? "PRAGMA synchronous=FULL;" : "PRAGMA synchronous=OFF;";
    if (role == Role::reader) sql += "PRAGMA query_only=ON;";
    script(sql);
}

sqlite3_stmt* SqliteConnection::prepare(std::string_view sql, unsigned flags) {
    sqlite3_stmt* stmt = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), flags,
                                        &stmt, &tail);
    if (code != SQLITE_OK) fail(code, sql);
    const std::string_view rest(tail, static_cast<std::size_t>(sql.data() + sql.size() - tail));
    if (stmt == nullptr || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        sqlite3_finalize(stmt);
        throw Error(Code::internal, "error.internal")
            .because("not exactly one statement: " + std::string(sql));
    }
    return stmt;
}

SqliteConnection::Cache::iterator SqliteConnection::cached(std::string_view sql) {
    if (const auto found = by_sql_.find(sql); found != by_sql_.end()) {
        cache_.splice(cache_.begin(), cache_, found->second);
        return found->second;
    }
    cache_.push_front(Statement{std::string(sql), nullptr, false});
    try {
        cache_.front().stmt = prepare(cache_.front().sql, SQLITE_PREPARE_PERSISTENT);
        by_sql_.emplace(cache_.front().sql, cache_.begin());
    } catch (...) {
        sqlite3_finalize(cache_.front().stmt);
        cache_.pop_front();
        throw;
    }
    if (cache_.size() > kStatementsMax) evict();
    return cache_.begin();
}

void SqliteConnection::evict() {
    for (auto oldest = std::prev(cache_.end()); oldest != cache_.begin(); --oldest) {
        if (oldest->is_busy) continue;
        sqlite3_finalize(oldest->stmt);
        by_sql_.erase(oldest->sql);
        cache_.erase(oldest);
        return;
    }
}

int SqliteConnection::note(int code) {
    if (is_storage_failure(code)) storage_failed_ = true;
    return code;
}

void SqliteConnection::fail(int code, std::string_view sql) {
    throw error_of(db_, note(code), sql);
}

void SqliteConnection::query(std::string_view sql, std::span<const Param> params,
                             const RowFn& row) {
    Use use(*this, sql);
    use.bind(params);
    const SqliteRow current(use.stmt());
    if (sqlite3_stmt_readonly(use.stmt()) == 0) ++writes_;  // RETURNING
    while (use.step()) {
        if (!row(current)) return;
    }
}

std::int64_t SqliteConnection::execute(std::string_view sql, std::span<const Param> params) {
    Use use(*this, sql);
    use.bind(params);
    const std::int64_t before = sqlite3_total_changes64(db_);
    while (use.step()) {
    }
    if (sqlite3_stmt_readonly(use.stmt()) == 0) ++writes_;
    // sqlite3_changes() keeps the number of an earlier statement when this one changes nothing.
    return sqlite3_total_changes64(db_) == before ? 0 : sqlite3_changes64(db_);
}

void SqliteConnection::script(std::string_view sql) {
    const std::string text(sql);
    ++writes_;
    const int code = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
}

int SqliteConnection::run(std::string_view sql) {
    Use use(*this, sql);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(use.stmt());
    return code == SQLITE_DONE ? SQLITE_OK : note(code);
}

void SqliteConnection::keep_log_on_close() {
    sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void SqliteConnection::interrupt() { sqlite3_interrupt(db_); }

}  // namespace bihuan::db::sqlite
