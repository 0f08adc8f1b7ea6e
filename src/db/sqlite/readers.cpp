#include "db/sqlite/readers.h"

#include "base/error.h"

#include <chrono>
#include <utility>

namespace bihuan::db::sqlite {

class Readers::Lease final : public ReadLease {
public:
    Lease(Readers& readers, std::unique_ptr<SqliteConnection> connection)
        : readers_(readers), connection_(std::move(connection)) {}

    ~Lease() override { readers_.give_back(std::move(connection_)); }

    Connection& connection() override { return *connection_; }

private:
    Readers& readers_;
    std::unique_ptr<SqliteConnection> connection_;
};

Readers::Readers(std::string file, int count_max, int cache_kib)
    : file_(std::move(file)), count_max_(count_max), cache_kib_(cache_kib) {}

std::unique_ptr<ReadLease> Readers::lend(int wait_ms) {
    auto lease = std::make_unique<Lease>(*this, take(wait_ms));
    lease->connection().execute("BEGIN");
    return lease;
}

std::unique_ptr<SqliteConnection> Readers::take(int wait_ms) {
    {
        std::unique_lock lock(mutex_);
        const bool is_there = returned_.wait_for(
            lock, std::chrono::milliseconds(wait_ms),
            [&] { return !free_.empty() || opened_ < count_max_; });
        if (!is_there) {
            throw Error(Code::unavailable, "error.db.busy").because("all readers are out");
        }
        if (!free_.empty()) {
            auto connection = std::move(free_.back());
            free_.pop_back();
            return connection;
        }
        ++opened_;
    }
    try {
        return std::make_unique<SqliteConnection>(file_, Role::reader, cache_kib_, true);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

// Takes back a connection, or only its place when it could not be opened or not be cleaned.
void Readers::give_back(std::unique_ptr<SqliteConnection> connection) {
    if (connection && connection->in_transaction() && connection->run("ROLLBACK") != SQLITE_OK) {
        connection.reset();
    }
    {
        const std::lock_guard lock(mutex_);
        if (connection) {
            free_.push_back(std::move(connection));
        } else {
            --opened_;
        }
    }
    returned_.notify_one();
}

}  // namespace bihuan::db::sqlite
