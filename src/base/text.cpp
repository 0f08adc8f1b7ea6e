#include "base/text.h"

#include "base/letter_tables.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace bihuan {

namespace {

bool is_space(char32_t c) {
    return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F;
}

char32_t narrow(char32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    return c == 0x3000 ? U' ' : c;
}

char32_t lower(char32_t c) {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c < 0xC0 || c > 0x2170) return c;
    const auto* run = std::lower_bound(std::begin(kCaseRuns), std::end(kCaseRuns), c,
                                       [](const CaseRun& r, char32_t x) { return r.last < x; });
    if (run == std::end(kCaseRuns) || c < run->first) return c;
    if ((c - run->first) % run->stride != 0) return c;
    return static_cast<char32_t>(static_cast<std::int32_t>(c) + run->delta);
}

bool is_combining(char32_t c) { return c >= 0x300 && c <= 0x36F; }

void append_plain(std::string& out, char32_t c, char32_t first, std::string_view table) {
    const std::string_view letters = table.substr((c - first) * 2, 2);
    if (letters == "--") {
        append_code_point(out, c);
    } else {
        out += letters[0];
        if (letters[1] != '.') out += letters[1];
    }
}

// Code points of `text`, each passed through `change`; ASCII runs take a short way.
template <class Change>
std::string map_code_points(std::string_view text, Change change) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t pos = 0; pos < text.size();) {
        append_code_point(out, change(next_code_point(text, pos)));
    }
    return out;
}

}  // namespace

std::string trim(std::string_view text) {
    std::size_t from = 0;
    for (std::size_t pos = 0; pos < text.size(); from = pos) {
        if (!is_space(next_code_point(text, pos))) break;
    }
    std::size_t to = text.size();
    while (to > from) {
        std::size_t start = to - 1;
        while (start > from && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
        std::size_t pos = start;
        if (!is_space(next_code_point(text, pos))) break;
        to = start;
    }
    return std::string(text.substr(from, to - from));
}

std::string fold_width(std::string_view text) { return map_code_points(text, narrow); }

std::string fold_case(std::string_view text) { return map_code_points(text, lower); }

std::string fold(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t pos = 0; pos < text.size();) {
        const char32_t c = lower(narrow(next_code_point(text, pos)));
        if (c < 0x80) {
            out += static_cast<char>(c);
        } else if (c >= kLatinFirst && c < kLatinFirst + kLatinFold.size() / 2) {
            append_plain(out, c, kLatinFirst, kLatinFold);
        } else if (c >= kLatinMoreFirst && c < kLatinMoreFirst + kLatinMoreFold.size() / 2) {
            append_plain(out, c, kLatinMoreFirst, kLatinMoreFold);
        } else if (!is_combining(c)) {
            append_code_point(out, c);
        }
    }
    return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t from = 0;
    for (;;) {
        const std::size_t to = text.find(separator, from);
        parts.push_back(text.substr(from, to - from));
        if (to == std::string_view::npos) return parts;
        from = to + 1;
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

bool starts_with_fold(std::string_view text, std::string_view prefix) {
    return fold(text).starts_with(fold(prefix));
}

namespace {

// Beyond this a name was not mistyped; it also bounds the work on hostile input.
constexpr std::size_t kNearestLengthMax = 64;

std::u32string to_code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t pos = 0; pos < text.size();) out += next_code_point(text, pos);
    return out;
}

// Insertions, deletions, replacements and swaps of neighbours.
std::size_t edit_distance(std::u32string_view a, std::u32string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view wrong,
                                   const std::vector<std::string>& candidates) {
    if (!is_valid_utf8(wrong)) return std::nullopt;
    const std::u32string wanted = to_code_points(fold(wrong));
    if (wanted.empty() || wanted.size() > kNearestLengthMax) return std::nullopt;
    std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) + 1;
    std::size_t best_prefix = 0;  // of two equally near names, the one that begins alike
    std::optional<std::string> found;
    for (const std::string& candidate : candidates) {
        const std::u32string other = to_code_points(fold(candidate));
        if (other.size() > wanted.size() + best || wanted.size() > other.size() + best) continue;
        const std::size_t distance = edit_distance(wanted, other);
        const auto shorter = static_cast<std::ptrdiff_t>(std::min(wanted.size(), other.size()));
        const auto same = std::mismatch(wanted.begin(), wanted.begin() + shorter, other.begin());
        const auto prefix = static_cast<std::size_t>(same.first - wanted.begin());
        const bool nearer = distance < best || (found && distance == best && prefix > best_prefix);
        if (!nearer || distance >= std::max(wanted.size(), other.size())) continue;
        best = distance;
        best_prefix = prefix;
        found = candidate;
    }
    return found;
}

}  // namespace bihuan
