#include "kernel/types/text_rules.h"

#include "base/text.h"
#include "kernel/types/json_reader.h"

#include <re2/re2.h>

namespace bihuan::types {

// RE2 matches in linear time, whatever the pattern; the object is safe to share.
class CompiledPattern {
public:
    explicit CompiledPattern(std::string_view pattern)
        : re2_(re2::StringPiece(pattern.data(), pattern.size()), options()) {}
    bool is_sound() const { return re2_.ok(); }
    const std::string& fault() const { return re2_.error(); }
    bool matches(std::string_view text) const {
        return re2_.ok() && re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), re2_);
    }

private:
    static re2::RE2::Options options() {
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(kPatternMemoryMax);
        return options;
    }
    re2::RE2 re2_;
};

namespace {

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

PatternHandle compile(std::string_view pattern, Issues& issues) {
    if (pattern.empty()) return {};
    if (pattern.size() > kPatternMax) {
        issues.add("pattern", "issue.text.too_long", {{"max", std::to_string(kPatternMax)}});
        return {};
    }
    PatternHandle handle{std::make_shared<const CompiledPattern>(pattern)};
    if (!handle.compiled->is_sound()) {
        issues.add("pattern", "issue.setting.pattern", {{"reason", handle.compiled->fault()}});
    }
    return handle;
}

bool matches(const Settings& settings, std::string_view text) {
    if (settings.matcher.compiled) return settings.matcher.compiled->matches(text);
    return CompiledPattern(settings.pattern).matches(text);
}

}  // namespace

bool is_mask(std::string_view name) {
    return name.empty() || name == "phone" || name == "email" || name == "id" || name == "name";
}

Settings parse_mask_setting(const Json& json, Issues& issues) {
    JsonReader reader(json, issues);
    Settings settings;
    settings.mask = reader.text("mask");
    reader.finish();
    if (!is_mask(settings.mask)) {
        issues.add("mask", "issue.setting.mask", {{"value", settings.mask}});
    }
    return settings;
}

void write_mask_setting(const Settings& settings, JsonWriter& out) {
    out.begin_object();
    if (!settings.mask.empty()) out.key("mask").string(settings.mask);
    out.end_object();
}

Settings LimitedText::parse_settings(const Json& json, Issues& issues) const {
    JsonReader reader(json, issues);
    Settings settings;
    settings.length_max = static_cast<int>(reader.integer("length_max", 0, 1, limit_));
    settings.pattern = reader.text("pattern");
    settings.mask = reader.text("mask");
    reader.finish();
    settings.matcher = compile(settings.pattern, issues);
    if (!is_mask(settings.mask)) {
        issues.add("mask", "issue.setting.mask", {{"value", settings.mask}});
    }
    return settings;
}

void LimitedText::write_settings(const Settings& settings, JsonWriter& out) const {
    out.begin_object();
    if (settings.length_max > 0) out.key("length_max").integer(settings.length_max);
    if (!settings.pattern.empty()) out.key("pattern").string(settings.pattern);
    if (!settings.mask.empty()) out.key("mask").string(settings.mask);
    out.end_object();
}

void LimitedText::validate(const Settings& settings, const Value& value, Issues& issues) const {
    const auto* text = value.get_if<std::string>();
    if (!text) return;
    const int limit = settings.length_max > 0 ? settings.length_max : usual_;
    const std::size_t length = count_code_points(*text);
    if (length > static_cast<std::size_t>(limit)) {
        issues.add("", "issue.text.too_long",
                   {{"max", std::to_string(limit)}, {"length", std::to_string(length)}});
        return;  // a pattern is never run over more text than the limit allows
    }
    if (!settings.pattern.empty() && !matches(settings, *text)) {
        issues.add("", "issue.text.pattern", {{"pattern", settings.pattern}});
    }
}

Value read_line(std::string_view text, Issues& issues) {
    std::string line;
    for (const char c : text) {
        if (c == '\r') continue;
        const auto byte = static_cast<unsigned char>(c);
        if (c != '\n' && c != '\t' && is_control(byte)) {
            issues.add("", "issue.text.control");
            return {};
        }
        line.push_back(c == '\n' || c == '\t' ? ' ' : c);
    }
    line = trim(line);
    return line.empty() ? Value() : Value(std::move(line));
}

Value read_lines(std::string_view text, Issues& issues) {
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\r') {
            if (i + 1 >= text.size() || text[i + 1] != '\n') lines.push_back('\n');
            continue;
        }
        if (c != '\n' && c != '\t' && is_control(static_cast<unsigned char>(c))) {
            issues.add("", "issue.text.control");
            return {};
        }
        lines.push_back(c);
    }
    lines = trim(lines);
    return lines.empty() ? Value() : Value(std::move(lines));
}

}  // namespace bihuan::types
