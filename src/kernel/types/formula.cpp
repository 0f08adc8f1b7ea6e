// A value computed from the record by an expression. Settings: formula, result_type, and those
// of the result: scale (decimal, money, percent), options (select), target (lookup).
#include "kernel/types/all.h"
#include "kernel/types/computed.h"
#include "kernel/types/json_reader.h"
#include "kernel/types/numbers.h"

#include "base/text.h"

#include <algorithm>

namespace bihuan::types {
namespace {

// What an expression can give and a column can show.
const std::vector<std::string>& result_types() {
    static const std::vector<std::string> kTypes = {
        "text", "integer", "decimal", "money",  "percent",    "boolean", "date",
        "month", "datetime", "select", "user",  "department", "lookup",  "rating", "progress"};
    return kTypes;
}

bool has_scale(std::string_view type) {
    return type == "decimal" || type == "money" || type == "percent";
}

class Formula final : public Computed {
public:
    Formula() : Computed("formula") {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.formula = reader.text("formula");
        settings.result_type = reader.text("result_type");
        const bool scaled = has_scale(settings.result_type);
        if (scaled) {
            settings.scale =
                static_cast<int>(reader.integer("scale", kDefaultScale, 0, kDecimalScaleMax));
        }
        if (settings.result_type == "money") {
            settings.base_currency = reader.flag("base_currency", false);
        }
        if (settings.result_type == "select") settings.options = reader.options("options");
        if (settings.result_type == "lookup") settings.target = reader.text("target");
        reader.finish();
        if (settings.formula.empty()) issues.add("formula", "issue.setting.required");
        const auto& known = result_types();
        if (std::find(known.begin(), known.end(), settings.result_type) == known.end()) {
            issues.add("result_type", "issue.setting.result_type",
                       {{"value", settings.result_type}},
                       nearest(settings.result_type, known).value_or(""));
        }
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object();
        out.key("formula").string(settings.formula);
        out.key("result_type").string(settings.result_type);
        if (has_scale(settings.result_type) && settings.scale != kDefaultScale) {
            out.key("scale").integer(settings.scale);
        }
        if (settings.base_currency) out.key("base_currency").boolean(true);
        if (!settings.options.empty()) {
            out.key("options");
            write_options(settings.options, out);
        }
        if (!settings.target.empty()) out.key("target").string(settings.target);
        out.end_object();
    }
};

}  // namespace

const FieldType& formula_type() {
    static const Formula kType;
    return kType;
}

}  // namespace bihuan::types
