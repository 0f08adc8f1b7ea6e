#include "work/exchange/csv_writer.h"

namespace bihuan::exchange {

void append_csv_cell(std::string_view cell, Guard guard, std::string& out) {
    constexpr std::string_view kFormula = "=+-@\t\r";
    const bool guarded = guard == Guard::formulas && !cell.empty() &&
                         kFormula.find(cell.front()) != std::string_view::npos;
    // Spaces at the ends stay only inside quotes with some readers.
    const bool quoted = cell.find_first_of("\",\r\n") != std::string_view::npos ||
                        (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
    if (!quoted) {
        if (guarded) out += '\'';
        out += cell;
        return;
    }
    out += '"';
    if (guarded) out += '\'';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

void append_csv_row(const std::vector<std::string>& cells, Guard guard, std::string& out) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) out += ',';
        append_csv_cell(cells[i], guard, out);
    }
    // A row of one empty cell would read as no row at all.
    if (cells.size() == 1 && cells.front().empty()) out += "\"\"";
    out += "\r\n";
}

}  // namespace bihuan::exchange
