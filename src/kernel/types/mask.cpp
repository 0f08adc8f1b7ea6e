#include "kernel/types/mask.h"

#include "base/text.h"

#include <algorithm>
#include <vector>

namespace bihuan::types {
namespace {

std::vector<std::string> characters(std::string_view text) {
    std::vector<std::string> list;
    for (std::size_t pos = 0; pos < text.size();) {
        const char32_t c = next_code_point(text, pos);
        list.emplace_back();
        append_code_point(list.back(), c);
    }
    return list;
}

// Keeps `head` and `tail` characters; what is too short for that keeps its first only. The
// number of stars is fixed, so that it tells nothing about the length.
std::string keep_ends(std::string_view text, std::size_t head, std::size_t tail,
                      std::string_view stars) {
    const std::vector<std::string> list = characters(text);
    if (list.empty()) return {};
    if (list.size() <= head + tail) {
        head = list.size() > 1 ? 1 : 0;
        tail = 0;
    }
    std::string out;
    for (std::size_t i = 0; i < head; ++i) out += list[i];
    out += stars;
    for (std::size_t i = list.size() - tail; i < list.size(); ++i) out += list[i];
    return out;
}

std::string mask_phone(std::string_view text) {
    text = text.substr(0, text.find(";ext="));
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') digits.push_back(c);
    }
    if (text.starts_with("+86")) digits.erase(0, 2);
    const bool landline = text.starts_with("+86") && !digits.empty() &&
                          (digits.size() == 10 || digits[0] != '1');
    if (landline && !digits.starts_with("400") && !digits.starts_with("800")) {
        digits.insert(0, "0");
    }
    return keep_ends(digits, 3, 4, "****");
}

std::string mask_email(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return keep_ends(text, 1, 0, "***");
    return keep_ends(text.substr(0, at), 1, 0, "***") + std::string(text.substr(at));
}

}  // namespace

std::string mask(std::string_view kind, std::string_view text) {
    if (text.empty()) return {};
    if (kind == "phone") return mask_phone(text);
    if (kind == "email") return mask_email(text);
    if (kind == "id") return keep_ends(text, 3, 4, "********");
    if (kind == "name") {
        const std::size_t length = count_code_points(text);
        return keep_ends(text, 1, 0, length <= 2 ? "*" : "**");
    }
    return "****";
}

}  // namespace bihuan::types
