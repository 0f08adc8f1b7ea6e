// Rows of an import: itself, and the rows of its file that did not come in. Private to the room.
#pragma once

#include "work/exchange/import.h"
#include "work/exchange/row_plan.h"

#include <string>
#include <vector>

namespace bihuan::exchange {

// A row of the file that stays out, with why.
struct IssueRow {
    std::int64_t number = 0;
    std::vector<std::string> cells;
    std::vector<RowIssue> issues;
};

void insert_import(Tx& tx, const Import& import);
// State, options, columns, counts, job and error; the file stays.
void save_import(Tx& tx, const Import& import);
void save_progress(Tx& tx, const Import& import);       // state and counts
void add_issue_row(Tx& tx, RecordId import, const IssueRow& row);
void clear_issue_rows(Tx& tx, RecordId import);
std::vector<IssueRow> issue_rows(const Snapshot& snapshot, RecordId import, std::int64_t after,
                                 int limit);

std::string upload_path(const Workspace& workspace, RecordId import);
std::string_view to_text(ImportState state);
// What history and events say of rows that this import wrote.
std::string cause_of(RecordId import);
RecordId import_of(const job::Job& job);                 // from the job's arguments
std::string job_args(RecordId import);

}  // namespace bihuan::exchange
