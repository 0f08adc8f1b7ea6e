#include "sales/insight/table.h"
#include "sales/insight/test_books.h"

#include <gtest/gtest.h>

namespace bihuan::insight {

namespace {

const MetricRequest kMarch = in("2026-03-01", "2026-03-31");
const MetricRequest kApril = in("2026-04-01", "2026-04-30");

struct Deals : TestBooks {
    void close(RecordId record, const char* date, const char* tag, std::int64_t amount,
               std::int64_t days = 0, std::int64_t count = 1) {
        post({.metric = "closed", .date = date, .record = record, .amount = amount * count,
              .count = count, .owner = "li", .tag = tag, .days = days});
    }
};

TEST(WinRate, counts_each_at_its_last_close) {
    Deals books;
    const RecordId a = books.opportunity("甲", "li");
    const RecordId b = books.opportunity("乙", "li");
    const RecordId c = books.opportunity("丙", "li");
    const RecordId d = books.opportunity("丁", "li");
    books.close(a, "2026-03-03", "won", 30'000, 10);
    books.close(b, "2026-03-04", "lost", 10'000);
    books.close(c, "2026-03-05", "lost", 50'000);
    books.close(d, "2026-03-06", "void", 70'000);
    EXPECT_EQ(books.value("boss", "win_rate", kMarch), "33.33");        // 1 of 3, void apart
    EXPECT_EQ(books.value("boss", "win_rate_amount", kMarch), "33.33"); // 300 of 900
    EXPECT_EQ(books.value("boss", "won", kMarch), "300.00");
    // Reopened in April: no longer closed in March, seen from then on.
    books.company.go_to("2026-04-02");
    books.close(b, "2026-04-02", "lost", 10'000, 0, -1);
    EXPECT_EQ(books.value("boss", "win_rate", kMarch), "50.00");
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-31").as_of;
    EXPECT_EQ(books.value("boss", "win_rate", then), "33.33");
    // And won in April: counts there once.
    books.company.go_to("2026-04-20");
    books.close(b, "2026-04-20", "won", 12'000, 48);
    EXPECT_EQ(books.value("boss", "win_rate", kMarch), "50.00");
    EXPECT_EQ(books.value("boss", "win_rate", kApril), "100.00");
    EXPECT_EQ(books.value("boss", "won_count", in("2026-03-01", "2026-04-30")), "2");
    EXPECT_EQ(books.rows("boss", "won", in("2026-03-01", "2026-04-30"), "month"),
              "2026-03 300.00; 2026-04 120.00");
    const Answer answer = books.ask("boss", "win_rate", kMarch);
    EXPECT_EQ(text_of(answer.numerator), "1");
    EXPECT_EQ(text_of(answer.denominator), "2");
}

// What the recycle bin writes: a row that takes the close back, one that books it again.
TEST(WinRate, leaves_a_deleted_one_out_and_takes_it_back_in_its_old_month) {
    Deals books;
    const RecordId a = books.opportunity("甲", "li");
    const RecordId b = books.opportunity("乙", "li");
    const RecordId win = books.post({.metric = "closed", .date = "2026-03-03", .record = a,
                                     .amount = 30'000, .count = 1, .owner = "li", .tag = "won",
                                     .days = 10});
    books.close(b, "2026-03-04", "lost", 10'000);
    EXPECT_EQ(books.value("boss", "win_rate", kMarch), "50.00");
    books.company.go_to("2026-04-02");
    const RecordId gone = books.post({.metric = "closed", .date = "2026-04-02", .record = a,
                                      .amount = -30'000, .count = -1, .owner = "li",
                                      .tag = "won", .days = -10, .corrects = win});
    EXPECT_EQ(books.value("boss", "win_rate", kMarch), "0.00");     // 0 of 1
    EXPECT_EQ(books.value("boss", "won", kMarch), "0.00");
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-31").as_of;
    EXPECT_EQ(books.value("boss", "win_rate", then), "50.00");
    books.company.go_to("2026-04-09");
    books.post({.metric = "closed", .date = "2026-04-09", .record = a, .amount = 30'000,
                .count = 1, .owner = "li", .tag = "won", .days = 10, .corrects = gone});
    EXPECT_EQ(books.value("boss", "win_rate", kMarch), "50.00");
    EXPECT_EQ(books.value("boss", "won", kMarch), "300.00");
    EXPECT_EQ(books.value("boss", "won", kApril), "0.00");          // no second win
    EXPECT_EQ(books.value("boss", "sales_cycle", kMarch), "10.0");
}

TEST(Percentiles, are_linear_between_neighbours) {
    EXPECT_EQ(text_of(median({})), "-");
    EXPECT_EQ(text_of(median({7})), "7.0");
    EXPECT_EQ(text_of(median({7, 8})), "7.5");
    EXPECT_EQ(text_of(median({1, 7, 80})), "7.0");
    EXPECT_EQ(text_of(percentile({10}, 4)), "10.0");
    EXPECT_EQ(text_of(percentile({10, 20}, 4)), "18.0");
    EXPECT_EQ(text_of(percentile({10, 20, 25}, 4)), "23.0");       // 0.8 x 2 = 1.6
    EXPECT_EQ(text_of(percentile({1, 2, 3, 4, 5, 6}, 4)), "5.0");
    EXPECT_EQ(text_of(percentile({0, 1}, 4)), "0.8");
}

TEST(SalesCycle, is_the_median_with_p80) {
    Deals books;
    for (const std::int64_t days : {57, 10, 90}) {
        books.close(books.opportunity("单" + std::to_string(days), "li"), "2026-03-05", "won",
                    100, days);
    }
    books.close(books.opportunity("输", "li"), "2026-03-05", "lost", 100, 999);
    const Answer answer = books.ask("boss", "sales_cycle", kMarch);
    EXPECT_EQ(text_of(answer.value), "57.0");
    ASSERT_EQ(answer.parts.size(), 2u);
    EXPECT_EQ(text_of(answer.parts[1].value), "76.8");   // 57 + 0.6 x 33
    EXPECT_EQ(answer.parts[1].count, 3);
    EXPECT_EQ(books.rows("boss", "sales_cycle", kMarch, "owner"), "李强 57.0");
    EXPECT_EQ(books.value("boss", "sales_cycle", kApril), "-");
}

struct Staged : Deals {
    void enter(RecordId record, const char* date, const char* stage) {
        post({.metric = "stage_entered", .date = date, .record = record, .count = 1,
              .owner = "li", .tag = stage});
    }
};

TEST(StageConversion, follows_the_cohort) {
    Staged books;
    const RecordId a = books.opportunity("甲", "li");   // contact -> needs -> proposal
    const RecordId b = books.opportunity("乙", "li");   // contact -> lost
    const RecordId c = books.opportunity("丙", "li");   // contact, still there
    const RecordId d = books.opportunity("丁", "li");   // entered in February: not of the cohort
    books.enter(d, "2026-02-10", "contact");
    books.enter(a, "2026-03-02", "contact");
    books.enter(b, "2026-03-02", "contact");
    books.enter(c, "2026-03-02", "contact");
    books.company.go_to("2026-04-10");
    books.enter(a, "2026-04-01", "needs");
    books.enter(a, "2026-04-02", "contact");            // back, and again: counts once
    books.enter(a, "2026-04-09", "proposal");
    books.enter(b, "2026-04-03", "lost");
    books.close(b, "2026-04-03", "lost", 100);
    const auto first = [&](const MetricRequest& request) {
        const Answer answer = books.ask("boss", "stage_conversion", request);
        const Part& part = answer.parts.at(0);
        return part.name + " " + std::to_string(*part.entered) + " " +
               std::to_string(*part.advanced) + " " + std::to_string(*part.open) + " " +
               text_of(part.value);
    };
    EXPECT_EQ(first(kMarch), "contact 3 1 1 33.33");
    MetricRequest narrow = kMarch;
    narrow.window_days = 10;                            // a advanced after 30 days
    EXPECT_EQ(first(narrow), "contact 3 0 0 0.00");     // and the window is over for c
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-31").as_of;
    EXPECT_EQ(first(then), "contact 3 0 3 0.00");
    EXPECT_EQ(books.rows("boss", "stage_conversion", kApril, "stage"),
              "contact 100.00; needs 100.00; proposal 0.00; negotiation -");
    EXPECT_EQ(books.value("boss", "stage_conversion", kMarch), "33.33");
}

TEST(Leads, are_judged_by_cohort) {
    TestBooks books;
    std::vector<RecordId> leads;
    for (const char* name : {"甲", "乙", "丙", "丁"}) {
        leads.push_back(books.company.create("", "lead",
                                             R"({"name": ")" + std::string(name) +
                                                 R"(", "owner": )" +
                                                 quoted(books.company.id("li")) + "}",
                                             record::Via::import));
        books.post({.metric = "lead_created", .date = "2026-03-02", .record = leads.back(),
                    .count = 1, .owner = "li"});
    }
    books.post({.metric = "lead_qualified", .date = "2026-03-02", .record = leads[0],
                .count = 1, .owner = "li"});
    books.company.go_to("2026-04-05");
    books.post({.metric = "lead_qualified", .date = "2026-04-05", .record = leads[1],
                .count = 1, .owner = "li"});
    books.post({.metric = "lead_converted", .date = "2026-04-05", .record = leads[1],
                .count = 1, .owner = "li"});
    books.post({.metric = "lead_invalid", .date = "2026-04-05", .record = leads[2], .count = 1,
                .owner = "li"});
    EXPECT_EQ(books.value("boss", "lead_validity", kMarch), "50.00");
    EXPECT_EQ(books.value("boss", "lead_conversion", kMarch), "25.00");
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-31").as_of;
    EXPECT_EQ(books.value("boss", "lead_validity", then), "25.00");
    EXPECT_EQ(books.value("boss", "lead_conversion", then), "0.00");
    EXPECT_EQ(books.value("boss", "lead_validity", kApril), "-");
    EXPECT_EQ(books.rows("boss", "lead_conversion", kMarch, "owner"), "李强 25.00");
}

TEST(Quotes, versions_count_once) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId opportunity = books.opportunity("压机", "li");
    const auto quote = [&] {
        return books.company.create(
            "", "quote",
            R"({"name": "报价", "account": )" + quoted(account) + R"(, "opportunity": )" +
                quoted(opportunity) + R"(, "owner": )" + quoted(books.company.id("li")) + "}",
            record::Via::import);
    };
    const RecordId v1 = quote(), v2 = quote(), other = quote();
    books.post({.metric = "quote_sent", .date = "2026-03-02", .record = v1, .count = 1,
                .owner = "li", .tag = "BJ-1"});
    books.post({.metric = "quote_sent", .date = "2026-04-02", .record = v2, .count = 1,
                .owner = "li", .tag = "BJ-1"});
    books.post({.metric = "quote_sent", .date = "2026-03-02", .record = other, .count = 1,
                .owner = "li", .tag = "BJ-2"});
    books.post({.metric = "quote_converted", .date = "2026-04-03", .record = v2, .count = 1,
                .owner = "li", .tag = "BJ-1"});
    EXPECT_EQ(books.value("boss", "quote_conversion", kMarch), "50.00");
    EXPECT_EQ(books.value("boss", "quote_conversion", kApril), "-");   // version 2 counts once
}

TEST(Signing, takes_working_days) {
    TestBooks books;
    const RecordId account = books.account("甲");
    for (const std::int64_t days : {2, 4}) {
        books.post({.metric = "signing_days", .date = "2026-03-05",
                    .record = books.contract(account, "1", "2026-03-05"), .count = 1,
                    .owner = "li", .days = days});
    }
    EXPECT_EQ(books.value("boss", "signing_cycle", kMarch), "3.0");
    EXPECT_EQ(text_of(books.ask("boss", "signing_cycle", kMarch).parts[1].value), "3.6");
}

TEST(Customers, converted_and_coming_back) {
    TestBooks books;
    const RecordId a = books.account("甲"), b = books.account("乙"), c = books.account("丙");
    const auto sign = [&](RecordId account, const char* date, std::int64_t count = 1,
                          RecordId of = {}, const char* tag = "direct") {
        const RecordId contract = of ? of : books.contract(account, "1", date);
        books.post({.metric = "signed", .date = date, .record = contract, .amount = 100 * count,
                    .count = count, .owner = "li", .tag = tag, .account = account,
                    .contract = contract});
        return contract;
    };
    sign(a, "2026-03-02");
    sign(b, "2026-03-03");
    const RecordId gone = sign(c, "2026-03-04");
    books.post({.metric = "first_signed", .date = "2026-03-02", .record = gone, .count = 1,
                .account = a});
    books.company.go_to("2026-04-20");
    sign(a, "2026-04-10");                                  // bought again
    sign(b, "2026-04-11", 1, {}, "supplement");             // no purchase of its own
    sign(c, "2026-04-12", -1, gone);                        // its only contract is void
    // At the begin of April all three had one; a came back. c did at that time.
    EXPECT_EQ(books.value("boss", "repurchase_rate", kApril), "33.33");
    EXPECT_EQ(books.value("boss", "repurchase_rate", kMarch), "-");
    EXPECT_EQ(books.value("boss", "repurchase_rate", in("2026-05-01", "2026-05-31")), "0.00");
    EXPECT_EQ(books.value("boss", "customer_conversion", kMarch), "33.33");  // a of three
    EXPECT_EQ(books.value("li", "customer_conversion", kMarch), "33.33");
    EXPECT_EQ(books.value("chen", "customer_conversion", kMarch), "-");
}

TEST(Pipeline, is_open_and_weighted) {
    TestBooks books;
    books.opportunity("甲", "li",
                      R"(, "amount": "1000", "win_rate": "33.33", "expected_close": "2026-03-20")");
    books.opportunity("乙", "zhao",
                      R"(, "amount": "500", "win_rate": "50", "expected_close": "2026-03-21")");
    books.opportunity("丙", "li", R"(, "amount": "900", "win_rate": "50")");
    books.opportunity(
        "丁", "li",
        R"(, "amount": "700", "win_rate": "100", "expected_close": "2026-03-20", "state": "won")");
    EXPECT_EQ(books.value("boss", "open_pipeline", kMarch), "1500.00");
    EXPECT_EQ(books.value("boss", "weighted_pipeline", kMarch), "583.30");
    EXPECT_EQ(books.value("li", "open_pipeline", kMarch), "1000.00");
    EXPECT_EQ(books.rows("boss", "open_pipeline", kMarch, "owner"), "李强 1000.00; 赵敏 500.00");
    EXPECT_EQ(books.rows("boss", "open_pipeline", kMarch, "month"), "2026-03 1500.00");
    EXPECT_EQ(books.ask("boss", "open_pipeline", kMarch).records.at(0).count, 2);
}

}  // namespace

}  // namespace bihuan::insight
