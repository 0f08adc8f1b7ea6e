// What a field type is: settings, normalise, validate, compare, storage, text form, import
// parser, filter operators. One file per type in this folder; types/all.cpp lists them.
//
// FieldType objects are immutable and stateless; any thread. They know values, not records:
// whether a referenced record exists, or who may see it, is decided above.
#pragma once

#include "base/calendar_time.h"
#include "base/error.h"
#include "base/json.h"
#include "base/sentences.h"
#include "base/value.h"
#include "db/dialect.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::types {

struct Option {              // of select and multi-select
    std::string key;         // stored; for ever
    Label label;
    std::string color;       // "#2B5CE6" or empty
    bool hidden = false;     // no longer offered, still shown where it stands
    friend bool operator==(const Option&, const Option&) = default;
};

// A text pattern made ready for matching when the settings are read; says nothing of its own.
class CompiledPattern;
struct PatternHandle {
    std::shared_ptr<const CompiledPattern> compiled;
    friend bool operator==(const PatternHandle&, const PatternHandle&) { return true; }
};

enum class RollupFn { count, sum, min, max, latest };

// All settings of all types in one value; a type reads its own and refuses the rest.
struct Settings {
    int length_max = 0;                  // text: 0 = the type's own limit
    int scale = 0;                       // decimal, percent, money (prices up to 6)
    std::optional<Decimal> min, max;     // integer, decimal, percent, money, rating
    std::vector<Option> options;         // select, multi_select
    std::string target;                  // lookup, lines: object name
    std::string parent_field;            // lines: the child's lookup to its parent
    std::string pattern;                 // autonumber: "HT-{YYYY}-{00001}"; text: "" or a regex
    PatternHandle matcher;               // text: `pattern`, compiled; null when made by hand
    std::string formula;                 // formula: expression
    std::string result_type;             // formula, rollup: set when checked ("money", ...)
    std::string rollup_object;           // rollup: child object, its lookup to us, ...
    std::string rollup_by;
    RollupFn rollup_fn = RollupFn::count;
    std::string rollup_field;
    std::string rollup_where;            // expression over the child's own row
    std::string mask;                    // "", "phone", "email", "id", "name": how it is masked
    bool base_currency = false;          // money: amount is always in the base currency
    friend bool operator==(const Settings&, const Settings&) = default;
};

// How a field's parsed kind behaves in expressions.
enum class Kind { boolean, integer, decimal, text, date, month, instant, reference, list, none };

class FieldType {
public:
    virtual ~FieldType() = default;
    virtual std::string_view name() const = 0;           // "money"; same folder in web/src/fields
    virtual Kind kind() const = 0;
    virtual db::Storage storage() const = 0;
    virtual bool has_column() const { return true; }     // false: lines, virtual formula
    // True when people may set it; false: autonumber, formula, rollup, lines handled apart.
    virtual bool is_writable() const { return true; }

    virtual Settings parse_settings(const Json& json, Issues& issues) const = 0;
    virtual void write_settings(const Settings& settings, JsonWriter& out) const = 0;

    // From an API value to the stored form (trimmed, widths folded, phones canonical, decimals
    // at the field's scale). Adds issues with an empty field name; Null stays Null.
    virtual Value normalise(const Settings& settings, const Json& input, Issues& issues) const = 0;
    // From text as people and spreadsheets write it. References return the text itself as a
    // string Value: the importer resolves names in bulk.
    virtual Value parse_text(const Settings& settings, std::string_view text,
                             Issues& issues) const = 0;
    // Rules on a value already in stored form (length, range, known option).
    virtual void validate(const Settings& settings, const Value& value, Issues& issues) const = 0;
    // Order of two non-null values of this type: option order for selects.
    virtual int compare(const Settings& settings, const Value& a, const Value& b) const = 0;
    // For people: exports, prints, sentences. References print their id (names come from above).
    virtual std::string to_text(const Settings& settings, const Value& value,
                                Language language) const = 0;
    // Into an answer's JSON.
    virtual void write_json(const Settings& settings, const Value& value,
                            JsonWriter& out) const = 0;
    // The same three where wall time may stand in the text: it is that of `zone`. Without a zone
    // a wall time is UTC's. Only datetime tells the difference.
    virtual Value normalise_in(const Settings& settings, const Json& input, const Zone&,
                               Issues& issues) const {
        return normalise(settings, input, issues);
    }
    virtual Value parse_text_in(const Settings& settings, std::string_view text, const Zone&,
                                Issues& issues) const {
        return parse_text(settings, text, issues);
    }
    virtual std::string to_text_in(const Settings& settings, const Value& value,
                                   Language language, const Zone&) const {
        return to_text(settings, value, language);
    }
    // Names of the filter operators a person is offered: "==", "contains", "in", "is_empty", ...
    virtual std::vector<std::string_view> operators() const = 0;
};

// All types, in the order of docs/field-types.md: text long_text integer decimal money percent
// boolean date month datetime select multi_select user department lookup lines phone email url
// address attachment autonumber formula rollup rating progress.
const std::vector<const FieldType*>& all();
const FieldType* find(std::string_view name);  // nullptr when unknown

// What a value of this field is: for formula and rollup the type named by settings.result_type
// (text while it is unknown), for every other type itself. Ask kind() and storage() of this.
const FieldType& result_of(const FieldType& type, const Settings& settings);

// Between stored columns and values: integers at the settings' scale, ISO dates, JSON lists.
// `is_null` wins over both.
Value from_column(const FieldType& type, const Settings& settings, bool is_null,
                  std::int64_t integer, std::string_view text);

// A column parameter; text is kept alive in the struct.
struct ColumnValue {
    bool is_null = true;
    bool is_text = false;
    std::int64_t integer = 0;
    std::string text;
};
ColumnValue to_column(const FieldType& type, const Settings& settings, const Value& value);

}  // namespace bihuan::types
