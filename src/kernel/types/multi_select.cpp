// Several of a list of options, stored as a sorted JSON list of keys. Settings: options; without
// options it holds free tags.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/choice.h"
#include "kernel/types/json_reader.h"

#include <algorithm>

namespace bihuan::types {
namespace {

constexpr std::size_t kItemsMax = 50;    // a row is one list page cell, not a document
constexpr std::size_t kTagMax = 50;      // code points of a free tag

Value sorted(std::vector<std::string> keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    if (keys.empty()) return {};
    ValueList list;
    for (std::string& key : keys) list.emplace_back(std::move(key));
    return list;
}

// Splits at ; ； 、 , ， and line breaks.
std::vector<std::string> split_list(std::string_view text) {
    std::vector<std::string> items(1);
    for (std::size_t pos = 0; pos < text.size();) {
        const char32_t c = next_code_point(text, pos);
        if (c == U';' || c == U'；' || c == U'、' || c == U',' || c == U'，' || c == U'\n') {
            items.emplace_back();
        } else {
            append_code_point(items.back(), c);
        }
    }
    for (std::string& item : items) item = trim(item);
    std::erase_if(items, [](const std::string& item) { return item.empty(); });
    return items;
}

class MultiSelect final : public Basic {
public:
    MultiSelect() : Basic("multi_select", Kind::list, db::Storage::text) {}

    Settings parse_settings(const Json& json, Issues& issues) const override {
        JsonReader reader(json, issues);
        Settings settings;
        settings.options = reader.options("options");
        reader.finish();
        return settings;
    }

    void write_settings(const Settings& settings, JsonWriter& out) const override {
        out.begin_object();
        if (!settings.options.empty()) {
            out.key("options");
            write_options(settings.options, out);
        }
        out.end_object();
    }

    Value normalise(const Settings&, const Json& input, Issues& issues) const override {
        if (input.is_null()) return {};
        std::vector<std::string> keys;
        if (input.is_string()) {
            keys.push_back(trim(input.string()));
        } else if (input.is_array()) {
            for (std::size_t i = 0; i < input.size(); ++i) {
                const Json item = input.at(i);
                if (!item.is_string()) {
                    issues.add("", "issue.multi_select.not_list");
                    return {};
                }
                keys.push_back(trim(item.string()));
            }
        } else {
            issues.add("", "issue.multi_select.not_list");
            return {};
        }
        std::erase_if(keys, [](const std::string& key) { return key.empty(); });
        return sorted(std::move(keys));
    }

    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override {
        std::vector<std::string> keys = split_list(text);
        if (settings.options.empty()) return sorted(std::move(keys));
        for (std::string& key : keys) {
            if (const Option* option = match_option(settings, key)) {
                key = option->key;
            } else {
                add_unknown_option(settings, key, issues);
                key.clear();
            }
        }
        std::erase_if(keys, [](const std::string& key) { return key.empty(); });
        return sorted(std::move(keys));
    }

    void validate(const Settings& settings, const Value& value, Issues& issues) const override {
        const auto* list = value.get_if<ValueList>();
        if (!list) return;
        if (list->size() > kItemsMax) {
            issues.add("", "issue.list.too_many", {{"max", std::to_string(kItemsMax)}});
        }
        for (const Value& item : *list) {
            const auto* key = item.get_if<std::string>();
            if (!key) continue;
            if (settings.options.empty()) {
                if (count_code_points(*key) > kTagMax) {
                    issues.add("", "issue.text.too_long", {{"max", std::to_string(kTagMax)}});
                }
            } else if (!find_option(settings, *key)) {
                add_unknown_key(settings, *key, issues);
            }
        }
    }

    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override {
        const auto* list = value.get_if<ValueList>();
        if (!list) return {};
        std::vector<std::string> keys;
        for (const Value& item : *list) {
            if (const auto* key = item.get_if<std::string>()) keys.push_back(*key);
        }
        std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
            return option_rank(settings, a) < option_rank(settings, b);
        });
        for (std::string& key : keys) key = option_text(settings, key, language);
        return join(keys, language == Language::zh ? "、" : ", ");
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        out.begin_array();
        if (const auto* list = value.get_if<ValueList>()) {
            for (const Value& item : *list) {
                if (const auto* key = item.get_if<std::string>()) out.string(*key);
            }
        }
        out.end_array();
    }

    std::vector<std::string_view> operators() const override {
        return {"contains", "contains_any", "contains_none", "is_empty", "is_not_empty"};
    }
};

}  // namespace

const FieldType& multi_select_type() {
    static const MultiSelect kType;
    return kType;
}

}  // namespace bihuan::types
