// How a Connection writes answers: whole ones, pulled streams and event streams.
#include "http/internal/connection.h"
#include "http/internal/pool_call.h"

#include <charconv>

namespace bihuan::http {

namespace {

// Up to here a body is copied behind its head: one send is cheaper than a gathered one.
constexpr std::size_t kJoinBytes = 16 * 1024;
constexpr std::string_view kHeartbeatComment = ":\n\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

void append_number(std::string& out, std::uint64_t number) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

std::string chunk_head(std::size_t size) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, size, 16).ptr;
    return std::string(digits, end) + "\r\n";
}

// 1xx, 204 and 304 never have a body.
bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

void Connection::append_defaults(const ResponseHeaders& headers) {
    for (const DefaultHeader& header : shared_.default_headers) {
        if (!headers.find(header.name)) output_ += header.line;
    }
}

void Connection::compose_head(const Response& response, bool has_body) {
    output_.clear();
    output_ += "HTTP/1.1 ";
    append_number(output_, static_cast<std::uint64_t>(response.status));
    output_ += ' ';
    output_ += reason_phrase(response.status);
    output_ += "\r\n";
    output_ += response.headers.block();
    append_defaults(response.headers);
    output_ += "Date: ";
    output_ += loop_.date();
    output_ += "\r\nX-Request-Id: ";
    output_ += request_.id;
    output_ += "\r\n";
    if (response.events) {
        keep_alive_ = false;
    } else if (response.producer && !response.length) {
        if (head_.minor_version == 0) {
            keep_alive_ = false;  // no chunks in HTTP/1.0: the end is the end of the connection
        } else {
            output_ += "Transfer-Encoding: chunked\r\n";
        }
    } else if (has_body) {
        output_ += "Content-Length: ";
        append_number(output_, response.producer ? *response.length
                               : response.blob.empty() ? response.body.size()
                                                       : response.blob.size());
        output_ += "\r\n";
    }
    if (!keep_alive_) {
        output_ += "Connection: close\r\n";
    } else if (head_.minor_version == 0) {
        output_ += "Connection: keep-alive\r\n";
    }
    output_ += "\r\n";
}

Task<bool> Connection::answer(Response response) {
    phase_ = Phase::writing;
    answered_ = true;
    bool draining = shared_.draining.load(std::memory_order_relaxed);
    keep_alive_ = keep_alive_ && !response.close && !draining;
    bool has_body = may_have_body(response.status);
    bool sends_body = has_body && !(head_.method && *head_.method == Method::head);
    const Limits& limits = shared_.options.limits;
    bool written = false;
    if (!has_body || (!response.producer && !response.events)) {
        if (!has_body) response.producer = nullptr;
        std::string_view body = response.blob.empty() ? response.body : response.blob;
        if (!sends_body) body = {};
        compose_head(response, has_body);
        sent_bytes_ = output_.size() + body.size();
        if (body.size() <= kJoinBytes) {
            output_ += body;
            body = {};
        }
        auto writing = write_all(output_, body, limits);
        written = co_await writing;
    } else if (response.producer) {
        auto streaming = write_stream(response);
        written = co_await streaming;
    } else {
        compose_head(response, true);
        sent_bytes_ = output_.size();
        auto writing = write_all(output_, {}, limits);
        written = co_await writing;
        if (written && sends_body) {
            auto pumping = write_events(*response.events);
            written = co_await pumping;
        }
    }
    log_access(response.status);
    co_return written;
}

// Pull, write, pull: the producer never runs ahead of the client by more than one piece.
Task<bool> Connection::write_stream(const Response& response) {
    const Limits& limits = shared_.options.limits;
    compose_head(response, true);
    sent_bytes_ = output_.size();
    bool is_head = head_.method && *head_.method == Method::head;
    bool is_chunked = !response.length && head_.minor_version == 1;
    std::uint64_t left = response.length.value_or(0);
    std::string piece;
    bool more = !is_head;
    bool failed = false;
    while (more) {
        piece.clear();
        auto pull = [&]() noexcept {
            try {
                more = response.producer(piece);
            } catch (const std::exception& error) {
                shared_.log.error("http.producer_failed", {{"request_id", request_.id},
                                                           {"what", error.what()}});
                failed = true;
            }
        };
        PoolCall call(*shared_.pool, loop_, Admit::always, pull);
        co_await call;
        if (failed || aborted_ || (response.length && piece.size() > left)) {
            // Cut: the client must not take a part for the whole.
            keep_alive_ = false;
            co_return false;
        }
        if (response.length) left -= piece.size();
        if (piece.empty()) continue;
        if (is_chunked) {
            output_ += chunk_head(piece.size());
            piece += "\r\n";
        }
        auto writing = write_all(output_, piece, limits);
        if (!(co_await writing)) co_return false;
        sent_bytes_ += piece.size();
        output_.clear();
    }
    if (!is_head && response.length && left > 0) {
        keep_alive_ = false;
        co_return false;
    }
    if (is_chunked && !is_head) output_ += kLastChunk;
    auto writing = write_all(output_, {}, limits);
    co_return co_await writing;
}

void Connection::attach(EventStream& events) {
    EventStream::State& state = events.state();
    std::lock_guard lock(state.mutex);
    state.loop = &loop_;
    state.sink = this;
    shared_.event_streams.fetch_add(1, std::memory_order_relaxed);
}

void Connection::detach(EventStream& events) {
    EventStream::State& state = events.state();
    std::function<void()> on_close;
    {
        std::lock_guard lock(state.mutex);
        state.loop = nullptr;
        state.sink = nullptr;
        state.detached = true;
        state.pending = std::string();
        on_close = std::move(state.on_close);
    }
    shared_.event_streams.fetch_sub(1, std::memory_order_relaxed);
    if (on_close) on_close();
}

// A browser that has gone is noticed by a read that never gets anything else.
void Connection::watch_peer() {
    watching_ = true;
    asio::mutable_buffer room = input_.room(16);
    auto done = [this](const ErrorCode&, std::size_t) {
        watching_ = false;
        peer_gone_ = true;
        wake();
    };
    if (tls_) {
        tls_->async_read_some(room, done);
    } else {
        socket_.async_read_some(room, done);
    }
}

namespace {

class WakeAwaiter {
public:
    WakeAwaiter(std::coroutine_handle<>& slot, bool& woken) : slot_(slot), woken_(woken) {}
    bool await_ready() const noexcept { return woken_; }
    void await_suspend(std::coroutine_handle<> next) { slot_ = next; }
    void await_resume() const noexcept { woken_ = false; }

private:
    std::coroutine_handle<>& slot_;
    bool& woken_;
};

}  // namespace

Task<bool> Connection::write_events(EventStream& events) {
    // Ten thousand of these sleep at once: everything that is not needed is given back.
    request_.reset();
    request_.headers = Headers();
    output_ = std::string();
    input_ = InputBuffer();
    events_ = events.shared_from_this();
    attach(events);
    watch_peer();
    if (shared_.draining.load()) events.close();
    auto pumping = pump_events(events);
    bool whole = co_await pumping;
    clear_deadline();
    detach(events);
    phase_ = Phase::writing;
    keep_alive_ = false;
    cut();
    while (watching_) {
        WakeAwaiter wait(waiter_, woken_);
        co_await wait;
    }
    input_ = InputBuffer();
    events_.reset();
    co_return whole;
}

Task<bool> Connection::pump_events(EventStream& events) {
    const Limits& limits = shared_.options.limits;
    EventStream::State& state = events.state();
    std::string batch;
    while (!peer_gone_ && !aborted_) {
        bool ends = false;
        batch.clear();
        {
            std::lock_guard lock(state.mutex);
            batch.swap(state.pending);
            ends = state.closing;
            if (state.dropped) co_return false;
        }
        if (batch.empty() && heartbeat_due_) batch = kHeartbeatComment;
        heartbeat_due_ = false;
        if (batch.empty()) {
            if (ends) co_return true;
            batch = std::string();
            phase_ = Phase::events;
            set_deadline(limits.heartbeat);
            WakeAwaiter wait(waiter_, woken_);
            co_await wait;
            clear_deadline();
            phase_ = Phase::writing;
            continue;
        }
        auto writing = write_all(batch, {}, limits);
        if (!(co_await writing)) co_return false;
        sent_bytes_ += batch.size();
    }
    co_return false;
}

void Connection::log_access(int status) {
    if (!shared_.options.on_access) return;
    Access access;
    access.method = head_.method_text;
    access.path = head_.path;
    access.pattern = request_.pattern();
    access.peer = request_.peer;
    access.request_id = request_.id;
    access.status = status;
    access.request_bytes = body_bytes_;
    access.response_bytes = sent_bytes_;
    access.micros = std::chrono::duration_cast<std::chrono::microseconds>(
                        std::chrono::steady_clock::now() - started_)
                        .count();
    shared_.options.on_access(access);
}

}  // namespace bihuan::http
