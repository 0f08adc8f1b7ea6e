// Text of many lines: needs, remarks, minutes. Settings: length_max, pattern, mask.
#include "kernel/types/all.h"
#include "kernel/types/text_rules.h"

namespace bihuan::types {
namespace {

class LongText final : public LimitedText {
public:
    LongText() : LimitedText("long_text", kLongTextDefault, kLongTextMax) {}

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        return read_lines(text, issues);
    }

    std::vector<std::string_view> operators() const override {
        return {"contains", "is_empty", "is_not_empty"};
    }
};

}  // namespace

const FieldType& long_text_type() {
    static const LongText kType;
    return kType;
}

}  // namespace bihuan::types
