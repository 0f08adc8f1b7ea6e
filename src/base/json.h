// JSON: an appender for answers (straight from rows, no DOM) and a read-only tree for requests.
//
// Json wraps Boost.JSON out of sight. Writer is used by one thread at a time; Json is immutable
// once parsed and may be shared.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bihuan {

inline constexpr std::size_t kJsonDepthMax = 32;       // requests nest far less
inline constexpr std::size_t kJsonKeysMax = 100'000;   // keys and items: 1,000 whole records

// Appends to a std::string. Commas are placed by the writer. Strings must be valid UTF-8.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out) : out_(out) {}
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);           // escaped
    JsonWriter& raw_key(std::string_view quoted);      // `"name":` made once, copied many times
    JsonWriter& null();
    JsonWriter& boolean(bool v);
    JsonWriter& integer(std::int64_t v);
    JsonWriter& string(std::string_view v);
    JsonWriter& id(std::int64_t v);                    // "123" as a string
    JsonWriter& scaled(std::int64_t coefficient, int scale);  // "12.500" as a string
    JsonWriter& raw(std::string_view json);            // a finished value
    std::string& out() { return out_; }

private:
    void separate();
    std::string& out_;
    bool comma_ = false;
};

void append_json_string(std::string& out, std::string_view text);

class Json {
public:
    enum class Kind { null, boolean, integer, number, string, array, object };

    Json();  // null
    // Throws Error(malformed): bad syntax with line and column, depth, size, duplicate keys,
    // invalid UTF-8, lone surrogates, NUL characters, trailing bytes.
    static Json parse(std::string_view text);

    Kind kind() const;
    bool is_null() const { return kind() == Kind::null; }
    bool is_object() const { return kind() == Kind::object; }
    bool is_array() const { return kind() == Kind::array; }
    bool is_string() const { return kind() == Kind::string; }
    bool boolean() const;
    std::int64_t integer() const;
    // A number as it was written when it is exact within 15 digits ("12.5"); else empty.
    std::string number_text() const;
    std::string_view string() const;
    std::size_t size() const;                          // of array or object
    Json at(std::size_t index) const;                  // array item, or object value by position
    std::string_view key_at(std::size_t index) const;  // object key by position
    Json get(std::string_view key) const;              // null Json when absent
    bool has(std::string_view key) const;
    std::string to_text() const;                       // compact

    // Convenience for settings files: value or fallback; wrong kind is an Error(invalid).
    std::string text_or(std::string_view key, std::string_view fallback) const;
    bool flag_or(std::string_view key, bool fallback) const;
    std::int64_t integer_or(std::string_view key, std::int64_t fallback) const;

private:
    struct Node;
    const Node& node() const;
    Json child(std::size_t index) const;
    std::shared_ptr<const void> root_;  // keeps the whole document alive
    const void* node_ = nullptr;
};

}  // namespace bihuan
