// multipart/form-data, read as a stream from memory or from a spooled file.
//
// A value used by one thread; refers to its BodySource, which must outlive it.
#pragma once

#include "http/request.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bihuan::http {

struct MultipartLimits {
    std::size_t parts = 64;                // a wizard sends two or three
    std::size_t header_bytes = 8 * 1024;   // of one part
    std::size_t name_bytes = 256;          // of a field
    std::size_t filename_bytes = 255;      // what file systems take
    std::size_t field_bytes = 64 * 1024;   // read_text refuses more
};

struct Part {
    std::string name;
    std::optional<std::string> filename;   // last path component, UTF-8; absent for plain fields
    std::string content_type;              // as sent; "text/plain" when absent
};

// The boundary of a Content-Type; throws Error malformed when it is not multipart/form-data or
// the boundary is missing or not as RFC 2046 says.
std::string multipart_boundary(std::string_view content_type);

class MultipartReader {
public:
    // All errors are thrown as Error malformed or limit.
    MultipartReader(const BodySource& source, std::string boundary, MultipartLimits limits = {});

    // The next part, or nullopt after the last; skips what was left unread of the one before.
    std::optional<Part> next();
    // Bytes of the current part; 0 at its end.
    std::size_t read(std::span<char> out);
    // The rest of the current part as text; Error limit above field_bytes, malformed if not UTF-8.
    std::string read_text();

private:
    bool fill();
    void skip_preamble();
    void finish_part();
    void after_boundary();
    std::string read_header_block();
    std::size_t available_body() const;

    const BodySource& source_;
    std::string delimiter_;  // "\r\n--boundary"
    MultipartLimits limits_;
    std::string window_;
    std::size_t at_ = 0;
    std::uint64_t offset_ = 0;
    std::size_t parts_ = 0;
    bool in_part_ = false;
    bool ended_ = false;
};

}  // namespace bihuan::http
