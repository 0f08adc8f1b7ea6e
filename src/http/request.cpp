#include "http/request.h"

#include "base/error.h"
#include "base/text.h"
#include "http/cookies.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace bihuan::http {

namespace {

constexpr std::string_view kMethodNames[kMethodCount] = {"GET",   "HEAD",   "POST",   "PUT",
                                                         "PATCH", "DELETE", "OPTIONS"};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool decode_into(std::string_view text, std::string& out, bool plus_is_space) {
    out.reserve(out.size() + text.size());
    bool plain = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return false;
            int high = hex_value(text[i + 1]);
            int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) >= 0x80 || c == '\0') plain = false;
        out.push_back(c);
    }
    return plain || (out.find('\0') == std::string::npos && is_valid_utf8(out));
}

class MemoryBody final : public BodySource {
public:
    explicit MemoryBody(std::string_view bytes) : bytes_(bytes) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, std::span<char> out) const override {
        if (offset >= bytes_.size()) return 0;
        return bytes_.copy(out.data(), out.size(), static_cast<std::size_t>(offset));
    }

private:
    std::string_view bytes_;
};

class FileBody final : public BodySource {
public:
    explicit FileBody(const SpooledBody& file) : file_(file) {}
    std::uint64_t size() const override { return file_.size(); }
    std::size_t read(std::uint64_t offset, std::span<char> out) const override {
        return file_.read(offset, out);
    }

private:
    const SpooledBody& file_;
};

}  // namespace

std::string_view to_text(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }

std::optional<Method> parse_method(std::string_view text) {
    for (std::size_t i = 0; i < kMethodCount; ++i) {
        if (kMethodNames[i] == text) return static_cast<Method>(i);
    }
    return std::nullopt;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    if (!decode_into(text, out, false)) return std::nullopt;
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (char c : text) {
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out.push_back(c);
            continue;
        }
        auto byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(kHex[byte >> 4]);
        out.push_back(kHex[byte & 15]);
    }
    return out;
}

std::optional<std::vector<Parameter>> parse_query(std::string_view query,
                                                  std::size_t max_parameters) {
    std::vector<Parameter> out;
    while (!query.empty()) {
        std::size_t end = query.find('&');
        std::string_view pair = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
        if (pair.empty()) continue;
        if (out.size() == max_parameters) return std::nullopt;
        std::size_t equals = pair.find('=');
        Parameter& parameter = out.emplace_back();
        if (!decode_into(pair.substr(0, equals), parameter.first, true)) return std::nullopt;
        if (equals == std::string_view::npos) continue;
        if (!decode_into(pair.substr(equals + 1), parameter.second, true)) return std::nullopt;
    }
    return out;
}

SpooledBody::SpooledBody(const std::string& folder) {
    fd_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ < 0) {
        // Not every file system knows unnamed files: make a named one and unlink it at once.
        std::string name = folder + "/upload-XXXXXX";
        fd_ = ::mkostemp(name.data(), O_CLOEXEC);
        if (fd_ >= 0) ::unlink(name.c_str());
    }
    if (fd_ < 0) {
        throw Error(Code::unavailable, "error.http.cannot_spool")
            .because("open in " + folder + ": " + std::strerror(errno));
    }
}

SpooledBody::~SpooledBody() {
    if (fd_ >= 0) ::close(fd_);
}

bool SpooledBody::append(std::string_view bytes) {
    while (!bytes.empty()) {
        ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        size_ += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::size_t SpooledBody::read(std::uint64_t offset, std::span<char> out) const {
    while (true) {
        ssize_t n = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) {
            throw Error(Code::internal, "error.http.cannot_spool")
                .because(std::string("read of a spooled body: ") + std::strerror(errno));
        }
        return static_cast<std::size_t>(n);
    }
}

std::optional<std::string_view> Request::header(std::string_view name) const {
    return headers.find(name);
}

const std::vector<Parameter>& Request::parameters() const { return parameters_; }

std::optional<std::string_view> Request::parameter(std::string_view name) const {
    auto found = std::find_if(parameters_.begin(), parameters_.end(),
                              [&](const Parameter& p) { return p.first == name; });
    if (found == parameters_.end()) return std::nullopt;
    return found->second;
}

std::string_view Request::path_parameter(std::string_view name) const {
    for (const auto& [key, value] : path_parameters_) {
        if (key == name) return value;
    }
    throw Error(Code::internal, "error.internal")
        .because("no path parameter " + std::string(name) + " in " + std::string(pattern_));
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    auto field = headers.find("cookie");
    if (!field) return std::nullopt;
    return find_cookie(*field, name);
}

std::unique_ptr<BodySource> Request::body_source() const {
    if (spooled) return std::make_unique<FileBody>(*spooled);
    return std::make_unique<MemoryBody>(body);
}

void Request::reset() {
    path.clear();
    query.clear();
    headers.clear();
    // A large body must not stay with an idle connection.
    if (body.capacity() > 4096) {
        body = std::string();
    } else {
        body.clear();
    }
    spooled.reset();
    pattern_ = {};
    parameters_.clear();
    path_parameters_.clear();
}

void Request::set_parameters(std::vector<Parameter> parameters) {
    parameters_ = std::move(parameters);
}

void Request::set_path_parameter(std::string_view name, std::string value) {
    path_parameters_.emplace_back(name, std::move(value));
}

}  // namespace bihuan::http
