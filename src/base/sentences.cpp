#include "base/sentences.h"

#include "base/json.h"
#include "base/text.h"

#include <charconv>
#include <unordered_map>

namespace bihuan {

namespace {

using Table = std::unordered_map<std::string, std::string>;

Table read_table(std::string_view text) {
    const Json json = Json::parse(text);
    Table out;
    for (std::size_t i = 0; i < json.size(); ++i) {
        out.emplace(json.key_at(i), json.at(i).string());
    }
    return out;
}

// The half of a value made by in_both; any other value is said as it is.
std::string_view half(Language language, std::string_view value) {
    const std::size_t between = value.find(kHalves);
    if (between == std::string_view::npos) return value;
    return language == Language::zh ? value.substr(0, between) : value.substr(between + 1);
}

std::string fill(Language language, std::string_view sentence, const Args& args) {
    std::string out;
    std::size_t at = 0;
    while (at < sentence.size()) {
        const std::size_t open = sentence.find('{', at);
        const std::size_t close =
            open == std::string_view::npos ? open : sentence.find('}', open);
        if (close == std::string_view::npos) break;
        out.append(sentence.substr(at, open - at));
        const std::string_view name = sentence.substr(open + 1, close - open - 1);
        bool found = false;
        for (const auto& [key, value] : args) {
            if (key != name) continue;
            out += half(language, value);
            found = true;
            break;
        }
        if (!found) out.append(sentence.substr(open, close - open + 1));
        at = close + 1;
    }
    out.append(sentence.substr(at));
    return out;
}

}  // namespace

struct Sentences::Tables {
    Table zh;
    Table en;
};

Language parse_language(std::string_view text) {
    Language wanted = Language::zh;
    double best = 0;
    for (const std::string_view part : split(text, ',')) {
        const auto pieces = split(part, ';');
        const std::string tag = trim(pieces.front());
        const bool is_english = starts_with_fold(tag, "en");
        if (!is_english && !starts_with_fold(tag, "zh")) continue;
        double weight = 1;
        const std::string given = pieces.size() > 1 ? trim(pieces[1]) : std::string();
        if (given.starts_with("q=")) {
            std::from_chars(given.data() + 2, given.data() + given.size(), weight);
        }
        if (weight <= best) continue;  // of equals the first one named
        best = weight;
        wanted = is_english ? Language::en : Language::zh;
    }
    return wanted;
}

std::string_view to_text(Language language) {
    return language == Language::zh ? "zh-CN" : "en";
}

const std::string& Label::in(Language language) const {
    if (language == Language::zh) return zh.empty() ? en : zh;
    return en.empty() ? zh : en;
}

Sentences::Sentences(std::string_view zh_json, std::string_view en_json)
    : tables_(std::make_unique<const Tables>(Tables{read_table(zh_json), read_table(en_json)})) {}

Sentences::~Sentences() = default;

std::string Sentences::say(Language language, std::string_view key, const Args& args) const {
    const Table& table = language == Language::zh ? tables_->zh : tables_->en;
    const auto found = table.find(std::string(key));
    return found == table.end() ? std::string(key) : fill(language, found->second, args);
}

bool Sentences::has(std::string_view key) const {
    return tables_->zh.contains(std::string(key));
}

}  // namespace bihuan
