// The only file of the product that reads the machine's clock.
#include "base/calendar_time.h"

#include <atomic>
#include <chrono>

namespace bihuan {

namespace {

std::int64_t micros_of(auto duration) {
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

class SystemClock final : public Clock {
public:
    Instant now() const override {
        return Instant{micros_of(std::chrono::system_clock::now().time_since_epoch())};
    }
};

class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(Instant start) : start_(start) {}

    Instant now() const override {
        const auto since = std::chrono::steady_clock::now() - began_;
        return Instant{start_.micros + micros_of(since)};
    }

private:
    Instant start_;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

std::unique_ptr<Clock> make_system_clock() { return std::make_unique<SystemClock>(); }

std::unique_ptr<Clock> make_shifted_clock(Instant start) {
    return std::make_unique<ShiftedClock>(start);
}

struct ManualClock::State {
    std::atomic<std::int64_t> micros{0};
};

ManualClock::ManualClock(Instant start) : state_(std::make_unique<State>()) { set(start); }

ManualClock::~ManualClock() = default;

Instant ManualClock::now() const { return Instant{state_->micros.load()}; }

void ManualClock::set(Instant instant) { state_->micros.store(instant.micros); }

void ManualClock::advance(std::int64_t micros) { state_->micros.fetch_add(micros); }

}  // namespace bihuan
