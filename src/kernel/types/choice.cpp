#include "kernel/types/choice.h"

#include "base/text.h"

namespace bihuan::types {

const Option* find_option(const Settings& settings, std::string_view key) {
    for (const Option& option : settings.options) {
        if (option.key == key) return &option;
    }
    return nullptr;
}

const Option* match_option(const Settings& settings, std::string_view text) {
    const std::string word = trim(text);
    if (const Option* option = find_option(settings, word)) return option;
    const std::string folded = fold(word);
    for (const Option& option : settings.options) {
        if (fold(option.label.zh) == folded || fold(option.label.en) == folded ||
            fold(option.key) == folded) {
            return &option;
        }
    }
    return nullptr;
}

void add_unknown_option(const Settings& settings, std::string_view text, Issues& issues) {
    std::vector<std::string> known;
    for (const Option& option : settings.options) {
        if (option.hidden) continue;
        known.push_back(option.key);
        if (!option.label.zh.empty()) known.push_back(option.label.zh);
        if (!option.label.en.empty()) known.push_back(option.label.en);
    }
    issues.add("", "issue.select.unknown", {{"value", std::string(text)}},
               nearest(text, known).value_or(""));
}

std::string option_text(const Settings& settings, std::string_view key, Language language) {
    const Option* option = find_option(settings, key);
    if (!option || option->label.in(language).empty()) return std::string(key);
    return option->label.in(language);
}

std::size_t option_rank(const Settings& settings, std::string_view key) {
    for (std::size_t i = 0; i < settings.options.size(); ++i) {
        if (settings.options[i].key == key) return i;
    }
    return settings.options.size();
}

}  // namespace bihuan::types
