// Contracts as their people tell them: approved, signed, planned, changed, ended.
#include "sales/contract/test_books.h"

namespace bihuan::contract {
namespace {

using Contract = Books;

TEST_F(Contract, AmountIsTheSumOfItsLines) {
    // 3 x 1234.567 = 3703.701 -> 3703.70; 2 x 100 = 200; 5 % off: 3708.515 -> 3708.52; + 50.
    const RecordId id = company.create(
        "li", "contract",
        R"({"name": "备件", "account": )" + quoted(account) + R"(, "discount": "5",
            "freight": "50", "lines": [
             {"name": "阀", "quantity": "3", "price": "1234.567", "tax_rate": "t13"},
             {"name": "泵", "quantity": "2", "list_price": "125", "discount": "20",
              "tax_rate": "exempt"}]})");
    EXPECT_EQ(money(id, "amount"), "3758.52");
    // 3703.70 x 100 / 113 = 3277.61, tax 426.09; less 5 %: 404.79.
    EXPECT_EQ(money(id, "tax_amount"), "404.79");
    EXPECT_EQ(company.load(id).ref("our_signer"), company.id("li"));
    const auto lines = company.children("contract_line", "contract", id);
    company.update("li", lines[1].id, R"({"quantity": "4"})");
    EXPECT_EQ(money(id, "amount"), "3948.52");
    approve(id);
    EXPECT_NE(problem([&] { company.update("li", lines[1].id, R"({"quantity": "5"})"); }), "");
    EXPECT_EQ(problem([&] {
                  company.update("li", id, R"({"lines": [{"name": "x", "price": "1"}]})");
              }),
              "invalid error.invalid; lines issue.contract.frozen");
    EXPECT_EQ(money(id, "amount"), "3948.52");
}

TEST_F(Contract, IsNotSignedOnADayToCome) {
    const std::string head = R"({"name": "备件", "account": )" + quoted(account);
    EXPECT_EQ(problem([&] {
                  company.create("li", "contract", head + R"(, "sign_date": "2026-03-03"})");
              }),
              "invalid error.invalid; sign_date issue.date.future");
    const RecordId id =
        company.create("li", "contract", head + R"(, "sign_date": "2026-03-02"})");
    EXPECT_EQ(problem([&] { company.update("li", id, R"({"sign_date": "2026-03-03"})"); }),
              "invalid error.invalid; sign_date issue.date.future");
}

TEST_F(Contract, GoesThroughApprovalToSignature) {
    const RecordId id = draft("100000");
    EXPECT_EQ(problem([&] { company.verb("li", id, "sign", R"({"date": "2026-03-02"})"); }),
              "conflict error.verb.state");
    company.verb("li", id, "submit");
    EXPECT_EQ(problem([&] { company.update("li", id, R"({"name": "x"})"); }),
              "locked error.record.locked");
    company.verb("wang", id, "reject", R"({"note": "账期太长"})");
    EXPECT_EQ(text(id, "approval_state"), "rejected");
    EXPECT_EQ(text(id, "approval_note"), "账期太长");
    company.verb("li", id, "submit");
    company.verb("wang", id, "approve");
    EXPECT_EQ(problem([&] { company.update("li", id, R"({"amount": "1"})"); }),
              "invalid error.invalid; amount issue.contract.frozen");
    EXPECT_EQ(problem([&] { company.verb("li", id, "sign", R"({"date": "2026-03-03"})"); }),
              "invalid error.invalid; date issue.date.future");
    company.go_to("2026-03-05");
    company.verb("li", id, "sign", R"({"date": "2026-03-05"})");
    EXPECT_EQ(text(id, "stage"), "signed");
    EXPECT_EQ(company.ledger("signed"), "10000000/1");
    EXPECT_EQ(company.ledger("first_signed"), "0/1");
    // Monday 2nd to Thursday 5th: three working days.
    EXPECT_EQ(company.integer("SELECT days FROM ledger WHERE metric = 'signing_days'"), 3);
    EXPECT_EQ(problem([&] { company.remove("wang", id); }), "conflict error.money.keep");
}

TEST_F(Contract, TwoCustomersThatAreOneWereOneNewCustomer) {
    const RecordId kept = account;
    signed_contract("1000");
    company.go_to("2026-04-10");
    account = company.create("li", "account", R"({"name": "拓远精密机械"})");
    const RecordId later = signed_contract("500");
    signed_contract("300");
    company.go_to("2026-05-06");
    company.verb("wang", kept, "merge", R"({"other": )" + quoted(account) + "}");
    EXPECT_EQ(company.ledger("first_signed", "date < '2026-05-01'"), "0/2");   // as it was
    EXPECT_EQ(company.ledger("first_signed", "date = '2026-05-06' AND record = " +
                                                 to_text(later)), "0/-1");
    EXPECT_EQ(company.ledger("first_signed", "account = " + to_text(kept)), "0/1");
    EXPECT_EQ(company.ledger("signed", "account = " + to_text(kept)), "180000/3");
    // One whose contract was voided before is no new customer: nothing to take back.
    account = company.create("li", "account", R"({"name": "拓远工业"})");
    const RecordId gone = signed_contract("200");
    company.verb("wang", gone, "void", R"({"reason": "签错了"})");
    company.verb("wang", kept, "merge", R"({"other": )" + quoted(account) + "}");
    EXPECT_EQ(company.ledger("first_signed"), "0/1");
}

TEST_F(Contract, SignedInAMonthThatHasPassedIsBookedOnTheDayOfEntry) {
    const RecordId id = draft("1000");
    const RecordId other = draft("500");
    approve(id);
    approve(other);
    company.go_to("2026-04-03");
    company.verb("li", id, "sign", R"({"date": "2026-03-30"})");
    EXPECT_EQ(day(id, "sign_date"), "2026-03-30");
    EXPECT_EQ(day(id, "booked_on"), "2026-04-03");
    EXPECT_EQ(company.ledger("signed", "date < '2026-04-01'"), "0/0");   // March does not move
    EXPECT_EQ(company.ledger("signed", "date = '2026-04-03'"), "100000/1");
    EXPECT_EQ(company.ledger("first_signed", "date = '2026-04-03'"), "0/1");
    EXPECT_EQ(problem([&] { company.verb("li", other, "sign", R"({"date": "2026-04-04"})"); }),
              "invalid error.invalid; date issue.date.future");
    EXPECT_EQ(problem([&] { company.verb("li", other, "sign", R"({"date": "2025-04-01"})"); }),
              "invalid error.invalid; date issue.contract.signed_long_ago");
    EXPECT_EQ(text(other, "stage"), "pending_signing");
    company.verb("li", other, "sign", R"({"date": "2026-04-01"})");      // the month still runs
    EXPECT_EQ(day(other, "booked_on"), "2026-04-01");
    EXPECT_EQ(company.ledger("signed", "date = '2026-04-01'"), "50000/1");
}

TEST_F(Contract, AnEmptyOneIsNotSubmitted) {
    const RecordId id = company.create(
        "li", "contract", R"({"name": "空", "account": )" + quoted(account) + "}");
    EXPECT_EQ(problem([&] { company.verb("li", id, "submit"); }),
              "invalid error.invalid; amount issue.contract.amount");
}

TEST_F(Contract, ApprovalCanBeUndoneBeforeSigning) {
    const RecordId id = draft("5000");
    approve(id);
    company.verb("wang", id, "unapprove", R"({"reason": "价格有误"})");
    EXPECT_EQ(text(id, "approval_state"), "revoked");
    company.update("li", id, R"({"amount": "4800"})");
    approve(id);
    company.verb("li", id, "sign", R"({"date": "2026-03-02"})");
    EXPECT_EQ(company.ledger("signed"), "480000/1");
}

TEST_F(Contract, SplitsAddUpAndShareTheFigure) {
    const std::string splits = R"("splits": [{"user": {"key": "li"}, "share": "66.67"},
                                             {"user": {"key": "chen"}, "share": "33.33"}])";
    EXPECT_EQ(problem([&] {
                  draft("100", R"("splits": [{"user": {"key": "li"}, "share": "60"}])");
              }),
              "invalid error.invalid; splits issue.splits.sum");
    const RecordId id = signed_contract("100.01", splits);
    EXPECT_EQ(by_person("signed"), "chen=3333 li=6668");
    EXPECT_EQ(company.ledger("signed"), "10001/1");
    // Whoever owns it later: what was signed stays.
    company.verb("boss", id, "transfer", R"({"to": ")" + to_text(company.id("zhao")) + "\"}");
    EXPECT_EQ(by_person("signed"), "chen=3333 li=6668");
    company.verb("boss", id, "void", R"({"reason": "客户取消"})");
    EXPECT_EQ(company.ledger("signed"), "0/0");
    EXPECT_EQ(by_person("signed"), "chen=0 li=0");
}

TEST_F(Contract, VoidCountsOnItsOwnDay) {
    const RecordId first = signed_contract("1000");
    company.go_to("2026-03-10");
    const RecordId second = signed_contract("2000");
    EXPECT_EQ(company.ledger("first_signed"), "0/1");
    company.go_to("2026-04-02");
    company.verb("wang", first, "void", R"({"reason": "错签"})");
    // Another stands: still one customer won in March.
    EXPECT_EQ(company.ledger("first_signed"), "0/1");
    EXPECT_EQ(company.ledger("signed", "date < '2026-04-01'"), "300000/2");
    // The days it took to sign it no longer count: only those of the second do.
    EXPECT_EQ(company.ledger("signing_days", "date = '2026-04-02'"), "0/-1");
    EXPECT_EQ(company.ledger("signing_days"), "0/1");
    EXPECT_EQ(company.integer("SELECT sum(days) FROM ledger WHERE metric = 'signing_days' "
                              "AND record = " + to_text(first)), 0);
    EXPECT_EQ(company.ledger("signed", "date = '2026-04-02'"), "-100000/-1");
    company.verb("wang", second, "void", R"({"reason": "错签"})");
    EXPECT_EQ(company.ledger("first_signed"), "0/0");
    EXPECT_EQ(company.ledger("first_signed", "date = '2026-04-02'"), "0/-1");
    EXPECT_EQ(problem([&] { company.verb("wang", second, "void", R"({"reason": "x"})"); }),
              "conflict error.verb.state");
}

TEST_F(Contract, ChangeWritesTheDifferenceOnItsDay) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"amount": "1000", "basis": "date",
                                   "due_date": "2026-06-30"}])");
    company.go_to("2026-04-01");
    company.verb("wang", id, "change", R"({"reason": "加一台"})");
    company.update("li", id, R"({"amount": "1500"})");
    EXPECT_EQ(company.ledger("signed", "date = '2026-04-01'"), "50000/0");
    EXPECT_EQ(problem([&] { company.verb("wang", id, "finish_change"); }),
              "invalid error.invalid; instalments issue.plan.sum");
    plan(id, R"([{"id": )" + quoted(ids[0]) + R"(, "amount": "1000", "due_date": "2026-06-30"},
                 {"amount": "500", "due_date": "2026-07-31"}])");
    company.verb("wang", id, "finish_change");
    EXPECT_EQ(text(id, "stage"), "signed");
    EXPECT_EQ(company.ledger("signed"), "150000/1");
    EXPECT_EQ(money(id, "planned"), "1500.00");
}

TEST_F(Contract, TerminationStrikesOutWhatIsNeitherDeliveredNorPaid) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"share": "30", "due_date": "2026-03-31"},
                                  {"share": "30", "due_date": "2026-04-30"},
                                  {"share": "40", "due_date": "2026-05-31"}])");
    allocate(receipt("300"), "[" + to("instalment", ids[0], "300") + "]");
    const RecordId order = company.create("li", "order",
                                          R"({"account": )" + quoted(account) +
                                              R"(, "contract": )" + quoted(id) +
                                              R"(, "amount": "450"})");
    company.verb("li", order, "confirm");
    company.verb("li", order, "ship");
    company.go_to("2026-05-02");
    company.verb("wang", id, "terminate", R"({"reason": "客户停产"})");
    // Delivered 450, paid 300: 550 falls away; the last instalment is void, the second 150.
    EXPECT_EQ(money(id, "terminated_amount"), "550.00");
    EXPECT_EQ(company.ledger("signed", "date = '2026-05-02'"), "-55000/0");
    EXPECT_TRUE(company.load(ids[2]).flag("void"));
    EXPECT_EQ(money(ids[1], "amount"), "150.00");
    EXPECT_EQ(money(ids[0], "amount"), "300.00");
    EXPECT_EQ(day(id, "next_due"), "2026-04-30");
}

TEST_F(Contract, VoidNeedsTheMoneyBackFirst) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"amount": "1000", "due_date": "2026-03-31"}])");
    const RecordId paid = receipt("400");
    allocate(paid, "[" + to("instalment", ids[0], "400") + "]");
    const auto void_it = [&] { company.verb("wang", id, "void", R"({"reason": "x"})"); };
    EXPECT_EQ(problem(void_it), "conflict error.contract.void_received");
    company.verb("fan", paid, "reverse", R"({"reason": "退票"})");
    void_it();
    EXPECT_TRUE(company.load(ids[0]).flag("void"));
    EXPECT_EQ(company.ledger("signed"), "0/0");
    EXPECT_EQ(company.ledger("collected"), "0/0");
}

TEST_F(Contract, AFrameworkCountsItsOrders) {
    const RecordId id = signed_contract("1", R"("type": "framework")");
    EXPECT_EQ(company.ledger("signed"), "0/0");
    EXPECT_EQ(company.ledger("first_signed"), "0/1");
    const RecordId order = company.create("li", "order",
                                          R"({"account": )" + quoted(account) +
                                              R"(, "contract": )" + quoted(id) +
                                              R"(, "amount": "700"})");
    company.verb("li", order, "confirm");
    EXPECT_EQ(company.ledger("signed", "tag = 'framework_order'"), "70000/1");
    EXPECT_EQ(company.ledger("ordered"), "70000/1");
    const auto monthly = plan(id, R"([{"order": )" + quoted(order) +
                                      R"(, "share": "100", "kind": "monthly",
                                          "basis": "month_end", "event": "reconciled",
                                          "days": 30}])");
    EXPECT_EQ(money(monthly[0], "amount"), "700.00");
    EXPECT_EQ(day(monthly[0], "due_date"), "");
    company.go_to("2026-03-12");
    company.verb("li", order, "ship");
    company.go_to("2026-03-17");
    company.verb("li", order, "receive");
    // End of March and 30 days.
    EXPECT_EQ(day(monthly[0], "due_date"), "2026-04-30");
}

TEST_F(Contract, AQuoteBecomesAContractWithoutRetyping) {
    company.create("", "pipeline", R"({"name": "标准", "code": "p"})");
    company.create("", "stage", R"({"name": "谈判", "code": "s", "pipeline": {"key": "p"},
                                    "position": 1, "win_rate": "50"})");
    const RecordId deal = company.create(
        "li", "opportunity", R"({"name": "产线", "account": )" + quoted(account) +
                                 R"(, "pipeline": {"key": "p"}, "stage": {"key": "s"}})",
        record::Via::verb);
    company.update("li", deal, R"({"splits": [{"user": {"key": "li"}, "share": "70"},
                                              {"user": {"key": "zhao"}, "share": "30"}]})");
    const RecordId quote = company.create(
        "li", "quote", R"({"name": "产线报价", "opportunity": )" + quoted(deal) +
                           R"(, "account": )" + quoted(account) +
                           R"(, "discount": "10", "freight": "8", "payment_note": "款到发货",
                               "lines": [{"name": "机床", "quantity": "2", "price": "500.5"}]})");
    // 1001.00 less 10 % = 900.90, and 8.
    company.update("li", quote, R"({"state": "accepted", "amount": "908.90"})",
                   record::Via::verb);
    const Json result = company.verb("li", quote, "convert", R"({"type": "agent"})");
    const RecordId id = *parse_record_id(result.get("contract").string());
    EXPECT_EQ(money(id, "amount"), "908.90");
    EXPECT_EQ(text(id, "type"), "agent");
    EXPECT_EQ(text(id, "payment_note"), "款到发货");
    EXPECT_EQ(company.children("contract_split", "contract", id).size(), 2U);
    EXPECT_EQ(company.children("contract_line", "contract", id)[0].text("name"), "机床");
    EXPECT_EQ(text(quote, "state"), "converted");
    EXPECT_EQ(company.ledger("quote_converted"), "90890/1");
    EXPECT_EQ(problem([&] { company.verb("li", quote, "convert"); }),
              "conflict error.verb.state");
}

TEST_F(Contract, AnImportedOneCountsOnItsOwnDates) {
    company.create("", "contract",
                   R"({"name": "旧合同", "account": )" + quoted(account) +
                       R"(, "owner": {"key": "zhao"}, "amount": "250",
                           "approval_state": "approved", "stage": "signed",
                           "sign_date": "2025-11-20"})",
                   record::Via::import);
    EXPECT_EQ(company.ledger("signed", "date = '2025-11-20'"), "25000/1");
    EXPECT_EQ(by_person("signed"), "zhao=25000");
}

}  // namespace
}  // namespace bihuan::contract
