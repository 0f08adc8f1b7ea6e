#include "http/internal/connection.h"

#include "base/error.h"
#include "base/text.h"
#include "http/internal/pool_call.h"

#include <algorithm>

namespace bihuan::http {

namespace {

// A body that is known to be larger still grows step by step: a promise costs the sender nothing.
constexpr std::size_t kReserveBytes = 256 * 1024;
// One write to the temporary file.
constexpr std::size_t kSpoolPieceBytes = 256 * 1024;
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool has_dot_segment(std::string_view path) {
    while (!path.empty()) {
        path.remove_prefix(1);
        std::string_view segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

}  // namespace

struct Connection::Body {
    std::uint64_t limit;
    bool may_spool;
    std::uint64_t total = 0;
    bool disk_failed = false;
};

Connection::Connection(Shared& shared, Loop& loop, ConnectionList& list, Socket socket,
                       std::optional<Address> peer, bool use_tls)
    : Wire(loop, std::move(socket), use_tls ? shared.tls().get() : nullptr),  // counted by OpenSSL
      shared_(shared),
      list_(list),
      peer_(peer),
      peer_text_(peer ? to_text(*peer) : "unix") {
    next_ = list_.first;
    previous_ = &list_.first;
    if (next_ != nullptr) next_->previous_ = &next_;
    list_.first = this;
    ++list_.count;
}

Connection::~Connection() {
    *previous_ = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
    --list_.count;
    shared_.leave(peer_);
}

Detached Connection::run(std::unique_ptr<Connection> self) {
    bool ready = true;
    if (self->is_tls()) {
        self->phase_ = Phase::reading;
        self->set_deadline(self->shared_.options.limits.head_timeout);
        auto handshake = self->handshake();
        ready = !(co_await handshake) && !self->timed_out();
        self->clear_deadline();
    }
    bool answered = false;
    while (ready && !self->aborted_) {
        auto one = self->serve_one();
        if (!(co_await one)) break;
        answered = true;
    }
    if (!self->aborted_ && ready) {
        const Limits& limits = self->shared_.options.limits;
        if (self->is_tls() && (answered || self->has_request_)) {
            auto end = self->end_tls(limits);
            co_await end;
        }
        if (self->unread_ || !self->input_.empty()) {
            auto linger = self->linger(limits);
            co_await linger;
        }
    }
    self->close();
}

void Connection::begin_request() {
    request_.reset();
    scanner_.reset();
    head_ = Head{};
    request_.id.clear();
    has_request_ = false;
    answered_ = false;
    unread_ = false;
    body_bytes_ = 0;
    sent_bytes_ = 0;
    if (output_.capacity() > kReadBytes * 2) output_ = std::string();
}

Task<bool> Connection::serve_one() {
    begin_request();
    auto reading = read_head();
    if (!(co_await reading)) co_return false;
    auto handling = handle();
    bool go_on = co_await handling;
    shared_.requests.fetch_add(1, std::memory_order_relaxed);
    co_return go_on && keep_alive_ && !aborted_;
}

// Reads once more; false when the client has gone, timed out or was cut.
Task<bool> Connection::fill(std::chrono::milliseconds patience) {
    set_deadline(patience);
    auto read = read_some(input_.room(kReadBytes / 8));
    Result result = co_await read;
    if (result.error) {
        // A time-out may be answered; everything else has nobody to answer to.
        if (timed_out()) shared_.timeouts.fetch_add(1, std::memory_order_relaxed);
        co_return false;
    }
    clear_deadline();
    input_.filled(result.size);
    co_return true;
}

Task<bool> Connection::read_head() {
    const Limits& limits = shared_.options.limits;
    std::chrono::steady_clock::time_point first_byte;
    std::chrono::milliseconds patience = limits.idle_timeout;
    phase_ = Phase::idle;
    while (true) {
        if (!input_.empty()) {
            if (!has_request_) {
                has_request_ = true;
                first_byte = std::chrono::steady_clock::now();
                started_ = first_byte;
                phase_ = Phase::reading;
            }
            HeadScanner::State state = scanner_.scan(input_.bytes(), limits);
            if (state == HeadScanner::State::complete) break;
            if (state == HeadScanner::State::refused) {
                auto refusing = refuse(scanner_.refusal().status, scanner_.refusal().code);
                co_return co_await refusing;
            }
            auto spent = std::chrono::duration_cast<milliseconds>(
                std::chrono::steady_clock::now() - first_byte);
            patience = std::max(milliseconds(0), limits.head_timeout - spent);
        }
        if (shared_.draining.load(std::memory_order_relaxed) && !has_request_) co_return false;
        auto filling = fill(patience);
        if (!(co_await filling)) {
            if (!timed_out() || !has_request_) co_return false;
            auto refusing = refuse(408, "request_timeout");
            co_return co_await refusing;
        }
    }
    started_ = std::chrono::steady_clock::now();
    std::string_view bytes = input_.bytes();
    request_.headers.buffer().assign(
        bytes.substr(scanner_.begin(), scanner_.end() - scanner_.begin()));
    input_.consume(scanner_.end());
    auto refusal = parse_head(request_.headers, head_, limits);
    if (refusal) {
        auto refusing = refuse(refusal->status, refusal->code);
        co_return co_await refusing;
    }
    co_return true;
}

std::optional<Refusal> Connection::understand_target() {
    if (head_.path.find('%') == std::string_view::npos) {
        request_.path.assign(head_.path);
    } else {
        auto path = percent_decode(head_.path);
        if (!path) return Refusal{400, "bad_path"};
        request_.path = std::move(*path);
    }
    if (request_.path.find("/.") != std::string::npos && has_dot_segment(request_.path)) {
        return Refusal{400, "bad_path"};
    }
    if (!head_.query.empty()) {
        auto parameters = parse_query(head_.query, shared_.options.limits.query_parameters);
        if (!parameters) return Refusal{400, "bad_query"};
        request_.set_parameters(std::move(*parameters));
        request_.query.assign(head_.query);
    }
    return std::nullopt;
}

void Connection::identify() {
    request_.peer = peer_text_;
    request_.id.assign(shared_.id_prefix);
    request_.id += std::to_string(shared_.next_id.fetch_add(1, std::memory_order_relaxed));
}

Task<bool> Connection::handle() {
    keep_alive_ = head_.keep_alive;
    unread_ = head_.is_chunked || head_.content_length.value_or(0) > 0;
    request_.method = *head_.method;
    request_.is_local_socket = !peer_;
    request_.is_tls = is_tls();
    identify();
    if (!shared_.trusted.empty() && peer_) {
        auto forwarded = request_.headers.find("x-forwarded-for");
        Address client = client_address(*peer_, forwarded.value_or(""), shared_.trusted);
        if (client != *peer_) {
            request_.peer = to_text(client);
            request_.is_tls = request_.headers.find("x-forwarded-proto") == "https";
        }
    }
    if (head_.is_asterisk) {
        Response all = make_response(204);
        all.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        all.close = unread_;
        auto answering = answer(std::move(all));
        co_return co_await answering;
    }
    auto refusal = understand_target();
    Match match;
    if (!refusal && !shared_.router.find(*head_.method, head_.path, request_, match)) {
        refusal = Refusal{400, "bad_path"};
    }
    if (refusal) {
        auto refusing = refuse(refusal->status, refusal->code);
        co_return co_await refusing;
    }
    if (match.route == nullptr) {
        auto answering = answer_unmatched(match);
        co_return co_await answering;
    }
    const Route& route = *match.route;
    if (route.options.admit) {
        auto admitting = admit(route);
        if (!(co_await admitting)) co_return false;
    }
    if (unread_) {
        auto reading = read_body(route.options);
        if (!(co_await reading)) co_return false;
        unread_ = false;
    }
    auto running = run_handler(route);
    co_return co_await running;
}

Task<bool> Connection::answer_unmatched(const Match& match) {
    Response response;
    if (!match.path_found) {
        response = present(404, "not_found");
    } else if (*head_.method == Method::options) {
        response = make_response(204);
        response.headers.add("Allow", match.allow);
    } else {
        response = present(405, "method_not_allowed");
        response.headers.set("Allow", match.allow);
    }
    response.close = unread_;
    auto answering = answer(std::move(response));
    co_return co_await answering;
}

// False when the request was answered before its body.
Task<bool> Connection::admit(const Route& route) {
    std::optional<Response> early;
    auto ask = [&]() noexcept {
        try {
            early = route.options.admit(request_);
        } catch (const std::exception& error) {
            shared_.log.error("http.admit_failed", {{"what", error.what()}});
            early = present(500, "internal");
        }
    };
    PoolCall call(*shared_.pool, loop_, Admit::if_room, ask);
    phase_ = Phase::running;
    bool taken = co_await call;
    if (!taken) {
        early = present(503, "overloaded");
        early->headers.set("Retry-After", "1");
    }
    if (!early) co_return true;
    early->close = early->close || unread_;
    auto answering = answer(std::move(*early));
    co_await answering;
    // Without a body left to read, the connection could go on; keep it simple and end it.
    keep_alive_ = false;
    co_return false;
}

Response Connection::call(const Handler& handler) noexcept {
    try {
        return handler(request_);
    } catch (const std::exception& error) {
        shared_.log.error("http.handler_failed", {{"request_id", request_.id},
                                                  {"route", std::string(request_.pattern())},
                                                  {"what", error.what()}});
        return present(500, "internal");
    }
}

Task<bool> Connection::run_handler(const Route& route) {
    Response response;
    if (route.options.inline_ok) {
        response = call(route.handler);
    } else {
        auto work = [&]() noexcept { response = call(route.handler); };
        PoolCall pool_call(*shared_.pool, loop_, Admit::if_room, work);
        phase_ = Phase::running;
        bool taken = co_await pool_call;
        if (!taken) {
            response = present(503, "overloaded");
            response.headers.set("Retry-After", "1");
        }
    }
    auto answering = answer(std::move(response));
    co_return co_await answering;
}

Response Connection::present(int status, std::string_view code) {
    RequestLine line{head_.method_text, head_.target,
                     request_.headers.find("accept-language").value_or(""), request_.id};
    return shared_.present(status, code, line);
}

Task<bool> Connection::refuse(int status, std::string_view code) {
    if (request_.id.empty()) identify();
    unread_ = true;
    Response response = present(status, code);
    response.close = true;
    auto answering = answer(std::move(response));
    co_await answering;
    co_return false;
}

Task<bool> Connection::read_body(const RouteOptions& options) {
    const Limits& limits = shared_.options.limits;
    Body body{options.max_body.value_or(limits.body_bytes), options.upload};
    if (head_.content_length && *head_.content_length > body.limit) {
        auto refusing = refuse(413, "body_too_large");
        co_return co_await refusing;
    }
    if (head_.expects_continue && input_.empty()) {
        auto writing = write_all(kContinue, {}, limits);
        if (!(co_await writing)) co_return false;
    }
    phase_ = Phase::reading;
    if (head_.content_length) {
        auto size = static_cast<std::size_t>(std::min<std::uint64_t>(
            *head_.content_length, kReserveBytes));
        request_.body.reserve(size);
    }
    bool whole = false;
    if (head_.is_chunked) {
        auto reading = read_chunked_body(body);
        whole = co_await reading;
    } else {
        auto reading = read_plain_body(body);
        whole = co_await reading;
    }
    if (whole && request_.spooled) {
        auto flushing = flush_body(body);
        whole = co_await flushing;
        request_.body = std::string();
    }
    body_bytes_ = body.total;
    if (!whole && body.disk_failed && !answered_) {
        auto refusing = refuse(507, "storage_full");
        co_return co_await refusing;
    }
    if (!whole && timed_out() && !answered_ && !aborted_) {
        auto refusing = refuse(408, "request_timeout");
        co_return co_await refusing;
    }
    co_return whole;
}

Task<bool> Connection::read_plain_body(Body& body) {
    Pace pace(shared_.options.limits);
    std::uint64_t left = *head_.content_length;
    while (left > 0) {
        if (input_.empty()) {
            auto filling = fill(pace.left(body.total));
            if (!(co_await filling)) co_return false;
        }
        std::string_view piece = input_.bytes();
        if (piece.size() > left) piece = piece.substr(0, static_cast<std::size_t>(left));
        auto appending = append_body(body, piece);
        if (!(co_await appending)) co_return false;
        left -= piece.size();
        input_.consume(piece.size());
    }
    co_return true;
}

Task<bool> Connection::read_chunked_body(Body& body) {
    Pace pace(shared_.options.limits);
    ChunkedDecoder decoder;
    while (true) {
        if (input_.empty()) {
            auto filling = fill(pace.left(body.total));
            if (!(co_await filling)) co_return false;
        }
        std::string_view rest = input_.bytes();
        std::size_t before = rest.size();
        std::string_view piece;
        ChunkedDecoder::State state = decoder.decode(rest, piece);
        if (state == ChunkedDecoder::State::data) {
            if (body.total + piece.size() > body.limit) {
                auto refusing = refuse(413, "body_too_large");
                co_return co_await refusing;
            }
            auto appending = append_body(body, piece);
            if (!(co_await appending)) co_return false;
        }
        input_.consume(before - rest.size());
        if (state == ChunkedDecoder::State::complete) co_return true;
        if (state == ChunkedDecoder::State::refused) {
            auto refusing = refuse(decoder.refusal().status, decoder.refusal().code);
            co_return co_await refusing;
        }
    }
}

Task<bool> Connection::append_body(Body& body, std::string_view piece) {
    body.total += piece.size();
    request_.body.append(piece);
    bool large = request_.body.size() > shared_.options.limits.spool_above_bytes;
    bool full = request_.spooled && request_.body.size() >= kSpoolPieceBytes;
    if (!body.may_spool || !(large || full)) co_return true;
    auto flushing = flush_body(body);
    co_return co_await flushing;
}

// Disks stall: the file is written by a worker, never by the loop.
Task<bool> Connection::flush_body(Body& body) {
    bool written = false;
    auto write = [&]() noexcept {
        try {
            if (!request_.spooled) {
                request_.spooled = std::make_unique<SpooledBody>(shared_.options.spool_folder);
            }
            written = request_.spooled->append(request_.body);
        } catch (const std::exception& error) {
            shared_.log.error("http.spool_failed", {{"what", error.what()}});
        }
    };
    PoolCall call(*shared_.pool, loop_, Admit::always, write);
    co_await call;
    request_.body.clear();
    body.disk_failed = !written;
    co_return written;
}

void Connection::stop_if_idle() {
    if (phase_ == Phase::idle) cut();
    if (events_) events_->close();
}

void Connection::abort() {
    aborted_ = true;
    cut();
    wake();
}

void Connection::on_expired() {
    if (phase_ == Phase::events && waiter_) {
        heartbeat_due_ = true;
        wake();
        return;
    }
    Wire::on_expired();
}

void Connection::on_events() {
    bool dropped = false;
    if (events_) {
        std::lock_guard lock(events_->state().mutex);
        dropped = events_->state().dropped;
    }
    if (dropped) {
        peer_gone_ = true;
        cut();
    }
    wake();
}

void Connection::wake() {
    if (!waiter_) {
        woken_ = true;
        return;
    }
    // Not resumed here: the caller may be walking over connections or deadlines.
    loop_.resume_later(std::exchange(waiter_, nullptr));
}

}  // namespace bihuan::http
