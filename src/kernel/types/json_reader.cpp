#include "kernel/types/json_reader.h"

#include "base/text.h"

#include <algorithm>

namespace bihuan::types {
namespace {

bool is_option_key(std::string_view key) {
    if (key.empty() || key.size() > kOptionKeyMax) return false;
    return std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.';
    });
}

bool is_color(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') return false;
    return std::all_of(text.begin() + 1, text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

Option read_option(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    Option option;
    option.key = reader.text("key");
    option.label = reader.label("label");
    option.color = reader.text("color");
    option.hidden = reader.flag("hidden", false);
    reader.finish();
    if (!is_option_key(option.key)) {
        issues.add("key", "issue.setting.option_key", {{"value", option.key}});
    }
    if (!option.color.empty() && !is_color(option.color)) {
        issues.add("color", "issue.setting.color", {{"value", option.color}});
    }
    return option;
}

}  // namespace

JsonReader::JsonReader(const Json& json, Issues& issues) : json_(json), issues_(issues) {
    if (!json_.is_null() && !json_.is_object()) {
        issues_.add("", "issue.setting.not_object");
        json_ = Json();
    }
}

bool JsonReader::has(std::string_view key) const {
    return json_.is_object() && json_.has(key);
}

Json JsonReader::take(std::string_view key) {
    known_.emplace_back(key);
    return has(key) ? json_.get(key) : Json();
}

void JsonReader::wrong(std::string_view key, std::string_view sentence) {
    issues_.add(std::string(key), std::string(sentence));
}

Json JsonReader::any(std::string_view key) { return take(key); }

std::string JsonReader::text(std::string_view key, std::string_view fallback) {
    const Json value = take(key);
    if (value.is_null()) return std::string(fallback);
    if (value.is_string()) return std::string(value.string());
    wrong(key, "issue.setting.not_text");
    return std::string(fallback);
}

bool JsonReader::flag(std::string_view key, bool fallback) {
    const Json value = take(key);
    if (value.is_null()) return fallback;
    if (value.kind() == Json::Kind::boolean) return value.boolean();
    wrong(key, "issue.setting.not_flag");
    return fallback;
}

std::int64_t JsonReader::integer(std::string_view key, std::int64_t fallback, std::int64_t min,
                                 std::int64_t max) {
    const Json value = take(key);
    if (value.is_null()) return fallback;
    if (value.kind() == Json::Kind::integer && value.integer() >= min && value.integer() <= max) {
        return value.integer();
    }
    issues_.add(std::string(key), "issue.setting.not_integer",
                {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    return fallback;
}

std::optional<Decimal> JsonReader::decimal(std::string_view key) {
    const Json value = take(key);
    if (value.is_null()) return std::nullopt;
    std::optional<Decimal> number;
    if (value.is_string()) number = parse_decimal(value.string());
    if (value.kind() == Json::Kind::integer) number = parse_decimal(
        std::to_string(value.integer()));
    if (value.kind() == Json::Kind::number) number = parse_decimal(value.number_text());
    if (!number) wrong(key, "issue.setting.not_number");
    return number;
}

Label JsonReader::label(std::string_view key) {
    const Json value = take(key);
    Label label;
    if (value.is_string()) {
        label.zh = trim(value.string());
    } else if (!value.is_null()) {
        Issues inner;
        JsonReader reader(value, inner);
        label.zh = trim(reader.text("zh"));
        label.en = trim(reader.text("en"));
        reader.finish();
        issues_.append(std::move(inner), std::string(key) + ".");
    }
    if (count_code_points(label.zh) > kLabelMax || count_code_points(label.en) > kLabelMax) {
        issues_.add(std::string(key), "issue.text.too_long", {{"max", std::to_string(kLabelMax)}});
    }
    return label;
}

std::vector<std::string> JsonReader::texts(std::string_view key) {
    const Json value = take(key);
    std::vector<std::string> texts;
    if (value.is_null()) return texts;
    if (!value.is_array()) {
        wrong(key, "issue.setting.not_list");
        return texts;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        const Json item = value.at(i);
        if (!item.is_string()) {
            wrong(std::string(key) + "[" + std::to_string(i) + "]", "issue.setting.not_text");
            continue;
        }
        texts.emplace_back(item.string());
    }
    return texts;
}

std::vector<Json> JsonReader::items(std::string_view key) {
    const Json value = take(key);
    std::vector<Json> items;
    if (value.is_null()) return items;
    if (!value.is_array()) {
        wrong(key, "issue.setting.not_list");
        return items;
    }
    for (std::size_t i = 0; i < value.size(); ++i) items.push_back(value.at(i));
    return items;
}

std::vector<Option> JsonReader::options(std::string_view key) {
    std::vector<Option> options;
    const std::vector<Json> list = items(key);
    if (list.size() > kOptionsMax) {
        issues_.add(std::string(key), "issue.setting.too_many",
                    {{"max", std::to_string(kOptionsMax)}});
        return options;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string place = std::string(key) + "[" + std::to_string(i) + "].";
        Issues inner;
        Option option = read_option(list[i], inner);
        issues_.append(std::move(inner), place);
        const bool repeated = std::any_of(options.begin(), options.end(), [&](const Option& o) {
            return o.key == option.key;
        });
        if (repeated) {
            issues_.add(place + "key", "issue.setting.option_repeated", {{"value", option.key}});
        }
        options.push_back(std::move(option));
    }
    return options;
}

void JsonReader::finish() {
    if (!json_.is_object()) return;
    for (std::size_t i = 0; i < json_.size(); ++i) {
        const std::string key(json_.key_at(i));
        if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
        issues_.add(key, "issue.setting.unknown", {{"value", key}},
                    nearest(key, known_).value_or(""));
    }
}

void write_label(const Label& label, JsonWriter& out) {
    out.begin_object();
    out.key("zh").string(label.zh);
    out.key("en").string(label.en);
    out.end_object();
}

void write_options(const std::vector<Option>& options, JsonWriter& out) {
    out.begin_array();
    for (const Option& option : options) {
        out.begin_object();
        out.key("key").string(option.key);
        out.key("label");
        write_label(option.label, out);
        if (!option.color.empty()) out.key("color").string(option.color);
        if (option.hidden) out.key("hidden").boolean(true);
        out.end_object();
    }
    out.end_array();
}

}  // namespace bihuan::types
