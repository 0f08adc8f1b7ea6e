// UTF-8: checking, walking, writing.
#include "base/text.h"

#include <cstring>

namespace bihuan {

namespace {

bool is_tail(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Length of the well-formed sequence at `pos`; 0 when it is not one.
std::size_t sequence_length(std::string_view text, std::size_t pos) {
    const auto lead = static_cast<unsigned char>(text[pos]);
    const std::size_t left = text.size() - pos;
    if (lead < 0x80) return lead == 0 ? 0 : 1;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return left >= 2 && is_tail(text[pos + 1]) ? 2 : 0;
    const auto second = left >= 2 ? static_cast<unsigned char>(text[pos + 1]) : 0U;
    if (lead < 0xF0) {
        if (left < 3 || !is_tail(text[pos + 1]) || !is_tail(text[pos + 2])) return 0;
        if (lead == 0xE0 && second < 0xA0) return 0;  // overlong
        if (lead == 0xED && second > 0x9F) return 0;  // surrogate
        return 3;
    }
    if (lead > 0xF4 || left < 4) return 0;
    if (!is_tail(text[pos + 1]) || !is_tail(text[pos + 2]) || !is_tail(text[pos + 3])) return 0;
    if (lead == 0xF0 && second < 0x90) return 0;
    if (lead == 0xF4 && second > 0x8F) return 0;
    return 4;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    std::size_t pos = 0;
    while (pos < text.size()) {
        // Eight ASCII bytes at once: no high bit, and no zero byte.
        while (text.size() - pos >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data() + pos, 8);
            const std::uint64_t zeros = (word - 0x0101010101010101U) & ~word;
            if (((word | zeros) & 0x8080808080808080U) != 0) break;
            pos += 8;
        }
        if (pos == text.size()) break;
        const std::size_t length = sequence_length(text, pos);
        if (length == 0) return false;
        pos += length;
    }
    return true;
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += is_tail(c) ? 0 : 1;
    return count;
}

char32_t next_code_point(std::string_view text, std::size_t& pos) {
    const auto byte = [&](std::size_t i) -> char32_t {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const char32_t lead = byte(pos);
    if (lead < 0x80) {
        ++pos;
        return lead;
    }
    const std::size_t at = pos;
    if (lead < 0xE0) {
        pos += 2;
        return ((lead & 0x1FU) << 6) | (byte(at + 1) & 0x3FU);
    }
    if (lead < 0xF0) {
        pos += 3;
        return ((lead & 0x0FU) << 12) | ((byte(at + 1) & 0x3FU) << 6) | (byte(at + 2) & 0x3FU);
    }
    pos += 4;
    return ((lead & 0x07U) << 18) | ((byte(at + 1) & 0x3FU) << 12) |
           ((byte(at + 2) & 0x3FU) << 6) | (byte(at + 3) & 0x3FU);
}

void append_code_point(std::string& out, char32_t c) {
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0U | (c >> 6));
        put(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        put(0xE0U | (c >> 12));
        put(0x80U | ((c >> 6) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    } else {
        put(0xF0U | (c >> 18));
        put(0x80U | ((c >> 12) & 0x3FU));
        put(0x80U | ((c >> 6) & 0x3FU));
        put(0x80U | (c & 0x3FU));
    }
}

bool is_cjk(char32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF) ||
           (c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7AF);
}

}  // namespace bihuan
