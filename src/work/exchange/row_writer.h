// Writes prepared rows inside a transaction: creates, updates, related records made by name.
// Private to the room.
#pragma once

#include "work/exchange/import_store.h"
#include "work/exchange/row_plan.h"

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace bihuan::exchange {

// Records made because a name was unknown, by object and name.
using Made = std::map<std::pair<const meta::Object*, std::string>, RecordId>;

struct Written {
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0;
    std::int64_t bad = 0;
    std::vector<IssueRow> issue_rows;
    Made made;                               // in this transaction
};

class RowWriter {
public:
    RowWriter(Tx& tx, const RowPlan& plan, RecordId import, RecordId job, const Made& made);
    // Each row by itself: what is wrong with one stops no other.
    Written write(std::span<PreparedRow> rows);

private:
    struct Draft {
        PreparedRow* row = nullptr;
        record::Changes changes;             // of the first version
    };
    void write_segment(std::span<PreparedRow> rows);
    bool make_missing(PreparedRow& row, record::Changes& changes);
    RecordId make(const NameReference& name);
    RecordId made_by_name(const PreparedRow& row) const;
    void create(std::vector<Draft>& drafts);
    void create_at(Tx& at, std::span<Draft* const> drafts);
    void create_singly(Tx& at, Draft& draft);
    void take(Draft& draft, const record::RowResult& result);
    void close(Draft& draft, RecordId id);
    void update(PreparedRow& row, RecordId id, const record::Changes& changes);
    void refuse(const PreparedRow& row, std::vector<RowIssue> issues, bool is_skipped);
    void refuse(const PreparedRow& row, const Error& error);
    std::vector<RowIssue> placed(const PreparedRow& row, const Issues& issues) const;
    record::WriteSettings settings() const;

    Tx& tx_;
    const RowPlan& plan_;
    RecordId import_;
    RecordId job_;
    const Made& made_;
    Written out_;
};

// Whether a refusal is only that such a record exists already.
bool is_duplicate_only(const Issues& issues);
// The duplicate itself, where the actor may see it.
std::optional<RecordId> duplicate_of(const Issues& issues);

}  // namespace bihuan::exchange
