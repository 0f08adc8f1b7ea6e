#include "http/server.h"

#include "base/error.h"
#include "http/internal/listener.h"

#include <algorithm>
#include <future>
#include <list>
#include <openssl/ssl.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace bihuan::http {

namespace {

// Deadlines are met to a quarter of the shortest limit, within these bounds.
constexpr milliseconds kShortestTick{5};
constexpr milliseconds kLongestTick{250};
// What connections need to notice that they were cut.
constexpr milliseconds kCutGrace{500};

milliseconds tick_for(const Limits& limits) {
    milliseconds shortest = std::min({limits.head_timeout, limits.idle_timeout,
                                      limits.stall_timeout, limits.linger_timeout,
                                      limits.heartbeat});
    return std::clamp(shortest / 4, kShortestTick, kLongestTick);
}

int choose_http1(SSL*, const unsigned char** out, unsigned char* out_size,
                 const unsigned char* offered, unsigned int offered_size, void*) {
    static constexpr unsigned char kOurs[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
    unsigned char* chosen = nullptr;
    int found = SSL_select_next_proto(&chosen, out_size, kOurs, sizeof kOurs, offered,
                                      offered_size);
    if (found != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

std::unique_ptr<asio::ssl::context> make_tls(const TlsOptions& options) {
    auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX* raw = context->native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                 SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);  // idle connections stay small
    SSL_CTX_set_alpn_select_cb(raw, choose_http1, nullptr);
    ErrorCode error;
    context->use_certificate_chain_file(options.certificate_file, error);
    if (error) {
        throw Error(Code::invalid, "error.http.bad_certificate",
                    {{"file", options.certificate_file}})
            .because(error.message());
    }
    context->use_private_key_file(options.key_file, asio::ssl::context::pem, error);
    if (error || SSL_CTX_check_private_key(raw) != 1) {
        throw Error(Code::invalid, "error.http.bad_key", {{"file", options.key_file}})
            .because(error.message());
    }
    return context;
}

struct LoopThread {
    LoopThread(milliseconds tick, const Clock& clock) : loop(tick, clock) {}
    Loop loop;
    ConnectionList connections;
    std::list<Listener> listeners;
    std::thread thread;
};

}  // namespace

struct Server::State {
    State(ServerOptions options, Router router, const Clock& clock, Log& log)
        : shared(std::move(options), std::move(router), clock, log) {}

    Shared shared;
    std::list<LoopThread> loops;
    std::uint16_t port = 0;
    bool running = false;

    void listen();
    // Runs `act` on every loop and waits for it.
    template <class F>
    void on_each_loop(F act);
    bool wait_until_closed(std::chrono::steady_clock::time_point deadline);
    void join();
};

void Server::State::listen() {
    ServerOptions& options = shared.options;
    std::size_t cores = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    std::size_t count = options.loops > 0 ? options.loops : cores;
    milliseconds tick = tick_for(options.limits);
    for (std::size_t i = 0; i < count; ++i) loops.emplace_back(tick, shared.clock);
    if (options.address) {
        std::vector<int> sockets;
        port = open_tcp(*options.address, options.port, count, sockets);
        auto socket = sockets.begin();
        for (LoopThread& each : loops) {
            each.listeners.emplace_back(shared, each.loop, each.connections, *socket++,
                                        shared.options.tls.has_value());
        }
    }
    if (!options.unix_socket.empty()) {
        LoopThread& first = loops.front();
        first.listeners.emplace_back(shared, first.loop, first.connections,
                                     open_unix(options.unix_socket), false);
    }
}

template <class F>
void Server::State::on_each_loop(F act) {
    for (LoopThread& each : loops) {
        std::promise<void> done;
        each.loop.post([&] {
            act(each);
            done.set_value();
        });
        done.get_future().wait();
    }
}

bool Server::State::wait_until_closed(std::chrono::steady_clock::time_point deadline) {
    while (shared.open.load() > 0) {
        if (std::chrono::steady_clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

void Server::State::join() {
    for (LoopThread& each : loops) each.loop.finish();
    for (LoopThread& each : loops) each.thread.join();
    shared.pool.reset();
    loops.clear();
    running = false;
}

Server::Server(ServerOptions options, Router router, const Clock& clock, Log& log)
    : state_(std::make_unique<State>(std::move(options), std::move(router), clock, log)) {}

Server::~Server() {
    if (!state_->running) return;
    if (!stop(milliseconds(0)) && state_->running) {
        state_->wait_until_closed(std::chrono::steady_clock::time_point::max());
        state_->join();
    }
}

void Server::start() {
    Shared& shared = state_->shared;
    reload_tls();
    try {
        state_->listen();
    } catch (...) {
        state_->loops.clear();
        throw;
    }
    const Limits& limits = shared.options.limits;
    shared.pool = std::make_unique<WorkerPool>(std::max<std::size_t>(1, limits.workers),
                                               limits.queued_requests);
    for (LoopThread& each : state_->loops) {
        for (Listener& listener : each.listeners) listener.start();
        each.thread = std::thread([&each] { each.loop.run(); });
    }
    state_->running = true;
}

void Server::reload_tls() {
    Shared& shared = state_->shared;
    if (shared.options.tls) shared.set_tls(make_tls(*shared.options.tls));
}

std::uint16_t Server::port() const { return state_->port; }

bool Server::stop(milliseconds timeout) {
    if (!state_->running) return true;
    auto deadline = std::chrono::steady_clock::now() + timeout;
    state_->shared.draining.store(true);
    state_->on_each_loop([](LoopThread& each) {
        for (Listener& listener : each.listeners) listener.stop();
        Connection* connection = each.connections.first;
        while (connection != nullptr) {
            Connection* next = connection->next();
            connection->stop_if_idle();
            connection = next;
        }
    });
    if (!state_->shared.options.unix_socket.empty()) {
        ::unlink(state_->shared.options.unix_socket.c_str());
    }
    bool all_finished = state_->wait_until_closed(deadline);
    if (!all_finished) {
        state_->on_each_loop([](LoopThread& each) {
            Connection* connection = each.connections.first;
            while (connection != nullptr) {
                Connection* next = connection->next();
                connection->abort();
                connection = next;
            }
        });
        // Only handlers still inside business code hold this up: the destructor waits for them.
        if (!state_->wait_until_closed(std::chrono::steady_clock::now() + kCutGrace)) return false;
    }
    state_->join();
    return all_finished;
}

Counters Server::counters() const {
    const Shared& shared = state_->shared;
    Counters counters;
    counters.connections_open = shared.open.load();
    counters.connections_accepted = shared.accepted.load();
    counters.connections_refused = shared.refused.load();
    counters.requests = shared.requests.load();
    counters.event_streams_open = shared.event_streams.load();
    counters.timeouts = shared.timeouts.load();
    if (shared.pool) {
        counters.requests_queued = shared.pool->queued();
        counters.workers_busy = shared.pool->busy();
    }
    return counters;
}

const Router& Server::router() const { return state_->shared.router; }

}  // namespace bihuan::http
