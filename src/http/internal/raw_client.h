// A blocking client for tests that sends exactly the bytes it is told.
//
// Internal to http/; tests only. One thread.
#pragma once

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bihuan::http {

struct RawAnswer {
    int status = 0;      // 0: nothing came
    std::string head;
    std::string body;
};

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(&address, sizeof address);
    }
    explicit RawClient(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
        connect(&address, sizeof address);
    }
    ~RawClient() { ::close(fd_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (n <= 0) return;  // the server may have closed: the answer tells
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
    void end_sending() { ::shutdown(fd_, SHUT_WR); }
    void set_receive_buffer(int bytes) {
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }

    // One answer with Content-Length; `is_head`: it has no body whatever it says.
    RawAnswer receive(bool is_head = false) {
        RawAnswer answer;
        std::size_t end = std::string::npos;
        while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
            if (!more()) return answer;
        }
        answer.head = received_.substr(0, end + 2);
        received_.erase(0, end + 4);
        answer.status = std::stoi(answer.head.substr(9, 3));
        if (is_head || answer.status < 200) return answer;
        std::size_t size = 0;
        std::size_t at = answer.head.find("Content-Length: ");
        if (at != std::string::npos) size = std::stoul(answer.head.substr(at + 16));
        while (received_.size() < size && more()) continue;
        answer.body = received_.substr(0, size);
        received_.erase(0, answer.body.size());
        return answer;
    }
    // Everything until the server closes.
    std::string receive_all() {
        while (more()) continue;
        return std::exchange(received_, {});
    }
    // At least until `text` has come; false when the connection ended before.
    bool receive_until(std::string_view text) {
        while (received_.find(text) == std::string::npos) {
            if (!more()) return false;
        }
        return true;
    }
    const std::string& received() const { return received_; }
    // True when nothing more comes and the server has closed.
    bool is_closed() { return received_.empty() && !more() && closed_; }

private:
    void connect(const void* address, socklen_t size) {
        if (::connect(fd_, static_cast<const sockaddr*>(address), size) != 0) {
            throw std::runtime_error(std::strerror(errno));
        }
    }
    bool more() {
        constexpr int kPatienceMs = 5'000;  // only a failing test waits that long
        pollfd poll_fd{fd_, POLLIN, 0};
        if (::poll(&poll_fd, 1, kPatienceMs) != 1) return false;
        char bytes[65536];
        ssize_t n = ::recv(fd_, bytes, sizeof bytes, 0);
        if (n <= 0) {
            closed_ = true;
            return false;
        }
        received_.append(bytes, static_cast<std::size_t>(n));
        return true;
    }

    int fd_;
    bool closed_ = false;
    std::string received_;
};

}  // namespace bihuan::http
