#include "db/sqlite/syncer.h"

#include <utility>

namespace bihuan::db::sqlite {

Syncer::Syncer() : thread_([this] { loop(); }) {}

Syncer::~Syncer() { stop(); }

void Syncer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Syncer::hand_over(const LogFile& log, Settled settled) {
    {
        const std::lock_guard lock(mutex_);
        log_ = log;
        waiting_.push_back(std::move(settled));
    }
    changed_.notify_one();
}

bool Syncer::is_behind() const {
    const std::lock_guard lock(mutex_);
    return syncing_ || !waiting_.empty();
}

void Syncer::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        // One sync for all that came while the last one ran.
        std::vector<Settled> covered = std::exchange(waiting_, {});
        const LogFile log = log_;
        syncing_ = true;
        lock.unlock();
        const int code = log.sync();
        for (const Settled& settled : covered) settled(code);
        lock.lock();
        syncing_ = false;
    }
}

}  // namespace bihuan::db::sqlite
