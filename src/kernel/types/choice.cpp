#include "kernel/types/choice.h"

#include "base/text.h"

#include <algorithm>

namespace bihuan::types {

const Option* find_option(const Settings& settings, std::string_view key) {
    for (const Option& option : settings.options) {
        if (option.key == key) return &option;
    }
    return nullptr;
}

namespace {

constexpr std::size_t kOptionsNamed = 20;   // of a long list the first; the hint names the nearest

// "13 %" and "13%" are the same to people.
std::string loose(std::string_view text) {
    std::string out = fold(text);
    out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
    return out;
}

void add_named(const std::string& name, std::size_t number, std::string& list) {
    if (number > kOptionsNamed + 1) return;
    if (number == kOptionsNamed + 1) {
        list += ", …";
        return;
    }
    list += (list.empty() ? "" : ", ") + name;
}

}  // namespace

const Option* match_option(const Settings& settings, std::string_view text) {
    const std::string word = trim(text);
    if (const Option* option = find_option(settings, word)) return option;
    const std::string folded = loose(word);
    const Option* found = nullptr;
    for (const Option& option : settings.options) {
        if (loose(option.label.zh) != folded && loose(option.label.en) != folded &&
            loose(option.key) != folded) {
            continue;
        }
        if (found && found->hidden == option.hidden) return nullptr;
        if (!found || found->hidden) found = &option;
    }
    return found;
}

void add_unknown_option(const Settings& settings, std::string_view text, Issues& issues) {
    std::vector<std::string> known;
    std::string labels;
    std::size_t count = 0;
    for (const Option& option : settings.options) {
        if (option.hidden) continue;
        known.push_back(option.key);
        if (!option.label.zh.empty()) known.push_back(option.label.zh);
        if (!option.label.en.empty()) known.push_back(option.label.en);
        add_named(option.label.zh.empty() ? option.key : option.label.zh, ++count, labels);
    }
    issues.add("", "issue.select.unknown", {{"value", std::string(text)}, {"options", labels}},
               nearest(text, known).value_or(""));
}

void add_unknown_key(const Settings& settings, std::string_view key, Issues& issues) {
    std::vector<std::string> known;
    std::string keys;
    std::size_t count = 0;
    for (const Option& option : settings.options) {
        if (option.hidden) continue;
        known.push_back(option.key);
        add_named(option.key, ++count, keys);
    }
    const Option* meant = match_option(settings, key);
    issues.add("", "issue.select.key", {{"value", std::string(key)}, {"keys", keys}},
               meant ? meant->key : nearest(key, known).value_or(""));
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
