// Amounts in words, as Chinese documents and cheques write them.
#include "base/text.h"

#include <algorithm>
#include <array>

namespace bihuan {

namespace {

constexpr std::array<std::string_view, 10> kDigits{"零", "壹", "贰", "叁", "肆",
                                                   "伍", "陆", "柒", "捌", "玖"};
constexpr std::array<std::string_view, 4> kUnits{"", "拾", "佰", "仟"};
constexpr std::size_t kWholeDigitsMax = 16;  // below one 亿 of 亿

struct Amount {
    bool negative = false;
    std::string whole;     // without leading zeros; empty for 0
    std::size_t jiao = 0;  // tenths
    std::size_t fen = 0;   // hundredths
};

std::optional<Amount> parse_amount(std::string_view text) {
    Amount amount;
    if (!text.empty() && text[0] == '-') {
        amount.negative = true;
        text.remove_prefix(1);
    }
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view cents =
        point == std::string_view::npos ? std::string_view("0") : text.substr(point + 1);
    const auto is_number = [](std::string_view part) {
        return !part.empty() &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    if (!is_number(whole) || !is_number(cents) || cents.size() > 2) return std::nullopt;
    const std::size_t first = whole.find_first_not_of('0');
    if (first != std::string_view::npos) amount.whole = whole.substr(first);
    if (amount.whole.size() > kWholeDigitsMax) return std::nullopt;
    amount.jiao = static_cast<std::size_t>(cents[0] - '0');
    amount.fen = cents.size() == 2 ? static_cast<std::size_t>(cents[1] - '0') : 0;
    return amount;
}

// The whole number in groups of four digits: 万 between the pairs, 亿 in the middle. One 零
// stands for any run of zeros that something follows.
std::string whole_in_words(const std::string& whole) {
    std::string out;
    bool zero_before = false;
    bool wrote_in_group = false;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const std::size_t place = whole.size() - 1 - i;
        const auto digit = static_cast<std::size_t>(whole[i] - '0');
        if (digit == 0) {
            zero_before = true;
        } else {
            if (zero_before) out += kDigits[0];
            zero_before = false;
            out += kDigits[digit];
            out += kUnits[place % 4];
            wrote_in_group = true;
        }
        if (place % 4 != 0 || place == 0) continue;
        const std::size_t group = place / 4;
        if (wrote_in_group && group % 2 == 1) {
            out += "万";
            // The zeros that end a group are spoken by its unit; whole empty groups are not.
            if (whole[i] == '0' && i + 1 < whole.size() && whole[i + 1] != '0') zero_before = false;
        }
        if (group == 2) {
            out += "亿";
            if (wrote_in_group && i + 1 < whole.size() && whole[i + 1] != '0') zero_before = false;
        }
        wrote_in_group = false;
    }
    return out;
}

}  // namespace

std::string amount_in_words_zh(std::string_view amount) {
    const auto parsed = parse_amount(amount);
    if (!parsed) return {};
    const bool has_cents = parsed->jiao != 0 || parsed->fen != 0;
    if (parsed->whole.empty() && !has_cents) return "零元整";
    std::string out = parsed->negative ? "负" : "";
    if (!parsed->whole.empty()) out += whole_in_words(parsed->whole) + "元";
    if (!has_cents) return out + "整";
    if (parsed->jiao != 0) {
        out += std::string(kDigits[parsed->jiao]) + "角";
    } else if (!parsed->whole.empty()) {
        out += kDigits[0];
    }
    if (parsed->fen == 0) return out + "整";
    return out + std::string(kDigits[parsed->fen]) + "分";
}

}  // namespace bihuan
