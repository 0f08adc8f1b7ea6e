#include "db/sqlite/log_vfs.h"

#include "base/error.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

namespace bihuan::db::sqlite {

namespace {

// What SQLite sees as an open log; the file below it lies behind this in the same memory.
struct Log {
    sqlite3_file base;
    std::unique_ptr<char[]> piece;
    std::size_t held;      // bytes of `piece`
    sqlite3_int64 offset;  // where they belong
    bool leaves_sync;
    bool has_new_head;
    int left_flags;  // of a sync that was left; 0: none

    sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

Log& log_of(sqlite3_file* file) { return *reinterpret_cast<Log*>(file); }

// What cannot be written is dropped: the commit fails, and the next one begins where it began.
int flush(Log& log) {
    if (log.held == 0) return SQLITE_OK;
    const int size = static_cast<int>(log.held);
    log.held = 0;
    return log.below()->pMethods->xWrite(log.below(), log.piece.get(), size, log.offset);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    Log& log = log_of(file);
    const auto count = static_cast<std::size_t>(size);
    const bool follows = log.offset + static_cast<sqlite3_int64>(log.held) == offset;
    if (log.held > 0 && (!follows || log.held + count > kLogPieceBytes)) {
        const int code = flush(log);
        if (code != SQLITE_OK) return code;
    }
    if (count > kLogPieceBytes) {
        return log.below()->pMethods->xWrite(log.below(), bytes, size, offset);
    }
    if (offset == 0) log.has_new_head = true;
    if (!log.piece) log.piece.reset(new (std::nothrow) char[kLogPieceBytes]);
    if (!log.piece) return SQLITE_NOMEM;
    if (log.held == 0) log.offset = offset;
    std::memcpy(log.piece.get() + log.held, bytes, count);
    log.held += count;
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
    Log& log = log_of(file);
    const int code = flush(log);
    if (code != SQLITE_OK) return code;
    return log.below()->pMethods->xRead(log.below(), bytes, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Log& log = log_of(file);
    const int code = flush(log);
    return code != SQLITE_OK ? code : log.below()->pMethods->xTruncate(log.below(), size);
}

int sync(sqlite3_file* file, int flags) {
    Log& log = log_of(file);
    const int code = flush(log);
    if (code != SQLITE_OK) return code;
    if (log.leaves_sync && !log.has_new_head) {
        log.left_flags = flags;
        return SQLITE_OK;
    }
    log.has_new_head = false;
    return log.below()->pMethods->xSync(log.below(), flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    Log& log = log_of(file);
    const int code = flush(log);
    return code != SQLITE_OK ? code : log.below()->pMethods->xFileSize(log.below(), size);
}

int close(sqlite3_file* file) {
    Log& log = log_of(file);
    const int written = flush(log);
    const int closed = log.below()->pMethods->xClose(log.below());
    log.~Log();
    return written != SQLITE_OK ? written : closed;
}

int control(sqlite3_file* file, int what, void* value) {
    sqlite3_file* const below = log_of(file).below();
    return below->pMethods->xFileControl(below, what, value);
}

int lock(sqlite3_file* file, int level) {
    sqlite3_file* const below = log_of(file).below();
    return below->pMethods->xLock(below, level);
}

int unlock(sqlite3_file* file, int level) {
    sqlite3_file* const below = log_of(file).below();
    return below->pMethods->xUnlock(below, level);
}

int check_lock(sqlite3_file* file, int* out) {
    sqlite3_file* const below = log_of(file).below();
    return below->pMethods->xCheckReservedLock(below, out);
}

int sector_size(sqlite3_file* file) {
    sqlite3_file* const below = log_of(file).below();
    return below->pMethods->xSectorSize(below);
}

int characteristics(sqlite3_file* file) {
    sqlite3_file* const below = log_of(file).below();
    return below->pMethods->xDeviceCharacteristics(below);
}

// Version 1: a log is neither mapped nor shared memory.
constexpr sqlite3_io_methods kMethods = {
    1,    close,  read,       write,   truncate, sync, file_size,
    lock, unlock, check_lock, control, sector_size, characteristics,
    nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};

// An undo log that outgrows memory is written in one call of any size; nothing is held.
int write_pieces(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    sqlite3_file* const below = log_of(file).below();
    const char* from = static_cast<const char*>(bytes);
    int code = SQLITE_OK;
    for (int left = size; left > 0 && code == SQLITE_OK;) {
        const int piece = std::min(left, static_cast<int>(kLogPieceBytes));
        code = below->pMethods->xWrite(below, from, piece, offset);
        from += piece;
        offset += piece;
        left -= piece;
    }
    return code;
}

constexpr sqlite3_io_methods kUndoMethods = {
    1,    close,  read,       write_pieces, truncate, sync, file_size,
    lock, unlock, check_lock, control,      sector_size, characteristics,
    nullptr, nullptr, nullptr, nullptr, nullptr, nullptr};

struct Layer {
    std::string name;
    bool gathers = false;
    sqlite3_vfs* system = nullptr;
    sqlite3_vfs vfs = {};
};

// Null for files that are the system's alone.
const sqlite3_io_methods* methods_of(const Layer& layer, int flags) {
    if ((flags & SQLITE_OPEN_SUBJOURNAL) != 0) return &kUndoMethods;
    return (flags & SQLITE_OPEN_WAL) != 0 && layer.gathers ? &kMethods : nullptr;
}

int open(sqlite3_vfs* self, const char* name, sqlite3_file* file, int flags, int* out_flags) {
    const Layer& layer = *static_cast<Layer*>(self->pAppData);
    sqlite3_vfs* const system = layer.system;
    const sqlite3_io_methods* const methods = methods_of(layer, flags);
    if (methods == nullptr) return system->xOpen(system, name, file, flags, out_flags);
    Log* const log = new (file) Log{};
    log->below()->pMethods = nullptr;
    const int code = system->xOpen(system, name, log->below(), flags, out_flags);
    if (log->below()->pMethods == nullptr) {
        log->~Log();
        return code;
    }
    log->base.pMethods = methods;  // SQLite closes it even after an error
    return code;
}

// Null when the connection's log is not of this layer.
Log* log_of(sqlite3* connection) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
    return file != nullptr && file->pMethods == &kMethods ? &log_of(file) : nullptr;
}

}  // namespace

std::string writer_vfs(bool gathers) {
    static std::mutex mutex;
    static std::list<Layer> layers;  // SQLite keeps pointers to them
    const std::lock_guard lock(mutex);
    sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
    for (const Layer& each : layers) {
        if (each.system == system && each.gathers == gathers) return each.name;
    }
    Layer& layer = layers.emplace_back();
    layer.name = std::string(gathers ? "bihuan-log over " : "bihuan-undo over ") + system->zName;
    layer.gathers = gathers;
    layer.system = system;
    layer.vfs = *system;  // everything but opening is the system's
    layer.vfs.szOsFile = static_cast<int>(sizeof(Log)) + system->szOsFile;
    layer.vfs.zName = layer.name.c_str();
    layer.vfs.pAppData = &layer;
    layer.vfs.pNext = nullptr;
    layer.vfs.xOpen = open;
    if (sqlite3_vfs_register(&layer.vfs, 0) != SQLITE_OK) {
        throw Error(Code::internal, "error.internal").because("no layer for the log");
    }
    return layer.name;
}

void LogFile::leave_sync(bool leave) {
    if (Log* const log = log_of(connection_)) log->leaves_sync = leave;
}

bool LogFile::take_left() {
    Log* const log = log_of(connection_);
    if (log == nullptr || log->left_flags == 0) return false;
    file_ = log->below();
    flags_ = std::exchange(log->left_flags, 0);
    return true;
}

int LogFile::sync() const { return file_->pMethods->xSync(file_, flags_); }

}  // namespace bihuan::db::sqlite
