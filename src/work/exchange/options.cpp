#include "work/exchange/options.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>

namespace bihuan::exchange {

namespace {

constexpr std::string_view kModes[] = {"create", "update", "upsert"};
constexpr std::string_view kDuplicates[] = {"skip", "create", "update"};
constexpr std::string_view kDateFormats[] = {"", "d/m/y", "m/d/y", "y/m/d"};

template <std::size_t n>
std::size_t word(const Json& json, std::string_view key, const std::string_view (&words)[n],
                 Issues& issues) {
    const Json value = json.get(key);
    if (value.is_null()) return 0;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < n; ++i) {
        if (value.is_string() && value.string() == words[i]) return i;
        if (!words[i].empty()) names.emplace_back(words[i]);
    }
    issues.add(std::string(key), "issue.import.word", {{"words", join(names, ", ")}});
    return 0;
}

std::string text(const Json& json, std::string_view key, Issues& issues) {
    const Json value = json.get(key);
    if (value.is_null()) return {};
    if (value.is_string()) return std::string(value.string());
    issues.add(std::string(key), "issue.import.text");
    return {};
}

bool flag(const Json& json, std::string_view key, Issues& issues) {
    const Json value = json.get(key);
    if (value.is_null()) return false;
    if (value.kind() == Json::Kind::boolean) return value.boolean();
    issues.add(std::string(key), "issue.import.flag");
    return false;
}

std::map<std::string, std::string> texts(const Json& json, const std::string& key,
                                         Issues& issues) {
    std::map<std::string, std::string> out;
    if (json.is_null()) return out;
    if (!json.is_object()) {
        issues.add(key, "issue.import.object");
        return out;
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
        const Json value = json.at(i);
        const std::string name(json.key_at(i));
        if (value.is_string()) out[name] = value.string();
        else if (value.kind() == Json::Kind::integer) out[name] = std::to_string(value.integer());
        else if (value.is_null()) out[name].clear();
        else issues.add(key + "." + name, "issue.import.text");
    }
    return out;
}

void read_mapping(const Json& json, ImportOptions& out, Issues& issues) {
    if (json.is_null()) return;
    if (!json.is_object()) return issues.add("mapping", "issue.import.object");
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string column(json.key_at(i));
        const Json field = json.at(i);
        if (field.is_null()) out.mapping[column] = std::nullopt;
        else if (field.is_string()) out.mapping[column] = std::string(field.string());
        else issues.add("mapping." + column, "issue.import.text");
    }
}

void read_missing(const Json& json, ImportOptions& out, Issues& issues) {
    if (json.is_null()) return;
    if (json.is_object()) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            const Json value = json.at(i);
            if (value.kind() == Json::Kind::boolean && value.boolean()) {
                out.create_missing.insert(std::string(json.key_at(i)));
            }
        }
    } else if (json.is_array()) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            if (json.at(i).is_string()) {
                out.create_missing.insert(std::string(json.at(i).string()));
            }
        }
    } else {
        issues.add("create_missing", "issue.import.object");
    }
}

void read_closing(const Json& json, ImportOptions& out, Issues& issues) {
    if (json.is_null()) return;
    if (!json.is_object()) return issues.add("closing", "issue.import.object");
    ImportOptions::Closing closing;
    closing.column = text(json, "column", issues);
    closing.before = texts(json.get("before"), "closing.before", issues);
    if (closing.column.empty()) issues.add("closing.column", "issue.required");
    out.closing = std::move(closing);
}

void read_header_row(const Json& json, ImportOptions& out, Issues& issues) {
    if (json.is_null()) return;
    if (json.kind() == Json::Kind::integer && json.integer() > 0) {
        out.source.header_row = json.integer();
    } else {
        issues.add("header_row", "issue.import.header_row");
    }
}

void check_names(const Json& json, Issues& issues) {
    static const std::vector<std::string> kNames = {
        "mapping",     "mode",       "match",      "duplicates",     "encoding",
        "separator",   "sheet",      "header_row", "date_format",    "values",
        "constants",   "allow_gaps", "closing",    "create_missing", "clear_blank",
        "copies"};
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string name(json.key_at(i));
        if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) continue;
        issues.add(name, "issue.unknown_field", {}, nearest(name, kNames).value_or(""));
    }
}

void write_texts(const std::map<std::string, std::string>& all, JsonWriter& json) {
    json.begin_object();
    for (const auto& [name, value] : all) json.key(name).string(value);
    json.end_object();
}

}  // namespace

ImportOptions parse_options(const Json& json, Issues& issues) {
    ImportOptions out;
    if (json.is_null()) return out;
    if (!json.is_object()) {
        issues.add("options", "issue.import.object");
        return out;
    }
    check_names(json, issues);
    read_mapping(json.get("mapping"), out, issues);
    out.mode = static_cast<Mode>(word(json, "mode", kModes, issues));
    out.duplicates = static_cast<OnDuplicate>(word(json, "duplicates", kDuplicates, issues));
    out.date_format = kDateFormats[word(json, "date_format", kDateFormats, issues)];
    out.match = text(json, "match", issues);
    out.source.encoding = text(json, "encoding", issues);
    out.source.separator = text(json, "separator", issues);
    out.source.sheet = text(json, "sheet", issues);
    read_header_row(json.get("header_row"), out, issues);
    const Json values = json.get("values");
    for (std::size_t i = 0; values.is_object() && i < values.size(); ++i) {
        const std::string column(values.key_at(i));
        out.values[column] = texts(values.at(i), "values." + column, issues);
    }
    out.constants = texts(json.get("constants"), "constants", issues);
    out.copies = texts(json.get("copies"), "copies", issues);
    read_missing(json.get("create_missing"), out, issues);
    read_closing(json.get("closing"), out, issues);
    out.allow_gaps = flag(json, "allow_gaps", issues);
    out.clear_blank = flag(json, "clear_blank", issues);
    return out;
}

void write_options(const ImportOptions& options, JsonWriter& json) {
    json.begin_object().key("mapping").begin_object();
    for (const auto& [column, field] : options.mapping) {
        json.key(column);
        if (field) json.string(*field);
        else json.null();
    }
    json.end_object();
    json.key("mode").string(kModes[static_cast<std::size_t>(options.mode)]);
    json.key("match").string(options.match);
    json.key("duplicates").string(kDuplicates[static_cast<std::size_t>(options.duplicates)]);
    json.key("encoding").string(options.source.encoding);
    json.key("separator").string(options.source.separator);
    json.key("sheet").string(options.source.sheet).key("header_row");
    if (options.source.header_row) json.integer(*options.source.header_row);
    else json.null();
    json.key("date_format").string(options.date_format).key("values").begin_object();
    for (const auto& [column, values] : options.values) {
        json.key(column);
        write_texts(values, json);
    }
    json.end_object().key("constants");
    write_texts(options.constants, json);
    json.key("copies");
    write_texts(options.copies, json);
    json.key("create_missing").begin_array();
    for (const std::string& object : options.create_missing) json.string(object);
    json.end_array().key("allow_gaps").boolean(options.allow_gaps);
    json.key("clear_blank").boolean(options.clear_blank).key("closing");
    if (options.closing) {
        json.begin_object().key("column").string(options.closing->column).key("before");
        write_texts(options.closing->before, json);
        json.end_object();
    } else {
        json.null();
    }
    json.end_object();
}

ImportOptions merge_options(const ImportOptions& options, const Json& changes, Issues& issues) {
    if (!changes.is_object()) {
        issues.add("options", "issue.import.object");
        return options;
    }
    std::string present;
    JsonWriter writer(present);
    write_options(options, writer);
    const Json before = Json::parse(present);
    std::string merged;
    JsonWriter json(merged);
    json.begin_object();
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (!changes.has(before.key_at(i))) {
            json.key(before.key_at(i)).raw(before.at(i).to_text());
        }
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
        json.key(changes.key_at(i)).raw(changes.at(i).to_text());
    }
    json.end_object();
    return parse_options(Json::parse(merged), issues);
}

}  // namespace bihuan::exchange
