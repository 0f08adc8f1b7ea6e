// One of a list of options; the key is stored. Settings: options.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/choice.h"
#include "kernel/types/json_reader.h"

namespace bihuan::types {
namespace {

class Select final : public Basic {
public:
    Select() : Basic("select", Kind::text, db::Storage::text) {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.options = reader.options("options");
        reader.finish();
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object().key("options");
        write_options(settings.options, out);
        out.end_object();
    }

    Value normalise(const Settings&, const Json& input, Issues& issues) const override {
        const auto key = read_string(input, issues);
        return key ? Value(*key) : Value();
    }

    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override {
        if (is_blank(text)) return {};
        if (const Option* option = match_option(settings, text)) return option->key;
        add_unknown_option(settings, trim(text), issues);
        return {};
    }

    void validate(const Settings& settings, const Value& value, Issues& issues) const override {
        const auto* key = value.get_if<std::string>();
        if (key && !find_option(settings, *key)) add_unknown_key(settings, *key, issues);
    }

    int compare(const Settings& settings, const Value& a, const Value& b) const override {
        const auto* left = a.get_if<std::string>();
        const auto* right = b.get_if<std::string>();
        if (!left || !right) return compare_values(a, b);
        const std::size_t rank_left = option_rank(settings, *left);
        const std::size_t rank_right = option_rank(settings, *right);
        if (rank_left != rank_right) return rank_left < rank_right ? -1 : 1;
        return compare_values(a, b);
    }

    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override {
        const auto* key = value.get_if<std::string>();
        return key ? option_text(settings, *key, language) : std::string();
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        if (const auto* key = value.get_if<std::string>()) {
            out.string(*key);
        } else {
            out.null();
        }
    }

    std::vector<std::string_view> operators() const override {
        return {"==", "!=", "in", "not_in", "is_empty", "is_not_empty"};
    }
};

}  // namespace

const FieldType& select_type() {
    static const Select kType;
    return kType;
}

}  // namespace bihuan::types
