// Two people reach for one thing at the same moment: one has it, the other hears so.
#include "sales/contract/test_books.h"

#include <atomic>
#include <thread>

namespace bihuan::contract {
namespace {

class Race : public Books {
protected:
    // Runs both at once; how many went through and how many were told of a conflict.
    std::pair<int, int> both(const std::function<void()>& a, const std::function<void()>& b) {
        std::atomic<int> won{0};
        std::atomic<int> late{0};
        const auto run = [&](const std::function<void()>& act) {
            try {
                act();
                ++won;
            } catch (const Error& error) {
                if (error.code() == Code::conflict) ++late;
            }
        };
        std::thread first([&] { run(a); });
        std::thread second([&] { run(b); });
        first.join();
        second.join();
        return {won, late};
    }
    static constexpr std::pair<int, int> kOneWinner{1, 1};
};

TEST_F(Race, OneContractIsApprovedAndSignedOnce) {
    const RecordId id = draft("100");
    company.verb("li", id, "submit");
    EXPECT_EQ(both([&] { company.verb("wang", id, "approve"); },
                   [&] { company.verb("admin", id, "approve"); }),
              kOneWinner);
    const auto sign = [&] { company.verb("li", id, "sign", R"({"date": "2026-03-02"})"); };
    EXPECT_EQ(both(sign, sign), kOneWinner);
    EXPECT_EQ(company.ledger("signed"), "10000/1");
}

TEST_F(Race, TheOneWhoIsLateHearsWhoWasQuicker) {
    const RecordId id = draft("100");
    company.verb("li", id, "submit");
    company.verb("wang", id, "approve");
    try {
        company.verb("admin", id, "approve");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::conflict);
        EXPECT_NE(error.hint().find("王芳"), std::string::npos);
    }
}

TEST_F(Race, TheLastMoneyIsAllocatedOnce) {
    const RecordId id = signed_contract("1000");
    const auto ids = plan(id, R"([{"amount": "500", "due_date": "2026-03-31"},
                                  {"amount": "500", "due_date": "2026-04-30"}])");
    const RecordId money_in = receipt("300");
    EXPECT_EQ(both([&] { allocate(money_in, "[" + to("instalment", ids[0], "300") + "]"); },
                   [&] { allocate(money_in, "[" + to("instalment", ids[1], "200") + "]"); }),
              kOneWinner);
    const RecordId rest = receipt("900");
    const RecordId more = receipt("900");
    const std::string open = remaining(company.load(ids[1])).to_text();
    EXPECT_EQ(both([&] { allocate(rest, "[" + to("instalment", ids[1], open) + "]"); },
                   [&] { allocate(more, "[" + to("instalment", ids[1], open) + "]"); }),
              kOneWinner);
    EXPECT_EQ(money(ids[1], "received"), "500.00");
}

TEST_F(Race, UnclaimedMoneyHasOneClaimer) {
    const RecordId other = company.create("li", "account", R"({"name": "无锡精工"})");
    const RecordId id = company.create("fan", "receipt", R"({"amount": "300"})");
    EXPECT_EQ(both([&] { company.verb("fan", id, "claim",
                                      R"({"account": )" + quoted(account) + "}"); },
                   [&] { company.verb("admin", id, "claim",
                                      R"({"account": )" + quoted(other) + "}"); }),
              kOneWinner);
}

TEST_F(Race, OneInvoiceFillsTheLastRoom) {
    const RecordId contract = signed_contract("100");
    std::vector<RecordId> ids;
    for (int i = 0; i < 2; ++i) {
        ids.push_back(company.create("li", "invoice",
                                     R"({"contract": )" + quoted(contract) + R"(, "account": )" +
                                         quoted(account) + R"(, "amount": "60"})"));
        company.verb("li", ids.back(), "submit");
        company.verb("fan", ids.back(), "approve");
    }
    const auto issue = [&](std::size_t i, const std::string& login) {
        company.verb(login, ids[i], "issue",
                     R"({"invoice_number": "N)" + std::to_string(i) +
                         R"(", "date": "2026-03-02"})");
    };
    EXPECT_EQ(both([&] { issue(0, "fan"); }, [&] { issue(1, "admin"); }), kOneWinner);
    EXPECT_EQ(money(contract, "invoiced"), "60.00");
}

}  // namespace
}  // namespace bihuan::contract
