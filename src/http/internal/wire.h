// The bytes of one connection, plain or TLS: awaitable reads and writes with deadlines.
//
// Internal to http/. Belongs to the thread of its loop.
#pragma once

#include "http/internal/loop.h"
#include "http/internal/task.h"
#include "http/limits.h"

#include <coroutine>
#include <cstddef>
#include <memory>
#include <string_view>

namespace bihuan::http {

// Received and not yet used bytes; gives its memory back when asked.
class InputBuffer {
public:
    std::string_view bytes() const { return {memory_.get() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    void consume(std::size_t n);
    // Room for reading more: at least `least` bytes behind what is there.
    asio::mutable_buffer room(std::size_t least);
    void filled(std::size_t n) { end_ += n; }
    void release();
    std::size_t capacity() const { return capacity_; }

private:
    std::unique_ptr<char[]> memory_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

// How much longer a transfer may take: a stall is forgiven for stall_timeout, and beyond that the
// mean must reach min_bytes_per_second.
class Pace {
public:
    explicit Pace(const Limits& limits)
        : limits_(limits), start_(std::chrono::steady_clock::now()) {}
    std::chrono::milliseconds left(std::uint64_t bytes) const;

private:
    const Limits& limits_;
    std::chrono::steady_clock::time_point start_;
};

class Wire : public Deadline {
public:
    Wire(Loop& loop, Socket socket, asio::ssl::context* tls);

    struct Result {
        ErrorCode error;
        std::size_t size = 0;
    };

    // Reads at least one byte into the memory.
    class ReadAwaiter {
    public:
        ReadAwaiter(Wire& wire, asio::mutable_buffer room) : wire_(wire), room_(room) {}
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> next);
        Result await_resume() const { return result_; }

    private:
        Wire& wire_;
        asio::mutable_buffer room_;
        Result result_;
    };

    // Writes some of two pieces; plain sockets are first asked without suspending, and only a
    // suspended write has a deadline.
    class WriteAwaiter {
    public:
        WriteAwaiter(Wire& wire, std::string_view first, std::string_view second,
                     std::chrono::milliseconds patience)
            : wire_(wire), first_(first), second_(second), patience_(patience) {}
        bool await_ready();
        void await_suspend(std::coroutine_handle<> next);
        Result await_resume() const { return result_; }

    private:
        Wire& wire_;
        std::string_view first_;
        std::string_view second_;
        std::chrono::milliseconds patience_;
        Result result_;
    };

    class HandshakeAwaiter {
    public:
        explicit HandshakeAwaiter(Wire& wire) : wire_(wire) {}
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> next);
        ErrorCode await_resume() const { return error_; }

    private:
        Wire& wire_;
        ErrorCode error_;
    };

    ReadAwaiter read_some(asio::mutable_buffer room) { return {*this, room}; }
    WriteAwaiter write_some(std::string_view first, std::string_view second,
                            std::chrono::milliseconds patience) {
        return {*this, first, second, patience};
    }
    HandshakeAwaiter handshake() { return HandshakeAwaiter(*this); }

    // Writes both pieces; false when the client has gone or is too slow.
    Task<bool> write_all(std::string_view first, std::string_view second, const Limits& limits);
    // Ends our side and reads what the client still sends, so that the answer is not lost.
    Task<bool> linger(const Limits& limits);
    Task<bool> end_tls(const Limits& limits);

    bool is_tls() const { return tls_ != nullptr; }
    bool timed_out() const { return timed_out_; }
    void set_deadline(std::chrono::milliseconds delay) {
        timed_out_ = false;
        expire_after(delay);
    }
    void clear_deadline() { expire_never(); }
    void cut();  // ends all operations under way
    void close();

protected:
    ~Wire() = default;
    void on_expired() override;

    Loop& loop_;
    Socket socket_;
    std::unique_ptr<TlsStream> tls_;

private:
    bool timed_out_ = false;
};

}  // namespace bihuan::http
