// CSV as RFC 4180 has it, and as it comes: any separator, any line ends, quotes over many lines.
//
// Streams; holds one record. A record whose quotes do not close is given back as its first line
// with a problem, and reading goes on with the next line: one broken row never swallows the rest.
// One thread.
#pragma once

#include "work/exchange/encoding.h"
#include "work/exchange/table.h"

#include <memory>
#include <string>
#include <string_view>

namespace bihuan::exchange {

class CsvReader final : public Table {
public:
    CsvReader(std::unique_ptr<TextSource> source, char separator);

    bool next(Row& row) override;
    bool may_be_short() const override { return false; }

private:
    enum class Outcome { record, more, broken };
    Outcome parse(Row& row);
    // parse()'s parts: each moves at_ and tells how it ended.
    enum class CellEnd { separator, line, more, broken };
    CellEnd parse_quoted(std::string& cell);
    CellEnd parse_plain(std::string& cell);
    CellEnd after_cell();
    bool spans_quote(std::string_view cell);
    void take_first_line(Row& row, const char* problem);
    void consume(std::size_t count);
    bool fill();

    std::unique_ptr<TextSource> source_;
    char separator_;
    std::string buffer_;
    std::size_t begin_ = 0;              // of the record in buffer_
    std::size_t at_ = 0;
    bool ended_ = false;                 // nothing comes after buffer_
    std::int64_t line_ = 1;
    const char* problem_ = nullptr;
    bool half_open_ = false;             // a plain cell of the record holds an opening quote
};

// The separator of a text: the one whose rows agree best on their number of columns.
char sniff_separator(std::string_view head);

}  // namespace bihuan::exchange
