// The cells of one sheet of an XLSX workbook, row by row. One thread.
//
// Values as a person reads them: dates by their number format, numbers with 15 digits, percents
// with their sign, the text of formulas' results. Merged cells hold their value in every cell.
#pragma once

#include "work/exchange/table.h"
#include "work/exchange/workbook.h"
#include "work/exchange/xml_scanner.h"

#include <memory>
#include <string>
#include <vector>

namespace bihuan::exchange {

class XlsxReader final : public Table {
public:
    // `sheet` empty: the first that is not hidden. Error(invalid) when there is no such sheet.
    XlsxReader(const std::string& path, const std::string& sheet);

    bool next(Row& row) override;
    bool may_be_short() const override { return true; }
    const std::string& sheet() const { return sheet_; }
    std::vector<std::string> sheets() const;   // names, hidden ones left out

private:
    struct Merge {
        std::int64_t top, bottom;
        std::size_t left, right;
        std::string value;
    };
    struct Cell {
        std::size_t column = 0;
        std::string type;
        std::size_t style = 0;
        std::string value;
        std::string inline_text;
    };
    void read_merges(const std::string& part);
    void read_cell(Row& row);
    void place(Row& row, const Cell& cell) const;
    std::string text_of(const Cell& cell) const;
    void fill_merges(Row& row);

    Archive archive_;
    Workbook book_;
    SharedTexts shared_;
    std::string sheet_;
    std::vector<Merge> merges_;
    std::size_t first_merge_ = 0;              // those before it end above the row
    std::unique_ptr<XmlScanner> xml_;
    std::int64_t last_row_ = 0;
    std::size_t next_column_ = 0;
};

// "BC12" -> column 54 (from 0) and row 12; false when it is no reference.
bool parse_cell_reference(std::string_view text, std::size_t& column, std::int64_t& row);

}  // namespace bihuan::exchange
