// Any bytes as a CSV file: read to the end, rows in order, cells valid UTF-8 within their limits;
// what the writer makes of them reads back the same.
//
// Build with clang: -fsanitize=fuzzer,address,undefined, linked with the room `exchange`.
#include "base/text.h"
#include "work/exchange/csv_reader.h"
#include "work/exchange/csv_writer.h"
#include "work/exchange/limits.h"

#include <cstdint>
#include <cstdlib>

namespace {

using bihuan::exchange::CsvReader;
using bihuan::exchange::Row;
using bihuan::exchange::TextSource;

void demand(bool holds) {
    if (!holds) std::abort();
}

std::vector<Row> read(std::string_view text, bihuan::exchange::Encoding encoding, char separator) {
    CsvReader reader(
        std::make_unique<TextSource>(bihuan::exchange::from_memory(text), encoding), separator);
    std::vector<Row> rows;
    Row row;
    while (reader.next(row)) rows.push_back(row);
    return rows;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto encoding = bihuan::exchange::sniff_encoding(text);
    const auto rows = read(text, encoding, bihuan::exchange::sniff_separator(text));
    std::int64_t last = 0;
    std::string again;
    std::vector<std::vector<std::string>> sound;
    for (const Row& row : rows) {
        demand(row.number > last);
        last = row.number;
        demand(row.cells.size() <= bihuan::exchange::kColumnsMax);
        for (const std::string& cell : row.cells) {
            demand(cell.size() <= bihuan::exchange::kCellBytesMax);
            demand(bihuan::is_valid_utf8(cell));
        }
        if (row.problem) continue;
        sound.push_back(row.cells);
        bihuan::exchange::append_csv_row(row.cells, bihuan::exchange::Guard::none, again);
    }
    if (again.starts_with("sep=")) return 0;
    const auto back = read(again, bihuan::exchange::Encoding::utf8, ',');
    demand(back.size() == sound.size());
    for (std::size_t i = 0; i < back.size(); ++i) demand(back[i].cells == sound[i]);
    return 0;
}
