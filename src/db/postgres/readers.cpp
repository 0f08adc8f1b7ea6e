#include "db/postgres/readers.h"

#include <chrono>
#include <utility>

namespace bihuan::db::postgres {

namespace {

constexpr std::string_view kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

}  // namespace

// The transaction begins with the first query and ends without a wait. A connection that broke
// while it lay in the pool (the server was restarted) is replaced before anything was read.
class Readers::Lease final : public ReadLease, private Connection {
public:
    Lease(Readers& readers, std::unique_ptr<PostgresConnection> connection)
        : readers_(readers), connection_(std::move(connection)) {
        connection_->begin_with(kBegin);
    }

    ~Lease() override {
        try {
            connection_->end_with("COMMIT");
        } catch (const Error&) {
            connection_.reset();
        }
        readers_.give_back(std::move(connection_));
    }

    Connection& connection() override { return *this; }

private:
    void query(std::string_view sql, std::span<const Param> params, const RowFn& row) override {
        if (std::exchange(is_used_, true)) return connection_->query(sql, params, row);
        bool any = false;
        const RowFn counted = [&](const Row& each) {
            any = true;
            return row(each);
        };
        try {
            connection_->query(sql, params, counted);
        } catch (const Error&) {
            if (any || !connection_->is_lost()) throw;
            connection_ = std::make_unique<PostgresConnection>(readers_.pq_, readers_.url_);
            connection_->begin_with(kBegin);
            connection_->query(sql, params, row);
        }
    }
    std::int64_t execute(std::string_view sql, std::span<const Param> params) override {
        is_used_ = true;
        return connection_->execute(sql, params);
    }
    void script(std::string_view sql) override { connection_->script(sql); }
    void interrupt() override { connection_->interrupt(); }

    Readers& readers_;
    std::unique_ptr<PostgresConnection> connection_;
    bool is_used_ = false;
};

Readers::Readers(std::shared_ptr<const Libpq> pq, std::string url, int count_max)
    : pq_(std::move(pq)), url_(std::move(url)), count_max_(count_max) {}

std::unique_ptr<ReadLease> Readers::lend(int wait_ms) {
    return std::make_unique<Lease>(*this, take(wait_ms));
}

std::unique_ptr<PostgresConnection> Readers::take(int wait_ms) {
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
        return std::make_unique<PostgresConnection>(pq_, url_);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

// Takes back a connection, or only its place when it broke or could not be opened.
void Readers::give_back(std::unique_ptr<PostgresConnection> connection) {
    if (connection && connection->is_lost()) connection.reset();
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

}  // namespace bihuan::db::postgres
