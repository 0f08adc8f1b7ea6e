// A stream of bytes that is read once, front to back. One thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace bihuan::exchange {

class Bytes {
public:
    virtual ~Bytes() = default;
    // Fills what it can; 0 at the end. Throws Error.
    virtual std::size_t read(std::span<char> out) = 0;
};

// A file of the data folder or of the command line. Error(not_found) when it cannot be opened.
std::unique_ptr<Bytes> open_file(const std::string& path);
// Text in memory, for tests; lent.
std::unique_ptr<Bytes> from_memory(std::string_view text);
// The first bytes of a file, at most `count`.
std::string read_head(const std::string& path, std::size_t count);

}  // namespace bihuan::exchange
