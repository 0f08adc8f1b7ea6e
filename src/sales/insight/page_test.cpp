// Every definition as a whole, rights, and the pages.
#include "sales/insight/test_books.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

namespace bihuan::insight {

namespace {

TEST(Dictionary, every_metric_is_defined_in_both_languages) {
    std::set<std::string> names;
    for (const Metric& metric : dictionary()) {
        EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
        EXPECT_FALSE(metric.label.zh.empty() || metric.label.en.empty()) << metric.name;
        EXPECT_FALSE(metric.definition.zh.empty() || metric.definition.en.empty())
            << metric.name;
        EXPECT_FALSE(metric.excluded.zh.empty() || metric.excluded.en.empty()) << metric.name;
        EXPECT_FALSE(metric.date.empty()) << metric.name;
        EXPECT_NE(metric.measure, nullptr) << metric.name;
    }
    EXPECT_GE(names.size(), 30u);
}

// The part of docs/metrics.md that the code writes.
std::string definitions() {
    const auto unit = [](Unit of) {
        switch (of) {
            case Unit::money: return "money";
            case Unit::count: return "count";
            case Unit::percent: return "percent";
            case Unit::days: return "days";
        }
        return "";
    };
    std::string out;
    for (const Metric& metric : dictionary()) {
        out += "\n### `" + metric.name + "` " + metric.label.zh + " / " + metric.label.en + "\n\n";
        out += metric.definition.zh + "\n\n" + metric.definition.en + "\n\n";
        out += "- 不计 / not counted: " + metric.excluded.zh + " / " + metric.excluded.en + "\n";
        out += std::string("- unit: ") + unit(metric.unit) + "; decided by: `" + metric.date +
               "`; groups: ";
        for (std::size_t i = 0; i < metric.group_by.size(); ++i) {
            out += (i ? " " : "") + metric.group_by[i];
        }
        if (metric.group_by.empty()) out += "none";
        out += "; behind it: `" + metric.object + "`\n";
    }
    return out;
}

TEST(Dictionary, is_the_page_of_definitions) {
    const std::string path = "docs/metrics.md";
    const std::string mark = "<!-- definitions: written by the test -->\n";
    std::ifstream file(path);
    std::ostringstream read;
    read << file.rdbuf();
    const std::string page = read.str();
    const auto at = page.find(mark);
    ASSERT_NE(at, std::string::npos) << "run in the checkout";
    const std::string wanted = page.substr(0, at) + mark + definitions();
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path) << wanted;
    else EXPECT_EQ(page, wanted) << "UPDATE_GOLDEN=1 writes it";
}

TEST(Dictionary, every_metric_answers_by_every_group_now_and_then) {
    TestBooks books;
    const RecordId customer = books.account("甲");
    books.contract(customer, "1000", "2026-03-02");
    for (const Metric& metric : dictionary()) {
        for (const char* login : {"boss", "wang", "li", "fan"}) {
            std::vector<std::string> groups = metric.group_by;
            groups.emplace_back();
            for (const std::string& group : groups) {
                MetricRequest request = in("2026-03-01", "2026-03-31");
                request.group = group;
                request.owner = to_user(books.company.id("li"));
                request.dept = books.company.id("sales");
                EXPECT_NO_THROW(books.ask(login, metric.name, request))
                    << metric.name << " by " << group;
                request.as_of = on("2026-03-01").as_of;
                request.owner = {};
                request.account = customer;
                EXPECT_NO_THROW(books.ask(login, metric.name, request))
                    << metric.name << " by " << group;
            }
        }
        std::string body;
        JsonWriter json(body);
        write_answer(books.ask("boss", metric.name), json);
        EXPECT_TRUE(Json::parse(body).has("value")) << metric.name;
    }
}

TEST(Dictionary, shows_only_what_the_reader_may_see) {
    TestBooks books;
    const auto names = [&](const char* login) {
        std::set<std::string> out;
        const Json list = Json::parse(books.page(login, write_dictionary)).get("metrics");
        for (std::size_t i = 0; i < list.size(); ++i) {
            out.emplace(list.at(i).get("name").string());
        }
        return out;
    };
    EXPECT_EQ(names("boss").size(), dictionary().size());
    const auto after_sales = names("sun");
    EXPECT_FALSE(after_sales.contains("win_rate"));
    EXPECT_TRUE(after_sales.contains("signed"));
    EXPECT_EQ(team::problem([&] { books.ask("sun", "win_rate"); }).substr(0, 9), "forbidden");
}

TEST(Rights, follow_the_record_of_today) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    books.post({.metric = "signed", .date = "2026-03-02", .record = contract, .amount = 100'000,
                .count = 1, .owner = "li", .account = account, .contract = contract});
    const MetricRequest march = in("2026-03-01", "2026-03-31");
    EXPECT_EQ(books.value("li", "signed", march), "1000.00");
    EXPECT_EQ(books.value("zhao", "signed", march), "0.00");
    EXPECT_EQ(books.value("wang", "signed", march), "1000.00");
    EXPECT_EQ(books.value("gu", "signed", march), "1000.00");
    books.company.update("", contract, R"({"owner": )" + quoted(books.company.id("chen")) + "}",
                         record::Via::import);
    EXPECT_EQ(books.value("li", "signed", march), "0.00");
    EXPECT_EQ(books.rows("chen", "signed", march, "owner"), "李强 1000.00");
    EXPECT_EQ(books.rows("boss", "signed", march, "owner"), "李强 1000.00");
}

TEST(Workbench, has_all_in_one_call) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    books.post({.metric = "signed", .date = "2026-03-02", .record = contract, .amount = 100'000,
                .count = 1, .owner = "li", .account = account, .contract = contract});
    books.company.create("", "target",
                         R"({"metric": "signed", "subject": "user", "month": "2026-03",)"
                         R"( "value": "4000", "state": "published", "user": )" +
                             quoted(books.company.id("li")) + "}",
                         record::Via::import);
    books.company.create("li", "task", R"({"name": "送样机", "due": "2026-02-27"})");
    books.company.create("zhao", "task", R"({"name": "别人的", "due": "2026-02-27"})");
    books.instalment(contract, account, "1000", "2026-02-20");
    const auto page = [&](const char* login) {
        return Json::parse(books.page(login, [](const Snapshot& snapshot, JsonWriter& json) {
            workbench(snapshot, "month", json);
        }));
    };
    const Json li = page("li");
    EXPECT_EQ(li.get("period").get("label").string(), "2026-03");
    EXPECT_EQ(li.get("view").string(), "person");
    const Json first = li.get("kpis").at(0);
    EXPECT_EQ(first.get("metric").string(), "signed");
    EXPECT_EQ(first.get("value").string(), "1000.00");
    EXPECT_EQ(first.get("target").string(), "4000.00");
    EXPECT_EQ(first.get("pace").string(), "0.0454");              // 1 of 22 working days
    ASSERT_EQ(first.get("trend").size(), 12u);
    EXPECT_EQ(first.get("trend").at(11).string(), "1000.00");
    EXPECT_EQ(li.get("trend").at(11).get("month").string(), "2026-03");
    EXPECT_EQ(li.get("trend").at(11).get("target").string(), "4000.00");
    EXPECT_EQ(li.get("leaders").at(0).get("attainment").string(), "25.00");
    ASSERT_EQ(li.get("today").size(), 1u);
    EXPECT_EQ(li.get("today").at(0).get("title").string(), "送样机");
    EXPECT_EQ(li.get("today").at(0).get("overdue_days").integer(), 3);
    const Json risk = li.get("risks").at(0);
    EXPECT_EQ(risk.get("kind").string(), "overdue");
    EXPECT_EQ(risk.get("amount").string(), "1000.00");
    EXPECT_EQ(page("boss").get("view").string(), "company");
    EXPECT_EQ(page("wang").get("view").string(), "department");
    EXPECT_EQ(page("sun").get("funnel").size(), 0u);              // no right to opportunities
    EXPECT_EQ(team::problem([&] {
                  books.page("li", [](const Snapshot& snapshot, JsonWriter& json) {
                      workbench(snapshot, "decade", json);
                  });
              }),
              "invalid error.metric.period_name");
}

}  // namespace

}  // namespace bihuan::insight
