// How far something is, in whole percent: 0 to 100 unless the settings say otherwise.
// Settings: min, max.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

constexpr std::int64_t kDone = 100;

class Progress final : public IntegerBased {
public:
    Progress() : IntegerBased("progress", 0, kDone) {}

    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override {
        std::string number = trim(fold_width(text));
        if (!number.empty() && number.back() == '%') number.pop_back();
        return IntegerBased::parse_text(settings, number, issues);
    }

    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override {
        const std::string number = IntegerBased::to_text(settings, value, language);
        return number.empty() ? number : number + "%";
    }
};

}  // namespace

const FieldType& progress_type() {
    static const Progress kType;
    return kType;
}

}  // namespace bihuan::types
