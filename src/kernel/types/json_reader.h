// Reads a JSON object attribute by attribute and collects what is wrong, all at once.
//
// Used for the settings of field types and, in kernel/meta, for object files. Used by one thread
// at a time; the Json and the Issues must outlive it. Issues name the attribute as their field.
#pragma once

#include "kernel/types/field_type.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::types {

inline constexpr std::size_t kOptionsMax = 500;    // a longer choice is a lookup
inline constexpr std::size_t kLabelMax = 200;      // code points; fits a column heading twice over
inline constexpr std::size_t kOptionKeyMax = 64;   // bytes; keys are stored in every row

class JsonReader {
public:
    JsonReader(const Json& json, Issues& issues);

    std::string text(std::string_view key, std::string_view fallback = {});
    bool flag(std::string_view key, bool fallback);
    std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t min,
                         std::int64_t max);
    std::optional<Decimal> decimal(std::string_view key);
    Label label(std::string_view key);
    std::vector<std::string> texts(std::string_view key);
    std::vector<Option> options(std::string_view key);
    // The items of a list of objects; empty when absent.
    std::vector<Json> items(std::string_view key);
    Json any(std::string_view key);
    bool has(std::string_view key) const;
    // Call last: every attribute nobody asked for is an issue, with the nearest known name.
    void finish();

private:
    Json take(std::string_view key);
    void wrong(std::string_view key, std::string_view sentence);

    Json json_;
    Issues& issues_;
    std::vector<std::string> known_;
};

// Writes {"zh": .., "en": ..}.
void write_label(const Label& label, JsonWriter& out);
void write_options(const std::vector<Option>& options, JsonWriter& out);

}  // namespace bihuan::types
