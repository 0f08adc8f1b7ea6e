// SQLite's file layer with a write-ahead log whose frames are gathered into large writes, and undo
// logs whose writes are cut into what the layer below takes.
//
// SQLite writes a frame as two small pieces, so that a commit of 300 pages costs 600 system calls.
// Here pieces that follow one another wait in memory until the log is synced, read, measured, cut
// or closed, or until there are enough of them. That is safe for a connection with synchronous=FULL
// alone: only there a sync stands between the last frame of a commit and its publication.
//
// What a savepoint may have to undo lies in memory up to a limit (SQLITE_CONFIG_STMTJRNL_SPILL) and
// is then written in one piece, of which SQLite's layer for unix takes 0x1ffff bytes and calls the
// disk full.
//
// Registered once per process over each default layer; an open log belongs to the connection that
// opened it. Any thread.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <string>

namespace bihuan::db::sqlite {

// Written at once: SQLite's layer for unix takes no more than 0x1ffff bytes in one call.
inline constexpr std::size_t kLogPieceBytes = 127 * 1024;

// The name to open a writer with, over SQLite's default layer of now; only a durable one `gathers`
// its log. Error(internal) when SQLite refuses it.
std::string writer_vfs(bool gathers);

// The log of a connection that was opened with writer_vfs(true). Commits may leave its last sync to
// another thread: frames lie in the file by then, in order, and after a power cut SQLite reads
// those up to the first that is missing. The sync of a log's new head is never left out, because
// frames of the old log could pass for new ones.
class LogFile {
public:
    // Any connection; for one without this layer, or without a log, nothing is ever left.
    explicit LogFile(sqlite3* connection) : connection_(connection) {}

    // While set, commits sync no frames. The connection's thread, as take_left().
    void leave_sync(bool leave);
    // Whether a sync was left since the last call; then sync() may be called.
    bool take_left();
    // Syncs what lies in the file now; SQLite's code. Any thread, while the connection is open.
    int sync() const;

private:
    sqlite3* connection_;
    sqlite3_file* file_ = nullptr;  // below this layer
    int flags_ = 0;
};

}  // namespace bihuan::db::sqlite
