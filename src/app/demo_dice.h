// Chance that falls the same way on every machine: the demo company is made from a seed.
//
// A plain value; one thread. All numbers are integers, shares are in thousandths.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

namespace bihuan::app {

class DemoDice {
public:
    explicit DemoDice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {  // splitmix64
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    // From `low` to `high`, both included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        const auto span = static_cast<std::uint64_t>(high - low + 1);
        return low + static_cast<std::int64_t>(next() % span);
    }
    bool happens(int thousandths) { return between(0, 999) < thousandths; }
    std::size_t index(std::size_t size) { return static_cast<std::size_t>(next() % size); }
    template <class T>
    const T& of(const std::vector<T>& list) { return list[index(list.size())]; }
    // A value whose share of smaller ones is given by points (thousandths, value), straight
    // between them; the points run from 0 to 1000.
    std::int64_t on(std::initializer_list<std::pair<int, std::int64_t>> curve) {
        const std::int64_t at = between(0, 999'999);
        auto left = curve.begin();
        for (auto right = left + 1; right != curve.end(); left = right++) {
            const std::int64_t to = std::int64_t{right->first} * 1'000;
            if (at >= to) continue;
            const std::int64_t from = std::int64_t{left->first} * 1'000;
            return left->second + (right->second - left->second) * (at - from) / (to - from);
        }
        return left->second;
    }

private:
    std::uint64_t state_;
};

}  // namespace bihuan::app
