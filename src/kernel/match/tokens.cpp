#include "kernel/match/tokens.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace bihuan::match {

namespace {

constexpr std::array<std::size_t, 4> kWordPrefixes = {2, 3, 4, 6};
constexpr std::size_t kTailDigits = 4;
constexpr std::size_t kHeadDigits = 7;
constexpr std::size_t kDigitsMax = 32;         // longer runs are no numbers that people search
constexpr std::size_t kNgramWaysMax = 8;       // readings of two or three neighbours

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) {
    if (c < 0x80) return c >= U'a' && c <= U'z';
    return (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0x2C00 && c < 0x2E00) ||
           (c >= 0xA640 && c < 0xFB00 && !is_cjk(c)) || (c >= 0xAC00 && c < 0xD7B0);
}

std::u32string decode(std::string_view text) {
    std::u32string out;
    out.reserve(text.size());
    for (std::size_t pos = 0; pos < text.size();) out.push_back(next_code_point(text, pos));
    return out;
}

void append(std::vector<std::string>& tokens, char mark, std::u32string_view text) {
    std::string token;
    if (mark != '\0') token += mark;
    for (const char32_t c : text) append_code_point(token, c);
    tokens.push_back(std::move(token));
}

// The letter that stands for `n` characters of a word: the longest indexed prefix.
std::size_t word_prefix(std::size_t n) {
    std::size_t best = 0;
    for (const std::size_t size : kWordPrefixes) best = size <= n ? size : best;
    return best;
}

void add_word(std::u32string_view word, std::vector<std::string>& tokens) {
    for (const std::size_t size : kWordPrefixes) {
        if (size <= word.size()) append(tokens, 'w', word.substr(0, size));
    }
}

std::u32string_view without_zeros(std::u32string_view digits) {
    while (digits.size() > 1 && digits.front() == U'0') digits.remove_prefix(1);
    return digits;
}

void add_number(std::u32string_view digits, std::vector<std::string>& tokens) {
    const std::u32string_view plain = without_zeros(digits);
    if (plain.size() < kTailDigits) append(tokens, 'n', plain);
    if (digits.size() < kTailDigits || digits.size() > kDigitsMax) return;
    append(tokens, 'e', digits.substr(digits.size() - kTailDigits));
    if (digits.size() >= kHeadDigits) append(tokens, 'g', digits.substr(0, kHeadDigits));
}

void add_characters(std::u32string_view run, std::vector<std::string>& tokens) {
    std::string before;
    for (const char32_t c : run) {
        std::string one;
        append_code_point(one, c);
        if (!before.empty()) tokens.push_back(before + one);
        tokens.push_back(one);
        before = std::move(one);
    }
}

// Letters that may begin a character: of all its readings, the best one first.
struct Initials {
    std::array<char, kReadingsMax + 1> list{};
    std::size_t count = 0;
    void add(char letter) {
        if (std::find(list.begin(), list.begin() + count, letter) == list.begin() + count) {
            list[count++] = letter;
        }
    }
};

void add_initials(const std::vector<Initials>& of, std::vector<std::string>& tokens) {
    for (std::size_t i = 0; i + 1 < of.size(); ++i) {
        const bool has_third = i + 2 < of.size();
        std::size_t pairs = 0;
        std::size_t triples = 0;
        for (std::size_t a = 0; a < of[i].count; ++a) {
            for (std::size_t b = 0; b < of[i + 1].count; ++b) {
                const std::string pair{'i', of[i].list[a], of[i + 1].list[b]};
                if (pairs++ < kNgramWaysMax) tokens.push_back(pair);
                for (std::size_t c = 0; has_third && c < of[i + 2].count; ++c) {
                    if (triples++ < kNgramWaysMax) tokens.push_back(pair + of[i + 2].list[c]);
                }
            }
        }
    }
}

// Pinyin of the Chinese characters; punctuation between them is stepped over, words and numbers
// part them.
void add_pinyin(const Pinyin& pinyin, std::u32string_view text, std::vector<std::string>& tokens) {
    std::vector<Syllable> best;
    pinyin.read(text, best);
    std::vector<Initials> run;
    std::size_t seen = 0;
    for (std::size_t i = 0; i < text.size() && seen < kPinyinCharsMax; ++i) {
        if (is_letter(text[i]) || is_digit(text[i])) {
            add_initials(run, tokens);
            run.clear();
        }
        const Readings* found = pinyin.readings(text[i]);
        if (found == nullptr) continue;
        ++seen;
        Readings all;
        all.add(best[i]);
        for (std::size_t r = 0; r < found->count; ++r) all.add(found->list[r]);
        Initials initials;
        for (std::size_t r = 0; r < all.count; ++r) {
            const std::string_view spelling = pinyin.typed(all.list[r]);
            initials.add(spelling[0]);
            tokens.push_back(std::string(1, 's').append(spelling));
        }
        run.push_back(initials);
    }
    add_initials(run, tokens);
}

// Calls fn(kind, run) for each run of one kind: 'c' CJK, 'w' word, 'n' number.
template <class Fn>
void each_run(std::u32string_view text, const Fn& fn) {
    const auto kind = [](char32_t c) {
        if (is_cjk(c)) return 'c';
        if (is_digit(c)) return 'n';
        return is_letter(c) ? 'w' : ' ';
    };
    for (std::size_t begin = 0; begin < text.size();) {
        const char what = kind(text[begin]);
        std::size_t end = begin + 1;
        while (end < text.size() && kind(text[end]) == what) ++end;
        if (what != ' ') fn(what, text.substr(begin, end - begin));
        begin = end;
    }
}

}  // namespace

void add_text_tokens(const Pinyin& pinyin, std::string_view text,
                     std::vector<std::string>& tokens) {
    const std::u32string folded = decode(fold(text));
    bool has_cjk = false;
    each_run(folded, [&](char kind, std::u32string_view run) {
        if (tokens.size() >= kTokensMax) return;
        if (kind == 'c') {
            has_cjk = true;
            add_characters(run.substr(0, kTokensMax / 2), tokens);
        } else if (kind == 'w') {
            add_word(run, tokens);
        } else {
            add_number(run, tokens);
        }
    });
    if (has_cjk && tokens.size() < kTokensMax) add_pinyin(pinyin, folded, tokens);
}

void add_phone_tokens(std::string_view phone, std::vector<std::string>& tokens) {
    std::u32string digits;
    for (const char c : phone) {
        if (c >= '0' && c <= '9') digits.push_back(static_cast<char32_t>(c));
    }
    // Canonical numbers carry the country: +86 138 0013 8000 is searched from 138 on.
    std::u32string_view national = digits;
    if (phone.starts_with("+86")) national.remove_prefix(2);
    if (national.size() >= kTailDigits) add_number(national, tokens);
}

std::string owner_token(RecordId owner) { return "o" + std::to_string(owner.value); }
std::string dept_token(RecordId dept) { return "d" + std::to_string(dept.value); }
std::string object_token(ObjectNumber object) { return "t" + std::to_string(object.value); }

namespace {

using Tokens = std::vector<std::string>;
using Ways = std::vector<Tokens>;

constexpr std::size_t kSyllableMax = 6;        // zhuang, chuang
constexpr std::size_t kCutsMax = 3;

struct Cuts {
    Ways whole;                  // all of the letters are syllables
    Ways begun;                  // the last syllable is still being typed, or initials follow
};

// What is left after whole syllables: w of huaw, js of huaweijs, but not ghong of chan|ghong.
bool may_go_on(const Pinyin& pinyin, std::string_view rest) {
    const bool has_vowel = rest.find_first_of("aeiou") != std::string_view::npos;
    return !has_vowel || pinyin.begins_typed_syllable(rest);
}

// Every way to cut `letters` into syllables.
void cut(const Pinyin& pinyin, std::string_view letters, const Tokens& done, Cuts& cuts) {
    if (cuts.whole.size() >= kCutsMax) return;
    for (std::size_t n = std::min(kSyllableMax, letters.size()); n > 0; --n) {
        if (!pinyin.is_typed_syllable(letters.substr(0, n))) continue;
        Tokens next = done;
        next.push_back(std::string(1, 's').append(letters.substr(0, n)));
        if (letters.size() == n) {
            cuts.whole.push_back(std::move(next));
            return;
        }
        cut(pinyin, letters.substr(n), next, cuts);
    }
    if (!done.empty() && cuts.begun.size() < kCutsMax && may_go_on(pinyin, letters)) {
        cuts.begun.push_back(done);
    }
}

Tokens initial_tokens(const std::string& initials) {
    Tokens tokens;
    const std::size_t gram = std::min<std::size_t>(initials.size(), 3);
    for (std::size_t i = 0; i + gram <= initials.size(); ++i) {
        tokens.push_back("i" + initials.substr(i, gram));
    }
    return tokens;
}

// zhgsy -> zgsy: some people type zh, ch and sh as initials.
std::string collapse_doubles(const std::string& letters) {
    std::string out;
    for (const char c : letters) {
        const bool is_second =
            c == 'h' && !out.empty() && std::string_view("zcs").find(out.back()) < 3;
        if (!is_second) out += c;
    }
    return out;
}

// In the order words, initials, syllables, so that combine() can put like to like.
Ways letter_ways(const Pinyin& pinyin, const Term& term) {
    Ways ways;
    const std::size_t size = term.characters.size();
    if (size < kWordPrefixes.front()) return ways;
    Tokens word;
    append(word, 'w', std::u32string_view(term.characters).substr(0, word_prefix(size)));
    ways.push_back(std::move(word));
    if (term.letters.empty()) return ways;
    ways.push_back(initial_tokens(term.folded));
    Cuts found;
    cut(pinyin, term.letters, {}, found);
    Ways cuts = found.whole.empty() ? std::move(found.begun) : std::move(found.whole);
    // The syllables follow each other, so their initials do: far fewer candidates.
    for (Tokens& syllables : cuts) {
        std::string initials_of_cut;
        for (const std::string& token : syllables) initials_of_cut += token[1];
        if (initials_of_cut.size() < 2) continue;
        const Tokens grams = initial_tokens(initials_of_cut);
        syllables.insert(syllables.end(), grams.begin(), grams.end());
    }
    ways.insert(ways.end(), cuts.begin(), cuts.end());
    const std::string collapsed = collapse_doubles(term.folded);
    if (collapsed.size() >= 2 && collapsed.size() < size) {
        ways.push_back(initial_tokens(collapsed));
    }
    return ways;
}

Ways number_ways(std::u32string_view digits) {
    Ways ways;
    if (digits.size() < kTailDigits) {
        ways.emplace_back();
        append(ways.back(), 'n', without_zeros(digits));
        return ways;
    }
    ways.emplace_back();
    append(ways.back(), 'e', digits.substr(digits.size() - kTailDigits));
    if (digits.size() >= kHeadDigits) {
        ways.emplace_back();
        append(ways.back(), 'g', digits.substr(0, kHeadDigits));
    }
    const std::u32string_view plain = without_zeros(digits);
    if (plain.size() < kTailDigits) {
        ways.emplace_back();
        append(ways.back(), 'n', plain);
    }
    return ways;
}

Ways mixed_ways(std::u32string_view characters) {
    Tokens tokens;
    std::size_t before_last = 0;
    char last = ' ';
    each_run(characters, [&](char kind, std::u32string_view run) {
        before_last = tokens.size();
        last = kind;
        if (kind == 'c') {
            if (run.size() == 1) append(tokens, 0, run);
            for (std::size_t i = 0; i + 1 < run.size(); ++i) append(tokens, 0, run.substr(i, 2));
        } else if (kind == 'n') {
            const Ways ways = number_ways(run);
            tokens.insert(tokens.end(), ways.front().begin(), ways.front().end());
        } else if (run.size() >= kWordPrefixes.front()) {
            append(tokens, 'w', run.substr(0, word_prefix(run.size())));
        }
    });
    Ways ways;
    if (!tokens.empty()) ways.push_back(tokens);
    // A number at the end may still be being typed: HT-2026-00.
    if (last == 'n' && before_last > 0) {
        tokens.resize(before_last);
        ways.push_back(std::move(tokens));
    }
    return ways;
}

bool is_phone_punctuation(char c) {
    return c == ' ' || c == '-' || c == '+' || c == '(' || c == ')';
}

Term make_term(std::string_view text) {
    Term term;
    term.folded = text;
    term.characters = decode(text);
    if (std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
        term.letters = term.folded;
        std::replace(term.letters.begin(), term.letters.end(), 'v', 'u');
    }
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            term.digits += c;
        } else if (!is_phone_punctuation(c)) {
            term.digits.clear();
            break;
        }
    }
    return term;
}

Ways ways_of(const Pinyin& pinyin, const Term& term) {
    std::size_t runs = 0;
    char kind = ' ';
    each_run(term.characters, [&](char what, std::u32string_view) {
        ++runs;
        kind = what;
    });
    if (runs == 1 && kind == 'w') return letter_ways(pinyin, term);
    if (runs == 1 && kind == 'n') return number_ways(decode(term.digits));
    return mixed_ways(term.characters);
}

// Each term read in the same manner: all as words, all as initials, all as syllables; of two
// terms also one as a word and one as syllables (smart huawei). More mixtures cost, and nobody
// types them.
Ways combine(const std::vector<Ways>& each) {
    Ways all;
    const auto join_into = [&all](const std::vector<const Tokens*>& parts) {
        Tokens tokens;
        for (const Tokens* part : parts) tokens.insert(tokens.end(), part->begin(), part->end());
        if (std::find(all.begin(), all.end(), tokens) == all.end()) all.push_back(tokens);
    };
    std::size_t most = 0;
    for (const Ways& ways : each) most = std::max(most, ways.size());
    for (std::size_t k = 0; k < most && all.size() < kWaysMax; ++k) {
        std::vector<const Tokens*> parts;
        for (const Ways& ways : each) parts.push_back(&ways[std::min(k, ways.size() - 1)]);
        join_into(parts);
    }
    if (each.size() == 2) {
        const auto syllables = [](const Ways& ways) {
            return &ways[std::min<std::size_t>(2, ways.size() - 1)];
        };
        join_into({&each[0].front(), syllables(each[1])});
        join_into({syllables(each[0]), &each[1].front()});
    }
    return all;
}

}  // namespace

Search parse_search(const Pinyin& pinyin, std::string_view query) {
    Search search;
    const std::string folded = fold(trim(query));
    // A number with spaces is one number: 138 0013 8000.
    const Term whole = make_term(folded);
    std::vector<Term> terms;
    if (whole.digits.size() >= kTailDigits && folded.find('-') == std::string::npos) {
        Term number = make_term(whole.digits);
        terms.push_back(std::move(number));
    } else {
        for (const std::string_view word : split(folded, ' ')) {
            if (!word.empty()) terms.push_back(make_term(word));
        }
    }
    std::vector<Ways> each;
    for (const Term& term : terms) {
        Ways ways = ways_of(pinyin, term);
        if (!ways.empty()) each.push_back(std::move(ways));  // one letter: by the text alone
    }
    search.ways = combine(each);
    search.terms = std::move(terms);
    return search;
}

bool spells(const Pinyin& pinyin, std::u32string_view text, std::string_view letters) {
    constexpr std::size_t kLettersMax = 63;
    if (letters.empty() || letters.size() > kLettersMax) return false;
    std::vector<Syllable> best;
    pinyin.read(text, best);
    // reached: places in `letters` up to which the characters so far spell it; every character
    // may begin a match.
    std::uint64_t reached = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Readings* found = pinyin.readings(text[i]);
        if (found == nullptr) {
            if (is_letter(text[i]) || is_digit(text[i])) reached = 0;
            continue;
        }
        reached |= 1;
        Readings all;
        all.add(best[i]);
        for (std::size_t r = 0; r < found->count; ++r) all.add(found->list[r]);
        std::uint64_t next = 0;
        for (std::size_t at = 0; at < letters.size(); ++at) {
            if ((reached >> at & 1U) == 0) continue;
            const std::string_view rest = letters.substr(at);
            for (std::size_t r = 0; r < all.count; ++r) {
                const std::string_view spelling = pinyin.typed(all.list[r]);
                if (spelling[0] != rest[0]) continue;
                if (spelling.starts_with(rest)) return true;
                next |= std::uint64_t{1} << (at + 1);
                const bool is_double = spelling.size() > 1 && spelling[1] == 'h';
                if (is_double && rest.starts_with(spelling.substr(0, 2))) {
                    next |= std::uint64_t{1} << (at + 2);
                }
                if (rest.starts_with(spelling)) next |= std::uint64_t{1} << (at + spelling.size());
            }
        }
        reached = next;
    }
    return false;
}

Quality quality(const Pinyin& pinyin, const Term& term, std::string_view text) {
    const std::string folded = fold(text);
    const std::size_t at = folded.find(term.folded);
    if (at != std::string::npos) {
        if (at > 0) return Quality::inside;
        return folded.size() == term.folded.size() ? Quality::whole : Quality::start;
    }
    if (!term.letters.empty() && spells(pinyin, decode(folded), term.letters)) {
        return Quality::pinyin;
    }
    return Quality::none;
}

Quality phone_quality(const Term& term, std::string_view phone) {
    if (term.digits.empty()) return Quality::none;
    std::string digits;
    for (const char c : phone) {
        if (c >= '0' && c <= '9') digits += c;
    }
    const std::size_t at = digits.find(term.digits);
    if (at == std::string::npos) return Quality::none;
    return at + term.digits.size() == digits.size() ? Quality::start : Quality::inside;
}

}  // namespace bihuan::match
