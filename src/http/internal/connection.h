// One connection: requests in order, each read strictly, routed, run and answered.
//
// Internal to http/. Belongs to its loop's thread and owns itself: run() frees it at the end.
#pragma once

#include "http/chunked.h"
#include "http/head.h"
#include "http/internal/event_state.h"
#include "http/internal/shared.h"
#include "http/internal/wire.h"

#include <chrono>
#include <coroutine>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan::http {

class Connection;

// The connections of one loop, so that a stop can reach them. Loop's thread only.
struct ConnectionList {
    Connection* first = nullptr;
    std::size_t count = 0;
};

class Connection final : public Wire, private EventSink {
public:
    Connection(Shared& shared, Loop& loop, ConnectionList& list, Socket socket,
               std::optional<Address> peer, bool use_tls);
    ~Connection();

    static Detached run(std::unique_ptr<Connection> self);

    Connection* next() const { return next_; }
    void stop_if_idle();  // and event streams
    void abort();         // whatever it does

private:
    enum class Phase { idle, reading, running, writing, events };
    struct Body;

    Task<bool> serve_one();
    Task<bool> read_head();
    void begin_request();
    void identify();
    Task<bool> handle();
    std::optional<Refusal> understand_target();
    Task<bool> answer_unmatched(const Match& match);
    Task<bool> admit(const Route& route);
    Task<bool> read_body(const RouteOptions& options);
    Task<bool> read_plain_body(Body& body);
    Task<bool> read_chunked_body(Body& body);
    Task<bool> append_body(Body& body, std::string_view piece);
    Task<bool> flush_body(Body& body);
    Task<bool> fill(std::chrono::milliseconds patience);
    Task<bool> run_handler(const Route& route);
    Response call(const Handler& handler) noexcept;

    Task<bool> refuse(int status, std::string_view code);  // answers and closes: returns false
    Task<bool> answer(Response response);
    void compose_head(const Response& response, bool has_body);
    void append_defaults(const ResponseHeaders& headers);
    Task<bool> write_stream(const Response& response);
    Task<bool> write_events(EventStream& events);
    Task<bool> pump_events(EventStream& events);
    void watch_peer();
    void attach(EventStream& events);
    void detach(EventStream& events);
    void log_access(int status);
    Response present(int status, std::string_view code);

    void on_expired() override;
    void on_events() override;
    void wake();

    Shared& shared_;
    ConnectionList& list_;
    Connection* next_ = nullptr;
    Connection** previous_ = nullptr;
    std::optional<Address> peer_;
    std::string peer_text_;

    Phase phase_ = Phase::idle;
    bool aborted_ = false;
    bool keep_alive_ = true;
    bool unread_ = false;        // the request was not read to its end: linger
    bool answered_ = false;
    bool has_request_ = false;   // something of a request has arrived
    InputBuffer input_;
    std::string output_;
    HeadScanner scanner_;
    Head head_;
    Request request_;
    std::uint64_t body_bytes_ = 0;
    std::uint64_t sent_bytes_ = 0;
    std::chrono::steady_clock::time_point started_;

    // Event streams only.
    std::shared_ptr<EventStream> events_;
    std::coroutine_handle<> waiter_;
    bool woken_ = false;
    bool heartbeat_due_ = false;
    bool watching_ = false;
    bool peer_gone_ = false;
};

}  // namespace bihuan::http
