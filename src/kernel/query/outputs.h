// The columns a query answers with, and how each becomes JSON straight from a row.
//
// Built by one query on one thread; writing a row allocates nothing but the text appended.
#pragma once

#include "base/json.h"
#include "kernel/access/rights.h"
#include "kernel/query/sources.h"

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::query {

enum class Shape {
    text,        // as it stands, escaped
    masked,      // text, made unreadable
    raw,         // JSON text in the column (lists, addresses)
    integer,
    scaled,      // "12.50" at `scale`
    boolean,
    instant,     // RFC 3339, UTC
    reference,   // {"id","name"}: the name is in the next column
    lines,       // filled in by one()
};

struct Output {
    std::string key;                 // flat name: "account" or "account.name"
    std::string raw_key;             // "\"account\":", made once
    Shape shape = Shape::text;
    int scale = 0;
    int column = 0;                  // first of its SQL columns
    const meta::Field* field = nullptr;
    std::string mask;                // how it is masked
};

// What the columns of a planned query are; outlives the planning.
struct Layout {
    std::vector<Output> outputs;
    // Writes the members of one record: id, version, then the outputs.
    void write_row(const db::Row& row, JsonWriter& out) const;
};

class Outputs {
public:
    explicit Outputs(Sources& sources);

    // A field or path the actor asked for: Error(invalid) when unknown to him.
    void add(std::string_view path, std::string_view parameter);
    // Every readable field of the root, lines only when asked.
    void add_all(bool with_lines);
    // A boolean SQL expression (rights, verb conditions); returns its column.
    int add_flag(const SqlText& sql);

    // "SELECT id, version, ..." without FROM.
    const SqlText& select() const { return select_; }
    const std::vector<Output>& outputs() const { return outputs_; }
    Layout layout() const { return {outputs_}; }
    int columns() const { return columns_; }
    static void write_value(const Output& output, const db::Row& row, JsonWriter& out);

private:
    void add_path(const expr::Path& path, const std::string& key);
    void push(Output output, const expr::Sql& sql);
    // SQL of what a reference is called: its title, through further lookups if need be.
    expr::Sql title_of(std::vector<const meta::Field*> steps);

    Sources& sources_;
    std::shared_ptr<const access::Rights> rights_;
    std::vector<Output> outputs_;
    SqlText select_;
    int columns_ = 0;
};

// Shape and scale of a field's column as it is stored or computed.
Output shape_of(const meta::Field& field);
// One column back as a Value, for code.
Value read_value(const Output& output, const db::Row& row);

}  // namespace bihuan::query
