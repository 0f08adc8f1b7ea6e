#include "http/tls.h"

#include "base/error.h"
#include "http/event_stream.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <openssl/ssl.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace bihuan::http {
namespace {

// A client that trusts only the given authority and checks the host name.
class TlsClient {
public:
    TlsClient(std::uint16_t port, const std::string& ca, const char* host)
        : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free), ssl_(nullptr, SSL_free) {
        SSL_CTX_load_verify_locations(context_.get(), ca.c_str(), nullptr);
        SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
        ssl_.reset(SSL_new(context_.get()));
        SSL_set1_host(ssl_.get(), host);
        fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        SSL_set_fd(ssl_.get(), fd_);
        trusted_ = SSL_connect(ssl_.get()) == 1;
    }
    ~TlsClient() { ::close(fd_); }

    bool is_trusted() const { return trusted_; }
    void send(const std::string& bytes) {
        ASSERT_EQ(SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())),
                  static_cast<int>(bytes.size()));
    }
    std::string receive_all() {
        std::string out;
        char bytes[16384];
        while (true) {
            int n = SSL_read(ssl_.get(), bytes, sizeof bytes);
            if (n <= 0) return out;
            out.append(bytes, static_cast<std::size_t>(n));
        }
    }
    bool ended_properly() const {
        return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
    }

private:
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
    std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
    int fd_ = -1;
    bool trusted_ = false;
};

std::string read_file(const std::string& path) {
    std::stringstream out;
    out << std::ifstream(path).rdbuf();
    return out.str();
}

class Tls : public testing::Test {
protected:
    Tls() : clock_(make_system_clock()), log_(make_quiet_log()) {
        folder_ = testing::TempDir() + "bh-tls-" + std::to_string(::getpid());
        std::filesystem::remove_all(folder_);
        files_ = tls_init(folder_, {"bihuan.local", "127.0.0.1", "::1"}, clock_->now());
    }
    ~Tls() override { std::filesystem::remove_all(folder_); }

    std::unique_ptr<Clock> clock_;
    std::unique_ptr<Log> log_;
    std::string folder_;
    TlsFiles files_;
};

TEST_F(Tls, ServesThoseWhoTrustTheLocalAuthority) {
    Router router;
    router.add(Method::post, "/echo", {}, [](Request& request) {
        EXPECT_TRUE(request.is_tls);
        return make_response(200, "text/plain", request.body);
    });
    router.add(Method::get, "/events", {}, [](Request&) {
        auto events = EventStream::open();
        events->send("", "", "over tls");
        events->close();
        return make_event_stream(events);
    });
    ServerOptions options;
    options.port = 0;
    options.loops = 1;
    options.limits.workers = 1;
    options.limits.linger_timeout = milliseconds(40);
    options.tls = TlsOptions{files_.server_certificate, files_.server_key};
    Server server(options, std::move(router), *clock_, *log_);
    server.start();

    std::string body(200'000, 'x');
    TlsClient client(server.port(), files_.ca_certificate, "bihuan.local");
    ASSERT_TRUE(client.is_trusted());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                "Content-Length: 200000\r\n\r\n" + body);
    EXPECT_TRUE(client.receive_all().ends_with("\r\n\r\n" + body));
    EXPECT_TRUE(client.ended_properly());
    TlsClient events(server.port(), files_.ca_certificate, "bihuan.local");
    events.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(events.receive_all().ends_with("data: over tls\n\n"));
    EXPECT_FALSE(TlsClient(server.port(), files_.ca_certificate, "other.local").is_trusted());
    EXPECT_TRUE(server.stop(milliseconds(2'000)));
}

TEST_F(Tls, KeepsTheAuthorityAndHidesTheKeys) {
    std::string ca = read_file(files_.ca_certificate);
    std::string server = read_file(files_.server_certificate);
    tls_init(folder_, {"new.local"}, clock_->now());
    EXPECT_EQ(read_file(files_.ca_certificate), ca);
    EXPECT_NE(read_file(files_.server_certificate), server);
    for (const std::string& key : {files_.ca_key, files_.server_key}) {
        struct stat status{};
        ASSERT_EQ(::stat(key.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0600U);
    }
}

// A renewed pair under the same names serves whoever comes next; the open connection goes on.
TEST_F(Tls, TakesARenewedCertificateWithoutARestart) {
    Router router;
    router.add(Method::get, "/x", {},
               [](Request&) { return make_response(200, "text/plain", "x"); });
    ServerOptions options;
    options.port = 0;
    options.loops = 1;
    options.limits.workers = 1;
    options.tls = TlsOptions{files_.server_certificate, files_.server_key};
    Server server(options, std::move(router), *clock_, *log_);
    server.start();
    const auto serves = [&](const char* host) {
        return TlsClient(server.port(), files_.ca_certificate, host).is_trusted();
    };
    TlsClient open(server.port(), files_.ca_certificate, "bihuan.local");
    EXPECT_TRUE(serves("bihuan.local"));
    tls_init(folder_, {"renewed.local"}, clock_->now());
    EXPECT_FALSE(serves("renewed.local"));
    server.reload_tls();
    EXPECT_TRUE(serves("renewed.local"));
    EXPECT_FALSE(serves("bihuan.local"));
    // A key that does not fit changes nothing.
    std::filesystem::copy_file(files_.ca_key, files_.server_key,
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_THROW(server.reload_tls(), Error);
    EXPECT_TRUE(serves("renewed.local"));
    open.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(open.receive_all().ends_with("\r\n\r\nx"));
    EXPECT_TRUE(server.stop(milliseconds(2'000)));
}

TEST_F(Tls, RefusesBadNamesAndFiles) {
    EXPECT_THROW(tls_init(folder_, {}, clock_->now()), Error);
    EXPECT_THROW(tls_init(folder_, {"a,IP:1.2.3.4"}, clock_->now()), Error);
    EXPECT_THROW(tls_init("/proc/nowhere", {"a"}, clock_->now()), Error);
    ServerOptions options;
    options.port = 0;
    options.tls = TlsOptions{files_.server_certificate, files_.ca_key};
    Server server(options, Router(), *clock_, *log_);
    EXPECT_THROW(server.start(), Error);
}

}  // namespace
}  // namespace bihuan::http
