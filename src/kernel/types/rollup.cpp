// A figure of the child records, kept incrementally in a column. Settings: object, by, fn
// (count sum min max latest), field, where. The result type follows from the child's field.
#include "kernel/types/rollup.h"

#include "kernel/types/all.h"
#include "kernel/types/computed.h"
#include "kernel/types/json_reader.h"

#include "base/text.h"

#include <array>

namespace bihuan::types {
namespace {

struct FnName { RollupFn fn; std::string_view name; };
constexpr std::array<FnName, 5> kFns = {{{RollupFn::count, "count"},
                                         {RollupFn::sum, "sum"},
                                         {RollupFn::min, "min"},
                                         {RollupFn::max, "max"},
                                         {RollupFn::latest, "latest"}}};

class Rollup final : public Computed {
public:
    Rollup() : Computed("rollup") {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.rollup_object = reader.text("object");
        settings.rollup_by = reader.text("by");
        const std::string fn = reader.text("fn", "count");
        settings.rollup_field = reader.text("field");
        settings.rollup_where = reader.text("where");
        // What follows from the child's field is told to readers, and may come back from them.
        for (const char* derived : {"result_type", "target"}) reader.text(derived);
        reader.integer("scale", 0, 0, kDecimalScaleMax);
        reader.flag("base_currency", false);
        reader.options("options");
        reader.finish();
        if (settings.rollup_object.empty()) issues.add("object", "issue.setting.required");
        if (settings.rollup_by.empty()) issues.add("by", "issue.setting.required");
        if (const auto known = parse_rollup_fn(fn)) {
            settings.rollup_fn = *known;
        } else {
            issues.add("fn", "issue.setting.rollup_fn", {{"value", fn}});
        }
        const bool needs_field = settings.rollup_fn != RollupFn::count;
        if (needs_field && settings.rollup_field.empty()) {
            issues.add("field", "issue.setting.required");
        }
        if (!needs_field) settings.result_type = "integer";
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object();
        out.key("object").string(settings.rollup_object);
        out.key("by").string(settings.rollup_by);
        out.key("fn").string(rollup_fn_name(settings.rollup_fn));
        if (!settings.rollup_field.empty()) out.key("field").string(settings.rollup_field);
        if (!settings.rollup_where.empty()) out.key("where").string(settings.rollup_where);
        out.end_object();
    }

};

}  // namespace

std::string_view rollup_fn_name(RollupFn fn) {
    for (const FnName& entry : kFns) {
        if (entry.fn == fn) return entry.name;
    }
    return "count";
}

std::optional<RollupFn> parse_rollup_fn(std::string_view name) {
    for (const FnName& entry : kFns) {
        if (entry.name == name) return entry.fn;
    }
    return std::nullopt;
}

const FieldType& rollup_type() {
    static const Rollup kType;
    return kType;
}

}  // namespace bihuan::types
