// Civil months: targets, periods. No settings.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

// 2026年1月, 2026/1, 2026.01, 202601 and any whole date mean its month.
std::optional<Month> parse_month_loose(std::string_view text) {
    if (const auto month = parse_month(text)) return month;
    if (const auto date = parse_date_loose(text)) return month_of(*date);
    std::string digits;
    for (std::size_t pos = 0; pos < text.size();) {
        const char32_t c = next_code_point(text, pos);
        if (c >= U'0' && c <= U'9') {
            digits.push_back(static_cast<char>(c));
        } else if (c == U'年' || c == U'/' || c == U'.' || c == U'-') {
            if (digits.size() != 4) return std::nullopt;
            digits.push_back('-');
        } else if (c != U'月' || pos != text.size()) {
            return std::nullopt;
        }
    }
    if (digits.size() == 6 && digits[4] != '-') digits.insert(4, "-");
    if (digits.size() == 6 && digits[4] == '-') digits.insert(5, "0");
    return parse_month(digits);
}

class MonthType final : public Basic {
public:
    MonthType() : Basic("month", Kind::month, db::Storage::month) {}

    Value normalise(const Settings&, const Json& input, Issues& issues) const override {
        const auto text = read_string(input, issues);
        if (!text) return {};
        if (const auto month = parse_month(*text)) return *month;
        issues.add("", "issue.month.invalid", {{"value", *text}});
        return {};
    }

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        const std::string cell = trim(fold_width(text));
        if (cell.empty()) return {};
        if (const auto month = parse_month_loose(cell)) return *month;
        issues.add("", "issue.month.invalid", {{"value", cell}});
        return {};
    }

    std::string to_text(const Settings&, const Value& value, Language) const override {
        const auto* month = value.get_if<Month>();
        return month ? bihuan::to_text(*month) : std::string();
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        if (const auto* month = value.get_if<Month>()) {
            out.string(bihuan::to_text(*month));
        } else {
            out.null();
        }
    }

    std::vector<std::string_view> operators() const override { return ordered_operators(); }
};

}  // namespace

const FieldType& month_type() {
    static const MonthType kType;
    return kType;
}

}  // namespace bihuan::types
