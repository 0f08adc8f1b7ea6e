// Postal addresses: {"province","city","district","detail"} of codes and text, stored as JSON
// text with the keys in that order. No settings.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"

#include <array>

namespace bihuan::types {
namespace {

constexpr std::array<std::string_view, 4> kParts = {"province", "city", "district", "detail"};
constexpr std::size_t kAreaMax = 50;     // code points; the longest county name has 15
constexpr std::size_t kDetailMax = 200;  // code points; two lines on an envelope

struct Address { std::array<std::string, kParts.size()> parts; };

Value to_value(const Address& address) {
    std::string json;
    JsonWriter out(json);
    out.begin_object();
    bool any = false;
    for (std::size_t i = 0; i < kParts.size(); ++i) {
        if (address.parts[i].empty()) continue;
        out.key(kParts[i]).string(address.parts[i]);
        any = true;
    }
    out.end_object();
    return any ? Value(std::move(json)) : Value();
}

Address from_value(const Value& value) {
    Address address;
    const auto* text = value.get_if<std::string>();
    if (!text || !text->starts_with("{")) {
        if (text) address.parts[3] = *text;
        return address;
    }
    const Json json = Json::parse(*text);
    for (std::size_t i = 0; i < kParts.size(); ++i) {
        address.parts[i] = json.text_or(kParts[i], "");
    }
    return address;
}

// Takes the shortest beginning of `rest` that ends with one of the suffixes and has at least two
// more characters before it; empty when there is none within a name's length.
std::string take_area(std::string& rest, const std::vector<std::string_view>& suffixes) {
    constexpr std::size_t kNameMax = 12;  // code points of 双江拉祜族佤族布朗族傣族自治县, nearly
    std::size_t count = 0;
    for (std::size_t pos = 0; pos < rest.size() && count < kNameMax;) {
        next_code_point(rest, pos);
        ++count;
        for (const std::string_view suffix : suffixes) {
            const std::string_view head = std::string_view(rest).substr(0, pos);
            if (count < 2 || !head.ends_with(suffix)) continue;
            std::string area(head);
            rest = trim(rest.substr(pos));
            return area;
        }
    }
    return {};
}

// 江苏省苏州市工业园区星湖街328号 -> its parts; what is not recognised stays in the detail.
Address split_address(std::string rest) {
    Address address;
    address.parts[0] = take_area(rest, {"省", "自治区", "特别行政区"});
    for (const std::string_view city : {"北京市", "上海市", "天津市", "重庆市"}) {
        if (!address.parts[0].empty() || !rest.starts_with(city)) continue;
        address.parts[0] = std::string(city);
        rest = trim(rest.substr(city.size()));
        if (rest.starts_with(city)) rest = trim(rest.substr(city.size()));
        address.parts[2] = take_area(rest, {"区", "县"});
        address.parts[3] = rest;
        return address;
    }
    address.parts[1] = take_area(rest, {"市", "自治州", "地区", "盟"});
    if (!address.parts[0].empty() || !address.parts[1].empty()) {
        address.parts[2] = take_area(rest, {"区", "县", "旗", "市"});
    }
    address.parts[3] = rest;
    return address;
}

class AddressType final : public Basic {
public:
    AddressType() : Basic("address", Kind::text, db::Storage::text) {}

    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override {
        if (input.is_null()) return {};
        if (input.is_string()) return parse_text(settings, input.string(), issues);
        if (!input.is_object()) {
            issues.add("", "issue.address.invalid");
            return {};
        }
        Address address;
        const std::vector<std::string> known(kParts.begin(), kParts.end());
        for (std::size_t i = 0; i < input.size(); ++i) {
            const std::string key(input.key_at(i));
            bool found = false;
            for (std::size_t part = 0; part < kParts.size(); ++part) {
                if (key != kParts[part]) continue;
                found = true;
                const Json item = input.at(i);
                if (item.is_null()) continue;
                if (!item.is_string()) {
                    issues.add("", "issue.address.invalid");
                    return {};
                }
                address.parts[part] = trim(item.string());
            }
            if (!found) {
                issues.add("", "issue.address.unknown_part", {{"value", key}},
                           nearest(key, known).value_or(""));
            }
        }
        return to_value(address);
    }

    Value parse_text(const Settings&, std::string_view text, Issues&) const override {
        const std::string whole = trim(text);
        return whole.empty() ? Value() : to_value(split_address(whole));
    }

    void validate(const Settings&, const Value& value, Issues& issues) const override {
        const Address address = from_value(value);
        for (std::size_t i = 0; i < kParts.size(); ++i) {
            const std::size_t limit = i + 1 == kParts.size() ? kDetailMax : kAreaMax;
            const std::size_t length = count_code_points(address.parts[i]);
            if (length <= limit) continue;
            issues.add("", "issue.text.too_long",
                       {{"max", std::to_string(limit)}, {"length", std::to_string(length)}});
        }
    }

    std::string to_text(const Settings&, const Value& value, Language language) const override {
        const Address address = from_value(value);
        if (language == Language::zh) {
            return join({address.parts.begin(), address.parts.end()}, "");
        }
        std::vector<std::string> parts;
        for (std::size_t i = kParts.size(); i-- > 0;) {
            if (!address.parts[i].empty()) parts.push_back(address.parts[i]);
        }
        return join(parts, ", ");
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        const auto* text = value.get_if<std::string>();
        if (text && text->starts_with("{")) {
            out.raw(*text);
        } else {
            out.null();
        }
    }

    std::vector<std::string_view> operators() const override {
        return {"contains", "is_empty", "is_not_empty"};
    }
};

}  // namespace

const FieldType& address_type() {
    static const AddressType kType;
    return kType;
}

}  // namespace bihuan::types
