// Web addresses, http and https only. No settings. "www.example.com" gets its https://.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/host_name.h"

#include <algorithm>

namespace bihuan::types {
namespace {

constexpr std::size_t kUrlMax = 2'000;  // bytes; what every browser and mail program carries
constexpr int kPortMax = 65'535;

bool is_port(std::string_view text) {
    int number = 0;
    if (text.empty() || text.size() > 5) return false;
    for (const char c : text) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + (c - '0');
    }
    return number > 0 && number <= kPortMax;
}

// Host and port; a user name before the host is how phishing links look, so it is refused.
bool is_authority(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos && !is_port(text.substr(colon + 1))) return false;
    return is_host_name(text.substr(0, colon));
}

// The address with its scheme in lower case; empty when it is none.
std::string canonical(const std::string& text) {
    if (text.size() > kUrlMax) return {};
    const bool blanks = std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '<' || c == '>' ||
               c == '"' || c == '\\';
    });
    if (blanks) return {};
    std::string scheme = "https://";
    std::string rest = text;
    const std::size_t at = text.find("://");
    if (at != std::string::npos) {
        scheme = fold_case(text.substr(0, at + 3));
        if (scheme != "http://" && scheme != "https://") return {};
        rest = text.substr(at + 3);
    }
    const std::string authority = rest.substr(0, rest.find_first_of("/?#"));
    if (!is_authority(authority)) return {};
    if (at == std::string::npos && authority.find('.') == std::string::npos) return {};
    return scheme + fold_case(authority) + rest.substr(authority.size());
}

class Url final : public TextBased {
public:
    Url() : TextBased("url") {}

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        const std::string address = trim(text);
        if (address.empty()) return {};
        std::string url = canonical(address);
        if (!url.empty()) return url;
        issues.add("", "issue.url.invalid", {{"value", address.substr(0, 100)}});
        return {};
    }
};

}  // namespace

const FieldType& url_type() {
    static const Url kType;
    return kType;
}

}  // namespace bihuan::types
