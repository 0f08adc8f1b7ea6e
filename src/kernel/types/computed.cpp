#include "kernel/types/computed.h"

#include "kernel/types/all.h"

namespace bihuan::types {

const FieldType& result_of(const FieldType& type, const Settings& settings) {
    if (&type != &formula_type() && &type != &rollup_type()) return type;
    const FieldType* result = find(settings.result_type);
    const bool usable = result && result != &formula_type() && result != &rollup_type();
    return usable ? *result : text_type();
}

Value Computed::normalise(const Settings&, const Json& input, Issues& issues) const {
    if (!input.is_null()) issues.add("", "issue.computed.read_only");
    return {};
}

Value Computed::parse_text(const Settings&, std::string_view text, Issues& issues) const {
    if (!is_blank(text)) issues.add("", "issue.computed.read_only");
    return {};
}

int Computed::compare(const Settings& settings, const Value& a, const Value& b) const {
    return result_of(*this, settings).compare(settings, a, b);
}

std::string Computed::to_text(const Settings& settings, const Value& value,
                              Language language) const {
    return result_of(*this, settings).to_text(settings, value, language);
}

void Computed::write_json(const Settings& settings, const Value& value, JsonWriter& out) const {
    result_of(*this, settings).write_json(settings, value, out);
}

}  // namespace bihuan::types
