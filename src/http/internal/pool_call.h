// co_await of a function on the worker pool; the coroutine goes on, on its own loop.
//
// Internal to http/.
#pragma once

#include "http/internal/loop.h"
#include "http/internal/worker_pool.h"

#include <coroutine>
#include <utility>

namespace bihuan::http {

// await_resume tells whether the pool took it. `f` must not throw.
template <class F>
class PoolCall final : private Job {
public:
    PoolCall(WorkerPool& pool, Loop& loop, Admit admit, F f)
        : pool_(pool), loop_(loop), admit_(admit), f_(std::move(f)) {}

    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> next) {
        next_ = next;
        if (!pool_.reserve(admit_)) {
            refused_ = true;
            return false;
        }
        loop_.dispatch(pool_, *this);
        return true;
    }
    bool await_resume() const noexcept { return !refused_; }

private:
    void run() noexcept override {
        f_();
        loop_.resume_later(next_);
    }

    WorkerPool& pool_;
    Loop& loop_;
    Admit admit_;
    F f_;
    std::coroutine_handle<> next_;
    bool refused_ = false;
};

}  // namespace bihuan::http
