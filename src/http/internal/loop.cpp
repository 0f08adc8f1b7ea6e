#include "http/internal/loop.h"

#include <algorithm>

#include <fmt/core.h>

namespace bihuan::http {

Deadline::~Deadline() { unlink(); }

void Deadline::unlink() {
    if (previous_ == nullptr) return;
    *previous_ = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
    previous_ = nullptr;
    next_ = nullptr;
    --loop_.linked_;
}

void Deadline::expire_after(std::chrono::milliseconds delay) {
    // Rounded up, and one more: a deadline may be late by a tick, never early.
    due_ = loop_.now_in_ticks() + delay / loop_.tick_ + 1;
    if (previous_ != nullptr && linked_at_ <= due_) return;
    unlink();
    loop_.link(*this);
}

Loop::Loop(std::chrono::milliseconds tick, const Clock& clock)
    : work_(asio::make_work_guard(io_)),
      timer_(io_.get_executor()),
      tick_(tick),
      start_(std::chrono::steady_clock::now()),
      clock_(clock) {}

std::int64_t Loop::now_in_ticks() const {
    return (std::chrono::steady_clock::now() - start_) / tick_;
}

void Loop::link(Deadline& deadline) {
    if (linked_ == 0) turned_ = now_in_ticks();
    // Beyond one revolution: looked at once on the way, then linked again.
    deadline.linked_at_ = std::clamp(deadline.due_, turned_ + 1,
                                     turned_ + static_cast<std::int64_t>(kSlots) - 1);
    Deadline*& slot = slots_[static_cast<std::size_t>(deadline.linked_at_) % kSlots];
    deadline.next_ = slot;
    deadline.previous_ = &slot;
    if (slot != nullptr) slot->previous_ = &deadline.next_;
    slot = &deadline;
    ++linked_;
    if (!armed_) arm();
}

void Loop::arm() {
    armed_ = true;
    timer_.expires_after(tick_);
    timer_.async_wait([this](const ErrorCode& error) {
        armed_ = false;
        if (error) return;
        turn();
        if (linked_ > 0 && !armed_) arm();
    });
}

void Loop::turn() {
    std::int64_t now = now_in_ticks();
    // After a long stall one revolution visits every slot.
    if (now - turned_ > static_cast<std::int64_t>(kSlots)) {
        turned_ = now - static_cast<std::int64_t>(kSlots);
    }
    while (turned_ < now) {
        ++turned_;
        Deadline* deadline = slots_[static_cast<std::size_t>(turned_) % kSlots];
        while (deadline != nullptr) {
            Deadline* next = deadline->next_;
            if (deadline->due_ == Deadline::kNever) {
                deadline->unlink();
            } else if (deadline->due_ <= now) {
                deadline->unlink();
                deadline->due_ = Deadline::kNever;
                deadline->on_expired();
            } else {
                deadline->unlink();
                link(*deadline);
            }
            deadline = next;
        }
    }
}

void Loop::run() { io_.run(); }

void Loop::finish() {
    asio::post(io_, [this] {
        timer_.cancel();
        work_.reset();
    });
}

void Loop::resume_later(std::coroutine_handle<> handle) {
    bool first = false;
    {
        std::lock_guard lock(mutex_);
        first = ready_.empty();
        ready_.push_back(handle);
    }
    if (first) asio::post(io_, [this] { drain(); });
}

void Loop::dispatch(WorkerPool& pool, Job& job) {
    dispatched_.push_back(&job);
    if (dispatched_.size() == 1) {
        asio::post(io_, [this, &pool] { pool.submit(dispatched_); });
    }
}

void Loop::drain() {
    {
        std::lock_guard lock(mutex_);
        draining_.swap(ready_);
    }
    for (std::coroutine_handle<> handle : draining_) handle.resume();
    draining_.clear();
}

std::string_view Loop::date() {
    Instant now = clock_.now();
    std::int64_t second = now.micros / kMicrosPerSecond;
    if (second != date_second_) {
        date_second_ = second;
        date_ = http_date(now);
    }
    return date_;
}

std::string http_date(Instant instant) {
    constexpr std::string_view kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::int64_t days = instant.micros / kMicrosPerDay;
    std::int64_t second = instant.micros / kMicrosPerSecond % 86'400;
    Date date{static_cast<std::int32_t>(days)};
    CivilDate civil = to_civil(date);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                       kDays[static_cast<std::size_t>(weekday(date) - 1)], civil.day,
                       kMonths[static_cast<std::size_t>(civil.month - 1)], civil.year,
                       second / 3600, second / 60 % 60, second % 60);
}

}  // namespace bihuan::http
