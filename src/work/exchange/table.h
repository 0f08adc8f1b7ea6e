// Rows of cells, whatever file they come from. Values and an interface; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bihuan::exchange {

struct Row {
    std::int64_t number = 0;             // line of the file, or row of the sheet, from 1
    std::vector<std::string> cells;      // UTF-8
    std::vector<std::size_t> errors;     // cells that hold a spreadsheet error such as #N/A
    // Sentence that says why the row cannot be used ("issue.import.quote"); null: sound.
    const char* problem = nullptr;
};

class Table {
public:
    virtual ~Table() = default;
    // False at the end. Rows without any text are left out.
    virtual bool next(Row& row) = 0;
    // True where a row with fewer cells than the header is whole: sheets name their columns.
    virtual bool may_be_short() const = 0;
};

inline bool is_blank(const Row& row) {
    for (const std::string& cell : row.cells) {
        if (!cell.empty()) return false;
    }
    return true;
}

}  // namespace bihuan::exchange
