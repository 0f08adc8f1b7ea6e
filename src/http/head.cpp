#include "http/head.h"

#include <array>
#include <cstring>

namespace bihuan::http {

namespace {

constexpr std::string_view kTokenPunctuation = "!#$%&'*+-.^_`|~";

constexpr std::array<bool, 256> make_token_table() {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    for (char c : kTokenPunctuation) table[static_cast<unsigned char>(c)] = true;
    return table;
}

// Raw bytes of a request target: visible ASCII without those that no browser sends raw.
constexpr std::array<bool, 256> make_target_table() {
    std::array<bool, 256> table{};
    for (unsigned c = 0x21; c < 0x7f; ++c) table[c] = true;
    for (char c : std::string_view("\"#<>")) table[static_cast<unsigned char>(c)] = false;
    return table;
}

constexpr auto kToken = make_token_table();
constexpr auto kTarget = make_target_table();

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_host_char(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~!$&'()*+,;=%").find(c) != std::string_view::npos;
}

bool is_valid_port(std::string_view port) {
    if (port.empty() || port.size() > 5) return false;
    unsigned value = 0;
    for (char c : port) {
        if (!is_digit(c)) return false;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value <= 65535;
}

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

constexpr Refusal bad(std::string_view code) { return Refusal{400, code}; }

std::optional<Refusal> check_version(std::string_view version, Head& head) {
    // "HTTP/" DIGIT "." DIGIT, in capitals; everything else is not HTTP at all.
    if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || version[6] != '.' ||
        !is_digit(version[5]) || !is_digit(version[7])) {
        return bad("bad_request_line");
    }
    if (version[5] != '1' || version[7] > '1') return Refusal{505, "version_not_supported"};
    head.minor_version = version[7] - '0';
    head.keep_alive = head.minor_version == 1;
    return std::nullopt;
}

// Splits a target into path and query; absolute-form is reduced to origin-form. `authority` is
// set for absolute-form.
std::optional<Refusal> split_target(Head& head, std::string_view& authority) {
    std::string_view target = head.target;
    if (target == "*") {
        if (head.method_text != "OPTIONS") return bad("bad_target");
        head.is_asterisk = true;
        return std::nullopt;
    }
    if (target.front() != '/') {
        std::size_t scheme = target.find("://");
        if (scheme == std::string_view::npos) return bad("bad_target");
        std::string_view name = target.substr(0, scheme);
        if (!equals_fold(name, "http") && !equals_fold(name, "https")) return bad("bad_target");
        target.remove_prefix(scheme + 3);
        std::size_t end = target.find_first_of("/?");
        authority = target.substr(0, end);
        if (!is_valid_host(authority)) return bad("bad_target");
        target = end == std::string_view::npos ? std::string_view() : target.substr(end);
    }
    std::size_t mark = target.find('?');
    head.path = target.substr(0, mark);
    if (head.path.empty()) head.path = "/";
    if (mark != std::string_view::npos) head.query = target.substr(mark + 1);
    return std::nullopt;
}

std::optional<Refusal> parse_request_line(std::string_view line, Head& head,
                                          std::string_view& authority) {
    std::size_t first = line.find(' ');
    if (first == std::string_view::npos) return bad("bad_request_line");
    std::size_t second = line.find(' ', first + 1);
    if (second == std::string_view::npos) return bad("bad_request_line");
    std::string_view method = line.substr(0, first);
    if (!is_token(method)) return bad("bad_request_line");
    std::string_view target = line.substr(first + 1, second - first - 1);
    if (target.empty()) return bad("bad_request_line");
    for (char c : target) {
        if (!kTarget[static_cast<unsigned char>(c)]) return bad("bad_target");
    }
    head.method_text = method;
    head.target = target;
    if (auto refusal = check_version(line.substr(second + 1), head)) return refusal;
    head.method = parse_method(method);
    if (!head.method) {
        // CONNECT and TRACE are known and refused; any other word is not known.
        bool known = method == "CONNECT" || method == "TRACE";
        return known ? Refusal{405, "method_not_allowed"} : Refusal{501, "method_not_known"};
    }
    return split_target(head, authority);
}

std::optional<Refusal> parse_field(std::string_view buffer, std::size_t at, std::size_t end,
                                   Headers& headers) {
    std::string_view line = buffer.substr(at, end - at);
    if (line.front() == ' ' || line.front() == '\t') return bad("obsolete_line_folding");
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return bad("bad_header");
    if (!is_token(line.substr(0, colon))) return bad("bad_header");
    std::string_view value = trim_blanks(line.substr(colon + 1));
    if (!is_field_value(value)) return bad("bad_header");
    std::size_t value_at = value.empty() ? at + colon + 1
                                         : static_cast<std::size_t>(value.data() - buffer.data());
    headers.add_range(at, colon, value_at, value.size());
    return std::nullopt;
}

// Fields whose repetition different programs resolve differently.
bool is_single(std::string_view name) {
    switch (name.size()) {
        case 4: return equals_fold(name, "host");
        case 6: return equals_fold(name, "expect") || equals_fold(name, "cookie");
        case 12: return equals_fold(name, "content-type");
        case 13: return equals_fold(name, "authorization");
        case 14: return equals_fold(name, "content-length");
        case 17: return equals_fold(name, "transfer-encoding");
        default: return false;
    }
}

struct Framing {
    std::optional<std::string_view> host;
    std::optional<std::string_view> length;
    std::optional<std::string_view> coding;
    std::optional<std::string_view> expect;
};

// One walk over the fields; refuses repeated ones.
std::optional<Refusal> collect(const Headers& headers, Framing& framing) {
    bool type_seen = false;
    bool login_seen = false;
    bool cookie_seen = false;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        Headers::Field field = headers.at(i);
        if (!is_single(field.name)) continue;
        std::optional<std::string_view>* slot = nullptr;
        bool* seen = nullptr;
        std::string_view code = "repeated_header";
        if (equals_fold(field.name, "host")) {
            slot = &framing.host;
            code = "bad_host";
        } else if (equals_fold(field.name, "content-length")) {
            slot = &framing.length;
            code = "bad_content_length";
        } else if (equals_fold(field.name, "transfer-encoding")) {
            slot = &framing.coding;
            code = "bad_transfer_encoding";
        } else if (equals_fold(field.name, "expect")) {
            slot = &framing.expect;
        } else if (equals_fold(field.name, "content-type")) {
            seen = &type_seen;
        } else if (equals_fold(field.name, "authorization")) {
            seen = &login_seen;
        } else {
            seen = &cookie_seen;
        }
        if (slot != nullptr ? slot->has_value() : *seen) return bad(code);
        if (slot != nullptr) *slot = field.value;
        if (seen != nullptr) *seen = true;
    }
    return std::nullopt;
}

std::optional<Refusal> check_framing(const Framing& framing, Head& head) {
    if (framing.coding) {
        if (head.minor_version == 0 || framing.length) return bad("bad_transfer_encoding");
        // Exactly so, in small letters: any other spelling is read differently somewhere.
        if (*framing.coding != "chunked") return Refusal{501, "bad_transfer_encoding"};
        head.is_chunked = true;
    }
    if (framing.length) {
        head.content_length = parse_length(*framing.length);
        if (!head.content_length) return bad("bad_content_length");
    }
    if (framing.expect) {
        if (!equals_fold(*framing.expect, "100-continue")) return Refusal{417, "bad_expectation"};
        head.expects_continue = head.minor_version == 1;
    }
    return std::nullopt;
}

std::optional<Refusal> check_host(const Framing& framing, std::string_view authority,
                                  const Head& head) {
    if (!framing.host) {
        // HTTP/1.0 knew no Host; health checks of old load balancers still send none.
        return head.minor_version == 0 ? std::nullopt : std::optional(bad("bad_host"));
    }
    if (!is_valid_host(*framing.host)) return bad("bad_host");
    if (!authority.empty() && !equals_fold(authority, *framing.host)) return bad("bad_host");
    return std::nullopt;
}

}  // namespace

bool is_token(std::string_view text) {
    if (text.empty()) return false;
    for (char c : text) {
        if (!kToken[static_cast<unsigned char>(c)]) return false;
    }
    return true;
}

bool is_field_value(std::string_view text) {
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && byte != '\t') || byte == 0x7f) return false;
    }
    return true;
}

bool is_valid_host(std::string_view host) {
    if (host.empty()) return false;
    if (host.front() == '[') {
        std::size_t end = host.find(']');
        if (end == std::string_view::npos || end < 3) return false;
        for (char c : host.substr(1, end - 1)) {
            bool hex = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            if (!hex && c != ':' && c != '.') return false;
        }
        std::string_view rest = host.substr(end + 1);
        return rest.empty() || (rest.front() == ':' && is_valid_port(rest.substr(1)));
    }
    std::size_t colon = host.find(':');
    std::string_view name = host.substr(0, colon);
    if (name.empty()) return false;
    for (char c : name) {
        if (!is_host_char(c)) return false;
    }
    return colon == std::string_view::npos || is_valid_port(host.substr(colon + 1));
}

std::optional<std::uint64_t> parse_length(std::string_view digits) {
    // 18 digits stay far below 2^63 and above any disk.
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    std::uint64_t value = 0;
    for (char c : digits) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

HeadScanner::State HeadScanner::refuse(int status, std::string_view code) {
    refusal_ = Refusal{status, code};
    return State::refused;
}

HeadScanner::State HeadScanner::too_long(std::string_view buffer, const Limits& limits) {
    std::size_t seen = buffer.size() - begin_;
    if (lines_ == 0) {
        return seen > limits.request_line_bytes ? refuse(414, "uri_too_long") : State::more;
    }
    return seen > limits.request_line_bytes + limits.header_bytes
               ? refuse(431, "headers_too_large")
               : State::more;
}

HeadScanner::State HeadScanner::scan(std::string_view buffer, const Limits& limits) {
    if (at_ == 0 && !buffer.empty() && buffer[0] != '\r' && !is_token(buffer.substr(0, 1))) {
        return refuse(400, "bad_request_line");
    }
    while (true) {
        const void* found = at_ < buffer.size()
                                ? std::memchr(buffer.data() + at_, '\n', buffer.size() - at_)
                                : nullptr;
        if (found == nullptr) {
            at_ = buffer.size();
            return too_long(buffer, limits);
        }
        auto newline = static_cast<std::size_t>(static_cast<const char*>(found) - buffer.data());
        at_ = newline + 1;
        if (newline == line_ || buffer[newline - 1] != '\r') return refuse(400, "bad_line_end");
        std::size_t length = newline - 1 - line_;
        if (length == 0 && lines_ > 0) return State::complete;
        if (length == 0) {
            // One empty line before a request is tolerated (RFC 9112, 2.2), no second one.
            if (begin_ != 0) return refuse(400, "bad_request_line");
            begin_ = at_;
        } else {
            if (lines_ == 0 && length > limits.request_line_bytes) {
                return refuse(414, "uri_too_long");
            }
            ++lines_;
            if (lines_ > limits.header_fields + 1) return refuse(431, "headers_too_large");
            if (at_ - begin_ > limits.request_line_bytes + limits.header_bytes) {
                return refuse(431, "headers_too_large");
            }
        }
        line_ = at_;
    }
}

std::optional<Refusal> parse_head(Headers& headers, Head& head, const Limits& limits) {
    std::string_view buffer = headers.buffer();
    if (buffer.find('\0') != std::string_view::npos) return bad("bad_header");
    std::size_t end = buffer.find("\r\n");
    if (end == std::string_view::npos) return bad("bad_request_line");
    std::string_view line = buffer.substr(0, end);
    std::string_view authority;
    // Fields are read even when the request line is refused: the answer speaks their language.
    std::optional<Refusal> line_refusal = parse_request_line(line, head, authority);
    std::size_t fields_at = end + 2;
    std::size_t at = fields_at;
    while (true) {
        end = buffer.find("\r\n", at);
        if (end == std::string_view::npos) return bad("bad_header");
        if (end == at) break;
        if (headers.size() == limits.header_fields) return Refusal{431, "headers_too_large"};
        if (auto refusal = parse_field(buffer, at, end, headers)) {
            return line_refusal ? line_refusal : refusal;
        }
        at = end + 2;
    }
    if (line_refusal) return line_refusal;
    if (at - fields_at > limits.header_bytes) return Refusal{431, "headers_too_large"};
    Framing framing;
    if (auto refusal = collect(headers, framing)) return refusal;
    if (auto refusal = check_host(framing, authority, head)) return refusal;
    if (auto refusal = check_framing(framing, head)) return refusal;
    if (headers.has_token("connection", "close")) {
        head.keep_alive = false;
    } else if (head.minor_version == 0) {
        head.keep_alive = headers.has_token("connection", "keep-alive");
    }
    return std::nullopt;
}

}  // namespace bihuan::http
