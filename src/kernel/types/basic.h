// What most field types share: their fixed facts, and values that are plain text.
//
// Owned by kernel/types. Immutable objects: any thread.
#pragma once

#include "kernel/types/field_type.h"

namespace bihuan::types {

// Holds name, kind and storage, so that a type's file says only what is its own.
class Basic : public FieldType {
public:
    Basic(std::string_view name, Kind kind, db::Storage storage)
        : name_(name), kind_(kind), storage_(storage) {}
    std::string_view name() const override { return name_; }
    Kind kind() const override { return kind_; }
    db::Storage storage() const override { return storage_; }

    // No settings at all; types with settings override both.
    Settings parse_settings(const Json& json, Issues& issues) const override;
    void write_settings(const Settings& settings, JsonWriter& out) const override;
    void validate(const Settings& settings, const Value& value, Issues& issues) const override;
    // By the value itself, whatever it is: numbers, dates, text by bytes, lists item by item.
    int compare(const Settings& settings, const Value& a, const Value& b) const override;

private:
    std::string_view name_;
    Kind kind_;
    db::Storage storage_;
};

// Types whose stored value is one string (text, phone, e-mail, URL): API and import read alike.
class TextBased : public Basic {
public:
    explicit TextBased(std::string_view name) : Basic(name, Kind::text, db::Storage::text) {}
    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override;
    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override;
    void write_json(const Settings& settings, const Value& value, JsonWriter& out) const override;
    std::vector<std::string_view> operators() const override;
};

// The string of an API value; nullopt (with an issue unless null or blank) when it is none.
std::optional<std::string> read_string(const Json& input, Issues& issues);
// True when the trimmed text is empty: an empty cell is a null of any type.
bool is_blank(std::string_view text);
// Order of any two values of the same alternative.
int compare_values(const Value& a, const Value& b);

}  // namespace bihuan::types
