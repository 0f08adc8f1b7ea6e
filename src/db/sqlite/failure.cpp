#include "db/sqlite/failure.h"

namespace bihuan::db::sqlite {

namespace {

// How much of a statement the log may carry.
constexpr std::size_t kDoingMax = 300;

std::string cause_of(sqlite3* db, int code, std::string_view doing) {
    std::string cause = db == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(db);
    cause += " (" + std::to_string(code) + ") in: ";
    cause += doing.substr(0, kDoingMax);
    return cause;
}

bool is_unique_violation(int code) {
    return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
           code == SQLITE_CONSTRAINT_ROWID;
}

}  // namespace

bool is_storage_failure(int extended_code) {
    return extended_code == SQLITE_IOERR_FSYNC || extended_code == SQLITE_IOERR_DIR_FSYNC ||
           extended_code == SQLITE_IOERR_WRITE || extended_code == SQLITE_IOERR_TRUNCATE;
}

Error disk_full_error(std::string_view cause) {
    return Error(Code::unavailable, "error.disk_full").because(std::string(cause));
}

Error storage_error(std::string_view cause) {
    return Error(Code::unavailable, "error.storage_failed").because(std::string(cause));
}

Error error_of(sqlite3* db, int extended_code, std::string_view doing) {
    const std::string cause = cause_of(db, extended_code, doing);
    const auto made = [&](Code code, const char* key) { return Error(code, key).because(cause); };
    if (is_unique_violation(extended_code)) return made(Code::conflict, "error.db.unique");
    switch (extended_code & 0xff) {
        case SQLITE_FULL: return disk_full_error(cause);
        case SQLITE_IOERR:
        case SQLITE_READONLY: return storage_error(cause);
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return made(Code::unavailable, "error.db.busy");
        case SQLITE_INTERRUPT: return made(Code::unavailable, "error.db.interrupted");
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return made(Code::internal, "error.db.damaged");
        case SQLITE_NOMEM: return made(Code::unavailable, "error.memory");
        case SQLITE_ERROR:
            if (cause.starts_with("integer overflow")) {
                return made(Code::invalid, "issue.number.range");
            }
            return made(Code::internal, "error.internal");
    }
    return made(Code::internal, "error.internal");
}

}  // namespace bihuan::db::sqlite
