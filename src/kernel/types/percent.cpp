// Percentages: 25 % is stored and written as "25.00" and counts as 0.25 in expressions.
// Settings: scale (default 2), min, max.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

class Percent final : public DecimalBased {
public:
    Percent() : DecimalBased("percent") {}

    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override {
        std::string number = trim(fold_width(text));
        if (!number.empty() && number.back() == '%') number = trim(number.substr(0,
            number.size() - 1));
        return DecimalBased::parse_text(settings, number, issues);
    }

    std::string to_text(const Settings&, const Value& value, Language) const override {
        const auto* number = value.get_if<Decimal>();
        return number ? with_separators(number->to_trimmed()) + "%" : std::string();
    }
};

}  // namespace

const FieldType& percent_type() {
    static const Percent kType;
    return kType;
}

}  // namespace bihuan::types
