// How Chinese characters are read: the usual reading, all readings met in names, words and
// surnames that are read differently. From data/pinyin (made by scripts/make-pinyin).
//
// Immutable once made; any thread. One per Workspace, in a slot: pinyin_of().
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bihuan {
class Workspace;
}

namespace bihuan::match {

// Index of a syllable such as "zhong"; 0 is none. Syllables are lower case, without tone, with
// v for ü.
using Syllable = std::uint16_t;

inline constexpr std::size_t kReadingsMax = 4;  // of one character; more are not used in names

struct Readings {
    std::array<Syllable, kReadingsMax> list{};  // the usual one first
    std::uint8_t count = 0;
    bool has(Syllable syllable) const;
    void add(Syllable syllable);                // keeps them distinct; silent when full
};

class Pinyin {
public:
    // The three files as they are. Throws Error(internal) on a line that is not of the format.
    Pinyin(std::string_view chars, std::string_view phrases, std::string_view surnames);

    // Null when the character has no reading (it is not Chinese, or very rare).
    const Readings* readings(char32_t c) const;
    // Best reading of each character, 0 where there is none: words first, then a surname when the
    // whole text looks like a person's name, then the usual reading.
    void read(std::u32string_view text, std::vector<Syllable>& best) const;
    std::string_view text(Syllable syllable) const { return syllables_[syllable]; }
    // As people type it: lv and lu are one.
    std::string_view typed(Syllable syllable) const { return typed_[syllable]; }
    // True for a whole syllable as typed() gives it.
    bool is_typed_syllable(std::string_view spelling) const;
    // True for the beginning of one.
    bool begins_typed_syllable(std::string_view letters) const;

private:
    struct Word {
        std::u32string text;
        std::vector<Syllable> reading;
    };
    struct Range { std::uint32_t begin = 0, end = 0; };

    Syllable intern(std::string_view spelling);
    void load_characters(std::string_view chars);
    std::vector<Word> load_words(std::string_view lines);
    const Word* longest_word(std::u32string_view text) const;
    const Word* surname_of(std::u32string_view text) const;

    std::vector<std::string> syllables_;
    std::vector<std::string> typed_;
    std::set<std::string, std::less<>> typed_set_;      // those with a vowel
    std::unordered_map<std::string, Syllable> by_spelling_;
    std::vector<Readings> block_;                       // U+4E00..U+9FFF
    std::unordered_map<char32_t, Readings> others_;
    std::vector<Word> words_;                           // by first character, longest first
    std::vector<Range> block_words_;                    // of each character of the block
    std::vector<Word> surnames_;
    std::unordered_map<char32_t, Range> surnames_by_first_;
};

// The workspace's own, made from the shipped tables on first use.
const Pinyin& pinyin_of(Workspace& workspace);

// Full pinyin for display ("chong qing hua wei"); what is not Chinese stays as it is.
std::string pinyin(const Pinyin& tables, std::string_view text);
// Orders names as a phone book does: syllables, then the characters themselves.
std::string pinyin_sort_key(const Pinyin& tables, std::string_view text);

}  // namespace bihuan::match
