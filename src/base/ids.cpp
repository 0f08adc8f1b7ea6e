#include "base/ids.h"

#include <array>
#include <atomic>
#include <charconv>
#include <stdexcept>

namespace bihuan {

namespace {

constexpr int kObjectShift = kIdNodeBits + kIdCounterBits;
constexpr int kTimeShift = kIdObjectBits + kObjectShift;
constexpr std::int64_t kCounterMask = (std::int64_t{1} << kIdCounterBits) - 1;
constexpr std::int64_t kTicksMax = std::int64_t{1} << (63 - kTimeShift + kIdCounterBits);

}  // namespace

ObjectNumber object_of(RecordId id) {
    return ObjectNumber((id.value >> kObjectShift) & kObjectNumberMax);
}

std::string to_text(RecordId id) { return std::to_string(id.value); }

std::optional<RecordId> parse_record_id(std::string_view text) {
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end || value <= 0 || text[0] == '0') {
        return std::nullopt;
    }
    return RecordId(value);
}

// Per object the last tick used, where a tick is (milliseconds << counter bits | counter):
// taking the next tick is one compare-and-swap, and an overflowing counter borrows from the
// next millisecond by itself.
struct IdMaker::State {
    std::array<std::atomic<std::int64_t>, kObjectNumberMax + 1> last{};
    std::atomic<std::int64_t> node{0};
};

IdMaker::IdMaker(int node) : state_(std::make_unique<State>()) { use_node(node); }

void IdMaker::use_node(int node) {
    if (node < 0 || node >= (1 << kIdNodeBits)) throw std::out_of_range("IdMaker: node");
    state_->node.store(node, std::memory_order_relaxed);
}

IdMaker::~IdMaker() = default;

RecordId IdMaker::next(ObjectNumber object, std::int64_t unix_ms) {
    if (object.value < 1 || object.value > kObjectNumberMax) {
        throw std::out_of_range("IdMaker: object number");
    }
    const std::int64_t ms = unix_ms > kIdEpochMs ? unix_ms - kIdEpochMs : 0;
    const std::int64_t wanted = ms << kIdCounterBits;
    auto& last = state_->last[static_cast<std::size_t>(object.value)];
    std::int64_t seen = last.load(std::memory_order_relaxed);
    std::int64_t tick = 0;
    do {
        tick = wanted > seen ? wanted : seen + 1;
    } while (!last.compare_exchange_weak(seen, tick, std::memory_order_relaxed));
    if (tick >= kTicksMax) throw std::out_of_range("IdMaker: time beyond 2089");
    const std::int64_t node = state_->node.load(std::memory_order_relaxed);
    return RecordId(((tick >> kIdCounterBits) << kTimeShift) | (object.value << kObjectShift) |
                    (node << kIdCounterBits) | (tick & kCounterMask));
}

}  // namespace bihuan
