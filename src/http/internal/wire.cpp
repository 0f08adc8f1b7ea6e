#include "http/internal/wire.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <sys/socket.h>

namespace bihuan::http {

namespace {

// A request without cookies fits; idle connections keep no more than this.
constexpr std::size_t kFirstBufferBytes = 2 * 1024;

}  // namespace

void InputBuffer::consume(std::size_t n) {
    begin_ += n;
    if (begin_ == end_) {
        begin_ = 0;
        end_ = 0;
    }
}

asio::mutable_buffer InputBuffer::room(std::size_t least) {
    if (capacity_ - end_ < least && begin_ > 0) {
        std::memmove(memory_.get(), memory_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (capacity_ - end_ < least) {
        std::size_t grown = std::max({kFirstBufferBytes, capacity_ * 2, end_ + least});
        auto memory = std::make_unique_for_overwrite<char[]>(grown);
        if (end_ > 0) std::memcpy(memory.get(), memory_.get(), end_);
        memory_ = std::move(memory);
        capacity_ = grown;
    }
    return {memory_.get() + end_, capacity_ - end_};
}

void InputBuffer::release() {
    if (!empty()) return;
    memory_.reset();
    capacity_ = 0;
    begin_ = 0;
    end_ = 0;
}

std::chrono::milliseconds Pace::left(std::uint64_t bytes) const {
    auto passed = std::chrono::steady_clock::now() - start_;
    auto spent = std::chrono::duration_cast<milliseconds>(passed);
    milliseconds earned(static_cast<std::int64_t>(bytes * 1000 / limits_.min_bytes_per_second));
    return std::max(milliseconds(0), limits_.stall_timeout + earned - spent);
}

Wire::Wire(Loop& loop, Socket socket, asio::ssl::context* tls)
    : Deadline(loop), loop_(loop), socket_(std::move(socket)) {
    if (tls != nullptr) tls_ = std::make_unique<TlsStream>(socket_, *tls);
}

void Wire::ReadAwaiter::await_suspend(std::coroutine_handle<> next) {
    auto done = [this, next](const ErrorCode& error, std::size_t n) {
        result_ = {error, n};
        next.resume();
    };
    if (wire_.tls_) {
        wire_.tls_->async_read_some(room_, done);
    } else {
        wire_.socket_.async_read_some(room_, done);
    }
}

bool Wire::WriteAwaiter::await_ready() {
    if (wire_.tls_) return false;
    std::array<iovec, 2> pieces = {
        iovec{const_cast<char*>(first_.data()), first_.size()},
        iovec{const_cast<char*>(second_.data()), second_.size()}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = second_.empty() ? 1 : 2;
    ssize_t n = ::sendmsg(wire_.socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) {
        result_.size = static_cast<std::size_t>(n);
        return true;
    }
    if (errno == EAGAIN || errno == EINTR) return false;
    result_.error = ErrorCode(errno, boost::system::system_category());
    return true;
}

void Wire::WriteAwaiter::await_suspend(std::coroutine_handle<> next) {
    wire_.set_deadline(patience_);
    auto done = [this, next](const ErrorCode& error, std::size_t n) {
        wire_.clear_deadline();
        result_ = {error, n};
        next.resume();
    };
    std::string_view piece = first_.empty() ? second_ : first_;
    asio::const_buffer buffer(piece.data(), piece.size());
    if (wire_.tls_) {
        wire_.tls_->async_write_some(buffer, done);
    } else {
        wire_.socket_.async_write_some(buffer, done);
    }
}

void Wire::HandshakeAwaiter::await_suspend(std::coroutine_handle<> next) {
    wire_.tls_->async_handshake(asio::ssl::stream_base::server,
                                [this, next](const ErrorCode& error) {
                                    error_ = error;
                                    next.resume();
                                });
}

Task<bool> Wire::write_all(std::string_view first, std::string_view second,
                           const Limits& limits) {
    std::optional<Pace> pace;  // most answers go out at once and need none
    std::uint64_t written = 0;
    while (!first.empty() || !second.empty()) {
        auto write = write_some(first, second, pace ? pace->left(written) : limits.stall_timeout);
        Result result = co_await write;
        if (result.error) co_return false;
        if (!pace) pace.emplace(limits);
        written += result.size;
        std::size_t of_first = std::min(first.size(), result.size);
        first.remove_prefix(of_first);
        second.remove_prefix(result.size - of_first);
    }
    co_return true;
}

Task<bool> Wire::linger(const Limits& limits) {
    ErrorCode ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    if (ignored) co_return false;
    auto memory = std::make_unique_for_overwrite<char[]>(kFirstBufferBytes);
    std::size_t left = kMaxLingerBytes;
    set_deadline(limits.linger_timeout);
    while (true) {
        asio::mutable_buffer room(memory.get(), kFirstBufferBytes);
        auto read = ReadAwaiter(*this, room);
        Result result = co_await read;
        if (result.error || timed_out() || result.size >= left) break;
        left -= result.size;
    }
    clear_deadline();
    co_return true;
}

Task<bool> Wire::end_tls(const Limits& limits) {
    struct Shutdown {
        TlsStream& tls;
        explicit Shutdown(TlsStream& stream) : tls(stream) {}
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> next) {
            tls.async_shutdown([next](const ErrorCode&) { next.resume(); });
        }
        void await_resume() const noexcept {}
    };
    set_deadline(limits.linger_timeout);
    Shutdown shutdown(*tls_);
    co_await shutdown;
    clear_deadline();
    co_return true;
}

void Wire::cut() {
    ErrorCode ignored;
    socket_.cancel(ignored);
}

void Wire::close() {
    ErrorCode ignored;
    socket_.close(ignored);
}

void Wire::on_expired() {
    timed_out_ = true;
    cut();
}

}  // namespace bihuan::http
