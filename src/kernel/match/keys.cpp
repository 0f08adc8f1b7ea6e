#include "kernel/match/keys.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace bihuan::match {

namespace {

// Longest first within a family; taken off the end again and again.
constexpr std::array<std::u32string_view, 22> kLegalForms = {
    U"股份有限责任公司", U"股份有限公司", U"有限责任公司", U"集团有限公司", U"控股有限公司",
    U"有限公司", U"股份公司", U"集团公司", U"总公司", U"公司", U"股份", U"集团", U"有限责任",
    U"责任有限公司", U"特殊普通合伙", U"普通合伙", U"有限合伙", U"incorporated", U"corporation",
    U"limited", U"company", U"gmbh"};
constexpr std::array<std::u32string_view, 8> kShortForms = {
    U"inc", U"llc", U"ltd", U"corp", U"co", U"plc", U"pte", U"ag"};
constexpr std::u32string_view kBranch = U"分公司";
constexpr std::size_t kBracketMax = 6;     // characters in brackets that are a place or a form
constexpr std::size_t kKeyMin = 2;         // a shorter rest says nothing

constexpr std::array<std::string_view, 30> kPublicMail = {
    "qq.com", "163.com", "126.com", "sina.com", "sina.cn", "sohu.com", "139.com", "189.cn",
    "yeah.net", "foxmail.com", "aliyun.com", "vip.qq.com", "vip.163.com", "vip.126.com",
    "wo.cn", "tom.com", "21cn.com", "263.net", "gmail.com", "googlemail.com", "outlook.com",
    "hotmail.com", "live.com", "live.cn", "msn.com", "yahoo.com", "yahoo.com.cn", "yahoo.cn",
    "icloud.com", "me.com"};

bool is_word(char32_t c) {
    return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || is_cjk(c) || c >= 0xC0;
}

bool is_punctuation(char32_t c) {
    return (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3005) ||
           (c >= 0x3008 && c < 0x3020) || c == 0x30FB || (c >= 0xFF00 && c < 0xFFF0) ||
           c == 0xD7 || c == 0xF7;
}

bool opens(char32_t c) { return c == U'(' || c == U'[' || c == U'【' || c == U'〔' || c == U'（'; }
bool closes(char32_t c) { return c == U')' || c == U']' || c == U'】' || c == U'〕' || c == U'）'; }

// Words in lower case; brackets that hold a place (苏州) or a form (有限合伙) are left out, longer
// ones say what the firm is and stay.
std::vector<std::u32string> words_of(std::string_view name) {
    const std::string folded = fold(name);
    std::u32string text;
    for (std::size_t pos = 0; pos < folded.size();) text.push_back(next_code_point(folded, pos));
    std::vector<std::u32string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (opens(text[i])) {
            const auto end = std::find_if(text.begin() + static_cast<std::ptrdiff_t>(i),
                                          text.end(), closes);
            const auto length = static_cast<std::size_t>(end - text.begin()) - i;
            if (end != text.end() && length - 1 <= kBracketMax && i > 0) {
                const bool is_chinese = length > 1 && is_cjk(text[i + 1]);
                if (is_chinese) {
                    i += length;
                    continue;
                }
            }
        }
        if (text[i] == U'\'' || text[i] == 0x2019 || text[i] == U'.') continue;
        if (is_word(text[i]) && !is_punctuation(text[i])) {
            words.back().push_back(text[i]);
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

void take_off_forms(std::u32string& text) {
    if (text.ends_with(kBranch)) return;
    for (bool again = true; again;) {
        again = false;
        for (const std::u32string_view form : kLegalForms) {
            if (text.ends_with(form) && text.size() >= form.size() + kKeyMin) {
                text.resize(text.size() - form.size());
                again = true;
                break;
            }
        }
    }
}

// 江苏省苏州市某某 and 江苏苏州某某 are one spelling of the same place.
void take_off_ranks(std::u32string& text) {
    std::size_t from = 0;
    for (const char32_t rank : {U'省', U'市'}) {
        for (const std::size_t at : {from + 2, from + 3}) {
            const bool is_rank = text.size() > at + 3 && text[at] == rank && is_cjk(text[from]);
            if (!is_rank || text[at + 1] == U'场' || text[at + 1] == U'政') continue;
            text.erase(at, 1);
            from = at;
            break;
        }
    }
}

std::int64_t hash_of(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, then mixed
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    hash ^= hash >> 32;
    hash *= 0xD6E8FEB86659FD93ULL;
    hash ^= hash >> 32;
    return static_cast<std::int64_t>(hash);
}

std::string letters_and_digits(std::string_view text) {
    std::string out;
    for (const char c : fold(text)) {
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) out += c;
    }
    return out;
}

std::string key_of(const meta::Field& field, std::string_view text) {
    if (field.duplicate_key == "company_name") return company_key(text);
    if (field.duplicate_key == "credit_code") return letters_and_digits(text);
    if (field.duplicate_key == "phone") return phone_key(text);
    if (field.duplicate_key == "email_domain") return email_domain_key(text);
    // exact: two fields of one record are two things
    const std::string folded = fold(trim(text));
    return folded.empty() ? folded : field.name + "=" + folded;
}

}  // namespace

std::string company_key(std::string_view name) {
    std::vector<std::u32string> words = words_of(name);
    const auto is_form = [](const std::u32string& word) {
        return std::find(kShortForms.begin(), kShortForms.end(), word) != kShortForms.end() ||
               std::find(kLegalForms.begin(), kLegalForms.end(), word) != kLegalForms.end();
    };
    while (words.size() > 1 && is_form(words.back())) words.pop_back();
    if (words.size() > 1 && words.front() == U"the") words.erase(words.begin());
    std::erase(words, U"and");
    std::u32string text;
    for (const std::u32string& word : words) text += word;
    take_off_forms(text);
    take_off_ranks(text);
    if (text.size() < kKeyMin) return "";
    std::string key;
    for (const char32_t c : text) append_code_point(key, c);
    return key;
}

std::string phone_key(std::string_view phone) {
    constexpr std::size_t kPhoneMin = 7;
    std::string digits;
    const std::size_t extension = phone.find(';');
    for (const char c : phone.substr(0, extension)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    const bool has_country = phone.starts_with("+86") || phone.starts_with("0086");
    if (has_country) digits.erase(0, phone.starts_with("+") ? 2 : 4);
    // 0512-6288 1234 as it is dialled, 512… as it stands after +86.
    if (digits.starts_with("0")) digits.erase(0, 1);
    return digits.size() < kPhoneMin ? "" : digits;
}

std::string email_domain_key(std::string_view email) {
    const std::size_t at = email.rfind('@');
    if (at == std::string_view::npos) return "";
    const std::string domain = fold(trim(email.substr(at + 1)));
    if (domain.find('.') == std::string::npos) return "";
    const bool is_public =
        std::find(kPublicMail.begin(), kPublicMail.end(), domain) != kPublicMail.end();
    return is_public ? "" : domain;
}

std::vector<DuplicateKey> duplicate_keys(const meta::Object& object,
                                         std::span<const Field> fields) {
    std::vector<DuplicateKey> keys;
    for (const Field& each : fields) {
        const std::string* text = each.value->get_if<std::string>();
        if (text == nullptr || each.field->duplicate_key.empty()) continue;
        const std::string key = key_of(*each.field, *text);
        if (key.empty()) continue;
        const std::string& kind = each.field->duplicate_key;
        const DuplicateKey made{kind, hash_of(object.name + ' ' + kind + ' ' + key)};
        if (std::find(keys.begin(), keys.end(), made) == keys.end()) keys.push_back(made);
    }
    return keys;
}

}  // namespace bihuan::match
