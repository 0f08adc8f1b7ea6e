#include "app/demo_words.h"

#include "base/error.h"
#include "base/text.h"
#include "embedded/files.h"

#include <charconv>

namespace bihuan::app {

namespace {

std::vector<std::vector<std::string>> rows_of(std::string_view name, char separator) {
    std::string_view bytes;
    for (const EmbeddedFile& file : embedded_data()) {
        if (file.path == name) bytes = file.bytes;
    }
    std::vector<std::vector<std::string>> rows;
    for (const std::string_view line : split(bytes, '\n')) {
        if (line.empty() || line.front() == '#') continue;
        std::vector<std::string> row;
        for (const std::string_view cell : split(line, separator)) row.push_back(trim(cell));
        rows.push_back(std::move(row));
    }
    if (rows.empty()) {
        throw Error(Code::internal, "error.internal").because("not embedded: " + std::string(name));
    }
    return rows;
}

std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

DemoWords::DemoWords() {
    for (const auto& row : rows_of("demo_company/people.txt", '\t')) {
        people_.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4)});
    }
    for (const auto& row : rows_of("demo_company/products.txt", '\t')) {
        products_.push_back({row.at(0), row.at(1), row.at(2), row.at(3), row.at(4),
                             number_of(row.at(5)), number_of(row.at(6)), number_of(row.at(7))});
    }
    for (const auto& row : rows_of("demo_company/words.txt", ':')) {
        for (const std::string_view word : split(row.at(1), '|')) {
            words_[row.at(0)].push_back(trim(word));
        }
    }
}

const std::string& DemoWords::any(DemoDice& dice, const std::string& kind) const {
    return dice.of(words_.at(kind));
}

std::string DemoWords::person(DemoDice& dice) const {
    return any(dice, "surname") + any(dice, "given");
}

std::string DemoWords::company(DemoDice& dice) {
    for (;;) {
        std::string name = any(dice, "city") + any(dice, "brand_a") + any(dice, "brand_b") +
                           any(dice, "business");
        if (taken_.insert(name).second) return name + any(dice, "form");
    }
}

}  // namespace bihuan::app
