// Rules of free text: length in characters, pattern, no control characters.
//
// Owned by kernel/types. Immutable: any thread.
#pragma once

#include "kernel/types/basic.h"

namespace bihuan::types {

inline constexpr int kTextDefault = 500;       // characters when the settings say nothing: one line
inline constexpr int kTextMax = 2'000;         // most that length_max may ask for; bounds patterns
inline constexpr int kLongTextDefault = 20'000;  // about 15 printed pages
inline constexpr int kLongTextMax = 100'000;     // a row must stay far below a database page cache
inline constexpr std::size_t kPatternMax = 200;          // bytes of a pattern
inline constexpr std::int64_t kPatternMemoryMax = 1 << 20;  // RE2 stays below this, in bytes

class LimitedText : public TextBased {
public:
    LimitedText(std::string_view name, int usual, int limit)
        : TextBased(name), usual_(usual), limit_(limit) {}
    Settings parse_settings(const Json& json, Issues& issues) const override;
    void write_settings(const Settings& settings, JsonWriter& out) const override;
    void validate(const Settings& settings, const Value& value, Issues& issues) const override;

private:
    int usual_;
    int limit_;
};

// Trimmed text of one line; line breaks and tabs become spaces, other control characters are
// an issue.
Value read_line(std::string_view text, Issues& issues);
// As read_line, but line breaks (as \n) and tabs stay.
Value read_lines(std::string_view text, Issues& issues);
// Types whose only setting is the mask: phone, e-mail.
Settings parse_mask_setting(const Json& json, Issues& issues);
void write_mask_setting(const Settings& settings, JsonWriter& out);
// The mask setting: "", phone, email, id, name.
bool is_mask(std::string_view name);

}  // namespace bihuan::types
