#include "http/internal/listener.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace bihuan::http {

namespace {

constexpr int kBacklog = 1024;
constexpr int kAcceptsPerTurn = 64;  // then the connections already here get their turn
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

struct Descriptors {
    std::vector<int> all;
    ~Descriptors() {
        for (int fd : all) ::close(fd);
    }
};

[[noreturn]] void cannot_listen(const std::string& where, std::string_view step) {
    bool used = errno == EADDRINUSE;
    throw Error(Code::unavailable,
                used ? "error.http.address_in_use" : "error.http.cannot_listen",
                {{"address", where}})
        .because(std::string(step) + ": " + std::strerror(errno));
}

socklen_t fill_address(const Address& address, std::uint16_t port, sockaddr_storage& storage) {
    if (address.is_v4()) {
        auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        std::memcpy(&v4.sin_addr, address.bytes.data() + 12, 4);
        return sizeof v4;
    }
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&v6.sin6_addr, address.bytes.data(), 16);
    return sizeof v6;
}

std::optional<Address> to_address(const sockaddr_storage& storage) {
    Address address;
    if (storage.ss_family == AF_INET) {
        const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
        address.bytes[10] = 0xff;
        address.bytes[11] = 0xff;
        std::memcpy(address.bytes.data() + 12, &v4.sin_addr, 4);
        return address;
    }
    if (storage.ss_family != AF_INET6) return std::nullopt;
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
    std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
    return address;
}

std::uint16_t port_of(int socket) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&storage), &size);
    return ntohs(storage.ss_family == AF_INET
                     ? reinterpret_cast<sockaddr_in&>(storage).sin_port
                     : reinterpret_cast<sockaddr_in6&>(storage).sin6_port);
}

bool is_alive(const sockaddr_un& address) {
    int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return true;
    bool alive = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    return alive;
}

}  // namespace

std::uint16_t open_tcp(const std::string& address_text, std::uint16_t port, std::size_t count,
                       std::vector<int>& sockets) {
    auto address = parse_address(address_text);
    if (!address) {
        throw Error(Code::invalid, "error.http.bad_address", {{"address", address_text}});
    }
    Descriptors opened;
    int on = 1;
    for (std::size_t i = 0; i < count; ++i) {
        std::string where = address_text + ":" + std::to_string(port);
        sockaddr_storage storage{};
        socklen_t size = fill_address(*address, port, storage);
        int fd = ::socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0) cannot_listen(where, "socket");
        opened.all.push_back(fd);
        ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        // The first binds alone, so it fails when anybody listens here, whatever their options;
        // only then is the port shared, among our own loops.
        if (i > 0) ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
        if (::bind(fd, reinterpret_cast<sockaddr*>(&storage), size) != 0) {
            cannot_listen(where, "bind");
        }
        if (i == 0) {
            ::setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
            port = port_of(fd);
        }
        if (::listen(fd, kBacklog) != 0) cannot_listen(where, "listen");
    }
    sockets = std::move(opened.all);
    opened.all.clear();
    return port;
}

int open_unix(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        throw Error(Code::invalid, "error.http.socket_path_too_long", {{"path", path}});
    }
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    Descriptors opened;
    int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) cannot_listen(path, "socket");
    opened.all.push_back(fd);
    // Before bind: the file is made with these rights, there is no moment with wider ones.
    ::fchmod(fd, 0600);
    auto* name = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(fd, name, sizeof address) != 0) {
        if (errno != EADDRINUSE) cannot_listen(path, "bind");
        if (is_alive(address)) {
            errno = EADDRINUSE;
            cannot_listen(path, "bind");
        }
        ::unlink(path.c_str());
        if (::bind(fd, name, sizeof address) != 0) cannot_listen(path, "bind");
    }
    ::chmod(path.c_str(), 0600);
    if (::listen(fd, kBacklog) != 0) cannot_listen(path, "listen");
    opened.all.clear();
    return fd;
}

Listener::Listener(Shared& shared, Loop& loop, ConnectionList& list, int socket, bool use_tls)
    : shared_(shared),
      loop_(loop),
      list_(list),
      descriptor_(loop.io().get_executor(), socket),
      pause_(loop.io().get_executor()),
      use_tls_(use_tls) {}

void Listener::start() { wait(); }

void Listener::stop() {
    if (stopped_) return;
    stopped_ = true;
    ErrorCode ignored;
    descriptor_.close(ignored);
    pause_.cancel();
}

void Listener::wait() {
    if (stopped_) return;
    descriptor_.async_wait(Descriptor::wait_read, [this](const ErrorCode& error) {
        if (error || stopped_) return;
        accept_ready();
    });
}

void Listener::accept_ready() {
    for (int i = 0; i < kAcceptsPerTurn; ++i) {
        sockaddr_storage peer{};
        socklen_t size = sizeof peer;
        int fd = ::accept4(descriptor_.native_handle(), reinterpret_cast<sockaddr*>(&peer), &size,
                           SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            take(fd, &peer);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            // Out of descriptors: waiting for one beats spinning.
            shared_.log.warn("http.accept_failed", {{"what", std::strerror(errno)}});
            pause_.expires_after(std::chrono::milliseconds(100));
            pause_.async_wait([this](const ErrorCode& error) {
                if (!error) wait();
            });
            return;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) break;
        // A connection that died while it waited: the next one.
    }
    wait();
}

void Listener::take(int socket, const void* peer_address) {
    auto peer = to_address(*static_cast<const sockaddr_storage*>(peer_address));
    if (!shared_.admit(peer)) {
        if (!use_tls_) ::send(socket, kFull.data(), kFull.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        ::close(socket);
        return;
    }
    int family = AF_UNIX;
    if (peer) {
        family = static_cast<const sockaddr_storage*>(peer_address)->ss_family;
        int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    Socket stream(loop_.io().get_executor(), asio::generic::stream_protocol(family, 0), socket);
    Connection::run(std::make_unique<Connection>(shared_, loop_, list_, std::move(stream), peer,
                                                 use_tls_));
}

}  // namespace bihuan::http
