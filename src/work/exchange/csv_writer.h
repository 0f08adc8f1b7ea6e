// CSV as RFC 4180 has it, for Excel: byte order mark, CRLF, no cell that runs as a formula. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::exchange {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// formulas: texts that begin with = + - @ tab or return get an apostrophe in front.
enum class Guard { none, formulas };

void append_csv_cell(std::string_view cell, Guard guard, std::string& out);
void append_csv_row(const std::vector<std::string>& cells, Guard guard, std::string& out);

}  // namespace bihuan::exchange
