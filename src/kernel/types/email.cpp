// E-mail addresses; the domain is stored in lower case. Settings: mask.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/host_name.h"
#include "kernel/types/text_rules.h"

#include <algorithm>

namespace bihuan::types {
namespace {

constexpr std::size_t kAddressMax = 254;  // RFC 5321 path
constexpr std::size_t kLocalMax = 64;     // RFC 5321 local part

bool is_local_part(std::string_view local) {
    if (local.empty() || local.size() > kLocalMax) return false;
    if (local.front() == '.' || local.back() == '.') return false;
    if (local.find("..") != std::string_view::npos) return false;
    constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~.";
    return std::all_of(local.begin(), local.end(), [&](char c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        // Bytes above 0x7f: internationalised addresses (RFC 6531) are let through.
        return letter || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 0x7f ||
               kSigns.find(c) != std::string_view::npos;
    });
}

class Email final : public TextBased {
public:
    Email() : TextBased("email") {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        return parse_mask_setting(json, issues);
    }
    void write_settings(const Settings& settings, JsonWriter& out) const override {
        write_mask_setting(settings, out);
    }

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        std::string address = trim(fold_width(text));
        if (address.empty()) return {};
        if (starts_with_fold(address, "mailto:")) address.erase(0, std::string("mailto:").size());
        const std::size_t at = address.rfind('@');
        if (at == std::string::npos || address.size() > kAddressMax ||
            !is_local_part(std::string_view(address).substr(0, at))) {
            issues.add("", "issue.email.invalid", {{"value", std::string(text)}});
            return {};
        }
        const std::string domain = fold_case(address.substr(at + 1));
        if (!is_host_name(domain) || domain.find('.') == std::string::npos) {
            issues.add("", "issue.email.invalid", {{"value", std::string(text)}});
            return {};
        }
        return address.substr(0, at + 1) + domain;
    }
};

}  // namespace

const FieldType& email_type() {
    static const Email kType;
    return kType;
}

}  // namespace bihuan::types
