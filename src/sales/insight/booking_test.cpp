#include "sales/insight/test_books.h"

#include <gtest/gtest.h>

namespace bihuan::insight {

namespace {

const MetricRequest kMarch = in("2026-03-01", "2026-03-31");
const MetricRequest kApril = in("2026-04-01", "2026-04-30");
const MetricRequest kYear = in("2026-01-01", "2026-12-31");

TEST(Signed, counts_by_sign_date_and_takes_back_on_the_day_of_the_void) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId first = books.contract(account, "1000", "2026-03-05");
    const RecordId second = books.contract(account, "500", "2026-03-06");
    const RecordId row = books.post(
        {.metric = "signed", .date = "2026-03-05", .record = first, .amount = 100'000,
         .count = 1, .owner = "li", .account = account, .contract = first});
    books.post({.metric = "signed", .date = "2026-03-06", .record = second, .amount = 50'000,
                .count = 1, .owner = "zhao", .account = account, .contract = second});
    EXPECT_EQ(books.value("boss", "signed", kMarch), "1500.00");

    books.company.go_to("2026-04-10");
    books.post({.metric = "signed", .date = "2026-04-10", .record = first, .amount = -100'000,
                .count = -1, .owner = "li", .account = account, .contract = first,
                .corrects = row});
    EXPECT_EQ(books.value("boss", "signed", kMarch), "1500.00");  // March does not move
    EXPECT_EQ(books.value("boss", "signed", kApril), "-1000.00");
    EXPECT_EQ(books.value("boss", "signed", kYear), "500.00");
    EXPECT_EQ(books.rows("boss", "signed", kYear, "month"), "2026-03 1500.00; 2026-04 -1000.00");
    EXPECT_EQ(books.rows("boss", "signed", kYear, "quarter"),
              "2026-Q1 1500.00; 2026-Q2 -1000.00");
    EXPECT_EQ(books.rows("boss", "signed", kYear, "owner"), "赵敏 500.00; 李强 0.00");
    EXPECT_EQ(books.rows("boss", "signed", kYear, "account"), "甲 500.00");
}

TEST(Signed, splits_follow_the_people_of_the_sign_date) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-05");
    books.post({.metric = "signed", .date = "2026-03-05", .record = contract, .amount = 70'000,
                .count = 1, .owner = "li", .account = account, .contract = contract});
    books.post({.metric = "signed", .date = "2026-03-05", .record = contract, .amount = 30'000,
                .owner = "chen", .account = account, .contract = contract});
    // Handed over later: booked figures stay with those who had them.
    books.company.go_to("2026-03-20");
    books.company.update("", contract, R"({"owner": )" + quoted(books.company.id("zhao")) + "}",
                         record::Via::import);
    EXPECT_EQ(books.rows("boss", "signed", kMarch, "owner"), "李强 700.00; 陈晨 300.00");
    EXPECT_EQ(books.rows("boss", "signed", kMarch, "dept"), "华东组 700.00; 西部组 300.00");
    MetricRequest east = kMarch;
    east.dept = books.company.id("east");
    EXPECT_EQ(books.value("boss", "signed", east), "700.00");
    MetricRequest sales = kMarch;
    sales.dept = books.company.id("sales");          // and the departments below
    EXPECT_EQ(books.value("boss", "signed", sales), "1000.00");
    MetricRequest li = kMarch;
    li.owner = to_user(books.company.id("li"));
    EXPECT_EQ(books.value("boss", "signed", li), "700.00");
}

TEST(Signed, of_a_past_day_is_what_was_stored_that_day) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    books.post({.metric = "signed", .date = "2026-03-02", .record = contract, .amount = 100'000,
                .count = 1, .account = account, .contract = contract});
    books.company.go_to("2026-03-10");
    const std::string stored = books.value("boss", "signed", kMarch);
    books.company.go_to("2026-03-20");
    // Entered through the write path on the 20th with a date of the 5th: its event says when.
    const RecordId late = books.contract(account, "300", "2026-03-05");
    const std::int64_t event = books.company.integer("SELECT max(seq) FROM event");
    books.company.write("", [&](Tx& tx) {
        event::LedgerRow row;
        row.object = object_of(late);
        row.id = tx.new_id(row.object);
        row.metric = "signed";
        row.date = *parse_date("2026-03-05");
        row.record = late;
        row.amount = 30'000;
        row.count = 1;
        row.event = EventSeq(event);
        row.recorded_at = tx.recorded_at();
        event::append(tx.db(), row);
    });
    MetricRequest then = kMarch;
    then.as_of = on("2026-03-10").as_of;
    EXPECT_EQ(stored, "1000.00");
    EXPECT_EQ(books.value("boss", "signed", then), stored);
    EXPECT_EQ(books.value("boss", "signed", kMarch), "1300.00");
    then.as_of = on("2026-03-20").as_of;
    EXPECT_EQ(books.value("boss", "signed", then), "1300.00");
}

TEST(Signed, back_dated_entries_are_known_on_their_own_day) {
    TestBooks books;
    const RecordId account = books.account("甲");
    WriteOptions past;
    past.as_at = Zone::shanghai().start_of(*parse_date("2025-11-05"));
    books.company.workspace().write(books.company.system(), past, [&](Tx& tx) {
        const meta::Object& object = tx.schema().at("contract");
        record::Changes changes;
        changes.set(object, "name", std::string("旧合同"));
        changes.set(object, "account", account);
        changes.set(object, "amount", Decimal(20'000, 2));
        const RecordId id = record::create(tx, object, changes, {record::Via::import, {}, {}, true,
                                                                 {}}).id;
        std::int64_t last = 0;
        tx.db().query("SELECT max(seq) FROM event", {}, [&](const db::Row& row) {
            last = row.integer(0);
            return false;
        });
        event::LedgerRow row;
        row.object = object.number;
        row.id = tx.new_id(row.object);
        row.metric = "signed";
        row.date = *parse_date("2025-11-05");
        row.record = id;
        row.amount = 20'000;
        row.count = 1;
        row.event = EventSeq(last);
        row.recorded_at = tx.recorded_at();
        event::append(tx.db(), row);
    });
    MetricRequest november = in("2025-11-01", "2025-11-30");
    november.as_of = on("2025-11-30").as_of;
    EXPECT_EQ(books.value("boss", "signed", november), "200.00");
    november.as_of = on("2025-11-04").as_of;
    EXPECT_EQ(books.value("boss", "signed", november), "0.00");
}

TEST(Signed, says_what_changed_since_yesterday) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    books.post({.metric = "signed", .date = "2026-03-02", .record = contract, .amount = 100'000,
                .count = 1, .account = account, .contract = contract});
    books.company.go_to("2026-03-03");
    books.post({.metric = "signed", .date = "2026-03-03", .record = contract, .amount = 25'000,
                .tag = "change", .account = account, .contract = contract});
    const Answer answer = books.ask("boss", "signed", kMarch);
    EXPECT_EQ(text_of(answer.yesterday), "1000.00");
    ASSERT_EQ(answer.changes.size(), 1u);
    EXPECT_EQ(answer.changes[0].object, "contract");
    EXPECT_EQ(answer.changes[0].title, "合同");
    EXPECT_EQ(answer.changes[0].amount, 25'000);
    EXPECT_EQ(answer.changes[0].why, "合同变更");
    EXPECT_EQ(answer.records.at(0).count, 1);
    EXPECT_EQ(text_of(answer.previous), "0.00");
    EXPECT_EQ(to_text(*answer.previous_from), "2026-02-01");
    EXPECT_EQ(to_text(*answer.previous_to), "2026-02-03");  // as much of it as has passed
}

TEST(Invoiced, red_and_void_count_on_their_own_day) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    const RecordId invoice = books.company.create(
        "", "invoice",
        R"({"contract": )" + quoted(contract) + R"(, "account": )" + quoted(account) +
            R"(, "amount": "800", "state": "issued", "issue_date": "2026-03-10", "owner": )" +
            quoted(books.company.id("li")) + "}",
        record::Via::import);
    const RecordId blue =
        books.post({.metric = "invoiced", .date = "2026-03-10", .record = invoice,
                    .amount = 80'000, .count = 1, .owner = "li", .account = account});
    books.post({.metric = "invoiced", .date = "2026-04-02", .record = invoice,
                .amount = -30'000, .count = -1, .owner = "li", .tag = "red",
                .account = account, .corrects = blue});
    EXPECT_EQ(books.value("boss", "invoiced", kMarch), "800.00");
    EXPECT_EQ(books.value("boss", "invoiced", kApril), "-300.00");
    EXPECT_EQ(books.value("boss", "invoiced", kYear), "500.00");
}

TEST(NewCustomers, a_void_first_contract_counts_back_on_its_day) {
    TestBooks books;
    const RecordId account = books.account("甲");
    const RecordId contract = books.contract(account, "1000", "2026-03-02");
    const RecordId row = books.post({.metric = "first_signed", .date = "2026-03-02",
                                     .record = contract, .count = 1, .owner = "li",
                                     .account = account});
    EXPECT_EQ(books.value("boss", "new_customers", kMarch), "1");
    books.post({.metric = "first_signed", .date = "2026-04-01", .record = contract, .count = -1,
                .owner = "li", .account = account, .corrects = row});
    EXPECT_EQ(books.value("boss", "new_customers", kMarch), "1");
    EXPECT_EQ(books.value("boss", "new_customers", kApril), "-1");
    EXPECT_EQ(books.value("boss", "new_customers", kYear), "0");
}

TEST(Counts, of_things_that_happened) {
    TestBooks books;
    const RecordId opportunity = books.opportunity("压机", "li");
    books.post({.metric = "opportunity_created", .date = "2026-03-02", .record = opportunity,
                .amount = 9'900, .count = 1, .owner = "li"});
    EXPECT_EQ(books.value("boss", "opportunities_created", kMarch), "1");
    EXPECT_EQ(books.rows("boss", "opportunities_created", kMarch, "week"), "2026-W10 1");
    EXPECT_EQ(books.value("boss", "activities", kMarch), "0");
    EXPECT_EQ(books.value("boss", "leads_created", kMarch), "0");
    EXPECT_EQ(books.value("boss", "ordered", kMarch), "0.00");
}

TEST(Questions, are_refused_with_a_reason) {
    TestBooks books;
    const auto ask = [&](const std::string& metric, const MetricRequest& request) {
        return team::problem([&] { books.ask("boss", metric, request); });
    };
    EXPECT_EQ(ask("signd", {}), "not_found error.metric.unknown");
    EXPECT_EQ(ask("signed", in("2026-03-31", "2026-03-01")), "invalid error.metric.period");
    EXPECT_EQ(ask("signed", in("1900-01-01", "2026-03-01")), "invalid error.metric.period_long");
    MetricRequest request;
    request.group = "colour";
    EXPECT_EQ(ask("signed", request), "invalid error.metric.group");
    request.group.clear();
    request.window_days = 0;
    EXPECT_EQ(ask("stage_conversion", request), "invalid error.metric.window");
}

}  // namespace

}  // namespace bihuan::insight
