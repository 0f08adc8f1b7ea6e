// Orders: confirmed, called off, shipped; their figures never mix with the contract's.
#include "sales/contract/test_books.h"

#include "kernel/query/query.h"

namespace bihuan::contract {
namespace {

class Order : public Books {
protected:
    RecordId order(const std::string& rest) {
        return company.create("li", "order", R"({"account": )" + quoted(account) + ", " + rest +
                                                 "}");
    }
    // As people see it: it is a formula.
    std::string delivery(RecordId contract) {
        std::string out;
        company.workspace().read(company.system(), [&](const Snapshot& snapshot) {
            query::ListRequest request;
            request.object = "contract";
            request.fields = {"delivery_state"};
            request.where = "id in [" + quoted(contract) + "]";
            query::each(snapshot, request, [&](RecordId, const std::vector<Value>& values) {
                out = values.at(0).as<std::string>();
                return true;
            });
        });
        return out;
    }
};

TEST_F(Order, CountsWhenConfirmedAndLessWhenCancelled) {
    const RecordId id = order(R"("amount": "800")");
    EXPECT_EQ(company.ledger("ordered"), "0/0");
    company.verb("li", id, "confirm");
    EXPECT_EQ(company.ledger("ordered"), "80000/1");
    EXPECT_EQ(company.ledger("signed"), "0/0");
    EXPECT_EQ(problem([&] { company.update("li", id, R"({"amount": "1"})"); }),
              "invalid error.invalid; amount issue.order.frozen");
    company.go_to("2026-04-05");
    company.verb("li", id, "cancel", R"({"reason": "缺货"})");
    EXPECT_EQ(company.ledger("ordered", "date = '2026-04-05'"), "-80000/-1");
    EXPECT_EQ(company.ledger("ordered", "date < '2026-04-01'"), "80000/1");
}

TEST_F(Order, NeedsAnAmountAndAContractInForce) {
    EXPECT_EQ(problem([&] { company.verb("li", order(R"("name": "空")"), "confirm"); }),
              "invalid error.invalid; amount issue.order.amount");
    const RecordId contract = draft("100");
    const RecordId id = order(R"("amount": "1", "contract": )" + quoted(contract));
    EXPECT_EQ(problem([&] { company.verb("li", id, "confirm"); }),
              "conflict error.contract.not_in_force");
}

TEST_F(Order, ShipsWholeLinesAndFindsWhatIsOpen) {
    const RecordId id = order(R"("lines": [{"name": "阀", "quantity": "5", "price": "10"},
                                           {"name": "泵", "quantity": "2", "price": "20"}])");
    EXPECT_EQ(money(id, "amount"), "90.00");
    company.verb("li", id, "confirm");
    company.verb("li", id, "process");
    const auto lines = company.children("order_line", "order", id);
    EXPECT_EQ(problem([&] {
                  company.verb("li", id, "ship",
                               text_argument("lines", R"([{"order_line": )" +
                                                          quoted(lines[0].id) +
                                                          R"(, "quantity": "6"}])"));
              }),
              "invalid error.invalid; lines[0].quantity issue.ship.quantity");
    company.verb("li", id, "ship", R"({"tracking_number": "SF100"})");
    EXPECT_EQ(text(id, "state"), "shipped");
    const auto deliveries = company.children("delivery", "order", id);
    ASSERT_EQ(deliveries.size(), 1U);
    EXPECT_EQ(company.children("delivery_line", "delivery", deliveries[0].id).size(), 2U);
    EXPECT_EQ(problem([&] { company.verb("li", id, "cancel", R"({"reason": "x"})"); }),
              "conflict error.verb.state");
    company.verb("li", id, "receive");
    EXPECT_EQ(day(deliveries[0].id, "signed_on"), "2026-03-02");
}

// features: 未发 / 部分 / 已发 / 已验收, over all orders of the contract that are not cancelled.
TEST_F(Order, DeliveryOfAContractIsNoneInPartAllAccepted) {
    const RecordId contract = signed_contract("1000");
    const auto of = R"(, "contract": )" + quoted(contract);
    const RecordId first =
        order(R"("lines": [{"name": "阀", "quantity": "5", "price": "10"},
                           {"name": "泵", "quantity": "2", "price": "20"}])" + of);
    const RecordId second = order(R"("lines": [{"name": "阀", "quantity": "1", "price": "10"}])" +
                                  of);
    EXPECT_EQ(delivery(contract), "none");
    company.verb("li", first, "confirm");
    company.verb("li", first, "process");           // at work, nothing has left
    EXPECT_EQ(delivery(contract), "none");
    const auto lines = company.children("order_line", "order", first);
    const auto send = [&](const char* quantity) {
        std::string lines_text = R"([{"order_line": )" + quoted(lines[0].id) +
                                 R"(, "quantity": ")" + quantity + R"("}])";
        std::string body = R"({"partial": true, "lines": )";
        append_json_string(body, lines_text);
        company.verb("li", first, "ship", body + "}");
    };
    send("3");                                      // 3 of 5 valves, no pump
    EXPECT_EQ(text(first, "state"), "processing");
    EXPECT_EQ(day(first, "first_shipped_on"), "2026-03-02");
    EXPECT_EQ(delivery(contract), "partial");
    company.verb("li", first, "ship");              // the rest: one order of two is all sent
    EXPECT_EQ(text(first, "state"), "shipped");
    EXPECT_EQ(delivery(contract), "partial");
    company.verb("li", second, "confirm");
    company.verb("li", second, "ship");
    EXPECT_EQ(delivery(contract), "shipped");
    company.verb("li", first, "receive");
    EXPECT_EQ(delivery(contract), "shipped");
    company.verb("li", second, "receive");
    EXPECT_EQ(delivery(contract), "accepted");
}

TEST_F(Order, UnderAFrameworkCancellingTakesTheSignedFigureBack) {
    const RecordId contract = signed_contract("1", R"("type": "framework")");
    const RecordId id = order(R"("amount": "70", "contract": )" + quoted(contract));
    company.verb("li", id, "confirm");
    EXPECT_EQ(money(contract, "ordered"), "70.00");
    company.verb("li", id, "cancel", R"({"reason": "不要了"})");
    EXPECT_EQ(company.ledger("signed"), "0/0");
    EXPECT_EQ(money(contract, "ordered"), "0.00");
}

}  // namespace
}  // namespace bihuan::contract
