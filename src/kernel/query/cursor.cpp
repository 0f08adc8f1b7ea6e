#include "kernel/query/cursor.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

#include <charconv>

namespace bihuan::query {

namespace {

constexpr std::size_t kCursorMax = 8'192;  // a page's last sort values, encoded
constexpr std::size_t kDigestLength = 16;  // of the list the cursor belongs to

std::string digest(const ListRequest& request) {
    std::string text = request.object;
    text += '\x1f';
    text += request.where;
    text += '\x1f';
    text += request.sort;
    text += '\x1f';
    text += request.as_of ? std::to_string(request.as_of->micros) : "";
    text += request.bin == Bin::only_deleted ? "\x1f" "bin" : "";
    return to_hex(sha256(text)).substr(0, kDigestLength);
}

[[noreturn]] void refuse(const char* key) {
    throw Error(Code::invalid, key).at_field("after");
}

// "i" and a whole number, or "t" and any text.
bool is_key(std::string_view key) {
    if (key.empty()) return false;
    if (key.front() == 't') return true;
    std::int64_t number = 0;
    const char* end = key.data() + key.size();
    const auto read = std::from_chars(key.data() + 1, end, number);
    return key.front() == 'i' && read.ec == std::errc{} && read.ptr == end;
}

}  // namespace

std::string write_cursor(const ListRequest& request, const Cursor& cursor) {
    std::string json;
    JsonWriter out(json);
    out.begin_array().string(digest(request)).id(cursor.id);
    for (const auto& key : cursor.keys) {
        if (key) out.string(*key);
        else out.null();
    }
    out.end_array();
    return to_base64url(json);
}

Cursor read_cursor(const ListRequest& request) {
    if (request.after.size() > kCursorMax) refuse("error.query.cursor");
    const auto text = from_base64url(request.after);
    if (!text) refuse("error.query.cursor");
    Json json;
    try {
        json = Json::parse(*text);
    } catch (const Error&) {
        refuse("error.query.cursor");
    }
    if (!json.is_array() || json.size() < 2 || !json.at(0).is_string()) {
        refuse("error.query.cursor");
    }
    if (json.at(0).string() != digest(request)) refuse("error.query.cursor_of_other_list");
    Cursor cursor;
    const auto id = json.at(1).is_string() ? parse_record_id(json.at(1).string()) : std::nullopt;
    if (!id) refuse("error.query.cursor");
    cursor.id = id->value;
    for (std::size_t i = 2; i < json.size(); ++i) {
        const Json key = json.at(i);
        if (key.is_null()) cursor.keys.emplace_back();
        else if (key.is_string() && is_key(key.string())) cursor.keys.emplace_back(key.string());
        else refuse("error.query.cursor");
    }
    return cursor;
}

}  // namespace bihuan::query
