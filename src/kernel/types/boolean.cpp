// Yes or no. No settings.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"

#include <algorithm>
#include <array>

namespace bihuan::types {
namespace {

constexpr std::array<std::string_view, 12> kYes = {"是", "y",  "yes", "true", "t",  "1",
                                                   "√",  "✓", "对",  "有",   "on", "真"};
constexpr std::array<std::string_view, 12> kNo = {"否", "n",  "no", "false", "f",   "0",
                                                  "×",  "✗", "错", "无",    "off", "假"};

class Boolean final : public Basic {
public:
    Boolean() : Basic("boolean", Kind::boolean, db::Storage::boolean) {}

    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override {
        if (input.is_null()) return {};
        if (input.kind() == Json::Kind::boolean) return input.boolean();
        if (input.is_string()) return parse_text(settings, input.string(), issues);
        issues.add("", "issue.boolean.invalid", {{"value", input.to_text()}});
        return {};
    }

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        const std::string word = trim(fold_case(fold_width(text)));
        if (word.empty()) return {};
        if (std::find(kYes.begin(), kYes.end(), word) != kYes.end()) return true;
        if (std::find(kNo.begin(), kNo.end(), word) != kNo.end()) return false;
        issues.add("", "issue.boolean.invalid", {{"value", std::string(text)}});
        return {};
    }

    std::string to_text(const Settings&, const Value& value, Language language) const override {
        const auto* flag = value.get_if<bool>();
        if (!flag) return {};
        if (language == Language::zh) return *flag ? "是" : "否";
        return *flag ? "Yes" : "No";
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        if (const auto* flag = value.get_if<bool>()) {
            out.boolean(*flag);
        } else {
            out.null();
        }
    }

    std::vector<std::string_view> operators() const override {
        return {"==", "!=", "is_empty", "is_not_empty"};
    }
};

}  // namespace

const FieldType& boolean_type() {
    static const Boolean kType;
    return kType;
}

}  // namespace bihuan::types
