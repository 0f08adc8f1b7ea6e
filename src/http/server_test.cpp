// The server as its clients meet it: order, slowness, overload, streams, stopping.
#include "http/server.h"

#include "base/error.h"
#include "http/event_stream.h"
#include "http/internal/raw_client.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <gtest/gtest.h>
#include <list>
#include <mutex>
#include <sys/stat.h>
#include <thread>

namespace bihuan::http {
namespace {

using std::chrono::steady_clock;

// Lets a test hold a handler until it says so.
class Gate {
public:
    void open() {
        std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void pass() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
    }
    void wait_for(int waiting) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= waiting; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int waiting_ = 0;
};

std::string get(const std::string& path, const std::string& fields = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}
std::string post(const std::string& path, const std::string& body, const std::string& fields = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n" + fields + "\r\n" + body;
}

class Live : public testing::Test {
protected:
    Live() : clock_(Instant{784'111'777'000'000}), log_(make_quiet_log()) {
        options_.port = 0;
        options_.loops = 2;
        options_.limits.workers = 2;
        options_.limits.linger_timeout = milliseconds(40);
    }
    ~Live() override {
        gate_.open();
        server_.reset();
    }

    void start() {
        add_routes();
        server_.emplace(options_, std::move(router_), clock_, *log_);
        server_->start();
    }
    void add_routes();
    void add_streams();

    RawAnswer ask(const std::string& request) {
        RawClient client(server_->port());
        client.send(request);
        return client.receive();
    }
    void await(const std::function<bool()>& condition) {
        auto end = steady_clock::now() + std::chrono::seconds(5);
        while (!condition() && steady_clock::now() < end) std::this_thread::yield();
        EXPECT_TRUE(condition());
    }

    ManualClock clock_;
    std::unique_ptr<Log> log_;
    ServerOptions options_;
    Router router_;
    Gate gate_;
    std::shared_ptr<EventStream> events_;
    std::mutex events_mutex_;
    std::atomic<bool> events_closed_{false};
    std::atomic<int> pulls_{0};
    std::optional<Server> server_;
};

void Live::add_routes() {
    RouteOptions here;
    here.inline_ok = true;
    router_.add(Method::get, "/number/{n}", {}, [](Request& request) {
        return make_response(200, "text/plain", std::string(request.path_parameter("n")));
    });
    router_.add(Method::get, "/inline/{n}", here, [](Request& request) {
        return make_response(200, "text/plain", std::string(request.path_parameter("n")));
    });
    router_.add(Method::post, "/echo", {}, [](Request& request) {
        return make_response(200, "text/plain", request.body);
    });
    router_.add(Method::get, "/held", {}, [this](Request&) {
        gate_.pass();
        return make_response(200, "text/plain", "held");
    });
    router_.add(Method::get, "/peer", {}, [](Request& request) {
        return make_response(200, "text/plain", request.peer + (request.is_tls ? " tls" : ""));
    });
    router_.add(Method::get, "/throws", {}, [](Request&) -> Response {
        throw Error(Code::internal, "error.internal");
    });
    RouteOptions upload;
    upload.upload = true;
    upload.max_body = 8 << 20;
    router_.add(Method::post, "/upload", upload, [](Request& request) {
        auto source = request.body_source();
        std::string tail(4, '-');
        source->read(source->size() - 4, tail);
        return make_response(200, "text/plain", (request.spooled ? "file " : "memory ") +
                                                    std::to_string(source->size()) + " " + tail);
    });
    RouteOptions guarded = upload;
    guarded.admit = [](Request& request) -> std::optional<Response> {
        if (request.header("authorization")) return std::nullopt;
        return make_response(401, "text/plain", "who?");
    };
    router_.add(Method::post, "/guarded", guarded, [](Request&) { return make_response(204); });
    add_streams();
}

void Live::add_streams() {
    router_.add(Method::get, "/stream", {}, [this](Request&) {
        return make_stream("text/plain", [this, n = 0](std::string& out) mutable {
            ++pulls_;
            out = "piece " + std::to_string(++n) + "\n";
            return n < 3;
        });
    });
    router_.add(Method::get, "/torrent", {}, [this](Request&) {
        return make_stream("text/plain", [this](std::string& out) {
            ++pulls_;
            out.assign(kStreamPieceBytes, 'x');
            return true;
        });
    });
    router_.add(Method::get, "/broken", {}, [](Request&) {
        return make_stream("text/plain", [](std::string& out) -> bool {
            out = "half";
            throw Error(Code::internal, "error.internal");
        });
    });
    router_.add(Method::get, "/events", {}, [this](Request&) {
        std::lock_guard lock(events_mutex_);
        events_ = EventStream::open([this] { events_closed_ = true; }, 4 << 20);
        events_->send("1", "hello", "a\nb");
        return make_event_stream(events_);
    });
}

TEST_F(Live, AnswersPipelinedRequestsInOrder) {
    start();
    std::string all;
    for (int i = 0; i < 50; ++i) all += get((i % 2 ? "/inline/" : "/number/") + std::to_string(i));
    all += post("/echo", "body");
    RawClient client(server_->port());
    client.send(all);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client.receive().body, std::to_string(i));
    EXPECT_EQ(client.receive().body, "body");
}

TEST_F(Live, ReadsARequestByteByByte) {
    start();
    RawClient client(server_->port());
    for (char c : post("/echo", "hello")) client.send(std::string_view(&c, 1));
    EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(Live, AnswersWithTheFieldsOfEveryAnswer) {
    options_.default_headers = {{"X-Default", "1"}, {"Content-Type", "never"}};
    start();
    RawAnswer answer = ask(get("/number/7"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.head.find("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"), std::string::npos);
    EXPECT_NE(answer.head.find("X-Request-Id: "), std::string::npos);
    EXPECT_NE(answer.head.find("X-Default: 1\r\n"), std::string::npos);
    EXPECT_EQ(answer.head.find("never"), std::string::npos);
    EXPECT_EQ(answer.head.find("Connection:"), std::string::npos);
}

TEST_F(Live, ServesHeadOptionsAndMethodErrors) {
    start();
    RawClient client(server_->port());
    client.send("HEAD /number/123 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/number/1"));
    RawAnswer head = client.receive(true);
    EXPECT_NE(head.head.find("Content-Length: 3\r\n"), std::string::npos);
    EXPECT_EQ(client.receive().body, "1");
    client.send("OPTIONS /number/1 HTTP/1.1\r\nHost: a\r\n\r\n");
    RawAnswer options = client.receive();
    EXPECT_EQ(options.status, 204);
    EXPECT_NE(options.head.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
    client.send("DELETE /number/1 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/nowhere") +
                get("/number/2"));
    RawAnswer refused = client.receive();
    EXPECT_EQ(refused.status, 405);
    EXPECT_NE(refused.head.find("Allow: GET, HEAD, OPTIONS\r\n"), std::string::npos);
    EXPECT_EQ(client.receive().status, 404);
    EXPECT_EQ(client.receive().body, "2") << "a wrong path does not end the connection";
}

TEST_F(Live, KeepsHttp10Apart) {
    start();
    RawClient closing(server_->port());
    closing.send("GET /number/1 HTTP/1.0\r\n\r\n");
    EXPECT_EQ(closing.receive().body, "1");
    EXPECT_TRUE(closing.is_closed());
    RawClient stream(server_->port());
    stream.send("GET /stream HTTP/1.0\r\n\r\n");
    std::string all = stream.receive_all();
    EXPECT_EQ(all.find("chunked"), std::string::npos);
    EXPECT_TRUE(all.ends_with("\r\n\r\npiece 1\npiece 2\npiece 3\n"));
}

TEST_F(Live, PresentsErrorsAsItIsTold) {
    std::string seen;
    options_.on_error = [&](int status, std::string_view code, const RequestLine& line) {
        seen = std::string(line.method) + " " + std::string(line.target) + " " +
               std::string(line.accept_language);
        return make_response(status, "application/problem+json", std::string(code));
    };
    start();
    EXPECT_EQ(ask(get("/nowhere?x", "Accept-Language: en\r\n")).body, "not_found");
    EXPECT_EQ(seen, "GET /nowhere?x en");
    EXPECT_EQ(ask(get("/throws")).status, 500);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\n\r\n").body, "bad_host");
}

TEST_F(Live, TimesOutSlowClients) {
    options_.limits.head_timeout = milliseconds(30);
    options_.limits.idle_timeout = milliseconds(30);
    options_.limits.stall_timeout = milliseconds(30);
    start();
    RawClient silent(server_->port());
    RawClient slow_head(server_->port());
    slow_head.send("GET / HTTP/1.1\r\nHost:");
    RawClient slow_body(server_->port());
    slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf");
    RawClient slow_chunk(server_->port());
    slow_chunk.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nh");
    EXPECT_TRUE(silent.is_closed());
    for (RawClient* client : {&slow_head, &slow_body, &slow_chunk}) {
        EXPECT_EQ(client->receive().status, 408);
        EXPECT_TRUE(client->is_closed());
    }
    EXPECT_EQ(server_->counters().timeouts, 4U);
}

TEST_F(Live, CutsAClientThatDoesNotRead) {
    options_.limits.stall_timeout = milliseconds(30);
    options_.limits.min_bytes_per_second = 1 << 30;
    start();
    RawClient client(server_->port());
    client.set_receive_buffer(4096);
    client.send(get("/torrent"));
    await([&] { return pulls_ > 0 && server_->counters().connections_open == 0; });
    int pulls = pulls_;
    EXPECT_LT(pulls, 400) << "the producer must not run ahead of the client";
}

TEST_F(Live, StreamsByChunksAndShowsABreak) {
    start();
    RawClient client(server_->port());
    client.send(get("/stream") + get("/number/5", "Connection: close\r\n"));
    std::string all = client.receive_all();
    EXPECT_NE(all.find("\r\n8\r\npiece 1\n\r\n8\r\npiece 2\n\r\n8\r\npiece 3\n\r\n0\r\n\r\n"
                       "HTTP/1.1 200"), std::string::npos) << all;
    RawClient broken(server_->port());
    broken.send(get("/broken"));
    EXPECT_EQ(broken.receive_all().find("0\r\n\r\n"), std::string::npos);
}

TEST_F(Live, SpoolsLargeUploads) {
    start();
    EXPECT_EQ(ask(post("/upload", std::string(1000, 'x') + "tail")).body, "memory 1004 tail");
    std::string large(3'000'000, 'x');
    EXPECT_EQ(ask(post("/upload", large + "tail")).body, "file 3000004 tail");
    RawClient chunks(server_->port());
    chunks.send("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2dc6c0\r\n" +
                large + "\r\n4\r\ntail\r\n0\r\n\r\n" + get("/number/1"));
    EXPECT_EQ(chunks.receive().body, "file 3000004 tail");
    EXPECT_EQ(chunks.receive().body, "1");
    options_.spool_folder = "/tmp";
}

TEST_F(Live, RefusesTooLargeBodiesBeforeTheyAreSent) {
    start();
    RawClient large(server_->port());
    large.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n"
               "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(large.receive().status, 413);
    EXPECT_TRUE(large.is_closed());
    RawClient guarded(server_->port());
    guarded.send("POST /guarded HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n"
                 "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(guarded.receive().body, "who?");
    RawClient good(server_->port());
    good.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
              "Expect: 100-continue\r\n\r\n");
    EXPECT_EQ(good.receive().status, 100);
    good.send("hello");
    EXPECT_EQ(good.receive().body, "hello");
}

TEST_F(Live, AnswersOverloadAtOnce) {
    options_.limits.queued_requests = 1;
    start();
    std::list<RawClient> held;
    for (int i = 1; i <= 2; ++i) {
        held.emplace_back(server_->port()).send(get("/held"));
        gate_.wait_for(i);
    }
    held.emplace_back(server_->port()).send(get("/held"));
    await([&] { return server_->counters().requests_queued == 1; });
    RawAnswer refused = ask(get("/number/1"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_NE(refused.head.find("Retry-After: 1\r\n"), std::string::npos);
    EXPECT_EQ(ask(get("/inline/1")).body, "1");
    gate_.open();
    for (RawClient& client : held) EXPECT_EQ(client.receive().body, "held");
}

TEST_F(Live, LimitsConnections) {
    options_.limits.connections_per_address = 2;
    options_.limit_loopback = true;
    start();
    RawClient first(server_->port());
    {
        RawClient second(server_->port());
        await([&] { return server_->counters().connections_open == 2; });
        RawClient third(server_->port());
        EXPECT_EQ(third.receive().status, 503);
    }
    await([&] { return server_->counters().connections_open == 1; });
    EXPECT_EQ(ask(get("/number/1")).status, 200);
}

TEST_F(Live, BelievesOnlyTrustedProxies) {
    start();
    EXPECT_EQ(ask(get("/peer", "X-Forwarded-For: 9.9.9.9\r\n")).body, "127.0.0.1");
    server_.reset();
    router_ = Router();
    options_.trusted_proxies = {"127.0.0.0/8", "10.0.0.0/8"};
    start();
    EXPECT_EQ(ask(get("/peer", "X-Forwarded-For: 1.1.1.1, 9.9.9.9, 10.1.2.3\r\n"
                               "X-Forwarded-Proto: https\r\n")).body, "9.9.9.9 tls");
    EXPECT_EQ(ask(get("/peer", "X-Forwarded-For: nonsense\r\n")).body, "127.0.0.1");
}

TEST_F(Live, DoesNotShareItsAddress) {
    start();
    ServerOptions same = options_;
    same.port = server_->port();
    Server second(same, Router(), clock_, *log_);
    EXPECT_THROW(second.start(), Error);
}

TEST_F(Live, ListensOnALocalSocket) {
    std::string path = testing::TempDir() + "bh-" + std::to_string(::getpid()) + ".sock";
    options_.unix_socket = path;
    options_.address.reset();
    start();
    struct stat status{};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    RawClient client(path);
    client.send(get("/peer"));
    EXPECT_EQ(client.receive().body, "unix");
    Server second(options_, Router(), clock_, *log_);
    EXPECT_THROW(second.start(), Error);
    server_.reset();
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Live, SendsEventsAndHeartbeats) {
    options_.limits.heartbeat = milliseconds(20);
    start();
    RawClient client(server_->port());
    client.send(get("/events"));
    EXPECT_TRUE(client.receive_until("id: 1\nevent: hello\ndata: a\ndata: b\n\n"));
    EXPECT_TRUE(client.receive_until("\n:\n\n"));
    EXPECT_TRUE(events_->send("2\nevil: x", "", "c"));
    EXPECT_TRUE(client.receive_until("id: 2\ndata: c\n\n"));
    EXPECT_EQ(server_->counters().event_streams_open, 1U);
    events_->send("", "", "last");
    events_->close();
    EXPECT_TRUE(client.receive_until("data: last\n\n"));
    client.receive_all();
    await([&] { return events_closed_.load(); });
    EXPECT_FALSE(events_->send("", "", "late"));
}

TEST_F(Live, NoticesThatABrowserHasGone) {
    start();
    {
        RawClient client(server_->port());
        client.send(get("/events"));
        EXPECT_TRUE(client.receive_until("data: b\n\n"));
    }
    await([&] { return events_closed_.load() && server_->counters().connections_open == 0; });
}

TEST_F(Live, DropsABrowserThatIsTooSlow) {
    start();
    RawClient client(server_->port());
    client.set_receive_buffer(4096);
    client.send(get("/events"));
    EXPECT_TRUE(client.receive_until("data: b\n\n"));
    std::string data(100'000, 'x');
    bool dropped = false;
    for (int i = 0; i < 1000 && !dropped; ++i) dropped = !events_->send("", "", data);
    EXPECT_TRUE(dropped);
    await([&] { return events_closed_.load(); });
}

TEST_F(Live, StopsAfterWhatIsRunning) {
    start();
    RawClient idle(server_->port());
    idle.send(get("/number/1"));
    idle.receive();
    RawClient held(server_->port());
    held.send(get("/held"));
    gate_.wait_for(1);
    RawClient events(server_->port());
    events.send(get("/events"));
    events.receive_until("data: b\n\n");
    std::thread stopper([&] { EXPECT_TRUE(server_->stop(std::chrono::seconds(5))); });
    EXPECT_TRUE(idle.is_closed());
    gate_.open();
    RawAnswer last = held.receive();
    EXPECT_EQ(last.body, "held");
    EXPECT_NE(last.head.find("Connection: close"), std::string::npos);
    stopper.join();
    EXPECT_THROW(ask(get("/number/1")), std::runtime_error);
}

TEST_F(Live, StopsInTimeEvenWhenAHandlerDoesNot) {
    start();
    RawClient held(server_->port());
    held.send(get("/held"));
    gate_.wait_for(1);
    EXPECT_FALSE(server_->stop(milliseconds(10)));
}

TEST_F(Live, TellsTheAccessLog) {
    std::mutex mutex;
    std::string seen;
    options_.on_access = [&](const Access& access) {
        std::lock_guard lock(mutex);
        seen = std::string(access.method) + " " + std::string(access.path) + " " +
               std::string(access.pattern) + " " + std::string(access.peer) + " " +
               std::to_string(access.status) + " " + std::to_string(access.request_bytes);
    };
    start();
    ask(post("/echo", "hello"));
    await([&] {
        std::lock_guard lock(mutex);
        return seen == "POST /echo /echo 127.0.0.1 200 5";
    });
}

}  // namespace
}  // namespace bihuan::http
