// The smallest coroutine types that the server needs: a lazy Task and a Detached root.
//
// Internal to http/. A Task is awaited once, on the loop thread of its connection.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace bihuan::http {

// Root of a chain; frees itself at its end. Whatever it throws is a bug: the process ends.
struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        [[noreturn]] void unhandled_exception() { std::terminate(); }
    };
};

class TaskPromiseBase {
public:
    struct Final {
        bool await_ready() noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) noexcept {
            return self.promise().continuation_;
        }
        void await_resume() noexcept {}
    };
    std::suspend_always initial_suspend() noexcept { return {}; }
    Final final_suspend() noexcept { return {}; }
    void unhandled_exception() { exception_ = std::current_exception(); }
    void set_continuation(std::coroutine_handle<> next) { continuation_ = next; }

protected:
    void rethrow() {
        if (exception_) std::rethrow_exception(exception_);
    }

private:
    std::coroutine_handle<> continuation_;
    std::exception_ptr exception_;
};

template <class T>
class [[nodiscard]] Task {
public:
    class promise_type : public TaskPromiseBase {
    public:
        Task get_return_object() {
            return Task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        void return_value(T value) { value_ = std::move(value); }
        T take() {
            rethrow();
            return std::move(*value_);
        }

    private:
        std::optional<T> value_;
    };

    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&&) = delete;
    ~Task() {
        if (handle_) handle_.destroy();
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> next) {
        handle_.promise().set_continuation(next);
        return handle_;
    }
    T await_resume() { return handle_.promise().take(); }

private:
    std::coroutine_handle<promise_type> handle_;
};

}  // namespace bihuan::http
