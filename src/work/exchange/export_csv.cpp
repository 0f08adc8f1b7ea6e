#include "work/exchange/csv_writer.h"
#include "work/exchange/export.h"
#include "work/exchange/export_rows.h"

namespace bihuan::exchange {

struct CsvExport::State {
    ExportRows rows;
    bool begun = false;
    bool over = false;
};

CsvExport::CsvExport(Workspace& workspace, std::shared_ptr<const Actor> actor,
                     ExportRequest request)
    : state_(new State{ExportRows(workspace, std::move(actor), std::move(request))}) {}

CsvExport::~CsvExport() = default;

std::int64_t CsvExport::rows() const { return state_->rows.rows(); }

bool CsvExport::next(std::string& out) {
    if (state_->over) return false;
    if (!state_->begun) {
        out += kByteOrderMark;
        std::vector<std::string> header;
        for (const ExportColumn& column : state_->rows.columns()) header.push_back(column.header);
        append_csv_row(header, Guard::formulas, out);
        state_->begun = true;
    }
    const bool more = state_->rows.page([&](const std::vector<ExportCell>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out += ',';
            // A negative number is no formula.
            const bool is_text = cells[i].kind == CellKind::text;
            append_csv_cell(cells[i].text, is_text ? Guard::formulas : Guard::none, out);
            if (cells[i].kind == CellKind::percent && !cells[i].text.empty()) out += '%';
        }
        out += "\r\n";
    });
    state_->over = !more;
    return more;
}

}  // namespace bihuan::exchange
