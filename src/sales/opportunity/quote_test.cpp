// Prices and quotes, with the sums worked out by hand.
#include "sales/opportunity/test_sales.h"

namespace bihuan::opportunity {
namespace {

class Quotes : public Sales {
protected:
    Quotes() {
        press_ = product("P1", R"(, "list_price": "11300", "cost": "6000", "spec": "YZ-200")");
        service_ = product("S1", R"(, "list_price": "1000", "tax_rate": "t6",
                                     "tax_included": false)");
        opportunity_ = opportunity(R"(, "amount": "50000")");
    }

    RecordId book(const std::string& name, const std::string& price, const std::string& more,
                  const std::string& line = "") {
        return company_.create(
            "admin", "price_book",
            R"({"name": ")" + name + "\"" + more + R"(, "lines": [{"product": )" +
                quoted(press_) + R"(, "price": ")" + price + "\"" + line + "}]}");
    }
    std::string chosen(const std::string& quantity = "1", RecordId by_hand = RecordId(),
                       const std::string& currency = "CNY", const std::string& rate = "1") {
        std::string answer;
        company_.write("", [&](Tx& tx) {
            PriceQuestion question;
            question.product = press_;
            question.account = account_;
            question.price_book = by_hand;
            question.quantity = *parse_decimal(quantity);
            question.date = tx.today();
            question.currency = currency;
            question.rate = *parse_decimal(rate);
            const auto price = choose_price(tx, question);
            if (price) answer = price->price.to_trimmed() + " " + price->reason;
        });
        return answer;
    }
    RecordId quote(const std::string& lines, const std::string& more = "") {
        return company_.create("li", "quote", R"({"opportunity": )" + quoted(opportunity_) +
                                                  more + R"(, "lines": [)" + lines + "]}");
    }
    std::string press(const std::string& more) {
        return R"({"product": )" + quoted(press_) + more + "}";
    }
    void to_sent(RecordId id) {
        company_.verb("li", id, "submit");
        company_.verb("wang", id, "approve");
        company_.verb("li", id, "send");
    }

    RecordId press_;
    RecordId service_;
    RecordId opportunity_;
};

TEST_F(Quotes, TheNearerPriceWinsAndSaysWhy) {
    EXPECT_EQ(chosen(), "11300 标准价");
    book("通用", "11000", "");
    EXPECT_EQ(chosen(), "11000 价格表：通用");
    book("A级", "10500", R"(, "grade": "A")");
    book("B级", "9000", R"(, "grade": "B")");
    EXPECT_EQ(chosen(), "10500 级别或地区价：A级");
    book("专属", "10000", R"(, "account": )" + quoted(account_));
    EXPECT_EQ(chosen(), "10000 客户专属价：专属");
    const RecordId hand = book("活动", "9900", "");
    EXPECT_EQ(chosen("1", hand), "9900 指定价格表：活动");
    book("过期", "1", R"(, "account": )" + quoted(account_) +
                          R"(, "valid_to_date": "2026-03-01")");
    book("停用", "1", R"(, "active": false, "account": )" + quoted(account_));
    EXPECT_EQ(chosen(), "10000 客户专属价：专属");
    book("批量", "9500", R"(, "account": )" + quoted(account_), R"(, "min_quantity": "10")");
    EXPECT_EQ(chosen("9.999"), "10000 客户专属价：专属");
    EXPECT_EQ(chosen("10"), "9500 客户专属价：批量");
}

TEST_F(Quotes, InAnotherCurrencyOnlyItsBooksCount) {
    book("通用", "11000", "");
    EXPECT_EQ(chosen("1", RecordId(), "USD", "7.1"), "1591.549296 标准价");
    book("美元", "1500", R"(, "currency": "USD")");
    EXPECT_EQ(chosen("1", RecordId(), "USD", "7.1"), "1500 价格表：美元");
}

TEST_F(Quotes, LinesAndTotalsAreWorkedOut) {
    const RecordId id =
        quote(press(R"(, "quantity": "3", "discount": "10")") + R"(, {"product": )" +
                  quoted(service_) + R"(, "quantity": "2.5"})",
              R"(, "discount": "5", "freight": "200")");
    const auto lines = company_.children("quote_line", "quote", id);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].text("name"), "P1");
    EXPECT_EQ(lines[0].text("spec"), "YZ-200");
    EXPECT_EQ(lines[0].amount("price").to_trimmed(), "10170");
    EXPECT_EQ(lines[0].amount("amount").to_text(), "30510.00");
    EXPECT_EQ(lines[0].amount("net_amount").to_text(), "27000.00");
    EXPECT_EQ(lines[0].amount("tax_amount").to_text(), "3510.00");
    EXPECT_EQ(lines[0].text("price_reason"), "标准价");
    EXPECT_EQ(lines[1].text("tax_rate"), "t6");
    EXPECT_EQ(lines[1].amount("net_amount").to_text(), "2500.00");
    EXPECT_EQ(lines[1].amount("tax_amount").to_text(), "150.00");
    EXPECT_EQ(lines[1].amount("amount").to_text(), "2650.00");
    EXPECT_EQ(amount(id, "lines_total"), "33160.00");
    EXPECT_EQ(amount(id, "amount"), "31702.00");      // 33160 x 0.95 + 200
    EXPECT_EQ(amount(id, "tax_amount"), "3477.00");   // 3660 x 0.95
    EXPECT_EQ(amount(id, "cost_total"), "18000.00");
    EXPECT_EQ(text(id, "name"), "拓远二期 报价");
    EXPECT_EQ(company_.load(id).ref("account"), account_);
    EXPECT_EQ(company_.load(id).version, 1);
    // Another discount on a line gives its price anew; the discount on the whole the total only.
    company_.update("li", id, R"({"discount": "0", "lines": [{"id": )" + quoted(lines[0].id) +
                                  R"(, "discount": "20"}]})");
    EXPECT_EQ(amount(id, "amount"), "29970.00");      // 27120 + 2650 + 200
    company_.update("li", lines[1].id, R"({"price": "900"})");
    EXPECT_EQ(amount(id, "amount"), "29705.00");      // 2250 + 135 of tax
    EXPECT_EQ(text(lines[1].id, "price_reason"), "手工定价");
}

TEST_F(Quotes, HalfAFenGoesUpOnEachLine) {
    const std::string line = R"({"name": "垫片", "quantity": "0.125", "price": "0.20"})";
    const RecordId id = quote(line + "," + line);
    EXPECT_EQ(amount(id, "amount"), "0.06");          // 0.025 is 0.03, twice
}

TEST_F(Quotes, SubmittedItIsLockedAndAManagerDecides) {
    const RecordId empty = quote("");
    EXPECT_EQ(problem([&] { company_.verb("li", empty, "submit"); }),
              "invalid error.invalid; lines issue.quote.no_lines");
    const RecordId id = quote(press(R"(, "quantity": "1")"));
    company_.verb("li", id, "submit");
    EXPECT_NE(problem([&] { company_.update("li", id, R"({"freight": "1"})"); }), "");
    const auto line = company_.children("quote_line", "quote", id).front();
    EXPECT_NE(problem([&] { company_.update("li", line.id, R"({"quantity": "2"})"); }), "");
    EXPECT_NE(problem([&] {
                  company_.create("li", "quote_line", R"({"quote": )" + quoted(id) +
                                                          R"(, "name": "x", "price": "1"})");
              }),
              "");
    EXPECT_NE(problem([&] { company_.verb("li", id, "approve"); }), "");
    company_.verb("wang", id, "reject", R"({"note": "运费呢"})");
    EXPECT_EQ(text(id, "approval_note"), "运费呢");
    company_.update("li", id, R"({"freight": "300"})");
    EXPECT_EQ(text(id, "state"), "draft");
    company_.verb("li", id, "submit");
    company_.verb("wang", id, "approve");
    EXPECT_EQ(text(id, "state"), "approved");
    EXPECT_EQ(problem([&] { company_.update("li", id, R"({"freight": "1"})"); }),
              "invalid error.invalid;  issue.quote.decided");
    EXPECT_EQ(problem([&] { company_.update("li", line.id, R"({"quantity": "2"})"); }),
              "invalid error.invalid;  issue.quote.decided");
    EXPECT_EQ(problem([&] { company_.remove("li", line.id); }),
              "invalid error.invalid; lines issue.quote.decided");
    EXPECT_EQ(amount(id, "amount"), "11600.00");
}

TEST_F(Quotes, BelowTheFloorTheApproverReadsIt) {
    book("通用", "11000", "", R"(, "floor": "10000")");
    const auto title = [&](const std::string& price, const std::string& more) {
        const RecordId id = quote(press(R"(, "price": ")" + price + "\""), more);
        company_.verb("li", id, "submit");
        std::string name;
        company_.write("", [&](Tx& tx) {
            tx.db().query("SELECT name FROM approval ORDER BY id DESC LIMIT 1", {},
                          [&](const db::Row& row) {
                              name = row.text(0);
                              return false;
                          });
        });
        return name.find("底价") != std::string::npos;
    };
    EXPECT_FALSE(title("10000", ""));
    EXPECT_TRUE(title("9999.99", ""));
    EXPECT_TRUE(title("10000", R"(, "discount": "1")"));
}

TEST_F(Quotes, AChangeAfterApprovalIsANewVersion) {
    const RecordId first = quote(press(R"(, "quantity": "2", "discount": "5")"));
    to_sent(first);
    const Json made = company_.verb("li", first, "revise");
    const RecordId second = *parse_record_id(made.get("quote").string());
    const record::Record next = company_.load(second);
    EXPECT_EQ(next.text("state"), "draft");
    EXPECT_EQ(next.amount("revision"), Decimal::of(2));
    EXPECT_EQ(next.ref("revision_of"), first);
    EXPECT_EQ(amount(second, "amount"), amount(first, "amount"));
    EXPECT_NE(text(second, "number"), text(first, "number"));
    EXPECT_EQ(text(first, "state"), "sent");
    EXPECT_FALSE(company_.load(first).flag("is_latest"));
    EXPECT_EQ(problem([&] { company_.verb("li", first, "revise"); }),
              "conflict error.verb.state");
    company_.update("li", second, R"({"discount": "10"})");
    EXPECT_EQ(amount(first, "amount"), "21470.00");
    EXPECT_EQ(amount(second, "amount"), "19323.00");
    to_sent(second);
    EXPECT_EQ(company_.ledger("quote_sent", "tag = '" + text(first, "number") + "'"),
              "2147000/1");
    EXPECT_EQ(company_.ledger("quote_sent"), "2147000/1");
    company_.verb("li", second, "accept");
    EXPECT_EQ(company_.ledger("quote_accepted", "tag = '" + text(first, "number") + "'"),
              "1932300/1");
}

TEST_F(Quotes, AnAcceptedQuoteProvesTheAmountOfAWin) {
    const RecordId other = opportunity();
    const RecordId id = company_.create("li", "quote",
                                        R"({"opportunity": )" + quoted(other) +
                                            R"(, "lines": [)" + press("") + "]}");
    to_sent(id);
    EXPECT_EQ(problem([&] { company_.verb("li", id, "accept", R"({"date": "2026-03-01"})"); }),
              "invalid error.invalid; date issue.quote.before_sent");
    company_.verb("li", id, "accept");
    company_.verb("li", other, "win");
    EXPECT_EQ(amount(other, "amount"), "11300.00");
}

TEST_F(Quotes, DeclinedExpiredVoid) {
    const RecordId declined = quote(press(""));
    to_sent(declined);
    company_.verb("li", declined, "decline", R"({"reason": "太贵"})");
    EXPECT_EQ(text(declined, "decline_reason"), "太贵");
    const RecordId late = quote(press(""), R"(, "valid_until": "2026-03-10")");
    to_sent(late);
    company_.go_to("2026-03-11");
    EXPECT_EQ(problem([&] { company_.verb("li", late, "accept"); }), "conflict error.verb.state");
    const RecordId asked = quote(press(""));
    company_.verb("li", asked, "submit");
    company_.verb("li", asked, "void", R"({"reason": "重报"})");
    EXPECT_EQ(text(asked, "state"), "void");
    EXPECT_EQ(problem([&] { company_.verb("wang", asked, "approve"); }),
              "conflict error.verb.state");
    EXPECT_EQ(problem([&] { quote(press(""), R"(, "valid_until": "2026-03-01")"); }),
              "invalid error.invalid; valid_until issue.quote.valid_until");
}

TEST_F(Quotes, ForeignAmountsCountInTheCompanysCurrency) {
    book("美元", "1500", R"(, "currency": "USD")");
    const RecordId id = quote(press(""), R"(, "currency": "USD", "rate": "7.1")");
    EXPECT_EQ(amount(id, "amount"), "1500.00");
    to_sent(id);
    EXPECT_EQ(company_.ledger("quote_sent"), "1065000/1");
}

}  // namespace
}  // namespace bihuan::opportunity
