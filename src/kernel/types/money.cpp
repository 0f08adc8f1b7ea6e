// Amounts: the currency stands on the record, or is the company's with base_currency. Settings:
// scale (default 2; prices up to 6), min, max, base_currency.
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

class Money final : public DecimalBased {
public:
    Money() : DecimalBased("money") {}

protected:
    bool has_base_setting() const override { return true; }
};

}  // namespace

const FieldType& money_type() {
    static const Money kType;
    return kType;
}

}  // namespace bihuan::types
