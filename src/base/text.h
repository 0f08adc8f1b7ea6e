// UTF-8 text: checked at the door, folded where it is searched.
//
// Pure functions: any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan {

// True for well-formed UTF-8 without NUL, surrogates or non-characters beyond U+10FFFF.
bool is_valid_utf8(std::string_view text);
std::size_t count_code_points(std::string_view text);
// Next code point at `pos` (advances it); text must be valid.
char32_t next_code_point(std::string_view text, std::size_t& pos);
void append_code_point(std::string& out, char32_t c);
bool is_cjk(char32_t c);

std::string trim(std::string_view text);                // ASCII and CJK white space
std::string fold_width(std::string_view text);          // full-width -> ASCII, U+3000 -> space
std::string fold_case(std::string_view text);           // lower case for Latin, Greek, Cyrillic
std::string fold(std::string_view text);                // width, case, diacritics of Latin
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
bool starts_with_fold(std::string_view text, std::string_view prefix);

// The candidate with the smallest edit distance, if it is near enough to be meant.
std::optional<std::string> nearest(std::string_view wrong,
                                   const std::vector<std::string>& candidates);

// 1286000 fen etc. are not known here: amount in yuan text -> 壹佰贰拾捌万陆仟元整.
// `amount` has at most 2 decimals ("1286000.50"); empty when out of range.
std::string amount_in_words_zh(std::string_view amount);

std::string to_hex(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace bihuan
