// Money that comes in, is allocated, taken back, refunded; and bills that may be refused.
#include "sales/contract/test_books.h"

namespace bihuan::contract {
namespace {

class Receipt : public Books {
protected:
    // Signed on 2 March for 1000: 300 due on 31 March, 700 on 30 April.
    Receipt() {
        contract = signed_contract("1000");
        ids = plan(contract, R"([{"amount": "300", "due_date": "2026-03-31"},
                                 {"amount": "700", "due_date": "2026-04-30"}])");
    }
    std::string one(std::size_t i, const std::string& amount) {
        return "[" + to("instalment", ids[i], amount) + "]";
    }
    RecordId contract;
    std::vector<RecordId> ids;
};

TEST_F(Receipt, IsApprovedByFinance) {
    const RecordId id = company.create(
        "li", "receipt", R"({"amount": "500", "account": )" + quoted(account) + "}");
    EXPECT_NE(problem([&] { company.verb("li", id, "confirm"); }), "");
    company.verb("li", id, "submit");
    EXPECT_EQ(company.ledger("collected"), "0/0");
    company.verb("fan", id, "reject", R"({"note": "未到账"})");
    EXPECT_EQ(text(id, "state"), "rejected");
    company.verb("li", id, "submit");
    company.verb("fan", id, "approve");
    EXPECT_EQ(text(id, "state"), "confirmed");
    EXPECT_EQ(company.ledger("collected"), "50000/1");
    EXPECT_EQ(company.integer("SELECT count(*) FROM ledger WHERE metric = 'collected' "
                              "AND owner IS NULL"), 1);
    EXPECT_EQ(problem([&] { company.update("fan", id, R"({"amount": "600"})"); }),
              "invalid error.invalid; amount issue.receipt.frozen");
    EXPECT_EQ(problem([&] { company.remove("fan", id); }), "conflict error.money.keep");
}

TEST_F(Receipt, PaysSeveralInstalmentsAtOnceOrNone) {
    const RecordId id = receipt("450");
    const std::string both = "[" + to("instalment", ids[0], "300") + "," +
                             to("instalment", ids[1], "150.01") + "]";
    EXPECT_EQ(problem([&] { allocate(id, both); }),
              "conflict error.receipt.allocate; allocations issue.allocation.rest");
    EXPECT_EQ(problem([&] { allocate(id, one(0, "300.01")); }),
              "conflict error.receipt.allocate; allocations[0].amount issue.allocation.rest");
    EXPECT_EQ(problem([&] { allocate(id, R"([{"amount": "0"}])"); }),
              "invalid error.invalid; allocations[0].amount issue.allocation.amount; "
              "allocations[0].instalment issue.allocation.target");
    EXPECT_EQ(company.integer("SELECT count(*) FROM allocation"), 0);
    allocate(id, "[" + to("instalment", ids[0], "300") + "," +
                     to("instalment", ids[1], "150") + "]");
    EXPECT_TRUE(company.load(ids[0]).flag("settled"));
    EXPECT_EQ(money(ids[1], "received"), "150.00");
    EXPECT_EQ(money(contract, "received"), "450.00");
    EXPECT_EQ(day(contract, "next_due"), "2026-04-30");
    EXPECT_EQ(by_person("allocated"), "li=45000");
}

TEST_F(Receipt, GoesToWhoOwnedTheContractOnItsDay) {
    company.go_to("2026-03-20");
    const RecordId id = receipt("300", R"("date": "2026-03-10")");
    company.verb("boss", contract, "transfer", R"({"to": ")" + to_text(company.id("chen")) + "\"}");
    EXPECT_EQ(company.load(ids[0]).ref("owner"), company.id("chen"));
    company.go_to("2026-03-25");
    allocate(id, one(0, "200"));
    EXPECT_EQ(by_person("allocated"), "li=20000");
    EXPECT_EQ(company.ledger("allocated", "date = '2026-03-10'"), "20000/1");
    allocate(receipt("50"), one(0, "50"));
    EXPECT_EQ(by_person("allocated"), "chen=5000 li=20000");
}

TEST_F(Receipt, ReversalOpensTheOldDueDatesOnItsOwnDay) {
    const RecordId id = receipt("300");
    allocate(id, one(0, "300"));
    EXPECT_EQ(day(contract, "next_due"), "2026-04-30");
    company.go_to("2026-04-08");
    EXPECT_EQ(problem([&] { company.verb("li", id, "reverse", R"({"reason": "x"})"); }),
              "forbidden error.access.act");
    company.verb("fan", id, "reverse", R"({"reason": "银行退回"})");
    EXPECT_EQ(text(id, "state"), "reversed");
    EXPECT_FALSE(company.load(ids[0]).flag("settled"));
    EXPECT_EQ(day(contract, "next_due"), "2026-03-31");
    EXPECT_EQ(company.ledger("collected", "date = '2026-03-02'"), "30000/1");
    EXPECT_EQ(company.ledger("collected", "date = '2026-04-08'"), "-30000/-1");
    EXPECT_EQ(company.ledger("allocated", "date = '2026-04-08'"), "-30000/-1");
    EXPECT_EQ(company.integer("SELECT count(*) FROM allocation"), 2);
    EXPECT_EQ(company.integer("SELECT sum(amount) FROM allocation"), 0);
    EXPECT_EQ(problem([&] { company.verb("fan", id, "reverse", R"({"reason": "x"})"); }),
              "conflict error.verb.state");
}

TEST_F(Receipt, OneAllocationIsReversedOnce) {
    const RecordId id = receipt("300");
    allocate(id, one(0, "300"));
    const RecordId row = company.children("allocation", "receipt", id)[0].id;
    company.verb("fan", row, "reverse", R"({"reason": "核错"})");
    EXPECT_EQ(money(id, "allocated"), "0.00");
    EXPECT_NE(problem([&] { company.verb("fan", row, "reverse", R"({"reason": "x"})"); }), "");
    allocate(id, one(1, "300"));
    EXPECT_EQ(money(ids[1], "received"), "300.00");
    EXPECT_EQ(problem([&] { company.update("admin", row, R"({"amount": "1"})"); }),
              "invalid error.invalid;  issue.money.by_verb");
}

TEST_F(Receipt, RefundNeedsApprovalAndAFreeRest) {
    const RecordId id = receipt("500");
    allocate(id, one(0, "300"));
    const auto ask = [&](const char* amount) {
        return company.verb("fan", id, "refund",
                            R"({"amount": ")" + std::string(amount) + R"(", "reason": "多付"})");
    };
    EXPECT_EQ(problem([&] { ask("200.01"); }), "conflict error.receipt.refund_rest");
    const RecordId refund = *parse_record_id(ask("150").get("refund").string());
    EXPECT_EQ(problem([&] { ask("50.01"); }), "conflict error.receipt.refund_rest");
    EXPECT_EQ(problem([&] { company.verb("fan", id, "reverse", R"({"reason": "x"})"); }),
              "conflict error.receipt.refund_waits");
    company.go_to("2026-04-03");
    company.verb("fan", refund, "approve");
    EXPECT_EQ(money(id, "refunded"), "150.00");
    EXPECT_EQ(company.ledger("collected", "date < '2026-04-01'"), "50000/1");
    EXPECT_EQ(company.ledger("collected", "date = '2026-04-03'"), "-15000/0");
    EXPECT_EQ(problem([&] { allocate(id, one(1, "50.01")); }),
              "conflict error.receipt.allocate; allocations issue.allocation.rest");
    company.verb("fan", id, "reverse", R"({"reason": "退回"})");
    EXPECT_EQ(company.ledger("collected"), "0/0");
}

TEST_F(Receipt, UnclaimedMoneyFindsItsCustomer) {
    const RecordId id = company.create("fan", "receipt",
                                       R"({"amount": "300", "payer": "拓远"})");
    company.verb("fan", id, "confirm");
    EXPECT_FALSE(company.load(id).ref("owner"));
    EXPECT_EQ(problem([&] { allocate(id, one(0, "300")); }), "conflict error.receipt.unclaimed");
    company.verb("fan", id, "claim", R"({"account": )" + quoted(account) + "}");
    EXPECT_EQ(company.load(id).ref("owner"), company.id("li"));
    EXPECT_EQ(company.ledger("collected"), "30000/1");
    EXPECT_EQ(company.ledger("collected", "account IS NULL"), "0/0");
    allocate(id, one(0, "300"));
}

TEST_F(Receipt, PaysForItsGroupButNotForStrangers) {
    const RecordId child = company.create(
        "li", "account", R"({"name": "昆山分厂", "parent": )" + quoted(account) + "}");
    const RecordId stranger = company.create("li", "account", R"({"name": "无锡精工"})");
    const auto of = [&](RecordId payer) {
        const RecordId id = company.create(
            "fan", "receipt", R"({"amount": "100", "account": )" + quoted(payer) + "}");
        company.verb("fan", id, "confirm");
        return id;
    };
    allocate(of(child), one(0, "100"));
    EXPECT_EQ(problem([&] { allocate(of(stranger), one(0, "100")); }),
              "conflict error.receipt.allocate; allocations[0].instalment issue.account.other");
}

TEST_F(Receipt, ProposesTheExactOneElseTheOldest) {
    const auto proposed = [&](RecordId id) {
        std::string out;
        company.workspace().read(company.system(), [&](const Snapshot& snapshot) {
            for (const Proposal& one : propose_allocations(snapshot, company.load(id))) {
                out += (one.instalment == ids[0] ? "first " : "second ") +
                       one.amount.to_text() + ";";
            }
        });
        return out;
    };
    const RecordId exact = receipt("700");
    EXPECT_EQ(proposed(exact), "second 700.00;");
    const RecordId large = receipt("500");
    EXPECT_EQ(proposed(large), "first 300.00;second 200.00;");
    allocate(exact, "auto");
    EXPECT_EQ(proposed(large), "first 300.00;");
    allocate(large, "auto");
    EXPECT_EQ(proposed(large), "");
    EXPECT_EQ(money(contract, "received"), "1000.00");
}

TEST_F(Receipt, AForeignOneIsAllocatedInTheCompanysCurrency) {
    const RecordId id = receipt("50", R"("currency": "USD", "rate": "7.2")");
    EXPECT_EQ(company.ledger("collected"), "36000/1");
    allocate(id, "[" + to("instalment", ids[0], "300") + "," +
                     to("instalment", ids[1], "60") + "]");
    EXPECT_EQ(problem([&] { allocate(id, one(1, "0.01")); }),
              "conflict error.receipt.allocate; allocations issue.allocation.rest");
}

TEST_F(Receipt, ARefusedBillBringsTheDebtBack) {
    const RecordId bill = company.create(
        "fan", "bill", R"({"bill_number": "510233", "kind": "bank", "amount": "300",
                           "maturity": "2026-09-02", "account": )" + quoted(account) + "}");
    const RecordId id = receipt("300", R"("method": "bill", "bill": )" + quoted(bill));
    EXPECT_EQ(company.ledger("collected", "tag = 'bill'"), "30000/1");
    allocate(id, one(0, "300"));
    company.go_to("2026-05-06");
    company.verb("fan", bill, "endorse", R"({"to": "供应商"})");
    EXPECT_EQ(problem([&] { company.verb("fan", bill, "discount", R"({"fee": "1"})"); }),
              "conflict error.verb.state");
    company.go_to("2026-09-04");
    company.verb("fan", bill, "dishonour", R"({"reason": "承兑人拒付"})");
    EXPECT_EQ(text(bill, "state"), "dishonoured");
    EXPECT_EQ(text(id, "state"), "reversed");
    EXPECT_EQ(day(contract, "next_due"), "2026-03-31");
    EXPECT_EQ(company.ledger("collected", "date = '2026-09-04'"), "-30000/-1");
    EXPECT_EQ(company.ledger("collected", "date = '2026-03-02'"), "30000/1");
}

TEST_F(Receipt, AnHonouredBillIsCountedOnce) {
    const RecordId bill = company.create(
        "fan", "bill", R"({"bill_number": "7", "kind": "commercial", "amount": "300",
                           "maturity": "2026-03-02", "account": )" + quoted(account) + "}");
    receipt("300", R"("method": "bill", "bill": )" + quoted(bill));
    EXPECT_EQ(problem([&] { company.verb("fan", bill, "discount", R"({"fee": "300.01"})"); }),
              "invalid error.invalid; fee issue.bill.fee");
    company.verb("fan", bill, "collect");
    company.verb("fan", bill, "honour");
    EXPECT_EQ(text(bill, "state"), "honoured");
    EXPECT_EQ(company.ledger("collected"), "30000/1");
}

}  // namespace
}  // namespace bihuan::contract
