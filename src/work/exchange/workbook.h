// The parts of an XLSX workbook besides its cells: sheets, shared texts, number formats.
// One thread.
#pragma once

#include "work/exchange/archive.h"
#include "work/exchange/sheet_number.h"

#include <string>
#include <vector>

namespace bihuan::exchange {

struct Sheet {
    std::string name;
    std::string part;                    // of the archive
    bool hidden = false;
};

struct Workbook {
    std::vector<Sheet> sheets;           // worksheets, in their order
    bool is_1904 = false;
    std::vector<NumberKind> styles;      // by cell style
    std::string shared_part;             // empty: no shared texts
};

Workbook read_workbook(Archive& archive);

// Texts that cells share, as one block.
class SharedTexts {
public:
    void read(Archive& archive, const std::string& part);
    std::string_view at(std::size_t index) const;

private:
    std::string block_;
    std::vector<std::size_t> ends_;
};

}  // namespace bihuan::exchange
