// Exports: records as CSV or XLSX, page by page, with the rights of who asks.
//
// An Export is used by one thread at a time; every page is a snapshot of its own, so a long export
// holds nobody up. Error(forbidden) without the right to export; the audit log keeps each.
#pragma once

#include "kernel/query/query.h"
#include "kernel/workspace.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::exchange {

struct ExportRequest {
    std::string object;
    std::string where;
    std::string sort;
    std::vector<std::string> fields;     // empty: all the actor may read
    std::optional<Instant> as_of;
    bool labels = true;                  // headers and options as people read them; else API names
};

class CsvExport {
public:
    // Checks the request and writes the audit entry.
    CsvExport(Workspace& workspace, std::shared_ptr<const Actor> actor, ExportRequest request);
    ~CsvExport();
    CsvExport(const CsvExport&) = delete;
    CsvExport& operator=(const CsvExport&) = delete;

    // Appends the next page; false when that was the last.
    bool next(std::string& out);
    std::int64_t rows() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Progress is told the number of rows so far; it may be empty.
using RowsDone = std::function<void(std::int64_t rows)>;
// Writes the workbook to `path`. Error(limit) beyond what a sheet can hold.
std::int64_t export_xlsx(Workspace& workspace, const std::shared_ptr<const Actor>& actor,
                         const ExportRequest& request, const std::string& path,
                         const RowsDone& progress = {});
// A new name in the data folder for a file of a moment.
std::string temporary_path(const Workspace& workspace, std::string_view ending);

}  // namespace bihuan::exchange
