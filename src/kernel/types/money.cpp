// Amounts: the currency stands on the record, or is the company's with base_currency. Settings:
// scale (default 2; prices up to 6), min, max, base_currency.
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

class Money final : public DecimalBased {
public:
    Money() : DecimalBased("money") {}

    void validate(const Settings& settings, const Value& value, Issues& issues) const override {
        DecimalBased::validate(settings, value, issues);
        const auto* amount = value.get_if<Decimal>();
        if (amount && !is_bearable(*amount)) {
            issues.add("", "issue.number.too_large", {{"max", std::to_string(kMoneyMax)}});
        }
    }

protected:
    bool has_base_setting() const override { return true; }
};

}  // namespace

bool is_bearable(Decimal amount) {
    return amount <= Decimal::of(kMoneyMax) && Decimal::of(-kMoneyMax) <= amount;
}

const FieldType& money_type() {
    static const Money kType;
    return kType;
}

}  // namespace bihuan::types
