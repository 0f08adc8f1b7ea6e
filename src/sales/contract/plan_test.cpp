// Payment plans: they add up, fall due by dates and events, and keep what was paid.
#include "sales/contract/test_books.h"

namespace bihuan::contract {
namespace {

using Plan = Books;

TEST_F(Plan, SharesAreExactToTheFen) {
    const RecordId id = signed_contract("100.01");
    const auto ids = plan(id, R"([{"share": "33.33", "due_date": "2026-03-31"},
                                  {"share": "33.33", "due_date": "2026-04-30"},
                                  {"share": "33.34", "due_date": "2026-05-31"}])");
    // 33.333333, 33.333333, 33.343334: cut to 33.33, 33.33, 33.34; one fen is left for the
    // largest remainder of .3333 .3333 .3334.
    EXPECT_EQ(money(ids[0], "amount"), "33.33");
    EXPECT_EQ(money(ids[1], "amount"), "33.33");
    EXPECT_EQ(money(ids[2], "amount"), "33.35");
    EXPECT_EQ(money(id, "planned"), "100.01");
    EXPECT_EQ(company.load(ids[2]).get("period"), Value(3));
}

TEST_F(Plan, MustAddUpAndSaysTheDifference) {
    const RecordId id = signed_contract("1000");
    EXPECT_EQ(problem([&] { plan(id, R"([{"amount": "999.99", "due_date": "2026-04-01"}])"); }),
              "invalid error.invalid; instalments issue.plan.sum");
    EXPECT_EQ(problem([&] {
                  plan(id, R"([{"share": "80", "due_date": "2026-04-01"},
                               {"share": "30", "due_date": "2026-04-01"}])");
              }),
              "invalid error.invalid; instalments issue.plan.shares");
    EXPECT_EQ(problem([&] {
                  plan(id, R"([{"amuont": "1000"}, {"share": "10", "amount": "1",
                               "due_date": "2026-02-30"}])");
              }),
              "invalid error.invalid; instalments[0].amuont issue.unknown_field; "
              "instalments[0].amount issue.plan.share_or_amount; "
              "instalments[1].due_date issue.date.invalid; "
              "instalments[1].amount issue.plan.share_or_amount");
    // Nothing to be paid would stand there as paid.
    EXPECT_EQ(problem([&] {
                  plan(id, R"([{"amount": "0", "due_date": "2026-04-01"},
                               {"amount": "1000", "due_date": "2026-04-01"}])");
              }),
              "invalid error.invalid; instalments[0].amount issue.plan.positive");
    EXPECT_EQ(problem([&] { plan(id, "{}"); }),
              "invalid error.invalid; instalments issue.list.array");
    EXPECT_EQ(company.integer("SELECT count(*) FROM instalment"), 0);
}

TEST_F(Plan, EventsBringTheDueDates) {
    const RecordId id = draft("1000");
    const auto ids = plan(id, R"([
        {"kind": "advance", "basis": "event", "event": "signed", "days": 7, "share": "30"},
        {"kind": "shipment", "basis": "event", "event": "shipped", "days": 0, "share": "30"},
        {"kind": "acceptance", "basis": "month_end", "event": "accepted", "days": 15,
         "share": "30"},
        {"kind": "retention", "basis": "event", "event": "invoiced", "days": 365,
         "share": "10"}])");
    EXPECT_EQ(day(ids[0], "due_date"), "");
    approve(id);
    company.verb("li", id, "sign", R"({"date": "2026-03-02"})");
    EXPECT_EQ(day(ids[0], "due_date"), "2026-03-09");
    EXPECT_EQ(day(id, "next_due"), "2026-03-09");
    const RecordId order = company.create(
        "li", "order", R"({"account": )" + quoted(account) + R"(, "contract": )" + quoted(id) +
                           R"(, "lines": [{"name": "机", "quantity": "10", "price": "100"}]})");
    company.verb("li", order, "confirm");
    const auto lines = company.children("order_line", "order", order);
    company.go_to("2026-03-20");
    EXPECT_EQ(problem([&] {
                  company.verb("li", order, "ship",
                               text_argument("lines", R"([{"order_line": )" +
                                                          quoted(lines[0].id) +
                                                          R"(, "quantity": "4"}])"));
              }),
              "invalid error.invalid; partial issue.ship.partial");
    std::string part = text_argument("lines", R"([{"order_line": )" + quoted(lines[0].id) +
                                                  R"(, "quantity": "4"}])");
    part.back() = ',';
    company.verb("li", order, "ship", part + R"("partial": true})");
    EXPECT_EQ(text(order, "state"), "processing");
    EXPECT_EQ(day(ids[1], "due_date"), "");
    company.go_to("2026-03-25");
    company.verb("li", order, "ship", R"({"courier": "顺丰"})");
    EXPECT_EQ(company.load(order).amount("quantity_delivered").to_trimmed(), "10");
    EXPECT_EQ(day(ids[1], "due_date"), "2026-03-25");
    company.go_to("2026-04-10");
    company.verb("li", order, "receive");
    EXPECT_EQ(day(ids[2], "due_date"), "2026-05-15");
    invoice(id, "1000", "24400001");
    EXPECT_EQ(day(ids[3], "due_date"), "2027-04-10");
}

TEST_F(Plan, PlanningAgainKeepsWhatWasPaid) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"amount": "400", "due_date": "2026-03-31"},
                                  {"amount": "600", "due_date": "2026-04-30"}])");
    allocate(receipt("100"), "[" + to("instalment", ids[0], "100") + "]");
    const auto again = plan(id, R"([{"amount": "250", "due_date": "2026-05-31"},
                                    {"amount": "350", "due_date": "2026-06-30"}])");
    EXPECT_FALSE(company.load(ids[0]).flag("void"));
    EXPECT_TRUE(company.load(ids[1]).flag("void"));
    EXPECT_EQ(money(id, "planned"), "1000.00");
    EXPECT_EQ(company.load(again[0]).get("period"), Value(2));
    EXPECT_EQ(problem([&] {
                  plan(id, R"([{"id": )" + quoted(ids[0]) +
                               R"(, "amount": "50", "due_date": "2026-03-31"},
                                  {"amount": "950", "due_date": "2026-06-30"}])");
              }),
              "invalid error.invalid; amount issue.instalment.below_paid");
}

TEST_F(Plan, IsNotChangedAroundThePlan) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"amount": "1000", "due_date": "2026-03-31"}])");
    EXPECT_EQ(problem([&] { company.update("li", ids[0], R"({"amount": "900"})"); }),
              "invalid error.invalid; amount issue.instalment.by_plan");
    // A rep who moves the day would make what is overdue disappear.
    EXPECT_EQ(problem([&] { company.update("li", ids[0], R"({"due_date": "2026-04-15"})"); }),
              "invalid error.invalid; due_date issue.field.forbidden");
    company.update("wang", ids[0], R"({"due_date": "2026-04-15"})");
    EXPECT_EQ(day(id, "next_due"), "2026-04-15");
}

TEST_F(Plan, WriteOffSettlesButIsNotCollected) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"amount": "1000", "due_date": "2026-03-31"}])");
    allocate(receipt("990"), "[" + to("instalment", ids[0], "990") + "]");
    EXPECT_EQ(problem([&] {
                  company.verb("li", ids[0], "write_off",
                               R"({"kind": "discount", "reason": "尾差"})");
              }),
              "forbidden error.access.act");
    EXPECT_EQ(problem([&] {
                  company.verb("fan", ids[0], "write_off",
                               R"({"kind": "fee", "reason": "x", "amount": "10.01"})");
              }),
              "conflict error.instalment.rest");
    company.verb("fan", ids[0], "write_off", R"({"kind": "discount", "reason": "尾差"})");
    EXPECT_TRUE(company.load(ids[0]).flag("settled"));
    EXPECT_EQ(money(id, "written_off"), "10.00");
    EXPECT_EQ(day(id, "next_due"), "");
    EXPECT_EQ(company.ledger("collected"), "99000/1");
    EXPECT_EQ(company.ledger("written_off", "tag = 'discount'"), "1000/1");
}

}  // namespace
}  // namespace bihuan::contract
