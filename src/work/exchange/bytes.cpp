#include "work/exchange/bytes.h"

#include "base/error.h"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

namespace bihuan::exchange {

namespace {

class FileBytes final : public Bytes {
public:
    explicit FileBytes(const std::string& path)
        : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (fd_ < 0) throw Error(Code::not_found, "error.import.no_file", {{"file", path}});
    }
    ~FileBytes() override { ::close(fd_); }
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;

    std::size_t read(std::span<char> out) override {
        const auto got = ::read(fd_, out.data(), out.size());
        if (got < 0) throw Error(Code::unavailable, "error.file.disk").because("read");
        return static_cast<std::size_t>(got);
    }

private:
    int fd_;
};

class MemoryBytes final : public Bytes {
public:
    explicit MemoryBytes(std::string_view text) : rest_(text) {}
    std::size_t read(std::span<char> out) override {
        const std::size_t count = std::min(out.size(), rest_.size());
        rest_.copy(out.data(), count);
        rest_.remove_prefix(count);
        return count;
    }

private:
    std::string_view rest_;
};

}  // namespace

std::unique_ptr<Bytes> open_file(const std::string& path) {
    return std::make_unique<FileBytes>(path);
}

std::unique_ptr<Bytes> from_memory(std::string_view text) {
    return std::make_unique<MemoryBytes>(text);
}

std::string read_head(const std::string& path, std::size_t count) {
    const auto bytes = open_file(path);
    std::string head(count, '\0');
    std::size_t size = 0;
    while (size < count) {
        const std::size_t got = bytes->read(std::span<char>(head).subspan(size));
        if (got == 0) break;
        size += got;
    }
    head.resize(size);
    return head;
}

}  // namespace bihuan::exchange
