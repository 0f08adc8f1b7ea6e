// Child lines of a record (quote lines, instalments): rows of the target object whose
// parent_field names this record. No column; kernel/record writes the lines themselves.
// Settings: target, parent_field.
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/json_reader.h"

namespace bihuan::types {
namespace {

class Lines final : public Basic {
public:
    Lines() : Basic("lines", Kind::list, db::Storage::text) {}
    bool has_column() const override { return false; }
    bool is_writable() const override { return false; }

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.target = reader.text("target");
        settings.parent_field = reader.text("parent_field");
        reader.finish();
        if (settings.target.empty()) issues.add("target", "issue.setting.required");
        if (settings.parent_field.empty()) issues.add("parent_field", "issue.setting.required");
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object();
        out.key("target").string(settings.target);
        out.key("parent_field").string(settings.parent_field);
        out.end_object();
    }

    // Says only whether this is a list of objects; the lines are records of their own.
    Value normalise(const Settings&, const Json& input, Issues& issues) const override {
        if (input.is_null()) return {};
        bool is_list = input.is_array();
        for (std::size_t i = 0; is_list && i < input.size(); ++i) {
            is_list = input.at(i).is_object();
        }
        if (!is_list) issues.add("", "issue.lines.not_list");
        return {};
    }

    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        if (!is_blank(text)) issues.add("", "issue.lines.no_text");
        return {};
    }

    std::string to_text(const Settings&, const Value&, Language) const override { return {}; }

    void write_json(const Settings&, const Value&, JsonWriter& out) const override {
        out.begin_array().end_array();
    }

    std::vector<std::string_view> operators() const override { return {}; }
};

}  // namespace

const FieldType& lines_type() {
    static const Lines kType;
    return kType;
}

}  // namespace bihuan::types
