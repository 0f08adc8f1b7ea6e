// Invoices: within the contract, voided only on paper and in their month, else reddened.
#include "sales/contract/test_books.h"

namespace bihuan::contract {
namespace {

using Invoice = Books;

TEST_F(Invoice, StaysWithinTheContract) {
    const RecordId id = signed_contract("1000");
    invoice(id, "600", "1");
    EXPECT_EQ(company.ledger("invoiced"), "60000/1");
    EXPECT_EQ(money(id, "invoiced"), "600.00");
    EXPECT_EQ(problem([&] { invoice(id, "400.01", "2"); }), "conflict error.invoice.too_much");
    EXPECT_EQ(problem([&] { invoice(id, "100", "1"); }),
              "invalid error.invalid; invoice_number issue.invoice.number");
    const RecordId waiting = draft("500");
    EXPECT_EQ(problem([&] { invoice(waiting, "1", "3"); }),
              "conflict error.contract.not_in_force");
}

TEST_F(Invoice, CopiesTheTitleAndRoundsPerLine) {
    company.create("li", "invoice_title",
                   R"({"account": )" + quoted(account) +
                       R"(, "name": "苏州拓远", "tax_no": "91320500MA1XYZ1234",
                           "is_default": true})");
    const RecordId contract = signed_contract("1000");
    const RecordId id = company.create(
        "li", "invoice", R"({"contract": )" + quoted(contract) + R"(, "account": )" +
                             quoted(account) + R"(, "lines": [
             {"name": "阀", "quantity": "3", "price": "33.335", "tax_rate": "t13"},
             {"name": "安装", "amount": "100", "tax_rate": "t6"}]})");
    // 100.005 -> 100.01, tax 11.51; 100: net 94.34, tax 5.66.
    EXPECT_EQ(money(id, "amount"), "200.01");
    EXPECT_EQ(money(id, "tax_amount"), "17.17");
    EXPECT_EQ(money(id, "signed_amount"), "200.01");
    EXPECT_EQ(text(id, "title_name"), "苏州拓远");
    EXPECT_EQ(text(id, "tax_no"), "91320500MA1XYZ1234");
}

TEST_F(Invoice, PaperIsVoidedInItsMonthOnly) {
    const RecordId contract = signed_contract("1000");
    const RecordId paper = invoice(contract, "100", "1", "special");
    const RecordId late = invoice(contract, "100", "2", "special");
    const RecordId digital = invoice(contract, "100", "3");
    company.go_to("2026-03-30");
    company.verb("fan", paper, "void", R"({"reason": "抬头错"})");
    EXPECT_EQ(company.ledger("invoiced", "date = '2026-03-30'"), "-10000/-1");
    EXPECT_EQ(money(contract, "invoiced"), "200.00");
    EXPECT_EQ(problem([&] { company.verb("fan", digital, "void", R"({"reason": "x"})"); }),
              "conflict error.invoice.void_needs_red");
    company.go_to("2026-04-01");
    EXPECT_EQ(problem([&] { company.verb("fan", late, "void", R"({"reason": "x"})"); }),
              "conflict error.invoice.void_needs_red");
}

TEST_F(Invoice, RedIsItsOwnRecordAndBlueStays) {
    const RecordId contract = signed_contract("1000");
    const RecordId blue = invoice(contract, "600", "1");
    company.go_to("2026-04-03");
    company.verb("fan", blue, "red",
                 R"({"amount": "200", "reason": "退货", "invoice_number": "R1"})");
    EXPECT_EQ(problem([&] {
                  company.verb("fan", blue, "red",
                               R"({"amount": "1", "reason": "x", "invoice_number": "R1"})");
              }),
              "invalid error.invalid; invoice_number issue.invoice.number");
    EXPECT_EQ(company.ledger("invoiced", "date = '2026-03-02'"), "60000/1");
    EXPECT_EQ(company.ledger("invoiced", "date = '2026-04-03'"), "-20000/-1");
    EXPECT_EQ(money(blue, "red_total"), "200.00");
    EXPECT_EQ(money(contract, "invoiced"), "400.00");
    EXPECT_EQ(problem([&] {
                  company.verb("fan", blue, "red", R"({"amount": "400.01", "reason": "x"})");
              }),
              "conflict error.invoice.red_rest");
    // Without a number it waits for its confirmation and counts nothing yet.
    const Json asked = company.verb("fan", blue, "red", R"({"reason": "全退"})");
    const RecordId red = *parse_record_id(asked.get("invoice").string());
    EXPECT_EQ(money(red, "amount"), "400.00");
    EXPECT_EQ(money(red, "signed_amount"), "-400.00");
    EXPECT_EQ(text(red, "state"), "approving");
    EXPECT_EQ(problem([&] { company.verb("fan", red, "confirm_red"); }),
              "conflict error.verb.state");
    company.verb("fan", red, "approve");
    const char* number = R"({"invoice_number": "R2", "date": "2026-04-03"})";
    EXPECT_EQ(problem([&] { company.verb("fan", red, "issue", number); }),
              "conflict error.invoice.red_unconfirmed");
    EXPECT_EQ(money(contract, "invoiced"), "400.00");
    company.verb("fan", red, "confirm_red");
    company.verb("fan", red, "issue", number);
    EXPECT_EQ(text(red, "red_confirmation"), "issued");
    EXPECT_EQ(money(contract, "invoiced"), "0.00");
    EXPECT_EQ(company.ledger("invoiced"), "0/-1");
    EXPECT_EQ(problem([&] { company.verb("fan", blue, "red", R"({"reason": "x"})"); }),
              "conflict error.verb.state");
}

// 600 = 400 at 13 % (tax 46.02) + 200 at 6 % (tax 11.32).
TEST_F(Invoice, APartialRedHasItsShareOfLinesAndTax) {
    const RecordId contract = signed_contract("1000");
    const RecordId blue = company.create(
        "li", "invoice", R"({"contract": )" + quoted(contract) + R"(, "account": )" +
                             quoted(account) + R"(, "kind": "digital_special", "lines": [
             {"name": "阀", "quantity": "4", "price": "100", "tax_rate": "t13"},
             {"name": "安装", "amount": "200", "tax_rate": "t6"}]})");
    company.verb("li", blue, "submit");
    company.verb("fan", blue, "approve");
    company.verb("fan", blue, "issue", R"({"invoice_number": "1", "date": "2026-03-02"})");
    EXPECT_EQ(money(blue, "tax_amount"), "57.34");
    const auto red_of = [&](const std::string& amount) {
        const Json made = company.verb("fan", blue, "red",
                                       R"({"reason": "退货", "amount": ")" + amount + "\"}");
        return *parse_record_id(made.get("invoice").string());
    };
    // 100.01 of 600: 66.673 and 33.337.
    const RecordId first = red_of("100.01");
    const auto lines = company.children("invoice_line", "invoice", first);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].text("name"), "阀");
    EXPECT_EQ(base_of(lines[0], "amount").to_text(), "66.67");
    EXPECT_EQ(base_of(lines[0], "tax_amount").to_text(), "7.67");
    EXPECT_EQ(base_of(lines[1], "amount").to_text(), "33.34");
    EXPECT_EQ(base_of(lines[1], "tax_amount").to_text(), "1.89");
    EXPECT_EQ(money(first, "amount"), "100.01");
    EXPECT_EQ(money(first, "tax_amount"), "9.56");
    EXPECT_EQ(money(first, "signed_amount"), "-100.01");
    // Asked for, not issued: it waits for approval, and counts against what is left already.
    EXPECT_EQ(text(first, "state"), "approving");
    EXPECT_EQ(money(blue, "red_total"), "0.00");
    EXPECT_EQ(problem([&] { red_of("500"); }), "conflict error.invoice.red_rest");
    // The rest takes exactly what is left of each line.
    const RecordId last = red_of("499.99");
    const auto rest = company.children("invoice_line", "invoice", last);
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(base_of(rest[0], "amount").to_text(), "333.33");
    EXPECT_EQ(base_of(rest[1], "amount").to_text(), "166.66");
    EXPECT_EQ(money(last, "tax_amount"), "47.78");      // 38.35 + 9.43
    // One that was refused frees its amount, and is checked again when it is sent anew.
    company.verb("fan", first, "reject", R"({"note": "金额不对"})");
    const RecordId other = red_of("100");
    EXPECT_EQ(problem([&] { company.verb("fan", first, "submit"); }),
              "conflict error.invoice.red_rest");
    company.verb("fan", other, "approve");
    company.verb("fan", other, "confirm_red");
    company.verb("fan", other, "issue", R"({"invoice_number": "R1", "date": "2026-03-02"})");
    EXPECT_EQ(money(blue, "red_total"), "100.00");
    EXPECT_EQ(company.ledger("invoiced"), "50000/0");
}

// Who is not finance may ask, and not say that it is done.
TEST_F(Invoice, ARedNumberIsToldByFinanceAlone) {
    const RecordId contract = signed_contract("1000");
    const RecordId blue = invoice(contract, "600", "1");
    EXPECT_EQ(problem([&] {
                  company.verb("wang", blue, "red",
                               R"({"amount": "200", "reason": "x", "invoice_number": "R1"})");
              }).substr(0, 9),
              "forbidden");
}

TEST_F(Invoice, WhatIsPaidIsNotReddened) {
    const RecordId contract = signed_contract("1000");
    const RecordId blue = invoice(contract, "600", "1");
    const RecordId paid = receipt("500");
    allocate(paid, "[" + to("invoice", blue, "500") + "]");
    EXPECT_EQ(money(blue, "allocated"), "500.00");
    EXPECT_EQ(money(paid, "allocated_invoices"), "500.00");
    EXPECT_EQ(money(paid, "allocated"), "0.00");
    // To an invoice alone: nothing is said about instalments or people.
    EXPECT_EQ(company.ledger("allocated"), "0/0");
    EXPECT_EQ(problem([&] {
                  company.verb("fan", blue, "red",
                               R"({"amount": "101", "reason": "x", "invoice_number": "R"})");
              }),
              "conflict error.invoice.allocated");
    company.verb("fan", blue, "red",
                 R"({"amount": "100", "reason": "x", "invoice_number": "R"})");
    EXPECT_EQ(problem([&] {
                  allocate(receipt("1"), "[" + to("invoice", blue, "1") + "]");
              }),
              "conflict error.receipt.allocate; allocations[0].amount issue.allocation.rest");
}

TEST_F(Invoice, IsFrozenOnceSubmitted) {
    const RecordId contract = signed_contract("1000");
    const RecordId id = invoice(contract, "600", "1");
    EXPECT_EQ(problem([&] { company.update("fan", id, R"({"amount": "1"})"); }),
              "invalid error.invalid; amount issue.invoice.frozen");
    EXPECT_EQ(problem([&] { company.remove("fan", id); }), "conflict error.money.keep");
    company.verb("fan", id, "deliver", R"({"courier_number": "SF1"})");
    EXPECT_EQ(company.ledger("invoiced"), "60000/1");
    EXPECT_EQ(problem([&] { company.verb("wang", contract, "void", R"({"reason": "x"})"); }),
              "conflict error.contract.void_invoiced");
}

}  // namespace
}  // namespace bihuan::contract
