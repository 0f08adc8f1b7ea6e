#include "base/error.h"
#include "base/sentences.h"
#include "db/engine/scratch.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/test_company.h"
#include "kernel/expr/to_sql.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

namespace bihuan::expr {
namespace {

class PlainColumns final : public Columns {
public:
    Sql column(const Path& path) override { return {path.to_text(), {}}; }
};

class ExpressionTest : public testing::Test {
protected:
    Program program(std::string_view text) const {
        Issues issues;
        auto found = compile(text, company_.env(), issues);
        EXPECT_TRUE(found) << text << " " << (issues.empty() ? "" : issues.begin()->key);
        return *found;
    }
    std::string sql(std::string_view text) {
        PlainColumns columns;
        const Sql made = to_sql(program(text), database_->dialect(), columns, company_.facts());
        std::string params;
        for (const Value& value : made.params) {
            params += " " + display(value, company_.facts());
        }
        return made.text + " |" + params;
    }

    TestCompany company_;
    db::ScratchBase database_;
};

TEST_F(ExpressionTest, comparisons_with_constants_leave_the_column_alone) {
    EXPECT_EQ(sql("owner == me and stage == \"401\" and amount >= 100000"),
              "owner = ? AND stage = ? AND amount >= ? | 101 401 10000000");
    EXPECT_EQ(sql("stage == \"won\""), "stage.key = ? | won");
    EXPECT_EQ(sql("amount > 1.239"), "amount > ? | 123");
    EXPECT_EQ(sql("amount < 1.231"), "amount <= ? | 123");
    EXPECT_EQ(sql("rate > 12.5%"), "rate > ? | 1250");
    EXPECT_EQ(sql("kind in [\"new\", \"renewal\"]"), "kind IN (?, ?) | new renewal");
    EXPECT_EQ(sql("owner in my.team"), "owner IN (?, ?, ?) | 101 102 103");
    EXPECT_EQ(sql("thismonth(close_date)"),
              "(close_date >= ? AND close_date <= ?) | 2026-11-01 2026-11-30");
    EXPECT_EQ(sql("visited_at < today()"), "visited_at < ? | 1795363200000000");
    EXPECT_EQ(sql("signed_on is empty"), "(signed_on IS NULL) |");
    EXPECT_EQ(sql("won and not hot"), "(won = 1) AND (((hot = 1)) IS NOT TRUE) |");
}

TEST_F(ExpressionTest, formulas_take_the_form_of_their_column) {
    PlainColumns columns;
    const meta::Field& share = company_.deal().at("cost_share");
    const Sql made = to_field_sql(program("cost / amount"), share, database_->dialect(), columns,
                                  company_.facts());
    const db::Dialect& dialect = database_->dialect();
    const std::string quotient = dialect.multiply_scaled("cost", "1000000", "amount");
    EXPECT_EQ(made.text, dialect.scale_down(quotient, 100, Whole::half_up));
    const Value value = fit_field(company_.value_of("cost / amount"), share);
    EXPECT_EQ(value.as<Decimal>().to_text(), "62.50");
}

TEST_F(ExpressionTest, programs_know_what_they_need) {
    EXPECT_TRUE(is_storable(program("amount - cost")));
    EXPECT_FALSE(is_storable(program("close_date - today()")));
    EXPECT_FALSE(is_storable(program("owner == me")));
    EXPECT_FALSE(is_storable(program("account.name & name")));
    EXPECT_FALSE(is_storable(program("line_total + 1")));
    EXPECT_TRUE(program("owner in my.team").uses_actor());
    EXPECT_TRUE(program("thisweek(close_date)").uses_clock());
    EXPECT_EQ(program("amount + amount > 1 and account.name == \"a\"").paths().size(), 2U);
}

TEST_F(ExpressionTest, wanted_types_are_kept) {
    const auto check = [&](std::string_view text, const Type& wanted) {
        Issues issues;
        return compile(text, company_.env(), issues, wanted).has_value();
    };
    const Type decimal{types::Kind::decimal, types::Kind::none, {}, 2};
    const Type date{types::Kind::date, types::Kind::none, {}, 0};
    const Type user{types::Kind::reference, types::Kind::none, "user", 0};
    EXPECT_TRUE(check("quantity", decimal));
    EXPECT_TRUE(check("null", date));
    EXPECT_TRUE(check("\"2026-11-23\"", date));
    EXPECT_TRUE(check("now()", date));
    EXPECT_TRUE(check("me", user));
    EXPECT_FALSE(check("my.dept", user));
    EXPECT_FALSE(check("name", decimal));
    EXPECT_FALSE(check("\"soon\"", date));
}

TEST_F(ExpressionTest, every_issue_has_a_sentence_in_both_languages) {
    const Sentences sentences(read_file("locale/zh-CN.json"), read_file("locale/en.json"));
    for (const auto& file : std::filesystem::directory_iterator("tests/expr")) {
        const Json cases = Json::parse(read_file(file.path().string())).get("cases");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            Issues issues;
            compile_filter(cases.at(i).at(0).string(), company_.env(), issues);
            for (const Issue& issue : issues) {
                for (const Language language : {Language::zh, Language::en}) {
                    const std::string said = sentences.say(language, issue.key, issue.args);
                    EXPECT_NE(said, issue.key);
                    EXPECT_EQ(said.find("{"), std::string::npos) << said;
                }
            }
        }
    }
    Issues issues;
    compile("amount == \"x\"", company_.env(), issues);
    EXPECT_EQ(sentences.say(Language::zh, issues.begin()->key, issues.begin()->args),
              "第 1 行第 11 列：“金额”是数字，不能与文本比较。");
}

TEST_F(ExpressionTest, no_input_breaks_the_parser) {
    std::mt19937_64 random(7);
    std::vector<std::string> seeds;
    for (const auto& file : std::filesystem::directory_iterator("tests/expr")) {
        const Json cases = Json::parse(read_file(file.path().string())).get("cases");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            seeds.emplace_back(cases.at(i).at(0).string());
        }
    }
    constexpr std::string_view kPieces[] = {"(", ")", "[", ",", "not ", "\"", "'", " and ", "==",
                                            "in ", "1", "-", "name", ".", "\xff", "中", "%", "&"};
    for (int i = 0; i < 6'000; ++i) {
        std::string text = seeds[random() % seeds.size()].substr(0, 200);
        for (int change = static_cast<int>(random() % 4); change >= 0; --change) {
            const std::size_t at = random() % (text.size() + 1);
            const std::string_view piece = kPieces[random() % std::size(kPieces)];
            random() % 2 == 0 ? text.insert(at, piece) : text.erase(at, random() % 4);
        }
        Issues issues;
        const auto found = compile(text, company_.env(), issues);
        ASSERT_EQ(found.has_value(), issues.empty()) << text;
        if (found) {
            try {
                evaluate(*found, company_.facts());
            } catch (const Error& error) {
                ASSERT_EQ(error.code(), Code::invalid) << text;
            }
        }
    }
}

TEST_F(ExpressionTest, deep_and_long_input_is_refused_quickly) {
    const auto key_of = [&](const std::string& text) {
        Issues issues;
        compile(text, company_.env(), issues);
        return issues.empty() ? std::string() : issues.begin()->key;
    };
    const auto repeat = [](std::string_view piece, int times) {
        std::string text;
        for (int i = 0; i < times; ++i) {
            text += piece;
        }
        return text;
    };
    EXPECT_EQ(key_of(repeat("(", 60'000)), "issue.expression.depth");
    EXPECT_EQ(key_of(repeat("-", 60'000)), "issue.expression.depth");
    EXPECT_EQ(key_of(repeat("abs(", 16'000)), "issue.expression.depth");
    EXPECT_EQ(key_of("1" + repeat(" + 1", 10'000)), "issue.expression.nodes");
    EXPECT_EQ(key_of("won" + repeat(" or won", 10'000)), "issue.expression.length");
    EXPECT_EQ(key_of("name in [" + repeat("1,", 9'000) + "1]"), "issue.expression.nodes");
    EXPECT_EQ(key_of("account" + repeat(".parent", 9'000)), "issue.expression.path");
    EXPECT_EQ(key_of(repeat("switch(", 20) + "1" + repeat(",1,2,3,4,5,6,7,8,9)", 20)),
              "issue.expression.nodes");
    EXPECT_EQ(key_of("won" + repeat(" or won", 1'900)), "");
}

std::shared_ptr<const meta::Schema> with_formulas(
    const meta::Schema& schema, const std::vector<std::pair<std::string, std::string>>& formulas,
    const std::string& result_type) {
    std::vector<meta::Object> objects = schema.objects();
    for (meta::Object& object : objects) {
        for (const auto& [name, text] : formulas) {
            if (object.name == name.substr(0, name.find('.'))) {
                meta::Field field;
                field.name = name.substr(name.find('.') + 1);
                field.type = types::find("formula");
                field.settings.formula = text;
                field.settings.result_type = result_type;
                object.fields.push_back(field);
            }
        }
    }
    Issues issues;
    return meta::Schema::build(2, std::move(objects), issues);
}

TEST_F(ExpressionTest, circles_of_formulas_are_named) {
    for (const std::string result : {"integer", ""}) {
        const auto schema = with_formulas(
            company_.schema(),
            {{"deal.x_a", "x_b + 1"}, {"deal.x_b", "x_c * 2"}, {"deal.x_c", "x_a"}}, result);
        ASSERT_TRUE(schema);
        Issues issues;
        check_formulas(*schema, issues);
        ASSERT_EQ(issues.size(), 1U) << result;
        EXPECT_EQ(issues.begin()->key, "issue.expression.circle");
        EXPECT_NE(issues.begin()->args.front().second.find("deal.x_b -> deal.x_c"),
                  std::string::npos)
            << issues.begin()->args.front().second;
    }
}

TEST_F(ExpressionTest, formulas_without_circle_find_their_types) {
    const auto schema = with_formulas(
        company_.schema(), {{"deal.x_a", "x_b & name"}, {"deal.x_b", "upper(kind)"}}, "");
    ASSERT_TRUE(schema);
    Issues issues;
    check_formulas(*schema, issues);
    EXPECT_TRUE(issues.empty());
    const meta::Object& deal = schema->at("deal");
    EXPECT_EQ(type_of(*schema, deal, deal.at("x_a")).kind, types::Kind::text);
}

TEST_F(ExpressionTest, wrong_formulas_are_reported_where_they_stand) {
    const auto schema = with_formulas(company_.schema(), {{"deal.x_a", "amout + 1"}}, "decimal");
    ASSERT_TRUE(schema);
    Issues issues;
    check_formulas(*schema, issues);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.begin()->field, "deal.x_a");
    EXPECT_EQ(issues.begin()->hint, "amount");
}

}  // namespace
}  // namespace bihuan::expr
