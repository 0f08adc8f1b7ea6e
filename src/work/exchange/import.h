// Imports: a file comes in, is checked, run and, if need be, undone; each an own job.
//
// Rows of table `import_batch`, the file in the data folder. Functions open their own transactions;
// any thread. Reading takes a Snapshot.
#pragma once

#include "kernel/workspace.h"
#include "work/exchange/mapping.h"
#include "work/file/file.h"
#include "work/job/job.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::exchange {

inline constexpr ObjectNumber kImportNumber{192};    // of ids; imports are no records

enum class ImportState { checking, checked, running, done, failed, undoing, undone };

struct ImportCounts {
    std::int64_t rows = 0;           // of data in the file
    std::int64_t sound = 0;          // as far as checked
    std::int64_t bad = 0;
    std::int64_t duplicates = 0;     // rows that a record, or an earlier row, is the same as
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0;
    std::int64_t done = 0;           // rows that the running pass has seen
};

struct Import {
    RecordId id;
    std::string object;
    ImportState state = ImportState::checking;
    std::string file;                // its name
    ImportOptions options;
    SourceShape source;
    std::vector<Proposal> columns;
    ImportCounts counts;
    RecordId job;                    // the newest
    std::string error;               // JSON {"key","args"}; empty: none
    UserId created_by;
};

std::string store_ddl();
// The kinds of job that imports are made of.
void register_exchange(job::Kinds& kinds);

struct Upload {
    file::Reader read;
    std::string name;
};

// Stores the file, finds out what it is, proposes the mapping and begins to check.
// Error(invalid) with all issues of the options; Error(forbidden) without the right to import.
Import create_import(Workspace& workspace, const Actor& actor, const Upload& upload,
                     std::string_view object, std::string_view options_json);
// Checks again with these options over the present ones. Error(conflict) once it was run.
Import change_options(Workspace& workspace, const Actor& actor, RecordId id,
                      std::string_view options_json);
// Error(conflict) while the check is not done.
Import run_import(Tx& tx, RecordId id);
// Takes back what one run wrote, but for records changed since.
Import undo_import(Tx& tx, RecordId id);

std::optional<Import> find_import(const Snapshot& snapshot, RecordId id);
// Own imports, for administrators all. Error(not_found) otherwise.
Import visible_import(const Snapshot& snapshot, RecordId id);
// Mine, newest first, without their columns.
std::vector<Import> list_imports(const Snapshot& snapshot);
// As docs/developer/api.md says; `with_issues`: the first issues too.
void write_import(const Snapshot& snapshot, const Import& import, bool with_issues,
                  JsonWriter& json);

// The rows that did not come in: original columns, row number, reasons. CSV in pieces.
class ErrorFile {
public:
    ErrorFile(Workspace& workspace, std::shared_ptr<const Actor> actor, const Import& import);
    // Appends the next piece; false when that was the last.
    bool next(std::string& out);

private:
    Workspace& workspace_;
    std::shared_ptr<const Actor> actor_;
    RecordId import_;
    std::vector<std::string> columns_;
    std::int64_t after_ = -1;
    bool begun_ = false;
};

}  // namespace bihuan::exchange
