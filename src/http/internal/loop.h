// One I/O loop: an io_context, one coarse wheel of deadlines, resumption from other threads.
//
// Internal to http/. Everything belongs to the loop's thread but resume_later and post.
#pragma once

#include "base/calendar_time.h"
#include "http/internal/asio.h"
#include "http/internal/worker_pool.h"

#include <array>
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::http {

class Loop;

// Something with a deadline. Setting a later deadline is one store; the wheel looks again when
// the old one comes by. Precision is one tick.
class Deadline {
public:
    explicit Deadline(Loop& loop) : loop_(loop) {}
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    void expire_after(std::chrono::milliseconds delay);
    void expire_never() { due_ = kNever; }

protected:
    ~Deadline();
    virtual void on_expired() = 0;  // may not destroy any Deadline

private:
    friend class Loop;
    static constexpr std::int64_t kNever = INT64_MAX;
    void unlink();

    Loop& loop_;
    std::int64_t due_ = kNever;      // in ticks
    std::int64_t linked_at_ = 0;     // tick of the slot it is in
    Deadline* next_ = nullptr;
    Deadline** previous_ = nullptr;  // null: in no slot
};

class Loop {
public:
    Loop(std::chrono::milliseconds tick, const Clock& clock);

    asio::io_context& io() { return io_; }
    void run();  // until finish()
    void finish();
    // From any thread.
    void resume_later(std::coroutine_handle<> handle);
    template <class F>
    void post(F&& f) {
        asio::post(io_, std::forward<F>(f));
    }
    // Gives a job whose place is reserved to the pool, together with all others that the events at
    // hand bring: a wake-up for each of them would cost more than most handlers.
    void dispatch(WorkerPool& pool, Job& job);
    // Value of the Date field, remade once a second.
    std::string_view date();
    std::chrono::milliseconds tick() const { return tick_; }

private:
    friend class Deadline;
    static constexpr std::size_t kSlots = 512;

    std::int64_t now_in_ticks() const;
    void link(Deadline& deadline);
    void arm();
    void turn();
    void drain();

    asio::io_context io_{1};
    asio::executor_work_guard<LoopExecutor> work_;
    LoopTimer timer_;
    std::chrono::milliseconds tick_;
    std::chrono::steady_clock::time_point start_;
    std::int64_t turned_ = 0;
    std::size_t linked_ = 0;
    bool armed_ = false;
    std::array<Deadline*, kSlots> slots_{};

    std::vector<Job*> dispatched_;

    std::mutex mutex_;
    std::vector<std::coroutine_handle<>> ready_;
    std::vector<std::coroutine_handle<>> draining_;

    const Clock& clock_;
    std::int64_t date_second_ = -1;
    std::string date_;
};

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(Instant instant);

}  // namespace bihuan::http
