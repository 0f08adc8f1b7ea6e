#include "kernel/types/phone_number.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace bihuan::types {
namespace {

constexpr std::string_view kChina = "+86";
constexpr std::string_view kExt = ";ext=";

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return c >= '0' && c <= '9'; });
}

// A national number without +86 and without the leading 0 of area codes.
bool is_mobile(std::string_view n) {
    return n.size() == 11 && n[0] == '1' && n[1] >= '3' && n[1] <= '9';
}

// Digits of the area code of a landline without its 0; 0 when it is no landline.
std::size_t area_digits(std::string_view n) {
    if (n.size() < 9) return 0;
    if (n.size() == 10 && (n.substr(0, 2) == "10" || n[0] == '2')) return 2;
    const bool wide = n[0] >= '3' && n[0] <= '9' && (n.size() == 10 || n.size() == 11);
    return wide && n[3] != '0' ? 3 : 0;
}

bool is_toll_free(std::string_view n) {
    return n.size() == 10 && (n.substr(0, 3) == "400" || n.substr(0, 3) == "800");
}

// 10086, 12345, 95588, 955888, 96110
bool is_service(std::string_view n) {
    if (n.size() == 5 && n[0] == '1' && n[1] <= '2') return true;
    return (n.size() == 5 || n.size() == 6) && n[0] == '9' && (n[1] == '5' || n[1] == '6');
}

struct Parts { std::string main; std::string extension; };

// Cuts off "转801", "ext. 801", "x801", "#801", and "-801" after a whole landline.
Parts cut_extension(const std::string& text) {
    constexpr std::array<std::string_view, 8> kMarks = {"转分机", "分机", "转", "ext.",
                                                        "ext",    "x",    "#",  ";ext="};
    std::size_t best = std::string::npos;
    std::size_t length = 0;
    for (const std::string_view mark : kMarks) {
        const std::size_t at = text.find(mark);
        if (at == std::string::npos || at == 0) continue;
        if (best == std::string::npos || at < best || (at == best && mark.size() > length)) {
            best = at;
            length = mark.size();
        }
    }
    if (best != std::string::npos) {
        std::string extension = trim(text.substr(best + length));
        while (!extension.empty() && (extension.front() == ':' || extension.front() == '=')) {
            extension.erase(0, 1);
        }
        return {trim(text.substr(0, best)), trim(extension)};
    }
    const std::size_t dash = text.rfind('-');
    if (dash == std::string::npos) return {text, ""};
    std::string before;
    for (const char c : text.substr(0, dash)) {
        if (c >= '0' && c <= '9') before.push_back(c);
    }
    if (before.starts_with("86") && text.front() == '+') before.erase(0, 2);
    const std::string tail = text.substr(dash + 1);
    const bool whole = before.size() >= 10 && tail.size() <= kExtensionMax && all_digits(tail) &&
                       (before[0] == '0' ? area_digits(before.substr(1)) > 0
                                         : is_toll_free(before));
    if (!whole) return {text, ""};
    return {text.substr(0, dash), tail};
}

// Digits with an optional leading +; empty when something else is in it.
std::string squeeze(std::string_view text) {
    std::string digits;
    for (std::size_t pos = 0; pos < text.size();) {
        const char32_t c = next_code_point(text, pos);
        if (c >= U'0' && c <= U'9') {
            digits.push_back(static_cast<char>(c));
        } else if (c == U'+' && digits.empty()) {
            digits.push_back('+');
        } else if (c != U' ' && c != U'-' && c != U'(' && c != U')' && c != U'.' &&
                   c != U'·' && c != U'–' && c != U'—' && c != U'\u00a0') {
            return {};
        }
    }
    return digits;
}

PhoneNumber chinese(std::string_view national) {
    if (is_mobile(national) || is_toll_free(national) || is_service(national)) {
        return {std::string(kChina) + std::string(national), PhoneFault::none};
    }
    if (area_digits(national) > 0) {
        return {std::string(kChina) + std::string(national), PhoneFault::none};
    }
    return {"", PhoneFault::invalid};
}

PhoneNumber parse_main(std::string digits) {
    if (digits.starts_with("00")) digits = "+" + digits.substr(2);
    if (digits.starts_with(kChina)) {
        std::string national = digits.substr(kChina.size());
        if (national.starts_with("0")) national.erase(0, 1);
        return chinese(national);
    }
    if (digits.starts_with("+")) {
        const std::string_view rest = std::string_view(digits).substr(1);
        const bool sane = rest.size() >= 7 && rest.size() <= 15 && rest[0] != '0';
        if (!sane) return {"", PhoneFault::invalid};
        return {digits, PhoneFault::none};
    }
    if (digits.starts_with("0")) {
        const std::string national = digits.substr(1);
        if (is_mobile(national)) return chinese(national);  // 013800138000, as some PBXs write
        if (area_digits(national) > 0) return chinese(national);
        return {"", PhoneFault::invalid};
    }
    if (is_mobile(digits) || is_toll_free(digits) || is_service(digits)) return chinese(digits);
    if (digits.size() == 13 && digits.starts_with("86") && is_mobile(digits.substr(2))) {
        return chinese(digits.substr(2));
    }
    if ((digits.size() == 7 || digits.size() == 8) && digits[0] >= '2') {
        return {"", PhoneFault::needs_area_code};
    }
    return {"", PhoneFault::invalid};
}

bool has_several(std::string_view text) {
    for (const std::string_view mark : {"/", ",", "、", ";", "或"}) {
        const std::size_t at = text.find(mark);
        if (at != std::string_view::npos && text.substr(at, kExt.size()) != kExt) return true;
    }
    return false;
}

std::string grouped(std::string_view digits) {
    if (digits.size() <= 4) return std::string(digits);
    const std::size_t tail = digits.size() - 4;
    return std::string(digits.substr(0, tail)) + " " + std::string(digits.substr(tail));
}

std::string national_for_people(std::string_view n) {
    if (is_mobile(n)) {
        return std::string(n.substr(0, 3)) + " " + std::string(n.substr(3, 4)) + " " +
               std::string(n.substr(7));
    }
    if (is_toll_free(n)) {
        return std::string(n.substr(0, 3)) + "-" + std::string(n.substr(3, 3)) + "-" +
               std::string(n.substr(6));
    }
    const std::size_t area = area_digits(n);
    if (area == 0) return std::string(n);
    return "0" + std::string(n.substr(0, area)) + "-" + grouped(n.substr(area));
}

}  // namespace

PhoneNumber parse_phone(std::string_view text) {
    const std::string folded = trim(fold_case(fold_width(text)));
    if (folded.empty() || folded.size() > kPhoneTextMax) return {"", PhoneFault::invalid};
    if (has_several(folded)) return {"", PhoneFault::several};
    const Parts parts = cut_extension(folded);
    const std::string digits = squeeze(parts.main);
    if (digits.empty() || digits == "+") return {"", PhoneFault::invalid};
    PhoneNumber number = parse_main(digits);
    if (number.canonical.empty() || parts.extension.empty()) return number;
    if (parts.extension.size() > kExtensionMax || !all_digits(parts.extension)) {
        return {"", PhoneFault::invalid};
    }
    number.canonical += std::string(kExt) + parts.extension;
    return number;
}

std::string phone_for_people(std::string_view canonical) {
    const std::size_t at = canonical.find(kExt);
    const std::string_view main = canonical.substr(0, at);
    std::string text;
    if (main.starts_with(kChina)) {
        text = national_for_people(main.substr(kChina.size()));
    } else if (main.starts_with("+1") && main.size() == 12) {
        text = "+1 " + std::string(main.substr(2));
    } else if (main.starts_with("+") && main.size() > 6) {
        // Country codes differ in length; the three of the region's neighbours are told apart.
        const std::string_view code = main.substr(1, 3);
        const bool three = code == "852" || code == "853" || code == "886";
        const std::size_t cut = three ? 4 : 3;
        text = std::string(main.substr(0, cut)) + " " + std::string(main.substr(cut));
    } else {
        text = std::string(main);
    }
    if (at != std::string_view::npos) {
        text += " 转 " + std::string(canonical.substr(at + kExt.size()));
    }
    return text;
}

bool is_chinese_mobile(std::string_view canonical) {
    return canonical.starts_with(kChina) && is_mobile(canonical.substr(kChina.size()));
}

}  // namespace bihuan::types
