#include "kernel/workspace.h"

#include "kernel/event/event.h"
#include "kernel/id_floor.h"
#include "kernel/meta/store.h"

#include <chrono>
#include <thread>
#include <utility>

namespace bihuan {

namespace {

constexpr std::int64_t kMicrosPerMs = 1'000;
constexpr std::chrono::milliseconds kNodeWait{250};

}  // namespace

Workspace::Workspace(Parts parts) : parts_(std::move(parts)) {
    adopt_zone(parts_.zone);
    adopt_base_currency(parts_.base_currency);
    make_tables();
    if (parts_.database->is_shared()) open_shared();
    parts_.database->write(db::Lane::interactive, [this](db::WriteLease& lease) {
        const EventSeq last = event::last(lease.connection());
        last_event_ = last.value;
        id_floor_ms_ = raise_id_floor(lease.connection(), last);
    });
    const auto lease = parts_.database->read();
    schema_ = meta::load(lease->connection());
}

Workspace::~Workspace() {
    if (!parts_.database->is_shared()) return;
    try {
        parts_.database->write(db::Lane::interactive, [this](db::WriteLease& lease) {
            node_.release(lease.connection());
        });
    } catch (const std::exception&) {
        // The server is away: the lease ends by itself.
    }
}

void Workspace::make_tables() {
    parts_.database->write(db::Lane::interactive, [this](db::WriteLease& lease) {
        for (const std::string& ddl : parts_.ddl) lease.connection().script(ddl);
        lease.connection().script(id_floor_ddl());
        // The engine's own form of the search index.
        for (const std::string& ddl : parts_.database->dialect().search_ddl()) {
            lease.connection().script(ddl);
        }
        if (parts_.database->is_shared()) lease.connection().script(NodeLease::store_ddl());
    });
}

// Processes that died a moment ago may still have leases: wait for the first of them to end.
void Workspace::open_shared() {
    for (std::int64_t waited = 0;; waited += kNodeWait.count()) {
        try {
            parts_.database->write(db::Lane::interactive, [this](db::WriteLease& lease) {
                node_.hold(lease, parts_.clock->now());
            });
            return;
        } catch (const Error& error) {
            const bool is_long = waited * kMicrosPerMs > kNodeLeaseMicros;
            if (error.key() != "error.processes.too_many" || is_long) throw;
        }
        std::this_thread::sleep_for(kNodeWait);
    }
}

void Workspace::follow(std::function<void(const Snapshot&)> fn) {
    const std::lock_guard lock(followers_mutex_);
    followers_.push_back(std::move(fn));
}

void Workspace::refresh() {
    if (!parts_.database->is_shared()) return;
    const Actor system = Actor::system("refresh");
    read(system, [this](const Snapshot& snapshot) { catch_up(snapshot); });
}

void Workspace::catch_up(const Snapshot& snapshot) {
    if (meta::version(snapshot.db()) > schema()->version()) publish(meta::load(snapshot.db()));
    const std::int64_t last = event::last(snapshot.db()).value;
    std::int64_t known = last_event_.load(std::memory_order_relaxed);
    while (known < last && !last_event_.compare_exchange_weak(known, last)) {
    }
    std::vector<std::function<void(const Snapshot&)>> followers;
    {
        const std::lock_guard lock(followers_mutex_);
        followers = followers_;
    }
    for (const auto& follower : followers) follower(snapshot);
}

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
        if (parts_.database->is_shared()) {
            if (lease.others_wrote()) {
                catch_up(Snapshot(*this, lease.connection(), schema(), actor, recorded_at));
            }
            node_.hold(lease, recorded_at);
        }
        Tx tx(*this, lease, schema(), actor, now, recorded_at, options.cause);
        fn(tx);
    });
}

void Workspace::adopt_zone(const Zone& zone) {
    const std::lock_guard lock(adopted_mutex_);
    zone_ = &zones_.emplace_back(zone);
}

void Workspace::adopt_base_currency(const std::string& currency) {
    const std::lock_guard lock(adopted_mutex_);
    base_currency_ = &currencies_.emplace_back(currency);
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
