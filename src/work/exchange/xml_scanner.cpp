#include "work/exchange/xml_scanner.h"

#include "base/error.h"
#include "base/text.h"
#include "work/exchange/encoding.h"
#include "work/exchange/limits.h"

#include <charconv>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::string_view kSpace = " \t\r\n";

[[noreturn]] void refuse(std::string_view why) {
    throw Error(Code::invalid, "error.import.workbook").because("xml: " + std::string(why));
}

std::string_view without_prefix(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool append_reference(std::string_view reference, std::string& out) {
    if (reference == "lt") out += '<';
    else if (reference == "gt") out += '>';
    else if (reference == "amp") out += '&';
    else if (reference == "quot") out += '"';
    else if (reference == "apos") out += '\'';
    else if (!reference.starts_with('#')) return false;
    else {
        const bool hex = reference.starts_with("#x");
        const std::string_view digits = reference.substr(hex ? 2 : 1);
        std::uint32_t code = 0;
        const auto read =
            std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
        if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return false;
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (code == 0 || code > 0x10FFFF || surrogate) out += kBroken;
        else append_code_point(out, static_cast<char32_t>(code));
    }
    return true;
}

void append_decoded(std::string_view raw, std::string& out) {
    for (;;) {
        const std::size_t mark = raw.find('&');
        out += raw.substr(0, mark);
        if (mark == std::string_view::npos) return;
        const std::size_t end = raw.find(';', mark);
        if (end == std::string_view::npos ||
            !append_reference(raw.substr(mark + 1, end - mark - 1), out)) {
            refuse("reference");
        }
        raw.remove_prefix(end + 1);
    }
}

void check_text(std::string& text) {
    if (is_valid_utf8(text)) return;
    refuse("not UTF-8");
}

}  // namespace

XmlScanner::XmlScanner(std::unique_ptr<Bytes> bytes) : bytes_(std::move(bytes)) {
    fill();
    if (buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF")) refuse("UTF-16");
}

bool XmlScanner::fill() {
    if (ended_) return false;
    if (at_ > kPieceBytes) {
        buffer_.erase(0, at_);
        at_ = 0;
    }
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kPieceBytes);
    const std::size_t got = bytes_->read(std::span<char>(buffer_).subspan(before));
    buffer_.resize(before + got);
    if (got == 0) ended_ = true;
    return got > 0;
}

char XmlScanner::peek(std::size_t ahead) {
    while (at_ + ahead >= buffer_.size()) {
        if (!fill()) return '\0';
    }
    return buffer_[at_ + ahead];
}

bool XmlScanner::starts_with(std::string_view wanted) {
    peek(wanted.size() - 1);
    return std::string_view(buffer_).substr(at_).starts_with(wanted);
}

void XmlScanner::skip_past(std::string_view end, std::string* content) {
    for (;;) {
        const std::size_t found = buffer_.find(end, at_);
        if (found != std::string::npos) {
            if (content) content->append(buffer_, at_, found - at_);
            at_ = found + end.size();
            return;
        }
        // The end may be cut: its first bytes stay in the buffer.
        const std::size_t whole =
            buffer_.size() > at_ + end.size() ? buffer_.size() - end.size() : at_;
        if (content) {
            content->append(buffer_, at_, whole - at_);
            if (content->size() > kXmlTokenBytesMax) refuse("long section");
        }
        at_ = whole;
        if (!fill()) refuse("open section");
    }
}

void XmlScanner::read_attributes(std::string_view tag) {
    attributes_.clear();
    for (;;) {
        const std::size_t start = tag.find_first_not_of(kSpace);
        if (start == std::string_view::npos) return;
        tag.remove_prefix(start);
        const std::size_t equals = tag.find('=');
        if (equals == std::string_view::npos) refuse("attribute");
        const std::string name = trim(tag.substr(0, equals));
        tag.remove_prefix(equals + 1);
        const std::size_t open = tag.find_first_not_of(kSpace);
        if (open == std::string_view::npos || (tag[open] != '"' && tag[open] != '\'')) {
            refuse("attribute");
        }
        const std::size_t close = tag.find(tag[open], open + 1);
        if (close == std::string_view::npos) refuse("attribute");
        std::string value;
        append_decoded(tag.substr(open + 1, close - open - 1), value);
        check_text(value);
        attributes_.emplace_back(std::string(without_prefix(name)), std::move(value));
        tag.remove_prefix(close + 1);
    }
}

// at_ stands on '<'. Attribute values may hold '>': the tag ends outside quotes.
void XmlScanner::read_tag() {
    std::size_t end = at_ + 1;
    char quote = '\0';
    for (;; ++end) {
        while (end >= buffer_.size()) {
            const std::size_t seen = end - at_;
            if (seen > kXmlTokenBytesMax) refuse("long tag");
            if (!fill()) refuse("open tag");
            end = at_ + seen;
        }
        const char c = buffer_[end];
        if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            break;
        }
    }
    std::string_view tag = std::string_view(buffer_).substr(at_ + 1, end - at_ - 1);
    const bool closing = tag.starts_with('/');
    if (closing) tag.remove_prefix(1);
    closes_at_once_ = !closing && tag.ends_with('/');
    if (closes_at_once_) tag.remove_suffix(1);
    const std::size_t name_end = std::min(tag.find_first_of(kSpace), tag.size());
    if (!is_valid_utf8(tag)) refuse("not UTF-8");
    name_ = without_prefix(tag.substr(0, name_end));
    if (name_.empty()) refuse("name");
    kind_ = closing ? Kind::end : Kind::start;
    if (!closing) read_attributes(tag.substr(name_end));
    at_ = end + 1;
    depth_ += closing ? -1 : 1;
    if (depth_ < 0 || depth_ > kXmlDepthMax) refuse("depth");
}

void XmlScanner::read_text() {
    std::size_t end = buffer_.find('<', at_);
    while (end == std::string::npos && buffer_.size() - at_ < kXmlTokenBytesMax) {
        const std::size_t seen = buffer_.size() - at_;
        if (!fill()) {
            end = buffer_.size();
            break;
        }
        end = buffer_.find('<', at_ + seen);
    }
    if (end == std::string::npos) refuse("long text");
    append_decoded(std::string_view(buffer_).substr(at_, end - at_), text_);
    at_ = end;
}

XmlScanner::Kind XmlScanner::next() {
    if (closes_at_once_) {
        closes_at_once_ = false;
        --depth_;
        return kind_ = Kind::end;
    }
    text_.clear();
    for (;;) {
        const char c = peek(0);
        if (c == '\0' && at_ >= buffer_.size()) {
            if (depth_ != 0) refuse("cut off");
            return kind_ = Kind::over;
        }
        if (c != '<') {
            read_text();
            check_text(text_);
            return kind_ = Kind::text;
        }
        if (starts_with("<!--")) {
            skip_past("-->", nullptr);
        } else if (starts_with("<![CDATA[")) {
            at_ += 9;
            skip_past("]]>", &text_);
            check_text(text_);
            return kind_ = Kind::text;
        } else if (starts_with("<?")) {
            skip_past("?>", nullptr);
        } else if (starts_with("<!")) {
            refuse("document type");
        } else {
            read_tag();
            return kind_;
        }
    }
}

std::optional<std::string_view> XmlScanner::attribute(std::string_view name) const {
    for (const auto& [key, value] : attributes_) {
        if (key == name) return value;
    }
    return std::nullopt;
}

}  // namespace bihuan::exchange
