// One connection to a PostgreSQL server, always in pipeline mode, with its prepared statements.
//
// Owned by the writer or the reader pool; used by one thread at a time, except interrupt(), which
// any thread may call while the connection lives.
#pragma once

#include "db/database.h"
#include "db/postgres/failure.h"
#include "db/postgres/libpq.h"

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bihuan::db::postgres {

// Enough for every plan in daily use; each one costs the server memory per connection.
inline constexpr std::size_t kStatementsMax = 512;
inline constexpr int kConnectSeconds = 10;
// A process that stopped inside a transaction (machine asleep) must not hold the turn for ever.
inline constexpr int kIdleInTransactionSeconds = 60;
// DDL waits for those who read the table; everyone else waits behind it, so not for long.
inline constexpr int kDdlLockMs = 1'000;
// Anything else that waits for a lock this long (the turn of a process that hangs) tries again.
inline constexpr int kLockMs = 10'000;

class PostgresConnection final : public Connection {
public:
    // Throws Error(unavailable, "error.db.connect").
    PostgresConnection(std::shared_ptr<const Libpq> pq, const std::string& url);
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    using Connection::execute;
    using Connection::post;
    using Connection::query;
    void query(std::string_view sql, std::span<const Param> params, const RowFn& row) override;
    std::int64_t execute(std::string_view sql, std::span<const Param> params) override;
    void post(std::string_view sql, std::span<const Param> params) override;
    void script(std::string_view sql) override;
    void interrupt() override;

    // The next statement is sent behind this one, in the same round trip.
    void begin_with(std::string_view sql);
    // Ends what begin_with() began, without waiting for the answer.
    void end_with(std::string_view sql);
    void settle() override;
    // Settles without throwing; nothing when all went well.
    std::unique_ptr<Error> try_settle();

    bool is_lost() const { return lost_; }
    bool in_transaction() const;
    // The transaction is in error: every statement is refused until a rollback.
    bool is_broken() const;
    // The gravest remedy any failure asked for since the last call.
    Remedy take_remedy();
    std::size_t cached_statements() const { return cache_.size(); }
    // Round trips so far: what a page or a write costs.
    std::int64_t round_trips() const { return round_trips_; }

private:
    struct Prepared;
    using PreparedPtr = std::shared_ptr<Prepared>;
    using Cache = std::list<PreparedPtr>;  // the most recently used first
    struct Result;
    class Values;
    enum class Step { prepare, describe, run, deallocate };
    struct Expected {
        Step step;
        PreparedPtr statement;
    };

    void configure();
    void send(std::string_view sql, std::span<const Param> params);
    PreparedPtr prepared(std::string_view sql, std::span<const Param> params);
    PreparedPtr prepare(std::string_view sql, std::span<const Param> params);
    void evict();
    void forget(const PreparedPtr& statement);
    Result receive();
    Result receive_all(std::vector<Expected>& sent, std::unique_ptr<Error>& failure);
    bool receive_one(const Expected& expected, Result& last, std::unique_ptr<Error>& failure);
    void note_types(Prepared& statement, const PGresult* description);
    std::unique_ptr<Error> failure_of(const PGresult* result, std::string_view sql);
    [[noreturn]] void lose(std::string_view sql);
    void require(int sent, std::string_view sql);
    Result run_now(const std::string& sql);

    std::shared_ptr<const Libpq> pq_;
    PGconn* connection_ = nullptr;
    PGcancel* cancel_ = nullptr;
    Cache cache_;
    std::unordered_multimap<std::string_view, Cache::iterator> by_sql_;  // keys live in cache_
    std::vector<Expected> pending_;  // sent since the last sync
    std::vector<Expected> unread_;   // sent and synced, the answers not yet read
    std::string opening_;            // goes before the next statement
    std::int64_t names_ = 0;
    std::int64_t round_trips_ = 0;
    Remedy remedy_ = Remedy::none;
    bool lost_ = false;
};

}  // namespace bihuan::db::postgres
