// From the cells of a row to the changes of a record, before names become references.
//
// A RowPlan is made once per pass and is read-only then; converting is pure. Private to the room.
#pragma once

#include "kernel/record/write.h"
#include "work/exchange/mapping.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::exchange {

// What is wrong with a row, and where.
struct RowIssue {
    std::string column;                  // of the file; empty: the row
    std::string value;                   // as it stands there
    Issue issue;                         // its field: API name
};

// A reference by words: to be looked up in bulk.
struct NameReference {
    const meta::Field* field = nullptr;
    const meta::Object* target = nullptr;
    std::string by;                      // field of the target; empty: whatever names it
    std::string text;
    std::string column;
};

struct PreparedRow {
    std::int64_t number = 0;             // line or row of the file
    std::vector<std::string> cells;
    record::Changes changes;
    std::vector<NameReference> names;    // not resolved yet
    std::vector<NameReference> missing;  // nobody has this name: to be made
    std::vector<RowIssue> issues;
    std::optional<Value> match;          // of the match field
    std::optional<Instant> as_at;        // its first version is dated
    std::optional<Instant> closing_at;   // its second version, if any
    bool has_gaps = false;               // a required field is empty
    RecordId existing;                   // the record it changes; zero: a new one
    bool has_several = false;            // several records match
};

class RowPlan {
public:
    // Issues name the options that do not fit: unknown fields, a field twice, no match column.
    RowPlan(const Snapshot& snapshot, const meta::Object& object,
            const std::vector<std::string>& columns, const ImportOptions& options,
            bool may_be_short, Issues& issues);

    PreparedRow convert(Row&& row, Instant now) const;

    const meta::Object& object() const { return *object_; }
    const meta::Schema& schema() const { return *schema_; }
    const ImportOptions& options() const { return options_; }
    const meta::Field* match() const { return match_; }
    bool matches_by_id() const { return by_id_; }
    // What the first of two versions has instead; its names are resolved like a row's.
    PreparedRow& before() { return before_; }
    const PreparedRow& before() const { return before_; }

private:
    struct Column {
        const meta::Field* field = nullptr;  // null: left out, or the id
        bool is_id = false;
        std::string part;                    // of an address, or a field of a reference's target
        const std::map<std::string, std::string>* values = nullptr;
    };
    Column read_target(const Snapshot& snapshot, const std::string& place,
                       const std::string& target, Issues& issues) const;
    void read_copies(const Snapshot& snapshot, Issues& issues);
    void read_match(Issues& issues);
    void read_constants(Issues& issues);
    void read_closing(const std::vector<std::string>& columns, Issues& issues);
    bool check_shape(Row& row, PreparedRow& out) const;
    void convert_cell(const Column& plan, const std::string& column, const std::string& cell,
                      PreparedRow& out) const;
    void set(const meta::Field& field, const std::string& by, const std::string& text,
             const std::string& column, PreparedRow& out) const;
    void set_addresses(const Row& row, PreparedRow& out) const;
    void set_dates(const Row& row, Instant now, PreparedRow& out) const;
    void note_gaps(PreparedRow& out) const;

    Zone zone_;                          // of wall times in the file
    std::shared_ptr<const meta::Schema> schema_;
    const meta::Object* object_;
    ImportOptions options_;
    std::vector<std::string> names_;
    std::vector<Column> columns_;
    std::vector<std::pair<const meta::Field*, std::string>> constants_;
    std::vector<std::pair<Column, std::size_t>> copies_;   // what, from which column
    std::vector<const meta::Field*> required_;
    const meta::Field* match_ = nullptr;
    bool by_id_ = false;
    bool may_be_short_;
    std::size_t closing_column_ = SIZE_MAX;
    std::string gap_tag_;
    PreparedRow before_;
};

}  // namespace bihuan::exchange
