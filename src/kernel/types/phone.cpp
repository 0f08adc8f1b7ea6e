// Phone numbers, stored canonical (+8613800138000). Settings: mask.
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/json_reader.h"
#include "kernel/types/phone_number.h"
#include "kernel/types/text_rules.h"

namespace bihuan::types {
namespace {

std::string sentence_of(PhoneFault fault) {
    switch (fault) {
        case PhoneFault::needs_area_code: return "issue.phone.area_code";
        case PhoneFault::several: return "issue.phone.several";
        case PhoneFault::none:
        case PhoneFault::invalid: break;
    }
    return "issue.phone.invalid";
}

class Phone final : public TextBased {
public:
    Phone() : TextBased("phone") {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        return parse_mask_setting(json, issues);
    }
    void write_settings(const Settings& settings, JsonWriter& out) const override {
        write_mask_setting(settings, out);
    }

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        if (is_blank(text)) return {};
        PhoneNumber number = parse_phone(text);
        if (number.fault == PhoneFault::none) return std::move(number.canonical);
        issues.add("", sentence_of(number.fault), {{"value", std::string(text)}});
        return {};
    }

    // Numbers pasted as JSON numbers have lost nothing: a mobile has 11 digits.
    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override {
        if (input.kind() == Json::Kind::integer) {
            return parse_text(settings, std::to_string(input.integer()), issues);
        }
        return TextBased::normalise(settings, input, issues);
    }

    std::string to_text(const Settings&, const Value& value, Language) const override {
        const auto* text = value.get_if<std::string>();
        return text ? phone_for_people(*text) : std::string();
    }
};

}  // namespace

const FieldType& phone_type() {
    static const Phone kType;
    return kType;
}

}  // namespace bihuan::types
