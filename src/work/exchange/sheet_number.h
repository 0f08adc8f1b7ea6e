// Numbers of spreadsheet cells as text: 15 digits, dates by their number format. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bihuan::exchange {

enum class NumberKind { plain, percent, date, time, date_time };

// Of a number format: built-in by its id, else by its code ("yyyy\-mm\-dd", "0.00%").
NumberKind kind_of_format(int id, std::string_view code);

// "3.5699999999999998" -> "3.57", "1.23E+17" -> "123000000000000000". The text itself when it is
// no number.
std::string plain_number(std::string_view raw);
// A percentage: "0.255" -> "25.5%".
std::string percent_number(std::string_view raw);
// A day count since 1900 (or 1904) with its fraction: "2026-11-23", "2026-11-23 14:30:00",
// "14:30:00". The plain number when it is no date.
std::string date_number(std::string_view raw, NumberKind kind, bool is_1904);

}  // namespace bihuan::exchange
