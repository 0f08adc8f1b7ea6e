#include "http_load.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bihuan::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;

std::vector<std::string> read_requests(const std::string& file) {
    std::vector<std::string> out;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        std::string method, target, token, body;
        words >> method >> target >> token;
        std::getline(words >> std::ws, body);
        std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
        if (token != "-") text += "Authorization: Bearer " + token + "\r\n";
        if (!body.empty()) {
            text += "Content-Type: application/json\r\nContent-Length: " +
                    std::to_string(body.size()) + "\r\n";
        }
        out.push_back(text + "\r\n" + body);
    }
    if (out.empty()) throw std::runtime_error("no requests in " + file);
    return out;
}

int connect_to(int port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("cannot connect");
    }
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

// User and system time of a process, in microseconds.
double process_micros(int pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(in, text);
    std::istringstream rest(text.substr(text.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) rest >> skipped;
    double user = 0, system = 0;
    rest >> user >> system;
    return (user + system) * 1e6 / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

struct Link {
    int fd = -1;
    std::string answer;
    std::size_t length = 0;      // of the whole answer; 0: its head is not complete
    SteadyClock::time_point sent;
};

// Length of the answer whose head is at the front of `text`; 0 when that is not complete.
std::size_t answer_length(std::string_view text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    constexpr std::string_view kLength = "Content-Length: ";
    const auto at = text.substr(0, end).find(kLength);
    if (at == std::string_view::npos) return end + 4;
    return end + 4 + static_cast<std::size_t>(std::atoll(text.data() + at + kLength.size()));
}

class Runner {
public:
    explicit Runner(const HttpLoad& load)
        : load_(load), requests_(read_requests(load.file)), epoll_(::epoll_create1(0)) {
        links_.resize(static_cast<std::size_t>(load.connections));
        for (std::size_t i = 0; i < links_.size(); ++i) {
            links_[i].fd = connect_to(load.port);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, links_[i].fd, &event);
        }
    }
    ~Runner() {
        for (const Link& link : links_) ::close(link.fd);
        ::close(epoll_);
    }
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    void run(int count) {
        micros_.clear();
        micros_.reserve(static_cast<std::size_t>(count));
        bytes_ = failed_ = 0;
        to_send_ = count;
        int waiting = 0;
        for (Link& link : links_) waiting += send_next(link) ? 1 : 0;
        std::vector<epoll_event> events(links_.size());
        while (waiting > 0) {
            const int ready = ::epoll_wait(epoll_, events.data(),
                                           static_cast<int>(events.size()), -1);
            for (int i = 0; i < ready; ++i) {
                Link& link = links_[events[static_cast<std::size_t>(i)].data.u64];
                if (!receive(link)) continue;
                if (!send_next(link)) --waiting;
            }
        }
    }

    // Reads twice over, so that the server knows them; writes are never repeated for warmth.
    int warm_up() const {
        return requests_.front().starts_with("GET") ? static_cast<int>(requests_.size()) * 2 : 0;
    }

    double percentile(double part) {
        std::sort(micros_.begin(), micros_.end());
        return micros_[static_cast<std::size_t>(static_cast<double>(micros_.size() - 1) * part)];
    }
    std::size_t bytes() const { return bytes_; }
    std::size_t failed() const { return failed_; }

private:
    bool send_next(Link& link) {
        if (to_send_ == 0) return false;
        --to_send_;
        const std::string& text = requests_[next_++ % requests_.size()];
        link.answer.clear();
        link.length = 0;
        link.sent = SteadyClock::now();
        if (::send(link.fd, text.data(), text.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(text.size())) {
            throw std::runtime_error("cannot send");
        }
        return true;
    }

    // True when the answer is complete.
    bool receive(Link& link) {
        char buffer[65'536];
        const ssize_t got = ::recv(link.fd, buffer, sizeof buffer, 0);
        if (got <= 0) throw std::runtime_error("the server hung up");
        link.answer.append(buffer, static_cast<std::size_t>(got));
        if (link.length == 0) link.length = answer_length(link.answer);
        if (link.length == 0 || link.answer.size() < link.length) return false;
        const std::chrono::duration<double, std::micro> took = SteadyClock::now() - link.sent;
        micros_.push_back(took.count());
        bytes_ += link.length;
        if (link.answer.compare(9, 1, "2") != 0 && failed_++ == 0) {
            std::fprintf(stderr, "%.600s\n", link.answer.c_str());
        }
        return true;
    }

    const HttpLoad& load_;
    std::vector<std::string> requests_;
    int epoll_;
    std::vector<Link> links_;
    std::vector<double> micros_;
    std::size_t bytes_ = 0;
    std::size_t failed_ = 0;
    std::size_t next_ = 0;
    int to_send_ = 0;
};

}  // namespace

void http_load(const HttpLoad& load) {
    Runner runner(load);
    runner.run(std::max({load.requests / 10, load.connections, runner.warm_up()}));
    const double before = process_micros(load.pid);
    const auto began = SteadyClock::now();
    runner.run(load.requests);
    const std::chrono::duration<double> took = SteadyClock::now() - began;
    const double used = process_micros(load.pid) - before;
    std::printf("%.1f %.0f %.0f %.0f %zu %zu\n", used / load.requests,
                load.requests / took.count(), runner.percentile(0.5), runner.percentile(0.99),
                runner.bytes() / static_cast<std::size_t>(load.requests), runner.failed());
}

}  // namespace bihuan::bench
