// The records that a figure's card opens are those that were counted, none more, none less.
#include "sales/insight/test_books.h"

#include "kernel/query/query.h"

#include <gtest/gtest.h>

namespace bihuan::insight {

namespace {

const MetricRequest kMarch = in("2026-03-01", "2026-03-31");
const MetricRequest kApril = in("2026-04-01", "2026-04-30");

// Ids of the lists that the answer names: "object id id; object id".
std::string listed(TestBooks& books, const std::string& login, const Answer& answer) {
    std::string out;
    books.company.workspace().read(books.company.actor(login), [&](const Snapshot& snapshot) {
        for (const Records& records : answer.records) {
            out += (out.empty() ? "" : "; ") + records.object;
            std::int64_t count = 0;
            for (const RecordId id : query::ids(snapshot, records.object, records.where,
                                                RecordId(), query::kPageMax)) {
                out += " " + to_text(id);
                ++count;
            }
            EXPECT_EQ(count, records.count) << records.where;
            EXPECT_TRUE(records.is_exact);
        }
    });
    return out;
}

RecordId framework_order(TestBooks& books, RecordId account, const std::string& day) {
    const std::string of = R"(, "account": )" + quoted(account) + R"(, "owner": )" +
                           quoted(books.company.id("li"));
    const RecordId framework = books.company.create(
        "", "contract",
        R"({"name": "年框", "type": "framework", "amount": "0", "approval_state": "approved",
            "stage": "signed", "sign_date": ")" + day + "\"" + of + "}",
        record::Via::import);
    return books.company.create("", "order",
                                R"({"name": "订单", "state": "confirmed", "amount": "200",
                                    "confirmed_on": ")" + day + R"(", "date": ")" + day +
                                    R"(", "contract": )" + quoted(framework) + of + "}",
                                record::Via::import);
}

TEST(Behind, signed_are_contracts_and_orders_of_frameworks) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-05");
    const RecordId order = framework_order(books, account, "2026-03-06");
    books.post({.metric = "signed", .date = "2026-03-05", .record = contract, .amount = 100'000,
                .count = 1, .owner = "li", .account = account, .contract = contract});
    books.post({.metric = "signed", .date = "2026-03-06", .record = order, .amount = 20'000,
                .count = 1, .owner = "li", .tag = "framework_order", .account = account});
    const Answer march = books.ask("boss", "signed", kMarch);
    EXPECT_EQ(text_of(march.value), "1200.00");
    EXPECT_EQ(listed(books, "boss", march),
              "contract " + to_text(contract) + "; order " + to_text(order));
    EXPECT_EQ(march.records.at(0).sum, "amount");
    // Nothing was named one by one: the filter says it all.
    EXPECT_EQ(march.records.at(0).where.find("id in"), std::string::npos);
    EXPECT_EQ(march.records.at(1).where.find("id in"), std::string::npos);
    EXPECT_EQ(listed(books, "boss", books.ask("boss", "signed", kApril)), "contract; order");
}

TEST(Behind, what_was_taken_back_stands_behind_both_periods) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId gone = books.contract(account, "1000", "2026-03-05");
    const RecordId stays = books.contract(account, "500", "2026-03-06");
    const RecordId row = books.post(
        {.metric = "signed", .date = "2026-03-05", .record = gone, .amount = 100'000, .count = 1,
         .owner = "li", .account = account, .contract = gone});
    books.post({.metric = "signed", .date = "2026-03-06", .record = stays, .amount = 50'000,
                .count = 1, .owner = "zhao", .account = account, .contract = stays});
    books.company.go_to("2026-04-10");
    books.company.update("", gone, R"({"stage": "void"})", record::Via::import);
    books.post({.metric = "signed", .date = "2026-04-10", .record = gone, .amount = -100'000,
                .count = -1, .owner = "li", .account = account, .contract = gone,
                .corrects = row});
    const std::string both = "contract " + to_text(gone) + " " + to_text(stays) + "; order";
    EXPECT_EQ(listed(books, "boss", books.ask("boss", "signed", kMarch)), both);
    EXPECT_EQ(listed(books, "boss", books.ask("boss", "signed", kApril)),
              "contract " + to_text(gone) + "; order");
    // Within one period it never was.
    EXPECT_EQ(listed(books, "boss", books.ask("boss", "signed", in("2026-03-01", "2026-04-30"))),
              "contract " + to_text(stays) + "; order");
}

TEST(Behind, new_customers_that_were_two_are_their_first_contracts) {
    TestBooks books;
    const RecordId kept = books.account("甲");
    const RecordId first = books.contract(kept, "1000", "2026-03-05");
    const RecordId second = books.contract(kept, "500", "2026-03-06");   // was another's
    books.contract(kept, "300", "2026-03-20");
    const RecordId other = books.account("乙");
    const RecordId third = books.contract(other, "200", "2026-04-02");
    for (const auto& [contract, day] : {std::pair{first, "2026-03-05"}, {second, "2026-03-06"}}) {
        books.post({.metric = "first_signed", .date = day, .record = contract, .count = 1,
                    .owner = "li", .account = kept, .contract = contract});
    }
    books.post({.metric = "first_signed", .date = "2026-04-02", .record = third, .count = 1,
                .owner = "li", .account = other, .contract = third});
    books.company.go_to("2026-04-10");
    books.post({.metric = "first_signed", .date = "2026-04-10", .record = second, .count = -1,
                .owner = "li", .account = kept, .contract = second});
    const Answer march = books.ask("boss", "new_customers", kMarch);
    EXPECT_EQ(text_of(march.value), "2");
    EXPECT_EQ(listed(books, "boss", march),
              "contract " + to_text(first) + " " + to_text(second));
    const Answer april = books.ask("boss", "new_customers", kApril);
    EXPECT_EQ(text_of(april.value), "0");       // one new, one taken back
    EXPECT_EQ(listed(books, "boss", april), "account " + to_text(kept) + " " + to_text(other));
    const Answer year = books.ask("boss", "new_customers", in("2026-01-01", "2026-12-31"));
    EXPECT_EQ(text_of(year.value), "2");
    EXPECT_EQ(listed(books, "boss", year), "account " + to_text(kept) + " " + to_text(other));
}

TEST(Behind, of_a_person_are_those_of_the_day_and_of_splits) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-05");
    books.post({.metric = "signed", .date = "2026-03-05", .record = contract, .amount = 70'000,
                .count = 1, .owner = "li", .account = account, .contract = contract});
    books.post({.metric = "signed", .date = "2026-03-05", .record = contract, .amount = 30'000,
                .owner = "chen", .account = account, .contract = contract});
    books.company.go_to("2026-03-20");
    books.company.update("", contract, R"({"owner": )" + quoted(books.company.id("zhao")) + "}",
                         record::Via::import);
    const auto of = [&](const char* login) {
        MetricRequest request = kMarch;
        request.owner = to_user(books.company.id(login));
        return listed(books, "boss", books.ask("boss", "signed", request));
    };
    EXPECT_EQ(of("li"), "contract " + to_text(contract) + "; order");
    EXPECT_EQ(of("chen"), "contract " + to_text(contract) + "; order");
    EXPECT_EQ(of("zhao"), "contract; order");   // whose it is now, and who signed nothing
}

TEST(Behind, a_balance_of_a_past_day_names_the_day) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    books.instalment(contract, account, "1000", "2026-03-03");
    books.company.go_to("2026-03-20");
    EXPECT_FALSE(books.ask("boss", "overdue").records.at(0).as_of);
    const Answer then = books.ask("boss", "overdue", on("2026-03-10"));
    ASSERT_TRUE(then.records.at(0).as_of);
    EXPECT_EQ(to_text(*then.records.at(0).as_of), "2026-03-10");
    EXPECT_EQ(then.records.at(0).sum, "remaining");
    EXPECT_EQ(then.records.at(0).count, 1);
}

}  // namespace

}  // namespace bihuan::insight
