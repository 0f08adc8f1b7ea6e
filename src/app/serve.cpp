#include "app/serve.h"

#include "api/api.h"
#include "app/demo.h"
#include "app/local_door.h"
#include "app/modules.h"
#include "base/error.h"
#include "embedded/web.h"
#include "http/server.h"
#include "kernel/access/session.h"
#include "work/discuss/discuss.h"
#include "work/job/runner.h"

#include <atomic>
#include <charconv>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <optional>
#include <thread>

namespace bihuan::app {

namespace {

using http::milliseconds;

constexpr milliseconds kStopTimeout{10'000};   // what is running may take this long to finish
constexpr milliseconds kPumpPause{50};         // browsers hear of a change at most this late
constexpr milliseconds kJobPause{100};         // a new job begins at most this late

struct Address {
    std::string host;
    std::uint16_t port = 0;
};

Address parse_listen(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    Address out;
    if (colon != std::string::npos && colon + 1 < text.size()) {
        out.host = text.substr(0, colon);
        if (out.host.starts_with('[') && out.host.ends_with(']')) {
            out.host = out.host.substr(1, out.host.size() - 2);
        }
        const char* end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + colon + 1, end, out.port);
        if (read.ec == std::errc{} && read.ptr == end && !out.host.empty()) return out;
    }
    throw Error(Code::invalid, "error.settings.listen", {{"value", text}});
}

std::vector<http::StaticFile> web_table() {
    std::vector<http::StaticFile> out;
    for (const EmbeddedWebFile& file : embedded_web()) {
        out.push_back({file.path, file.mime, file.etag, file.immutable, file.raw, file.gz,
                       file.br});
    }
    return out;
}

// The page's own hash names the build: the browser offers a reload when it changes.
std::string build_of(const std::vector<http::StaticFile>& web) {
    for (const http::StaticFile& file : web) {
        if (file.path == "/index.html") return std::string(file.etag);
    }
    return "none";
}

sigset_t stop_signals() {
    sigset_t set{};
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

// Blocks the stop signals in this thread and those it starts; wait() takes them.
enum class Asked { nothing, stop, reload };

class Signals {
public:
    Signals() { block_stop_signals(); }
    // What was asked for within `pause`.
    Asked wait(milliseconds pause) const {
        const timespec time{pause.count() / 1000, (pause.count() % 1000) * 1'000'000};
        const int signal = sigtimedwait(&set_, nullptr, &time);
        if (signal <= 0) return Asked::nothing;
        return signal == SIGHUP ? Asked::reload : Asked::stop;
    }

private:
    sigset_t set_ = stop_signals();
};

http::ServerOptions server_options(const Settings& settings, api::Api& api) {
    const Address address = parse_listen(settings.listen);
    http::ServerOptions options;
    options.address = address.host;
    options.port = address.port;
    // Commands on a shared database need no way through this process.
    if (!db::is_on_server(place_of(settings))) {
        options.unix_socket = settings.data + "/" + kSocketFile;
    }
    options.trusted_proxies = settings.trusted_proxies;
    options.spool_folder = settings.data;
    options.default_headers = api::Api::security_headers();
    if (!settings.certificate.empty()) {
        options.tls = http::TlsOptions{settings.certificate, settings.key};
    }
    options.on_error = [&api](int status, std::string_view code, const http::RequestLine& line) {
        return api.refuse(status, code, line);
    };
    options.on_access = [&api](const http::Access& access) { api.count(access); };
    return options;
}

void greet_demo(const Company& company, const char* scheme, const Address& address,
                const std::string& host, std::uint16_t port) {
    bool is_demo = false;
    company.workspace->read(Actor::system(), [&](const Snapshot& snapshot) {
        is_demo = company_fact(snapshot, "demo") == "1";
    });
    if (!is_demo) return;
    const std::string here = std::string(scheme) + "://" + host + ":" + std::to_string(port);
    std::fputs(demo_guide(here).c_str(), stdout);
    const bool is_open = address.host == "0.0.0.0" || address.host == "::";
    const std::string lan = is_open ? lan_address(scheme, port) : std::string();
    if (!lan.empty()) std::printf("  %s\n%s", lan.c_str(), qr_code(lan).c_str());
}

void greet(const Settings& settings, const Company& company, std::uint16_t port) {
    const Address address = parse_listen(settings.listen);
    const char* scheme = settings.certificate.empty() ? "http" : "https";
    const std::string host =
        address.host == "0.0.0.0" || address.host == "::" ? "localhost" : address.host;
    std::printf("Bihuan  %s://%s:%u\n", scheme, host.c_str(), static_cast<unsigned>(port));
    if (!company.administrator_password.empty()) {
        std::printf("admin / %s\n", company.administrator_password.c_str());
    }
    if (settings.demo) greet_demo(company, scheme, address, host, port);
    std::fflush(stdout);
}

// A renewed certificate is taken without a restart; a broken one is told and left alone.
void reload(http::Server& server, Log& log) {
    try {
        server.reload_tls();
        log.info("tls.reloaded");
    } catch (const Error& error) {
        log.error("tls.not_reloaded", {{"key", error.key()}, {"cause", error.cause()}});
    }
}

// Tells browsers of events; what other processes changed becomes known first. False when the
// database does not answer.
bool pump(Workspace& workspace, api::Api& api) {
    try {
        workspace.refresh();
        api.streams().pump();
        return true;
    } catch (const Error& error) {
        // The database is away for the moment: the next turn tries again.
        workspace.log().warn("pump.failed", {{"key", error.key()}, {"cause", error.cause()}});
        return false;
    }
}

// Advances jobs until it is destroyed: imports, bulk acts, undo; tells people what they were given.
class JobThread {
public:
    explicit JobThread(Workspace& workspace) : workspace_(workspace) {
        thread_ = std::thread([this] { run(); });
    }
    ~JobThread() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    JobThread(const JobThread&) = delete;
    JobThread& operator=(const JobThread&) = delete;

private:
    void run() {
        job::Runner runner(workspace_);
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            lock.unlock();
            const bool worked = step(runner);
            lock.lock();
            if (!worked) changed_.wait_for(lock, kJobPause, [&] { return stopping_; });
        }
        lock.unlock();
        let_go();
    }

    void let_go() {
        try {
            job::let_go_runner(workspace_);
        } catch (const std::exception& error) {
            // The others wait until it has run out.
            workspace_.log().warn("jobs.not_let_go", {{"cause", error.what()}});
        }
    }

    bool step(job::Runner& runner) {
        try {
            access::save_uses(workspace_);
            const bool told = discuss::advance(workspace_);
            return runner.step(workspace_.clock().now()).worked || told;
        } catch (const std::exception& error) {
            // The database refuses for the moment (disk full): the next turn tries again.
            workspace_.log().error("jobs.failed", {{"cause", error.what()}});
            return false;
        }
    }

    Workspace& workspace_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace

void block_stop_signals() {
    const sigset_t set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

int serve(const Settings& settings, Company& company, Log& log) {
    const Signals signals;
    Workspace& workspace = *company.workspace;
    const std::vector<http::StaticFile> web = web_table();
    std::atomic<bool> stopping = false;
    std::atomic<bool> away = false;
    http::Server* running = nullptr;
    api::ApiOptions options;
    options.build = build_of(web);
    options.version = settings.version;
    options.web = web;
    options.counters = [&] { return running->counters(); };
    options.is_stopping = [&] { return stopping.load(); };
    options.is_away = [&] { return away.load(); };
    api::Api api(workspace, std::move(options));
    http::Router router;
    add_local_door(router, workspace);
    api.add_routes(router);
    http::Server server(server_options(settings, api), std::move(router), workspace.clock(), log);
    running = &server;
    server.start();
    greet(settings, company, server.port());
    std::optional<JobThread> jobs(std::in_place, workspace);
    for (Asked asked = Asked::nothing; asked != Asked::stop; asked = signals.wait(kPumpPause)) {
        if (asked == Asked::reload && settings.certificate.empty()) break;  // terminal closed
        if (asked == Asked::reload) reload(server, log);
        if (!workspace.database().is_healthy()) {
            log.error("storage.failed");  // recovery is from the log, by a new process
            return 1;
        }
        away = !pump(workspace, api);
    }
    stopping = true;
    jobs.reset();  // after its current chunk
    api.streams().close_all();
    server.stop(kStopTimeout);
    return 0;
}

}  // namespace bihuan::app
