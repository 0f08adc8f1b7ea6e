// What a person decides about an import. A value; JSON as in docs/developer/api.md.
#pragma once

#include "base/issues.h"
#include "base/json.h"
#include "work/exchange/source.h"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace bihuan::exchange {

enum class Mode { create, update, upsert };
enum class OnDuplicate { skip, create, update };

struct ImportOptions {
    SourceOptions source;
    // Column -> field: "name", "address.city", "owner.login" (a reference by this field of its
    // target), "id"; nullopt: left out. Columns not named are proposed.
    std::map<std::string, std::optional<std::string>> mapping;
    Mode mode = Mode::create;
    std::string match;                   // field by which rows find their record; "id" too
    OnDuplicate duplicates = OnDuplicate::skip;
    std::string date_format;             // d/m/y, m/d/y, y/m/d; empty: unambiguous forms only
    std::map<std::string, std::map<std::string, std::string>> values;  // by column: text -> text
    std::map<std::string, std::string> constants;                      // by field, for every row
    std::map<std::string, std::string> copies;   // by field: a column that goes there too
    std::set<std::string> create_missing;  // objects whose records are made by their name
    bool allow_gaps = false;             // rows without a required field come in, marked by a tag
    bool clear_blank = false;            // updates: a blank cell empties the field
    // A second version of the record: as of `column`'s date it is as the row says; before, from
    // its creation on, these fields had other values (empty: none).
    struct Closing {
        std::string column;
        std::map<std::string, std::string> before;
    };
    std::optional<Closing> closing;
};

// Unknown names and wrong words are issues, all at once.
ImportOptions parse_options(const Json& json, Issues& issues);
void write_options(const ImportOptions& options, JsonWriter& json);
// `changes` over `options`: what it names is replaced, the rest stays.
ImportOptions merge_options(const ImportOptions& options, const Json& changes, Issues& issues);

}  // namespace bihuan::exchange
