// Header fields of a request (views into one buffer) and of a response (one growing block).
//
// Request headers are owned by their Request and valid as long as it; response headers are a
// plain value. Not thread-safe; any one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::http {

// ASCII case-insensitive equality: names of header fields, tokens, schemes.
bool equals_fold(std::string_view a, std::string_view b);

// The fields of a request head, in order, in one allocation that is kept between requests.
class Headers {
public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    std::size_t size() const { return fields_.size(); }
    Field at(std::size_t i) const;
    // First field of that name; nullopt when absent.
    std::optional<std::string_view> find(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    // True when a comma-separated list field contains `token` (any case).
    bool has_token(std::string_view name, std::string_view token) const;

    // For the parser and for tests.
    void clear();
    // Takes over the head's bytes; fields are then given as offsets into them.
    std::string& buffer() { return buffer_; }
    void add_range(std::size_t name_at, std::size_t name_size, std::size_t value_at,
                   std::size_t value_size);
    void add(std::string_view name, std::string_view value);

private:
    struct Range {
        std::uint32_t name_at;
        std::uint32_t name_size;
        std::uint32_t value_at;
        std::uint32_t value_size;
    };
    std::string buffer_;
    std::vector<Range> fields_;
};

// Header fields of an answer, kept as they will be sent. Names and values are checked: a line
// break or another control character throws Error internal (a header injection is our bug).
class ResponseHeaders {
public:
    void add(std::string_view name, std::string_view value);
    void set(std::string_view name, std::string_view value);  // replaces all of that name
    void remove(std::string_view name);
    std::optional<std::string_view> find(std::string_view name) const;
    // "name: value\r\n" lines.
    const std::string& block() const { return block_; }
    void reserve(std::size_t bytes) { block_.reserve(bytes); }

private:
    std::string block_;
};

}  // namespace bihuan::http
