#include "app/local_door.h"

#include "app/commands.h"
#include "base/error.h"
#include "base/json.h"

#include <cstdio>
#include <filesystem>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bihuan::app {

namespace {

constexpr std::size_t kAnswerMax = 512 * 1024 * 1024;  // an export of everything

http::Response answer(int status, const std::string& out, const std::string& failure) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("status").integer(status).key("out").string(out);
    json.key("error").string(failure).end_object();
    return http::make_response(200, "application/json", std::move(text));
}

http::Response open_door(Workspace& workspace, http::Request& request) {
    if (!request.is_local_socket) return http::make_response(404, "text/plain", "");
    std::string out;
    try {
        const Settings settings = read_settings(Json::parse(request.body));
        const int status = run_command(
            workspace, settings,
            {[&](std::string_view text) { out.append(text); }, {}});
        return answer(status, out, "");
    } catch (const Error& error) {
        std::string said = workspace.sentences().say(Language::zh, error.key(), error.args());
        for (const Issue& issue : error.issues()) {
            said += "\n" + issue.field + ": " +
                    workspace.sentences().say(Language::zh, issue.key, issue.args);
        }
        return answer(1, out, said);
    }
}

class Socket {
public:
    explicit Socket(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (fd_ < 0 || path.size() >= sizeof(address.sun_path)) fail(path);
        path.copy(address.sun_path, path.size());
        if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
            fail(path);
        }
    }
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    void send(std::string_view text) const {
        while (!text.empty()) {
            const auto sent = ::write(fd_, text.data(), text.size());
            if (sent <= 0) fail("");
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    std::string receive_all() const {
        std::string out;
        char buffer[65536];
        while (out.size() < kAnswerMax) {
            const auto got = ::read(fd_, buffer, sizeof(buffer));
            if (got <= 0) break;
            out.append(buffer, static_cast<std::size_t>(got));
        }
        return out;
    }

private:
    [[noreturn]] static void fail(const std::string& path) {
        throw Error(Code::unavailable, "error.command.no_server", {{"socket", path}});
    }
    int fd_;
};

// Paths are the caller's, the server may stand elsewhere.
Settings with_absolute_paths(Settings settings) {
    const bool second_is_file = settings.command == Command::import_;
    const bool first_is_file =
        settings.command == Command::backup || settings.command == Command::config;
    for (std::size_t i = 0; i < settings.arguments.size(); ++i) {
        if ((i == 0 && first_is_file) || (i == 1 && second_is_file)) {
            settings.arguments[i] = std::filesystem::absolute(settings.arguments[i]).string();
        }
    }
    for (std::string* file : {&settings.map_file, &settings.output}) {
        if (!file->empty()) *file = std::filesystem::absolute(*file).string();
    }
    return settings;
}

}  // namespace

void add_local_door(http::Router& router, Workspace& workspace) {
    http::RouteOptions options;
    options.name = "local_command";
    router.add(http::Method::post, "/local/command", std::move(options),
               [&workspace](http::Request& request) { return open_door(workspace, request); });
}

int knock(const std::string& socket, const Settings& settings) {
    const Socket door(socket);
    const std::string body = write_settings(with_absolute_paths(settings));
    door.send("POST /local/command HTTP/1.1\r\nHost: bihuan\r\nConnection: close\r\n"
              "Content-Type: application/json\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body);
    const std::string reply = door.receive_all();
    const std::size_t head = reply.find("\r\n\r\n");
    if (head == std::string::npos) {
        throw Error(Code::unavailable, "error.command.no_server", {{"socket", socket}});
    }
    const Json json = Json::parse(std::string_view(reply).substr(head + 4));
    const std::string out = json.text_or("out", "");
    std::fwrite(out.data(), 1, out.size(), stdout);
    const std::string failure = json.text_or("error", "");
    if (!failure.empty()) std::fprintf(stderr, "%s\n", failure.c_str());
    return static_cast<int>(json.integer_or("status", 1));
}

}  // namespace bihuan::app
