// tests/expr/*.json: expressions with their values or issues. The browser runs the same files.
#include "base/text.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/test_company.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace bihuan::expr {
namespace {

std::string shown(const Value& value, const Facts& facts) {
    return value.is_null() ? "null" : display(value, facts);
}

std::string expected_text(const Json& json) {
    switch (json.kind()) {
        case Json::Kind::null: return "null";
        case Json::Kind::boolean: return json.boolean() ? "true" : "false";
        case Json::Kind::integer: return std::to_string(json.integer());
        case Json::Kind::number: return parse_decimal(json.number_text())->to_trimmed();
        case Json::Kind::string: return std::string(json.string());
        case Json::Kind::array:
        case Json::Kind::object: return json.to_text();
    }
    return {};
}

std::string arg_of(const Issue& issue, std::string_view name) {
    for (const auto& [key, value] : issue.args) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

// {"issue": "name", "at": "1:5", "hint": "amount"}: at and hint where they matter.
void check_issue(const std::string& text, const Json& expected, const Issues& issues) {
    ASSERT_FALSE(issues.empty()) << text << " is accepted";
    const Issue& issue = issues.list().front();
    EXPECT_EQ(issue.key, "issue.expression." + std::string(expected.get("issue").string()))
        << text;
    if (expected.has("at")) {
        EXPECT_EQ(arg_of(issue, "line") + ":" + arg_of(issue, "column"),
                  expected.get("at").string())
            << text;
    }
    if (expected.has("hint")) {
        EXPECT_EQ(issue.hint, expected.get("hint").string()) << text;
    }
}

void run_case(const TestCompany& company, const TestFacts& facts, const Json& one, bool filter) {
    const std::string text(one.at(0).string());
    const Json expected = one.at(1);
    Issues issues;
    const auto program = filter ? compile_filter(text, company.env(), issues)
                                : compile(text, company.env(), issues);
    if (expected.is_object()) {
        check_issue(text, expected, issues);
        return;
    }
    for (const Issue& issue : issues) {
        ADD_FAILURE() << text << ": " << issue.key << " at " << arg_of(issue, "line") << ":"
                      << arg_of(issue, "column") << " hint " << issue.hint;
    }
    if (program) {
        EXPECT_EQ(shown(evaluate(*program, facts), facts), expected_text(expected)) << text;
    }
}

TEST(VectorsTest, every_vector_holds) {
    const TestCompany company;
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator("tests/expr")) {
        if (file.path().extension() != ".json" || file.path().filename() == "company.json") {
            continue;
        }
        const Json json = Json::parse(read_file(file.path().string()));
        const TestFacts facts = company.facts_with(json.get("record"));
        const Json cases = json.get("cases");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            SCOPED_TRACE(file.path().filename().string());
            run_case(company, facts, cases.at(i), json.flag_or("filter", false));
            ++count;
        }
    }
    EXPECT_GE(count, 250U);
}

}  // namespace
}  // namespace bihuan::expr
