#include "work/exchange/encoding.h"

#include "base/error.h"
#include "base/text.h"

#include <cerrno>
#include <vector>

#include <iconv.h>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

struct Mark {
    std::string_view bytes;
    Encoding encoding;
};

// The longer marks first: that of UTF-32LE begins like that of UTF-16LE.
constexpr Mark kMarks[] = {
    {std::string_view("\xFF\xFE\0\0", 4), Encoding::utf32le},
    {std::string_view("\0\0\xFE\xFF", 4), Encoding::utf32be},
    {"\xEF\xBB\xBF", Encoding::utf8},
    {"\xFF\xFE", Encoding::utf16le},
    {"\xFE\xFF", Encoding::utf16be},
};

struct Name {
    std::string_view text;
    Encoding encoding;
};

// The first of each is how we write it; iconv knows that too.
constexpr Name kNames[] = {
    {"UTF-8", Encoding::utf8},         {"UTF-16LE", Encoding::utf16le},
    {"UTF-16BE", Encoding::utf16be},   {"UTF-32LE", Encoding::utf32le},
    {"UTF-32BE", Encoding::utf32be},   {"GB18030", Encoding::gb18030},
    {"WINDOWS-1252", Encoding::latin1}, {"UTF8", Encoding::utf8},
    {"UTF-16", Encoding::utf16le},     {"GBK", Encoding::gb18030},
    {"GB2312", Encoding::gb18030},     {"LATIN-1", Encoding::latin1},
    {"LATIN1", Encoding::latin1},      {"ISO-8859-1", Encoding::latin1},
    {"CP1252", Encoding::latin1},
};

// Length of the well-formed character at `at`; 0: broken; -1: it may go on behind the end.
int utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return first == 0 ? 0 : 1;
    const int length = first >= 0xF0 && first <= 0xF4   ? 4
                       : first >= 0xE0 && first <= 0xEF ? 3
                       : first >= 0xC2 && first <= 0xDF ? 2
                                                        : 0;
    for (int i = 1; i < length; ++i) {
        if (at + static_cast<std::size_t>(i) >= text.size()) return -1;
        const unsigned char next = byte(static_cast<std::size_t>(i));
        if ((next & 0xC0) != 0x80) return 0;
        if (i > 1) continue;
        if ((first == 0xE0 && next < 0xA0) || (first == 0xED && next > 0x9F) ||
            (first == 0xF0 && next < 0x90) || (first == 0xF4 && next > 0x8F)) {
            return 0;
        }
    }
    return length;
}

// Bytes of `text` taken; with `at_end` all of them.
std::size_t append_valid(std::string_view text, bool at_end, std::string& out) {
    std::size_t at = 0;
    std::size_t sound = 0;  // from here on not appended yet
    while (at < text.size()) {
        const int length = utf8_length(text, at);
        if (length > 0) {
            at += static_cast<std::size_t>(length);
            continue;
        }
        out.append(text.substr(sound, at - sound));
        if (length < 0 && !at_end) return at;
        out.append(kBroken);
        sound = ++at;
    }
    out.append(text.substr(sound, at - sound));
    return at;
}

bool is_utf8(std::string_view head) {
    for (std::size_t at = 0; at < head.size();) {
        const int length = utf8_length(head, at);
        if (length < 0) return true;  // the head ends inside a character
        if (length == 0) return false;
        at += static_cast<std::size_t>(length);
    }
    return true;
}

// Text without a mark in UTF-16: every other byte of its ASCII part is zero.
std::optional<Encoding> sniff_utf16(std::string_view head) {
    if (head.size() < 4) return std::nullopt;
    std::size_t even = 0;
    std::size_t odd = 0;
    for (std::size_t i = 0; i < head.size(); ++i) {
        if (head[i] == 0) ++(i % 2 == 0 ? even : odd);
    }
    if (odd > head.size() / 5 && even == 0) return Encoding::utf16le;
    if (even > head.size() / 5 && odd == 0) return Encoding::utf16be;
    return std::nullopt;
}

// Chinese text is pairs of high bytes; Western letters with accents stand alone.
bool looks_like_gb18030(std::string_view head) {
    std::size_t pairs = 0;
    std::size_t others = 0;
    for (std::size_t i = 0; i < head.size();) {
        const auto first = static_cast<unsigned char>(head[i]);
        if (first < 0x80) {
            ++i;
            continue;
        }
        if (i + 1 >= head.size()) break;
        const auto second = static_cast<unsigned char>(head[i + 1]);
        const bool is_pair = first >= 0x81 && first <= 0xFE && second >= 0x40 && second != 0x7F;
        const bool is_common = is_pair && first >= 0xA1 && second >= 0xA1;
        const bool is_four = first >= 0x81 && second >= 0x30 && second <= 0x39;
        ++(is_common ? pairs : others);
        i += is_four ? 4 : is_pair ? 2 : 1;
    }
    return pairs > 0 && pairs >= others * 2;
}

}  // namespace

std::string_view to_text(Encoding encoding) {
    for (const Name& name : kNames) {
        if (name.encoding == encoding) return name.text;
    }
    return "UTF-8";
}

std::optional<Encoding> parse_encoding(std::string_view text) {
    const std::string wanted = fold_case(text);
    for (const Name& name : kNames) {
        if (fold_case(name.text) == wanted) return name.encoding;
    }
    return std::nullopt;
}

Encoding sniff_encoding(std::string_view head) {
    for (const Mark& mark : kMarks) {
        if (head.starts_with(mark.bytes)) return mark.encoding;
    }
    if (const auto wide = sniff_utf16(head)) return *wide;
    if (is_utf8(head)) return Encoding::utf8;
    return looks_like_gb18030(head) ? Encoding::gb18030 : Encoding::latin1;
}

std::string_view clip(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
    return text.substr(0, bytes);
}

TextSource::TextSource(std::unique_ptr<Bytes> bytes, Encoding encoding)
    : bytes_(std::move(bytes)), encoding_(encoding) {
    if (encoding == Encoding::utf8) return;
    const std::string from(to_text(encoding));
    iconv_t opened = iconv_open("UTF-8", from.c_str());
    if (opened == reinterpret_cast<iconv_t>(-1)) {
        throw Error(Code::invalid, "error.import.encoding", {{"encoding", from}});
    }
    converter_ = opened;
}

TextSource::~TextSource() {
    if (converter_) iconv_close(static_cast<iconv_t>(converter_));
}

bool TextSource::fill() {
    const std::size_t before = pending_.size();
    pending_.resize(before + kPieceBytes);
    const std::size_t got = bytes_->read(std::span<char>(pending_).subspan(before));
    pending_.resize(before + got);
    if (got == 0) ended_ = true;
    return got > 0;
}

void TextSource::take_utf8(std::string& out) {
    pending_.erase(0, append_valid(pending_, ended_, out));
}

void TextSource::convert(std::string& out) {
    auto* converter = static_cast<iconv_t>(converter_);
    std::vector<char> piece(kPieceBytes);
    char* from = pending_.data();
    std::size_t left = pending_.size();
    std::string text;
    while (left > 0) {
        char* to = piece.data();
        std::size_t room = piece.size();
        const std::size_t done = iconv(converter, &from, &left, &to, &room);
        text.append(piece.data(), piece.size() - room);
        if (done != static_cast<std::size_t>(-1)) break;
        if (errno == E2BIG) continue;
        if (errno == EINVAL && !ended_) break;  // the rest of the character comes later
        text.append(kBroken);
        ++from;
        --left;
        iconv(converter, nullptr, nullptr, nullptr, nullptr);
    }
    pending_.erase(0, pending_.size() - left);
    append_valid(text, true, out);              // NUL characters become broken ones
}

bool TextSource::read(std::string& out) {
    const std::size_t before = out.size();
    while (out.size() == before) {
        if (ended_) return false;
        fill();
        if (!begun_) {
            while (pending_.size() < 4 && fill()) {}
            begun_ = true;
            for (const Mark& mark : kMarks) {
                if (mark.encoding == encoding_ && pending_.starts_with(mark.bytes)) {
                    pending_.erase(0, mark.bytes.size());
                }
            }
        }
        if (converter_) convert(out);
        else take_utf8(out);
    }
    return true;
}

}  // namespace bihuan::exchange
