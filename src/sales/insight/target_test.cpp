#include "sales/insight/test_books.h"

#include <gtest/gtest.h>

namespace bihuan::insight {

namespace {

const MetricRequest kMarch = in("2026-03-01", "2026-03-31");

struct Aims : TestBooks {
    RecordId customer = account("甲");

    RecordId target(const std::string& subject, const std::string& who,
                    const std::string& value, const std::string& month = "2026-03",
                    const std::string& state = "published") {
        std::string json = R"({"metric": "signed", "subject": ")" + subject +
                           R"(", "month": ")" + month + R"(", "value": ")" + value +
                           R"(", "state": ")" + state + "\"";
        if (subject == "user") json += R"(, "user": )" + quoted(company.id(who));
        if (subject == "department") json += R"(, "dept": )" + quoted(company.id(who));
        return company.create("", "target", json + "}", record::Via::import);
    }

    void sign(const std::string& who, std::int64_t fen, const char* date = "2026-03-02") {
        const RecordId id = contract(customer, "1", date, who);
        post({.metric = "signed", .date = date, .record = id, .amount = fen, .count = 1,
              .owner = who, .account = customer, .contract = id});
    }
};

TEST(Attainment, is_against_the_target_in_force) {
    Aims books;
    const RecordId company = books.target("company", "", "1000");
    books.target("user", "li", "400");
    books.target("user", "chen", "600");
    books.sign("li", 30'000);
    EXPECT_EQ(books.value("boss", "attainment", kMarch), "30.00");
    EXPECT_EQ(text_of(books.ask("boss", "signed", kMarch).target), "1000.00");
    EXPECT_EQ(books.rows("boss", "attainment", kMarch, "owner"), "李强 75.00; 陈晨 0.00");
    EXPECT_EQ(books.value("li", "attainment", kMarch), "75.00");   // his own target
    MetricRequest li = kMarch;
    li.owner = to_user(books.company.id("li"));
    EXPECT_EQ(books.value("boss", "attainment", li), "75.00");
    // Revised in April: March keeps the target of its last day.
    books.company.go_to("2026-04-03");
    books.company.update("", company, R"({"value": "3000", "state": "revised"})",
                         record::Via::import);
    EXPECT_EQ(books.value("boss", "attainment", kMarch), "30.00");
    EXPECT_EQ(books.value("boss", "attainment", in("2026-04-01", "2026-04-30")), "-");
}

TEST(Attainment, of_departments_includes_those_below) {
    Aims books;
    books.target("department", "sales", "1000");
    books.target("department", "east", "400");
    books.sign("li", 30'000);
    books.sign("chen", 20'000);
    EXPECT_EQ(books.rows("boss", "attainment", kMarch, "dept"), "华东组 75.00; 销售部 50.00");
    EXPECT_EQ(books.value("wang", "attainment", kMarch), "50.00");   // her department's
    // No target of the company: those of its departments.
    EXPECT_EQ(text_of(books.ask("boss", "signed", kMarch).target), "1400.00");
}

TEST(Attainment, of_others_is_no_false_zero) {
    Aims books;
    books.target("company", "", "2000");
    books.target("department", "east", "1000");
    books.target("user", "li", "400");
    books.target("user", "zhao", "400");
    books.target("user", "chen", "600");
    books.sign("li", 30'000);
    books.sign("chen", 20'000);
    MetricRequest chen = kMarch;
    chen.owner = to_user(books.company.id("chen"));
    EXPECT_EQ(books.value("boss", "attainment", chen), "33.33");
    // A rep has the own target, whatever is asked for.
    EXPECT_EQ(books.value("li", "attainment", kMarch), "75.00");
    EXPECT_EQ(books.rows("li", "attainment", kMarch, "owner"), "李强 75.00");
    EXPECT_EQ(books.value("li", "attainment", chen), "-");
    EXPECT_EQ(text_of(books.ask("li", "signed", chen).target), "-");
    // One who may read all targets hears nothing of what does not show.
    books.company.create("", "role", R"({"code": "aims", "name": "看目标", "rights":
        "{\"objects\": {\"target\": {\"acts\": [\"read\"], \"read\": [\"all\"]}}}"})",
                         record::Via::import);
    books.company.verb("admin", books.company.id("li"), "assign_roles",
                       R"({"roles": "sales_rep,aims"})");
    EXPECT_EQ(text_of(books.ask("li", "signed", chen).target), "600.00");
    EXPECT_EQ(books.value("li", "attainment", chen), "-");
    EXPECT_FALSE(books.ask("li", "attainment", chen).numerator);
    EXPECT_EQ(books.rows("li", "attainment", kMarch, "owner"), "李强 75.00; 赵敏 -; 陈晨 -");
    EXPECT_EQ(books.rows("li", "attainment", kMarch, "dept"), "华东组 -");
}

TEST(Attainment, drafts_are_no_targets) {
    Aims books;
    books.target("company", "", "1000", "2026-03", "draft");
    books.sign("li", 30'000);
    EXPECT_EQ(books.value("boss", "attainment", kMarch), "-");
}

TEST(Pace, goes_by_working_days) {
    Aims books;
    books.target("company", "", "2200");
    books.sign("li", 30'000);
    // March 2026 has 22 weekdays; by Wednesday the 4th three of them have passed: 300 should be.
    books.company.go_to("2026-03-04");
    EXPECT_EQ(books.value("boss", "pace", kMarch), "100.00");
    EXPECT_EQ(text_of(books.ask("boss", "pace", kMarch).denominator), "300.00");
    // A week is its working days' part of the month.
    EXPECT_EQ(text_of(books.ask("boss", "signed", in("2026-03-02", "2026-03-08")).target),
              "500.00");
    EXPECT_EQ(books.value("boss", "attainment", in("2026-03-02", "2026-03-08")), "60.00");
}

TEST(Coverage, is_open_pipeline_over_what_is_lacking) {
    Aims books;
    books.target("company", "", "1000");
    books.sign("li", 50'000);
    books.opportunity("甲项目", "li", R"(, "amount": "1500", "expected_close": "2026-03-20")");
    EXPECT_EQ(books.value("boss", "pipeline_coverage", kMarch), "300.00");
    books.sign("li", 50'000);
    EXPECT_EQ(books.value("boss", "pipeline_coverage", kMarch), "-");
}

}  // namespace

}  // namespace bihuan::insight
