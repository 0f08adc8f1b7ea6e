// Every function does what its row says, and docs/expressions.md says the same.
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/function.h"
#include "kernel/expr/test_company.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

namespace bihuan::expr {
namespace {

struct Entry {
    std::string_view name, family, signature, says, example, answer;
    bool in_filters = true;
};

std::vector<Entry> entries() {
    std::vector<Entry> all;
    for (const SpecialForm& form : special_forms()) {
        all.push_back({form.name, form.family, form.signature, form.says, form.example,
                       form.answer, true});
    }
    for (const Function* f : all_functions()) {
        const bool filters = f->sql != nullptr || f->takes.empty();
        all.push_back({f->name, f->family, f->signature, f->says, f->example, f->answer, filters});
    }
    return all;
}

TEST(FunctionsTest, examples_give_their_answers) {
    const TestCompany company;
    for (const Entry& entry : entries()) {
        const Value value = company.value_of(entry.example);
        const Value answer = company.value_of(entry.answer);
        EXPECT_TRUE(equal_values(value, answer, company.facts()))
            << entry.example << " is " << display(value, company.facts()) << ", not "
            << entry.answer;
    }
}

TEST(FunctionsTest, there_are_enough_and_names_are_unique) {
    std::map<std::string_view, int> names;
    for (const Entry& entry : entries()) {
        EXPECT_EQ(++names[entry.name], 1) << entry.name;
    }
    EXPECT_GE(names.size(), 60U);
}

constexpr std::string_view kBegin = "<!-- functions: written by the test -->\n";
constexpr std::string_view kEnd = "<!-- end of functions -->\n";
constexpr const char* kDocument = "docs/expressions.md";

std::string function_tables() {
    std::vector<std::string_view> families;
    std::map<std::string_view, std::string> tables;
    for (const Entry& entry : entries()) {
        if (!tables.contains(entry.family)) {
            families.push_back(entry.family);
            tables[entry.family] = "\n### " + std::string(entry.family) +
                                   "\n\n| function | says | example | gives | filters |\n"
                                   "|---|---|---|---|---|\n";
        }
        tables[entry.family] += "| `" + std::string(entry.signature) + "` | " +
                                std::string(entry.says) + " | `" + std::string(entry.example) +
                                "` | `" + std::string(entry.answer) + "` | " +
                                (entry.in_filters ? "yes" : "") + " |\n";
    }
    std::string text;
    for (const std::string_view family : families) {
        text += tables[family];
    }
    return text + "\n";
}

// UPDATE_GOLDEN=1 writes the document's tables anew.
TEST(FunctionsTest, the_document_lists_exactly_these) {
    const std::string document = read_file(kDocument);
    const std::size_t begin = document.find(kBegin);
    const std::size_t end = document.find(kEnd);
    ASSERT_TRUE(begin != std::string::npos && end != std::string::npos);
    const std::size_t from = begin + kBegin.size();
    const std::string tables = function_tables();
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(kDocument) << document.substr(0, from) << tables << document.substr(end);
        return;
    }
    EXPECT_EQ(document.substr(from, end - from), tables)
        << "run the test with UPDATE_GOLDEN=1 and look at the difference";
}

}  // namespace
}  // namespace bihuan::expr
