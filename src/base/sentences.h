// Every sentence a user reads, in both languages, by key; loaded once from locale/*.json.
//
// Immutable after loading; any thread. Owned by app, lent through Workspace.
#pragma once

#include "base/issues.h"

#include <memory>
#include <string>
#include <string_view>

namespace bihuan {

enum class Language { zh, en };

// From an Accept-Language header or a user's setting; zh when in doubt.
Language parse_language(std::string_view text);
std::string_view to_text(Language language);  // "zh-CN", "en"

// A name in both languages; `in` falls back to the other when one is empty.
struct Label {
    std::string zh;
    std::string en;
    const std::string& in(Language language) const;
    friend bool operator==(const Label&, const Label&) = default;
};

// A label as a value for Args: Sentences::say puts in the half of the reader's language.
inline constexpr char kHalves = '\x1f';  // stands between the Chinese and the English half
inline std::string in_both(const Label& label) {
    const std::string& zh = label.zh.empty() ? label.en : label.zh;
    return zh + kHalves + (label.en.empty() ? zh : label.en);
}

class Sentences {
public:
    // zh and en are flat JSON objects key -> sentence with {name} places.
    Sentences(std::string_view zh_json, std::string_view en_json);
    ~Sentences();
    Sentences(const Sentences&) = delete;
    Sentences& operator=(const Sentences&) = delete;
    // The sentence with its places filled; the key itself when it is unknown.
    std::string say(Language language, std::string_view key, const Args& args = {}) const;
    bool has(std::string_view key) const;

private:
    struct Tables;
    std::unique_ptr<const Tables> tables_;
};

}  // namespace bihuan
