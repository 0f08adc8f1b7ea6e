// Text of one line: names, titles, codes. Settings: length_max, pattern, mask.
#include "kernel/types/all.h"
#include "kernel/types/text_rules.h"

namespace bihuan::types {
namespace {

class Text final : public LimitedText {
public:
    Text() : LimitedText("text", kTextDefault, kTextMax) {}

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        return read_line(text, issues);
    }
};

}  // namespace

const FieldType& text_type() {
    static const Text kType;
    return kType;
}

}  // namespace bihuan::types
