#include "http/multipart.h"

#include "base/error.h"
#include "base/text.h"
#include "http/head.h"

#include <algorithm>
#include <array>

namespace bihuan::http {

namespace {

constexpr std::size_t kWindowBytes = 64 * 1024;

[[noreturn]] void malformed(std::string_view why) {
    throw Error(Code::malformed, "error.http.bad_multipart").because(std::string(why));
}

[[noreturn]] void too_large(std::string_view what) {
    throw Error(Code::limit, "error.http.multipart_limit").because(std::string(what));
}

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

struct FieldParameter {
    std::string_view name;
    std::string value;
};

// One "; name=value" or "; name="quoted"" from the front of `rest`; false at the end.
bool take_parameter(std::string_view& rest, FieldParameter& out) {
    rest = trim_blanks(rest);
    if (rest.empty()) return false;
    if (rest.front() != ';') malformed("parameter");
    rest = trim_blanks(rest.substr(1));
    if (rest.empty()) return false;
    std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) malformed("parameter without value");
    out.name = rest.substr(0, equals);
    if (!is_token(out.name)) malformed("parameter name");
    out.value.clear();
    rest.remove_prefix(equals + 1);
    if (rest.empty() || rest.front() != '"') {
        std::size_t end = std::min(rest.find(';'), rest.size());
        out.value = trim_blanks(rest.substr(0, end));
        rest.remove_prefix(end);
        return true;
    }
    std::size_t at = 1;
    while (at < rest.size() && rest[at] != '"') {
        // Browsers escape quotes as %22; only \" and \\ are escapes, a lone \ is part of a name.
        bool escape = rest[at] == '\\' && at + 1 < rest.size() &&
                      (rest[at + 1] == '"' || rest[at + 1] == '\\');
        if (escape) ++at;
        out.value.push_back(rest[at]);
        ++at;
    }
    if (at >= rest.size()) malformed("open quote");
    rest.remove_prefix(at + 1);
    return true;
}

// UTF-8''%E5%90%88%E5%90%8C.pdf of RFC 5987.
std::optional<std::string> decode_extended(std::string_view value) {
    std::size_t first = value.find('\'');
    if (first == std::string_view::npos) return std::nullopt;
    std::size_t second = value.find('\'', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    if (!equals_fold(value.substr(0, first), "utf-8")) return std::nullopt;
    return percent_decode(value.substr(second + 1));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
}

// Only the last component: some browsers sent whole paths, and nobody may choose a folder.
std::string clean_filename(std::string name, const MultipartLimits& limits) {
    replace_all(name, "%22", "\"");
    std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string::npos) name.erase(0, slash + 1);
    if (!is_valid_utf8(name)) malformed("file name is not UTF-8");
    if (std::any_of(name.begin(), name.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        })) {
        malformed("control character in a file name");
    }
    if (name.size() > limits.filename_bytes) too_large("file name");
    if (name == "." || name == "..") name.clear();
    return name;
}

void read_disposition(std::string_view value, Part& part, const MultipartLimits& limits) {
    std::size_t end = std::min(value.find(';'), value.size());
    if (!equals_fold(trim_blanks(value.substr(0, end)), "form-data")) malformed("disposition");
    std::string_view rest = value.substr(end);
    FieldParameter parameter;
    bool named = false;
    std::optional<std::string> extended;
    while (take_parameter(rest, parameter)) {
        if (equals_fold(parameter.name, "name")) {
            if (named) malformed("two names");
            named = true;
            part.name = parameter.value;
        } else if (equals_fold(parameter.name, "filename")) {
            if (part.filename) malformed("two file names");
            part.filename = clean_filename(parameter.value, limits);
        } else if (equals_fold(parameter.name, "filename*")) {
            if (extended) malformed("two file names");
            extended = decode_extended(parameter.value);
            if (!extended) malformed("filename*");
        }
    }
    if (!named || !is_valid_utf8(part.name)) malformed("name");
    if (part.name.size() > limits.name_bytes) too_large("field name");
    if (extended) part.filename = clean_filename(*extended, limits);
}

}  // namespace

std::string multipart_boundary(std::string_view content_type) {
    std::size_t end = std::min(content_type.find(';'), content_type.size());
    if (!equals_fold(trim_blanks(content_type.substr(0, end)), "multipart/form-data")) {
        throw Error(Code::malformed, "error.http.not_multipart");
    }
    std::string_view rest = content_type.substr(end);
    FieldParameter parameter;
    std::optional<std::string> boundary;
    while (take_parameter(rest, parameter)) {
        if (!equals_fold(parameter.name, "boundary")) continue;
        if (boundary) malformed("two boundaries");
        boundary = parameter.value;
    }
    // RFC 2046: 1 to 70 of these, not ending in a space.
    constexpr std::string_view kMarks = "'()+_,-./:=? ";
    bool good = boundary && !boundary->empty() && boundary->size() <= 70 &&
                boundary->back() != ' ' &&
                std::all_of(boundary->begin(), boundary->end(), [&](char c) {
                    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || kMarks.find(c) != std::string_view::npos;
                });
    if (!good) malformed("boundary");
    return *boundary;
}

MultipartReader::MultipartReader(const BodySource& source, std::string boundary,
                                 MultipartLimits limits)
    : source_(source), delimiter_("\r\n--" + std::move(boundary)), limits_(limits) {
    // The first delimiter has no line break before it: give it one.
    window_ = "\r\n";
    skip_preamble();
}

bool MultipartReader::fill() {
    window_.erase(0, at_);
    at_ = 0;
    std::size_t before = window_.size();
    window_.resize(before + kWindowBytes);
    std::size_t n = source_.read(offset_, std::span(window_.data() + before, kWindowBytes));
    window_.resize(before + n);
    offset_ += n;
    return n > 0;
}

// Nothing may stand before the first delimiter; no client of ours sends a preamble.
void MultipartReader::skip_preamble() {
    while (window_.size() - at_ < delimiter_.size()) {
        if (!fill()) malformed("shorter than its boundary");
    }
    if (!std::string_view(window_).substr(at_).starts_with(delimiter_)) malformed("no boundary");
    after_boundary();
}

// Behind a delimiter: CRLF begins a part, "--" ends all.
void MultipartReader::after_boundary() {
    at_ += delimiter_.size();
    while (window_.size() - at_ < 2) {
        if (!fill()) malformed("cut behind a boundary");
    }
    std::string_view mark = std::string_view(window_).substr(at_, 2);
    if (mark == "--") {
        ended_ = true;
    } else if (mark == "\r\n") {
        // Kept as the line break that the header block begins with.
    } else {
        malformed("boundary line");
    }
}

std::string MultipartReader::read_header_block() {
    while (true) {
        std::size_t end = window_.find("\r\n\r\n", at_);
        if (end != std::string::npos) {
            if (end - at_ > limits_.header_bytes) too_large("part header");
            std::size_t begin = at_ + 2;
            std::string block = end > begin ? window_.substr(begin, end - begin) + "\r\n" : "";
            at_ = end + 4;
            return block;
        }
        if (window_.size() - at_ > limits_.header_bytes) too_large("part header");
        if (!fill()) malformed("cut in a part header");
    }
}

std::optional<Part> MultipartReader::next() {
    if (in_part_) finish_part();
    if (ended_) return std::nullopt;
    if (++parts_ > limits_.parts) too_large("parts");
    std::string block = read_header_block();
    Part part;
    bool disposed = false;
    std::string_view rest = block;
    while (!rest.empty()) {
        std::string_view line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
            !is_field_value(line.substr(colon + 1))) {
            malformed("part header");
        }
        std::string_view value = trim_blanks(line.substr(colon + 1));
        if (equals_fold(line.substr(0, colon), "content-disposition")) {
            if (disposed) malformed("two dispositions");
            disposed = true;
            read_disposition(value, part, limits_);
        } else if (equals_fold(line.substr(0, colon), "content-type")) {
            part.content_type = value;
        }
    }
    if (!disposed) malformed("part without disposition");
    if (part.content_type.empty()) part.content_type = "text/plain";
    in_part_ = true;
    return part;
}

// Bytes in the window that certainly belong to the part.
std::size_t MultipartReader::available_body() const {
    std::size_t found = window_.find(delimiter_, at_);
    if (found != std::string::npos) return found - at_;
    std::size_t have = window_.size() - at_;
    // The end of the window may be the beginning of a delimiter.
    return have >= delimiter_.size() ? have - delimiter_.size() + 1 : 0;
}

std::size_t MultipartReader::read(std::span<char> out) {
    while (in_part_) {
        std::size_t have = available_body();
        if (have > 0) {
            std::size_t n = std::min(have, out.size());
            std::copy_n(window_.begin() + static_cast<std::ptrdiff_t>(at_), n, out.begin());
            at_ += n;
            return n;
        }
        if (std::string_view(window_).substr(at_).starts_with(delimiter_)) {
            in_part_ = false;
            after_boundary();
            return 0;
        }
        if (!fill()) malformed("cut in a part");
    }
    return 0;
}

void MultipartReader::finish_part() {
    std::array<char, 8192> dropped;
    while (in_part_) read(dropped);
}

std::string MultipartReader::read_text() {
    std::string out;
    std::array<char, 8192> piece;
    while (std::size_t n = read(piece)) {
        out.append(piece.data(), n);
        if (out.size() > limits_.field_bytes) too_large("field");
    }
    if (!is_valid_utf8(out)) malformed("field is not UTF-8");
    return out;
}

}  // namespace bihuan::http
