#include "kernel/workspace.h"

#include "kernel/event/event.h"
#include "kernel/meta/store.h"

#include <utility>

namespace bihuan {

namespace {

constexpr std::int64_t kMicrosPerMs = 1'000;
// A burst borrows ids from the next milliseconds; the next run begins beyond any such loan.
constexpr std::int64_t kIdLoanMs = 10'000;

}  // namespace

Workspace::Workspace(Parts parts) : parts_(std::move(parts)) {
    parts_.database->write(db::Lane::interactive, [this](db::WriteLease& lease) {
        for (const std::string& ddl : parts_.ddl) lease.connection().script(ddl);
        // The engine's own form of the search index.
        for (const std::string& ddl : parts_.database->dialect().search_ddl()) {
            lease.connection().script(ddl);
        }
    });
    const auto lease = parts_.database->read();
    schema_ = meta::load(lease->connection());
    const EventSeq last = event::last(lease->connection());
    last_event_ = last.value;
    if (last) id_floor_ms_ = kIdEpochMs + last.value / kMicrosPerMs + kIdLoanMs;
}

Workspace::~Workspace() = default;

void Workspace::read(const Actor& actor, const std::function<void(const Snapshot&)>& fn) {
    // The schema first: columns are only ever added, so an older schema fits a newer snapshot.
    auto pinned = schema();
    const auto lease = parts_.database->read();
    const Snapshot snapshot(*this, lease->connection(), std::move(pinned), actor,
                            parts_.clock->now());
    fn(snapshot);
}

void Workspace::write(const Actor& actor, const WriteOptions& options,
                      const std::function<void(Tx&)>& fn) {
    parts_.database->write(options.lane, [&](db::WriteLease& lease) {
        const Instant recorded_at = parts_.clock->now();
        const Instant now = options.as_at.value_or(recorded_at);
        if (now > recorded_at) throw Error(Code::invalid, "error.write.future");
        Tx tx(*this, lease, schema(), actor, now, recorded_at, options.cause);
        fn(tx);
    });
}

std::shared_ptr<const meta::Schema> Workspace::schema() const {
    const std::lock_guard lock(schema_mutex_);
    return schema_;
}

void Workspace::publish(std::shared_ptr<const meta::Schema> schema) {
    const std::lock_guard lock(schema_mutex_);
    // Two changes may be published out of order: the newer design stays.
    if (!schema_ || schema->version() >= schema_->version()) schema_ = std::move(schema);
}

EventSeq Workspace::next_event(Instant now) {
    const std::int64_t wanted = now.micros - kIdEpochMs * kMicrosPerMs;
    std::int64_t last = last_event_.load(std::memory_order_relaxed);
    std::int64_t next = 0;
    do {
        next = wanted > last ? wanted : last + 1;
    } while (!last_event_.compare_exchange_weak(last, next, std::memory_order_relaxed));
    return EventSeq(next);
}

}  // namespace bihuan
