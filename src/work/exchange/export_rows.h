// The columns and pages of an export, whatever it is written as. Private to the room.
#pragma once

#include "work/exchange/export.h"

#include <functional>
#include <string>
#include <vector>

namespace bihuan::exchange {

enum class CellKind { text, number, percent, date, date_time };

struct ExportColumn {
    std::string header;
    CellKind kind = CellKind::text;
    int scale = 0;                       // digits after the point of numbers
};

// Text for people or machines; numbers plain ("1286000.50"), dates ISO.
struct ExportCell {
    CellKind kind = CellKind::text;
    std::string text;                    // empty: no value
};

class ExportRows {
public:
    ExportRows(Workspace& workspace, std::shared_ptr<const Actor> actor, ExportRequest request);

    const std::vector<ExportColumn>& columns() const { return columns_; }
    const std::string& title() const { return title_; }          // of the object
    using RowFn = std::function<void(const std::vector<ExportCell>& cells)>;
    // The next page; false when that was the last.
    bool page(const RowFn& row);
    std::int64_t rows() const { return rows_; }

private:
    void plan(const Snapshot& snapshot);
    ExportCell cell(const Snapshot& snapshot, const query::Cell& from, CellKind kind) const;

    Workspace& workspace_;
    std::shared_ptr<const Actor> actor_;
    ExportRequest request_;
    std::vector<ExportColumn> columns_;
    std::string title_;
    std::string after_;
    std::int64_t rows_ = 0;
};

}  // namespace bihuan::exchange
