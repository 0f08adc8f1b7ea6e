#include "http/headers.h"

#include "base/error.h"
#include "http/head.h"

namespace bihuan::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Position of the line of `name` in a block at or after `from`; npos when there is none.
std::size_t find_line(std::string_view block, std::string_view name, std::size_t from) {
    while (from < block.size()) {
        std::string_view line = block.substr(from);
        if (line.size() > name.size() && line[name.size()] == ':' &&
            equals_fold(line.substr(0, name.size()), name)) {
            return from;
        }
        from = block.find("\r\n", from) + 2;
    }
    return std::string_view::npos;
}

}  // namespace

bool equals_fold(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

Headers::Field Headers::at(std::size_t i) const {
    const Range& range = fields_[i];
    std::string_view all = buffer_;
    return {all.substr(range.name_at, range.name_size),
            all.substr(range.value_at, range.value_size)};
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (fields_[i].name_size != name.size()) continue;
        Field field = at(i);
        if (equals_fold(field.name, name)) return field.value;
    }
    return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
    std::size_t n = 0;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (equals_fold(at(i).name, name)) ++n;
    }
    return n;
}

bool Headers::has_token(std::string_view name, std::string_view token) const {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (fields_[i].name_size != name.size()) continue;
        Field field = at(i);
        if (!equals_fold(field.name, name)) continue;
        std::string_view rest = field.value;
        while (!rest.empty()) {
            std::size_t comma = rest.find(',');
            if (equals_fold(trim_blanks(rest.substr(0, comma)), token)) return true;
            if (comma == std::string_view::npos) break;
            rest.remove_prefix(comma + 1);
        }
    }
    return false;
}

void Headers::clear() {
    buffer_.clear();
    fields_.clear();
}

void Headers::add_range(std::size_t name_at, std::size_t name_size, std::size_t value_at,
                        std::size_t value_size) {
    fields_.push_back({static_cast<std::uint32_t>(name_at), static_cast<std::uint32_t>(name_size),
                       static_cast<std::uint32_t>(value_at),
                       static_cast<std::uint32_t>(value_size)});
}

void Headers::add(std::string_view name, std::string_view value) {
    std::size_t at = buffer_.size();
    buffer_.append(name).append(": ").append(value).append("\r\n");
    add_range(at, name.size(), at + name.size() + 2, value.size());
}

void ResponseHeaders::add(std::string_view name, std::string_view value) {
    if (!is_token(name) || !is_field_value(value)) {
        throw Error(Code::internal, "error.http.bad_response_header")
            .because("response header " + std::string(name));
    }
    block_.append(name).append(": ").append(value).append("\r\n");
}

void ResponseHeaders::set(std::string_view name, std::string_view value) {
    remove(name);
    add(name, value);
}

void ResponseHeaders::remove(std::string_view name) {
    std::size_t at = 0;
    while ((at = find_line(block_, name, at)) != std::string_view::npos) {
        block_.erase(at, block_.find("\r\n", at) + 2 - at);
    }
}

std::optional<std::string_view> ResponseHeaders::find(std::string_view name) const {
    std::size_t at = find_line(block_, name, 0);
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view block = block_;
    std::size_t value = at + name.size() + 1;
    return trim_blanks(block.substr(value, block.find("\r\n", at) - value));
}

}  // namespace bihuan::http
