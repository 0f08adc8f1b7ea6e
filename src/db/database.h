// The small database interface: everything above speaks to this, never to an engine.
//
// SQL is the common subset of both engines with `?` as placeholder (the engine rewrites it);
// what differs is asked of Dialect. A Database is owned by its Workspace; it is thread-safe.
// Connections are lent to one thread at a time.
#pragma once

#include "db/dialect.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bihuan::db {

// A parameter. Text is borrowed: it must outlive the call.
using Param = std::variant<std::nullptr_t, std::int64_t, std::string_view>;
using Params = std::vector<Param>;

// One row of a result, valid inside the callback only. Columns count from 0.
class Row {
public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;      // 0 for null
    virtual std::string_view text(int column) const = 0;     // empty for null; also for blobs
    virtual double real(int column) const = 0;               // ranking only, never money
};

// Returns false to stop early.
using RowFn = std::function<bool(const Row&)>;

class Connection {
public:
    virtual ~Connection() = default;
    // Runs a prepared statement (cached by its text). Throws Error(internal, because=engine text);
    // a unique violation is Error(conflict, "error.db.unique"), disk full Error(unavailable).
    virtual void query(std::string_view sql, std::span<const Param> params, const RowFn& row) = 0;
    // Returns the number of rows changed.
    virtual std::int64_t execute(std::string_view sql, std::span<const Param> params) = 0;
    // As execute(), for whom the number of rows does not matter: it may be sent along with the
    // next statement. What goes wrong is thrown by that one, or at the end of the transaction.
    virtual void post(std::string_view sql, std::span<const Param> params) {
        execute(sql, params);
    }
    // Waits for what was posted and throws what went wrong; before a savepoint is given back, so
    // that nothing fails behind it.
    virtual void settle() {}
    // Several statements without parameters (DDL).
    virtual void script(std::string_view sql) = 0;

    void query(std::string_view sql, std::initializer_list<Param> params, const RowFn& row) {
        query(sql, std::span<const Param>(params.begin(), params.size()), row);
    }
    std::int64_t execute(std::string_view sql, std::initializer_list<Param> params = {}) {
        return execute(sql, std::span<const Param>(params.begin(), params.size()));
    }
    void post(std::string_view sql, std::initializer_list<Param> params) {
        post(sql, std::span<const Param>(params.begin(), params.size()));
    }
    // Stop a running query of this connection from another thread (client gone, time limit).
    virtual void interrupt() = 0;
};

// A connection inside an open read transaction: everything read through it is one snapshot.
class ReadLease {
public:
    virtual ~ReadLease() = default;
    virtual Connection& connection() = 0;
};

// What a transaction function may do while it runs. It may run again and must have no effect
// outside the database; effects go through after_commit, which runs once, on the caller's
// thread, after the commit is durable.
class WriteLease {
public:
    virtual ~WriteLease() = default;
    virtual Connection& connection() = 0;
    virtual void after_commit(std::function<void()> effect) = 0;
    // Another process wrote since this one last did: what this process remembers of the database
    // may be stale. Always false on an engine of one process.
    virtual bool others_wrote() const { return false; }
};

using WriteFn = std::function<void(WriteLease&)>;

// How urgent a write is: interactive ones go before the chunks of jobs (imports, bulk verbs),
// so that no person waits more than one chunk.
enum class Lane { interactive, bulk };

struct Stats {
    std::int64_t writes = 0;            // transaction functions committed
    std::int64_t groups = 0;            // durable commits (fsyncs) that carried them
    std::int64_t write_queue = 0;       // waiting now
    std::int64_t size_bytes = 0;
};

class Database {
public:
    virtual ~Database() = default;
    virtual const Dialect& dialect() const = 0;
    virtual std::unique_ptr<ReadLease> read() = 0;
    // Several processes may have this database open at once.
    virtual bool is_shared() const { return false; }
    // Runs fn in a transaction and returns when it is durable; rethrows what fn threw after
    // undoing everything it did. Blocks the caller; fn runs on the writer's thread, several
    // callers share one durable commit, and no two transactions of all processes overlap.
    virtual void write(Lane lane, const WriteFn& fn) = 0;
    // A consistent copy while others write. Throws Error(unavailable) when the disk is full.
    virtual void backup(const std::string& file,
                        const std::function<void(int percent)>& progress) = 0;
    // Engine's own integrity check; empty when sound, else what is wrong.
    virtual std::vector<std::string> check() = 0;
    virtual Stats stats() const = 0;
    // False once an fsync failed: the process must stop and recover from the log.
    virtual bool is_healthy() const = 0;
};

}  // namespace bihuan::db
