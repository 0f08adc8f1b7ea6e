#include "sales/insight/test_books.h"

#include <gtest/gtest.h>

namespace bihuan::insight {

namespace {

const MetricRequest kMarch = in("2026-03-01", "2026-03-31");
const MetricRequest kApril = in("2026-04-01", "2026-04-30");

// 1,000 received on 10 March: 400 to li's contract and 350 to chen's, 250 to nobody yet.
struct Received : TestBooks {
    RecordId customer = account("甲");
    RecordId first = contract(customer, "1000", "2026-03-02", "li");
    RecordId second = contract(customer, "1000", "2026-03-03", "chen");
    RecordId one = instalment(first, customer, "400", "2026-03-09", "li");
    RecordId two = instalment(second, customer, "350", "2026-03-12", "chen");
    RecordId money = receipt(customer, "1000", "2026-03-10");
    RecordId a = allocation(money, one, first, customer, "400", "2026-03-10");
    RecordId b = allocation(money, two, second, customer, "350", "2026-03-10");
    RecordId row_a, row_b;

    Received() {
        post({.metric = "collected", .date = "2026-03-10", .record = money, .amount = 100'000,
              .count = 1, .account = customer});
        row_a = post({.metric = "allocated", .date = "2026-03-10", .record = a,
                      .amount = 40'000, .count = 1, .owner = "li", .account = customer,
                      .contract = first});
        row_b = post({.metric = "allocated", .date = "2026-03-10", .record = b,
                      .amount = 35'000, .count = 1, .owner = "chen", .account = customer,
                      .contract = second});
        post({.metric = "signed", .date = "2026-03-02", .record = first, .amount = 100'000,
              .count = 1, .owner = "li", .account = customer, .contract = first});
        post({.metric = "signed", .date = "2026-03-03", .record = second, .amount = 100'000,
              .count = 1, .owner = "chen", .account = customer, .contract = second});
    }
};

TEST(Collected, people_and_unallocated_add_up_to_the_company) {
    Received books;
    EXPECT_EQ(books.value("boss", "collected", kMarch), "1000.00");
    EXPECT_EQ(books.rows("boss", "collected", kMarch, "owner"),
              "李强 400.00; 陈晨 350.00; 未分配 250.00");
    EXPECT_EQ(books.rows("boss", "collected", kMarch, "dept"),
              "华东组 400.00; 西部组 350.00; 未分配 250.00");
    EXPECT_EQ(books.rows("boss", "collected", kMarch, "month"), "2026-03 1000.00");
    const Answer answer = books.ask("boss", "collected", kMarch);
    ASSERT_EQ(answer.parts.size(), 2u);
    EXPECT_EQ(text_of(answer.parts[0].value), "750.00");
    EXPECT_EQ(text_of(answer.parts[1].value), "250.00");
    MetricRequest chen = kMarch;
    chen.owner = to_user(books.company.id("chen"));
    EXPECT_EQ(books.value("boss", "collected", chen), "350.00");
}

TEST(Collected, a_reversed_allocation_goes_back_to_nobody_on_its_own_day) {
    Received books;
    books.company.go_to("2026-04-08");
    const RecordId back =
        books.allocation(books.money, books.two, books.second, books.customer, "-350",
                         "2026-04-08", R"(, "reverses": )" + quoted(books.b));
    books.company.update("", books.b, R"({"reversed": true})", record::Via::import);
    books.post({.metric = "allocated", .date = "2026-04-08", .record = back, .amount = -35'000,
                .count = -1, .owner = "chen", .account = books.customer,
                .contract = books.second, .corrects = books.row_b});
    EXPECT_EQ(books.rows("boss", "collected", kMarch, "owner"),
              "李强 400.00; 陈晨 350.00; 未分配 250.00");
    EXPECT_EQ(books.rows("boss", "collected", kApril, "owner"), "陈晨 -350.00; 未分配 350.00");
    EXPECT_EQ(books.value("boss", "collected", kApril), "0.00");
    // On time no more: the allocation does not stand. As of March it did.
    EXPECT_EQ(books.value("boss", "on_time_collection_rate", kMarch), "0.00");
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-31").as_of;
    EXPECT_EQ(books.value("boss", "on_time_collection_rate", then), "46.67");
}

TEST(Collected, a_dishonoured_bill_counts_back_on_its_day) {
    Received books;
    books.post({.metric = "collected", .date = "2026-04-20", .record = books.money,
                .amount = -100'000, .count = -1, .tag = "bill", .account = books.customer});
    EXPECT_EQ(books.value("boss", "collected", kMarch), "1000.00");
    EXPECT_EQ(books.value("boss", "collected", kApril), "-1000.00");
}

TEST(Collected, a_rep_sees_what_came_for_his_contracts) {
    Received books;
    EXPECT_EQ(books.value("li", "collected", kMarch), "400.00");
    EXPECT_EQ(books.value("chen", "collected", kMarch), "350.00");
    EXPECT_EQ(books.value("wang", "collected", kMarch), "750.00");  // not finance's receipts
    EXPECT_EQ(books.value("fan", "collected", kMarch), "1000.00");
}

TEST(OnTime, goes_by_the_day_of_the_receipt) {
    Received books;
    books.company.go_to("2026-03-31");
    // 400 due on the 9th came on the 10th: late. 350 due on the 12th came in time. 350 ÷ 750.
    const Answer answer = books.ask("boss", "on_time_collection_rate", kMarch);
    EXPECT_EQ(text_of(answer.numerator), "350.00");
    EXPECT_EQ(text_of(answer.denominator), "750.00");
    EXPECT_EQ(text_of(answer.value), "46.67");
    EXPECT_EQ(books.rows("boss", "on_time_collection_rate", kMarch, "owner"),
              "陈晨 100.00; 李强 0.00");
    EXPECT_EQ(books.value("boss", "on_time_collection_rate", kApril), "-");
}

TEST(OnTime, of_a_running_month_counts_what_was_due_by_today) {
    Received books;
    books.company.go_to("2026-03-20");
    books.instalment(books.first, books.customer, "250", "2026-03-20");
    books.instalment(books.first, books.customer, "1000", "2026-03-21");   // not due yet
    const Answer running = books.ask("boss", "on_time_collection_rate", kMarch);
    EXPECT_EQ(text_of(running.value), "35.00");                            // 350 ÷ 1,000
    EXPECT_EQ(running.records.at(0).count, 3);
    EXPECT_TRUE(running.records.at(0).is_exact);
    EXPECT_EQ(running.records.at(0).where.find("id in"), std::string::npos);
    books.company.go_to("2026-03-21");
    EXPECT_EQ(books.value("boss", "on_time_collection_rate", kMarch), "17.50");
}

TEST(CollectionRate, is_of_the_same_contracts) {
    Received books;
    EXPECT_EQ(books.value("boss", "collection_rate", kMarch), "37.50");  // 750 ÷ 2,000
    // Void on 5 April: amount and money back; the cohort is what stands.
    books.company.go_to("2026-04-05");
    books.post({.metric = "signed", .date = "2026-04-05", .record = books.second,
                .amount = -100'000, .count = -1, .owner = "chen", .account = books.customer,
                .contract = books.second, .corrects = books.row_b});
    books.post({.metric = "allocated", .date = "2026-04-05", .record = books.b,
                .amount = -35'000, .count = -1, .owner = "chen", .account = books.customer,
                .contract = books.second, .corrects = books.row_b});
    EXPECT_EQ(books.value("boss", "collection_rate", kMarch), "40.00");  // 400 ÷ 1,000
    EXPECT_EQ(books.value("boss", "collection_rate", kApril), "-");
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-31").as_of;
    EXPECT_EQ(books.value("boss", "collection_rate", then), "37.50");
}

TEST(Owed, balances_equal_the_lists) {
    Received books;
    EXPECT_EQ(books.value("boss", "uncollected"), "1250.00");    // 2 x 1,000 - 750
    EXPECT_EQ(books.company.integer("SELECT sum(amount_base) - sum(received) FROM contract"),
              125'000);
    EXPECT_EQ(books.rows("boss", "uncollected", {}, "owner"), "陈晨 650.00; 李强 600.00");
    EXPECT_EQ(books.value("li", "uncollected"), "600.00");
    EXPECT_EQ(books.value("boss", "overdue"), "0.00");
}

TEST(Owed, as_of_a_past_day_is_what_stood_then) {
    TestBooks books;
    const RecordId customer = books.account("甲");
    const RecordId contract = books.contract(customer, "1000", "2026-03-02");
    const RecordId one = books.instalment(contract, customer, "400", "2026-03-09");
    books.instalment(contract, customer, "600", "");
    books.company.go_to("2026-03-20");
    EXPECT_EQ(books.value("boss", "overdue"), "400.00");
    EXPECT_EQ(books.value("boss", "overdue_share"), "40.00");
    EXPECT_EQ(books.value("boss", "due_unpaid_rate"), "100.00");
    const RecordId money = books.receipt(customer, "300", "2026-03-20");
    books.allocation(money, one, contract, customer, "300", "2026-03-20");
    EXPECT_EQ(books.value("boss", "overdue"), "100.00");
    EXPECT_EQ(books.value("boss", "uncollected"), "700.00");
    EXPECT_EQ(books.value("boss", "overdue_share"), "14.29");
    EXPECT_EQ(books.value("boss", "due_unpaid_rate"), "25.00");
    EXPECT_EQ(books.value("boss", "overdue", on("2026-03-19")), "400.00");
    EXPECT_EQ(books.value("boss", "uncollected", on("2026-03-19")), "1000.00");
    EXPECT_EQ(books.value("boss", "overdue", on("2026-03-09")), "0.00");   // due that very day
    EXPECT_EQ(books.value("boss", "due", on("2026-03-09")), "400.00");
    EXPECT_EQ(books.value("boss", "uncollected", on("2026-03-01")), "0.00");
    // A period asked of a balance means its last day.
    EXPECT_EQ(books.value("boss", "overdue", in("2026-03-01", "2026-03-19")), "400.00");
}

TEST(Ageing, buckets_by_due_date) {
    TestBooks books;
    const RecordId customer = books.account("甲");
    const RecordId contract = books.contract(customer, "1000", "2024-03-02");
    const auto due = [&](const char* amount, const char* date) {
        books.instalment(contract, customer, amount, date);
    };
    books.company.go_to("2026-03-31");
    due("1", "");                 // no due date yet
    due("2", "2026-03-31");       // today: not late
    due("4", "2026-03-30");       // 1 day
    due("8", "2026-03-01");       // 30
    due("16", "2026-02-28");      // 31
    due("32", "2026-01-29");      // 61
    due("64", "2025-12-30");      // 91
    due("128", "2025-10-02");     // 180
    due("256", "2025-10-01");     // 181
    due("512", "2025-03-31");     // 365
    due("1024", "2025-03-30");    // 366
    const Answer answer = books.ask("boss", "ageing");
    std::string text;
    for (const Part& part : answer.parts) text += part.name + " " + text_of(part.value) + "; ";
    EXPECT_EQ(text, "not_effective 1.00; not_due 2.00; 1-30 12.00; 31-60 16.00; 61-90 32.00; "
                    "91-180 192.00; 181-365 768.00; >365 1024.00; ");
    EXPECT_EQ(text_of(answer.value), "2047.00");
    EXPECT_EQ(answer.records.at(0).count, 11);
    EXPECT_EQ(books.value("boss", "overdue"), "2044.00");
}

TEST(Receivable, is_invoices_less_red_less_allocated) {
    TestBooks books;
    const RecordId customer = books.account("甲");
    const RecordId contract = books.contract(customer, "1000", "2026-03-02");
    const auto invoice = [&](const std::string& more) {
        return books.company.create(
            "", "invoice",
            R"({"contract": )" + quoted(contract) + R"(, "account": )" + quoted(customer) +
                R"(, "state": "issued", "issue_date": "2026-03-02", "owner": )" +
                quoted(books.company.id("li")) + more + "}",
            record::Via::import);
    };
    const RecordId blue = invoice(R"(, "amount": "800")");
    books.post({.metric = "invoiced", .date = "2026-03-02", .record = blue, .amount = 80'000,
                .count = 1, .account = customer, .contract = contract});
    EXPECT_EQ(books.value("boss", "receivable"), "800.00");
    const RecordId red =
        invoice(R"(, "amount": "300", "is_red": true, "red_of": )" + quoted(blue));
    books.post({.metric = "invoiced", .date = "2026-03-02", .record = red, .amount = -30'000,
                .count = -1, .tag = "red", .account = customer, .contract = contract});
    EXPECT_EQ(books.value("boss", "receivable"), "500.00");
    // 500 ÷ 500 x 2 days of March so far.
    EXPECT_EQ(books.value("boss", "dso", kMarch), "2.0");
    EXPECT_EQ(books.value("boss", "dso", kApril), "-");
    books.company.go_to("2026-03-31");
    EXPECT_EQ(books.value("boss", "dso", kMarch), "31.0");
}

TEST(MoneyPage, shows_debtors_and_what_waits) {
    Received books;
    books.company.go_to("2026-03-20");
    const RecordId late = books.instalment(books.first, books.customer, "600", "2026-03-15");
    const std::string body = books.page("boss", collections);
    const Json page = Json::parse(body);
    EXPECT_EQ(page.get("uncollected").string(), "1250.00");
    EXPECT_EQ(page.get("overdue").string(), "600.00");
    EXPECT_EQ(page.get("overdue_share").string(), "48.00");
    EXPECT_EQ(page.get("unallocated").string(), "250.00");
    EXPECT_EQ(page.get("ageing").size(), 8u);
    ASSERT_EQ(page.get("accounts").size(), 1u);
    const Json debtor = page.get("accounts").at(0);
    EXPECT_EQ(debtor.get("account").get("name").string(), "甲");
    EXPECT_EQ(debtor.get("oldest_days").integer(), 5);
    ASSERT_EQ(debtor.get("instalments").size(), 1u);
    EXPECT_EQ(debtor.get("instalments").at(0).get("id").string(), to_text(late));
    EXPECT_EQ(debtor.get("instalments").at(0).get("remaining").string(), "600.00");
    const Json waiting = Json::parse(books.page("fan", unallocated)).get("receipts");
    ASSERT_EQ(waiting.size(), 1u);
    EXPECT_EQ(waiting.at(0).get("rest").string(), "250.00");
    EXPECT_EQ(waiting.at(0).get("version").integer(), 1);
    EXPECT_EQ(waiting.at(0).get("account").get("name").string(), "甲");
}

}  // namespace

}  // namespace bihuan::insight
