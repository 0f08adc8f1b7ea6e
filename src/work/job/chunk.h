// How many rows of a job fit into one transaction, learned while it runs. One thread.
#pragma once

#include "kernel/tx.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace bihuan::job {

// With its commit and its sync a chunk stays below the 50 ms that a person may wait for a job.
inline constexpr int kChunkTargetMs = kTxMaxMs;
inline constexpr std::size_t kChunkMax = 1'000;

class Chunk {
public:
    std::size_t size() const { return size_; }
    void begin() { began_ = std::chrono::steady_clock::now(); }
    // After a transaction over `rows` rows; called inside it, so that waiting does not count.
    void end(std::size_t rows) {
        if (rows == 0) return;
        const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::steady_clock::now() - began_);
        const std::size_t per_row = static_cast<std::size_t>(took.count()) / rows + 1;
        const std::size_t fits = static_cast<std::size_t>(kChunkTargetMs) * 1'000 / per_row;
        // At most doubled: the first rows of a file may be the easy ones.
        size_ = std::clamp<std::size_t>(fits, 1, std::min(kChunkMax, size_ * 2));
    }

private:
    std::size_t size_ = 32;
    std::chrono::steady_clock::time_point began_;
};

// The time a step may take before it lets other jobs have their turn.
class StepTime {
public:
    bool is_over() const {
        return std::chrono::steady_clock::now() - began_ > std::chrono::milliseconds(100);
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace bihuan::job
