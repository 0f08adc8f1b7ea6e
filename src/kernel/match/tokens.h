// Texts and searches as tokens: a search finds a text when one of its ways has all its tokens in
// the text's, and the text itself then matches (tokens only narrow down).
//
// Token spellings (all letters and digits, so that every engine takes them as words):
//   华, 华为    single CJK characters and pairs          w + 2,3,4,6 first letters of a word
//   i + 2,3     initials of characters that follow        s + syllable of a character
//   n + digits  a short number without leading zeros      e + last 4, g + first 7 digits
//   o + id owner, d + id department, t + object number    p is kept for later kinds
// Pure; any thread.
#pragma once

#include "base/ids.h"
#include "kernel/match/pinyin.h"

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::match {

inline constexpr std::size_t kTokensMax = 400;       // of one record
inline constexpr std::size_t kQueryMax = 100;        // characters of one search
inline constexpr std::size_t kPinyinCharsMax = 60;   // of one text: names, not notes
inline constexpr std::size_t kWaysMax = 16;          // readings of one search tried

// Appends; the same token may come twice.
void add_text_tokens(const Pinyin& pinyin, std::string_view text, std::vector<std::string>& tokens);
// Digits only: the last four, and the first seven (where a mobile number comes from).
void add_phone_tokens(std::string_view phone, std::vector<std::string>& tokens);
std::string owner_token(RecordId owner);
std::string dept_token(RecordId dept);
std::string object_token(ObjectNumber object);

// A word of a search as it is compared with texts.
struct Term {
    std::string folded;            // as typed, folded
    std::u32string characters;
    std::string letters;           // only ASCII letters with v as u: may be pinyin; else empty
    std::string digits;            // only digits (and phone punctuation): else empty
};

struct Search {
    std::vector<Term> terms;       // all must be found
    // Each way is tokens that all must be there; a text is found by any way. Empty: a search
    // that no token can answer (one letter), finds nothing.
    std::vector<std::vector<std::string>> ways;
};
// `query` must be valid UTF-8 of at most kQueryMax characters.
Search parse_search(const Pinyin& pinyin, std::string_view query);

// How well a text answers one term: 0 not at all, higher is better.
enum class Quality { none, pinyin, inside, start, whole };
Quality quality(const Pinyin& pinyin, const Term& term, std::string_view text);
// For phones: digits only, so that 138-0013 8000 is found by 00138000.
Quality phone_quality(const Term& term, std::string_view phone);

// True when `letters` (lower case, v as u) spells characters of the text that follow each other:
// by initials (hwjs), whole syllables (huawei), mixed (huaweijs), the last one cut (huaw).
bool spells(const Pinyin& pinyin, std::u32string_view text, std::string_view letters);

}  // namespace bihuan::match
