// A record of another object. Settings: target.
#include "kernel/types/all.h"
#include "kernel/types/json_reader.h"
#include "kernel/types/reference.h"

namespace bihuan::types {
namespace {

class Lookup final : public Reference {
public:
    Lookup() : Reference("lookup") {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.target = reader.text("target");
        reader.finish();
        if (settings.target.empty()) issues.add("target", "issue.setting.required");
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object().key("target").string(settings.target).end_object();
    }
};

}  // namespace

const FieldType& lookup_type() {
    static const Lookup kType;
    return kType;
}

}  // namespace bihuan::types
