// A file that people bring: what kind it is, where its header stands, and its rows. One thread.
#pragma once

#include "work/exchange/table.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::exchange {

struct SourceOptions {
    std::string encoding;                    // empty: found out
    std::string separator;                   // one character, or "tab"; empty: found out
    std::string sheet;                       // empty: the first
    std::optional<std::int64_t> header_row;  // line or row number; empty: found out
};

// What is known of a file once it has been looked at.
struct SourceShape {
    std::string encoding;                    // empty for workbooks
    std::string separator;
    std::string sheet;
    std::vector<std::string> sheets;
    std::int64_t header_row = 0;
    std::vector<std::string> columns;        // names, each once
};

struct Source : SourceShape {
    std::vector<std::vector<std::string>> samples;  // first rows, as wide as the header
    std::unique_ptr<Table> rows;             // from the row after the header on
};

// Error(invalid) says what to do instead for .xls, .ods and encrypted files, for a file without
// rows, and for options that do not fit.
Source open_source(const std::string& path, const SourceOptions& options);

}  // namespace bihuan::exchange
