#include "kernel/match/pinyin.h"

#include "base/error.h"
#include "base/text.h"
#include "embedded/files.h"
#include "kernel/workspace.h"

#include <algorithm>

namespace bihuan::match {

namespace {

constexpr char32_t kBlockFirst = 0x4E00;
constexpr char32_t kBlockLast = 0x9FFF;
constexpr std::size_t kPersonMin = 2;  // characters of a Chinese person's whole name
constexpr std::size_t kPersonMax = 4;

std::u32string decode(std::string_view text) {
    std::u32string out;
    out.reserve(text.size() / 2);
    for (std::size_t pos = 0; pos < text.size();) out.push_back(next_code_point(text, pos));
    return out;
}

template <class Fn>
void each_line(std::string_view lines, const Fn& fn) {
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
        if (line.empty()) continue;
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) {
            throw Error(Code::internal, "error.internal").because("pinyin: line without a tab");
        }
        fn(line.substr(0, tab), line.substr(tab + 1));
    }
}

bool before(const std::u32string& a, const std::u32string& b) {
    if (a[0] != b[0]) return a[0] < b[0];
    return a.size() != b.size() ? a.size() > b.size() : a < b;
}

}  // namespace

bool Readings::has(Syllable syllable) const {
    return std::find(list.begin(), list.begin() + count, syllable) != list.begin() + count;
}

void Readings::add(Syllable syllable) {
    if (syllable != 0 && count < kReadingsMax && !has(syllable)) list[count++] = syllable;
}

Pinyin::Pinyin(std::string_view chars, std::string_view phrases, std::string_view surnames)
    : syllables_{""}, typed_{""}, block_(kBlockLast - kBlockFirst + 1),
      block_words_(block_.size()) {
    load_characters(chars);
    words_ = load_words(phrases);
    surnames_ = load_words(surnames);
    const auto count = [](const std::vector<Word>& words, const auto& at) {
        for (std::uint32_t i = 0; i < words.size(); ++i) {
            Range* range = at(words[i].text[0]);
            if (range == nullptr) continue;
            if (range->end == 0) range->begin = i;
            range->end = i + 1;
        }
    };
    count(words_, [this](char32_t c) -> Range* {
        if (c < kBlockFirst || c > kBlockLast) return nullptr;
        return &block_words_[c - kBlockFirst];
    });
    count(surnames_, [this](char32_t c) { return &surnames_by_first_[c]; });
}

Syllable Pinyin::intern(std::string_view spelling) {
    const auto [at, is_new] = by_spelling_.try_emplace(std::string(spelling),
                                                       static_cast<Syllable>(syllables_.size()));
    if (is_new) {
        syllables_.emplace_back(spelling);
        typed_.emplace_back(spelling);
        std::replace(typed_.back().begin(), typed_.back().end(), 'v', 'u');
        // n, ng and m are sounds that nobody searches for.
        if (typed_.back().find_first_of("aeiou") != std::string::npos) {
            typed_set_.insert(typed_.back());
        }
    }
    return at->second;
}

void Pinyin::load_characters(std::string_view chars) {
    each_line(chars, [this](std::string_view spellings, std::string_view characters) {
        Readings readings;
        for (const std::string_view spelling : split(spellings, ' ')) {
            readings.add(intern(spelling));
        }
        for (std::size_t pos = 0; pos < characters.size();) {
            const char32_t c = next_code_point(characters, pos);
            if (c >= kBlockFirst && c <= kBlockLast) {
                block_[c - kBlockFirst] = readings;
            } else {
                others_[c] = readings;
            }
        }
    });
}

std::vector<Pinyin::Word> Pinyin::load_words(std::string_view lines) {
    std::vector<Word> words;
    each_line(lines, [&](std::string_view word, std::string_view spellings) {
        Word next{decode(word), {}};
        for (const std::string_view spelling : split(spellings, ' ')) {
            next.reading.push_back(intern(spelling));
        }
        if (next.text.empty() || next.text.size() != next.reading.size()) {
            throw Error(Code::internal, "error.internal").because("pinyin: uneven word");
        }
        words.push_back(std::move(next));
    });
    std::sort(words.begin(), words.end(),
              [](const Word& a, const Word& b) { return before(a.text, b.text); });
    return words;
}

const Readings* Pinyin::readings(char32_t c) const {
    if (c >= kBlockFirst && c <= kBlockLast) {
        const Readings& found = block_[c - kBlockFirst];
        return found.count == 0 ? nullptr : &found;
    }
    if (c < 0x3007) return nullptr;  // most texts are Latin or punctuation here
    const auto found = others_.find(c);
    return found == others_.end() ? nullptr : &found->second;
}

const Pinyin::Word* Pinyin::longest_word(std::u32string_view text) const {
    const char32_t c = text[0];
    if (c < kBlockFirst || c > kBlockLast) return nullptr;
    const Range range = block_words_[c - kBlockFirst];
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
        if (text.starts_with(words_[i].text)) return &words_[i];
    }
    return nullptr;
}

const Pinyin::Word* Pinyin::surname_of(std::u32string_view text) const {
    if (text.size() < kPersonMin || text.size() > kPersonMax) return nullptr;
    const auto found = surnames_by_first_.find(text[0]);
    if (found == surnames_by_first_.end()) return nullptr;
    for (std::uint32_t i = found->second.begin; i < found->second.end; ++i) {
        const std::u32string& name = surnames_[i].text;
        // One or two given names follow: 单雄信, but not a firm's 单车世界.
        const std::size_t given = text.size() - std::min(text.size(), name.size());
        if (given >= 1 && given <= 2 && text.starts_with(name)) return &surnames_[i];
    }
    return nullptr;
}

void Pinyin::read(std::u32string_view text, std::vector<Syllable>& best) const {
    best.clear();
    const Word* surname = surname_of(text);
    while (best.size() < text.size()) {
        const std::u32string_view rest = text.substr(best.size());
        const Word* word = longest_word(rest);
        if (best.empty() && surname != nullptr &&
            (word == nullptr || word->text.size() < surname->text.size())) {
            word = surname;
        }
        if (word != nullptr) {
            best.insert(best.end(), word->reading.begin(), word->reading.end());
            continue;
        }
        const Readings* found = readings(rest[0]);
        best.push_back(found == nullptr ? Syllable{0} : found->list[0]);
    }
}

bool Pinyin::is_typed_syllable(std::string_view spelling) const {
    return typed_set_.contains(spelling);
}

bool Pinyin::begins_typed_syllable(std::string_view letters) const {
    const auto next = typed_set_.lower_bound(letters);
    return next != typed_set_.end() && next->starts_with(letters);
}

namespace {

std::string_view shipped(std::string_view path) {
    for (const EmbeddedFile& file : embedded_data()) {
        if (file.path == path) return file.bytes;
    }
    throw Error(Code::internal, "error.internal").because("pinyin: no " + std::string(path));
}

struct PinyinSlot {
    Pinyin tables{shipped("pinyin/chars.txt"), shipped("pinyin/phrases.txt"),
                  shipped("pinyin/surnames.txt")};
};

}  // namespace

const Pinyin& pinyin_of(Workspace& workspace) { return workspace.slot<PinyinSlot>().tables; }

std::string pinyin(const Pinyin& tables, std::string_view text) {
    const std::u32string characters = decode(text);
    std::vector<Syllable> best;
    tables.read(characters, best);
    std::string out;
    bool after_syllable = false;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const bool is_syllable = best[i] != 0;
        const bool is_space = characters[i] == U' ';
        if (!out.empty() && out.back() != ' ' && !is_space && (is_syllable || after_syllable)) {
            out += ' ';
        }
        if (is_syllable) {
            out += tables.text(best[i]);
        } else {
            append_code_point(out, characters[i]);
        }
        after_syllable = is_syllable;
    }
    return out;
}

std::string pinyin_sort_key(const Pinyin& tables, std::string_view text) {
    return fold(pinyin(tables, text)) + '\x01' + std::string(text);
}

}  // namespace bihuan::match
