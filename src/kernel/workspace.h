// The root object of one company: database, current Schema, clock, log, zone, slots.
//
// Owned by app; thread-safe. Everything hangs from here: no globals, no singletons.
#pragma once

#include "base/ids.h"
#include "base/log.h"
#include "kernel/node_lease.h"
#include "kernel/snapshot.h"
#include "kernel/tx.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <typeindex>
#include <unordered_map>
#include <vector>

namespace bihuan {

struct WriteOptions {
    db::Lane lane = db::Lane::interactive;
    std::optional<Instant> as_at;             // back-dated: Tx::now()
    std::string cause;
};

class Workspace {
public:
    struct Parts {
        std::unique_ptr<db::Database> database;
        std::unique_ptr<Clock> clock;
        Log* log = nullptr;                   // outlives the workspace
        const Sentences* sentences = nullptr; // outlives the workspace
        Zone zone = Zone::shanghai();
        Calendar calendar;
        std::string data_folder;              // attachments, spooled uploads, job results
        std::string base_currency = "CNY";
        std::vector<std::string> ddl;         // every room's tables: design::kernel_ddl()
    };
    // Makes the kernel's tables in a new database and loads the Schema.
    explicit Workspace(Parts parts);
    ~Workspace();

    void read(const Actor& actor, const std::function<void(const Snapshot&)>& fn);
    void write(const Actor& actor, const WriteOptions& options,
               const std::function<void(Tx&)>& fn);
    void write(const Actor& actor, const std::function<void(Tx&)>& fn) {
        write(actor, WriteOptions{}, fn);
    }

    // What this process remembers of the database, after another one wrote: the Schema, and what
    // the rooms registered with follow(). Nothing on an engine of one process. A server calls it
    // on a timer; write() does before it runs.
    void refresh();
    // `fn` brings a room's memory up to what it reads. It may run on any thread, at once on two.
    void follow(std::function<void(const Snapshot&)> fn);

    std::shared_ptr<const meta::Schema> schema() const;
    void publish(std::shared_ptr<const meta::Schema> schema);  // by kernel/design, after commit

    db::Database& database() { return *parts_.database; }
    const Clock& clock() const { return *parts_.clock; }
    Log& log() const { return *parts_.log; }
    const Sentences& sentences() const { return *parts_.sentences; }
    const Zone& zone() const { return *zone_.load(); }
    // The company moves: days are counted in this zone from now on. References to the zone of
    // before stay good. Plans made for it are not found any more.
    void adopt_zone(const Zone& zone);
    const Calendar& calendar() const { return parts_.calendar; }
    const std::string& data_folder() const { return parts_.data_folder; }
    const std::string& base_currency() const { return *base_currency_.load(); }
    void adopt_base_currency(const std::string& currency);
    IdMaker& ids() { return ids_; }
    // Ids of this run begin here: after those of every earlier run, whatever the clock says.
    std::int64_t id_floor_ms() const { return id_floor_ms_; }
    // Microseconds since 2020, and always more than the last one. Called on the writer thread.
    EventSeq next_event(Instant now);

    // One value per type, made on first use and owned by the room that defines the type:
    // caches, registries. The value must be thread-safe itself.
    template <class T>
    T& slot() {
        const std::lock_guard lock(slots_mutex_);
        auto& held = slots_[std::type_index(typeid(T))];
        if (!held) held = std::make_shared<T>();
        return *static_cast<T*>(held.get());
    }

private:
    void make_tables();
    void open_shared();
    void catch_up(const Snapshot& snapshot);

    Parts parts_;
    IdMaker ids_;
    NodeLease node_{ids_};
    std::mutex followers_mutex_;
    std::vector<std::function<void(const Snapshot&)>> followers_;
    std::int64_t id_floor_ms_ = 0;
    std::atomic<std::int64_t> last_event_{0};
    mutable std::mutex schema_mutex_;
    std::shared_ptr<const meta::Schema> schema_;
    std::mutex slots_mutex_;
    std::unordered_map<std::type_index, std::shared_ptr<void>> slots_;
    // Each zone and currency ever adopted: a handful in a company's life, so that references last.
    std::mutex adopted_mutex_;
    std::deque<Zone> zones_;
    std::deque<std::string> currencies_;
    std::atomic<const Zone*> zone_{nullptr};
    std::atomic<const std::string*> base_currency_{nullptr};
};

}  // namespace bihuan
