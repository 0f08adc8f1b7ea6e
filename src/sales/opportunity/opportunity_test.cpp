// An opportunity from the first contact to its end, as a rep tells it.
#include "sales/opportunity/test_sales.h"

namespace bihuan::opportunity {
namespace {

TEST_F(Sales, ANewOneStandsInTheFirstStage) {
    const RecordId id = opportunity(R"(, "amount": "120000")");
    const record::Record made = company_.load(id);
    EXPECT_EQ(stage(id), "contact");
    EXPECT_EQ(made.text("state"), "open");
    EXPECT_EQ(made.amount("win_rate"), Decimal::of(10));
    EXPECT_EQ(made.text("forecast"), "pipeline");
    EXPECT_EQ(made.get("stage_entered_at"), Value(company_.clock().now()));
    EXPECT_EQ(made.version, 1);
    EXPECT_EQ(company_.ledger("opportunity_created"), "12000000/1");
    EXPECT_EQ(company_.ledger("stage_entered", "tag = 'contact'"), "12000000/1");
    EXPECT_EQ(company_.load(account_).amount("open_opportunities"), Decimal::of(1));
}

TEST_F(Sales, StagesAreEnteredWhenTheirFieldsAreThere) {
    const RecordId id = opportunity();
    step("li", id);
    EXPECT_EQ(stage(id), "needs");
    EXPECT_EQ(company_.load(id).amount("win_rate"), Decimal::of(25));
    EXPECT_EQ(problem([&] { step("li", id); }),
              "invalid error.invalid; amount issue.stage.entry_field");
    EXPECT_EQ(problem([&] {
                  company_.verb("li", id, "advance", R"({"stage": {"key": "negotiation"}})");
              }),
              "invalid error.invalid; amount issue.stage.entry_field; "
              "expected_close issue.stage.entry_field");
    company_.update("li", id, R"({"amount": "80000"})");
    company_.go_to("2026-03-12");
    step("li", id);
    EXPECT_EQ(stage(id), "proposal");
    EXPECT_EQ(company_.ledger("stage_entered", "date = '2026-03-12' AND tag = 'proposal'"),
              "8000000/1");
    EXPECT_EQ(problem([&] {
                  company_.verb("li", id, "advance", R"({"stage": {"key": "won"}})");
              }),
              "invalid error.invalid; stage issue.stage.use_verb");
    EXPECT_EQ(problem([&] {
                  company_.verb("li", id, "advance", R"({"stage": {"key": "needs"}})");
              }),
              "invalid error.invalid; stage issue.stage.not_ahead");
    company_.update("li", id, R"({"expected_close": "2026-05-01"})");
    step("li", id);
    EXPECT_EQ(problem([&] { step("li", id); }),
              "conflict error.opportunity.last_stage");
}

TEST_F(Sales, WhoStepsOnKnowsWhereItStands) {
    const RecordId id = opportunity();
    EXPECT_EQ(problem([&] { company_.verb("li", id, "advance"); }),
              "invalid error.invalid; from issue.stage.from");
    EXPECT_EQ(problem([&] { company_.verb("li", id, "back", R"({"reason": "需求变了"})"); }),
              "invalid error.invalid; from issue.stage.from");
    EXPECT_EQ(stage(id), "contact");
    const std::string from = R"({"from": {"key": "contact"}})";
    company_.verb("li", id, "advance", from);
    EXPECT_EQ(stage(id), "needs");
    // The second of two who asked at once skips nothing.
    EXPECT_EQ(problem([&] { company_.verb("li", id, "advance", from); }),
              "conflict error.opportunity.moved");
    EXPECT_EQ(stage(id), "needs");
}

TEST_F(Sales, AConditionOfTheCompanyIsAskedToo) {
    const RecordId needs = company_.load(opportunity()).ref("pipeline");
    ASSERT_TRUE(needs);
    RecordId stage_id;
    company_.write("", [&](Tx& tx) {
        stage_id = record::load_by_key(tx, tx.schema().at("stage"), "needs")->id;
    });
    EXPECT_EQ(problem([&] {
                  company_.update("admin", stage_id, R"({"entry_condition": "amuont > 1"})");
              }).substr(0, 38),
              "invalid error.invalid; entry_condition");
    company_.update("admin", stage_id, R"({"entry_condition": "amount >= 50000"})");
    const RecordId id = opportunity(R"(, "amount": "49999")");
    EXPECT_EQ(problem([&] { step("li", id); }),
              "invalid error.invalid; stage issue.stage.entry_condition");
    company_.update("li", id, R"({"amount": "50000"})");
    step("li", id);
}

TEST_F(Sales, BackOnlyWhereTheStageLetsGo) {
    const RecordId id = opportunity();
    EXPECT_EQ(problem([&] { step("li", id, "back"); }),
              "conflict error.opportunity.first_stage");
    step("li", id);
    step("li", id, "back");
    EXPECT_EQ(stage(id), "contact");
    EXPECT_EQ(company_.ledger("stage_entered", "tag = 'contact'"), "0/2");
    step("li", id);
    company_.update("admin", company_.load(id).ref("stage"), R"({"rollback": false})");
    EXPECT_EQ(problem([&] { step("li", id, "back"); }),
              "conflict error.opportunity.no_way_back");
}

TEST_F(Sales, WonWithAnAmountOnADayThatHasCome) {
    const RecordId id = opportunity();
    EXPECT_EQ(problem([&] { company_.verb("li", id, "win"); }),
              "invalid error.invalid; amount issue.opportunity.win_amount");
    EXPECT_EQ(problem([&] {
                  company_.verb("li", id, "win", R"({"amount": "1", "date": "2026-03-03"})");
              }),
              "invalid error.invalid; date issue.date.future");
    EXPECT_EQ(problem([&] {
                  company_.verb("li", id, "win", R"({"amount": "1", "date": "2026-03-01"})");
              }),
              "invalid error.invalid; date issue.opportunity.closed_before");
    company_.go_to("2026-04-21");
    company_.verb("li", id, "win", R"({"amount": "286000", "date": "2026-04-18"})");
    const record::Record won = company_.load(id);
    EXPECT_EQ(won.text("state"), "won");
    EXPECT_EQ(to_text(*won.date("closed_on")), "2026-04-18");
    EXPECT_EQ(won.amount("win_rate"), Decimal::of(100));
    EXPECT_EQ(company_.ledger("closed", "tag = 'won' AND date = '2026-04-18' AND days = 47"),
              "28600000/1");
    EXPECT_EQ(company_.ledger("stage_entered", "tag = 'won' AND date = '2026-04-18'"),
              "28600000/1");
    EXPECT_EQ(company_.integer("SELECT count(*) FROM event WHERE kind = 'opportunity.won'"), 1);
    EXPECT_EQ(problem([&] { company_.update("li", id, R"({"amount": "300000"})"); }),
              "invalid error.invalid; amount issue.opportunity.closed");
    EXPECT_EQ(problem([&] { company_.verb("li", id, "win"); }), "conflict error.verb.state");
}

TEST_F(Sales, ReopenedTheCloseIsTakenBackOnItsOwnDay) {
    const RecordId id = opportunity(R"(, "amount": "50000")");
    step("li", id);
    company_.verb("li", id, "lose", R"({"reason": "price", "lost_to": "甲公司"})");
    EXPECT_EQ(text(id, "lost_reason"), "price");
    EXPECT_EQ(company_.ledger("closed", "tag = 'lost'"), "5000000/1");
    company_.go_to("2026-05-06");
    const std::string why = R"({"reason": "客户又来了"})";
    EXPECT_NE(problem([&] { company_.verb("li", id, "reopen", why); }), "");
    // Meanwhile it belongs to somebody else; the close was and stays that of li.
    company_.verb("wang", id, "transfer", R"({"to": {"key": "zhao"}})");
    company_.verb("wang", id, "reopen", why);
    EXPECT_EQ(stage(id), "needs");
    EXPECT_TRUE(company_.load(id).get("closed_on").is_null());
    EXPECT_TRUE(company_.load(id).get("lost_reason").is_null());
    EXPECT_EQ(company_.ledger("closed", "date = '2026-03-02'"), "5000000/1");
    EXPECT_EQ(company_.ledger("closed", "date = '2026-05-06' AND corrects IS NOT NULL"),
              "-5000000/-1");
    EXPECT_EQ(company_.ledger("closed", "owner = " + to_text(company_.id("li"))), "0/0");
    company_.verb("zhao", id, "win");
    EXPECT_EQ(company_.ledger("closed"), "5000000/1");
    EXPECT_EQ(company_.ledger("closed", "owner = " + to_text(company_.id("zhao"))),
              "5000000/1");
}

// Won for 500.00 on the 10th, deleted on the 20th, restored on the 25th: March as it was on the
// 15th never moves, each act stands on its own day, and the whole is again one win.
TEST_F(Sales, DeletedItIsTakenBackOnThatDayAndRestoredBookedAgain) {
    const RecordId id = opportunity(R"(, "amount": "500")");
    company_.go_to("2026-03-10");
    company_.verb("li", id, "win");
    company_.go_to("2026-03-20");
    company_.remove("admin", id);
    EXPECT_EQ(company_.ledger("opportunity_created", "date = '2026-03-02'"), "50000/1");
    EXPECT_EQ(company_.ledger("opportunity_created", "date = '2026-03-20'"), "-50000/-1");
    EXPECT_EQ(company_.ledger("closed", "date = '2026-03-10'"), "50000/1");
    EXPECT_EQ(company_.ledger("closed", "date = '2026-03-20' AND corrects IS NOT NULL"),
              "-50000/-1");
    EXPECT_EQ(company_.ledger("stage_entered", "date = '2026-03-20'"), "-100000/-2");
    EXPECT_EQ(company_.integer("SELECT sum(days) FROM ledger WHERE metric = 'closed'"), 0);
    const std::string whole = "SELECT count(*) FROM (SELECT metric FROM ledger WHERE record = " +
                              to_text(id) + " GROUP BY metric HAVING sum(count) <> 0) AS m";
    EXPECT_EQ(company_.integer(whole), 0);
    company_.go_to("2026-03-25");
    company_.write("admin", [&](Tx& tx) {
        record::restore(tx, tx.schema().at("opportunity"), id);
    });
    EXPECT_EQ(company_.ledger("opportunity_created", "date = '2026-03-25'"), "50000/1");
    EXPECT_EQ(company_.ledger("closed", "date = '2026-03-25' AND tag = 'won'"), "50000/1");
    EXPECT_EQ(company_.ledger("closed"), "50000/1");
    EXPECT_EQ(company_.ledger("stage_entered"), "100000/2");
    EXPECT_EQ(company_.integer("SELECT sum(days) FROM ledger WHERE metric = 'closed'"), 8);
    // A second round takes back once, not twice.
    company_.go_to("2026-03-26");
    company_.remove("admin", id);
    EXPECT_EQ(company_.ledger("closed", "date = '2026-03-26'"), "-50000/-1");
    company_.write("admin", [&](Tx& tx) {
        record::restore(tx, tx.schema().at("opportunity"), id);
    });
    EXPECT_EQ(company_.ledger("closed"), "50000/1");
    EXPECT_EQ(company_.ledger("closed", "date = '2026-03-26'"), "0/0");
    // Reopened afterwards, the win of the 10th is taken back.
    company_.verb("wang", id, "reopen", R"({"reason": "客户又来了"})");
    EXPECT_EQ(company_.ledger("closed"), "0/0");
}

TEST_F(Sales, VoidOnesAreNeitherWonNorLost) {
    const RecordId id = opportunity();
    company_.verb("li", id, "void", R"({"reason": "duplicate"})");
    EXPECT_EQ(text(id, "state"), "void");
    EXPECT_EQ(text(id, "void_reason"), "duplicate");
    EXPECT_EQ(company_.ledger("closed", "tag = 'void'"), "0/1");
}

TEST_F(Sales, TheAmountFollowsTheLinesUntilSomebodyTypesOne) {
    const RecordId press = product("P1", R"(, "list_price": "1200.50", "unit": "台")");
    const RecordId id = opportunity(R"(, "lines": [{"product": )" + quoted(press) +
                                    R"(, "quantity": "3"}, {"name": "安装", "quantity": "1",
                                        "price": "98.765"}])");
    EXPECT_EQ(amount(id, "amount"), "3700.27");  // 3601.50 + 98.77
    EXPECT_EQ(company_.load(id).version, 1);
    const auto lines = company_.children("opportunity_line", "opportunity", id);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].text("name"), "P1");
    EXPECT_EQ(lines[1].amount("amount").to_text(), "98.77");
    company_.update("li", id, R"({"lines": [{"id": )" + quoted(lines[1].id) +
                                  R"(, "quantity": "2"}]})");
    EXPECT_EQ(amount(id, "amount"), "3799.03");  // 3601.50 + 197.53
    // A line written by itself counts as well.
    company_.update("li", lines[0].id, R"({"quantity": "1"})");
    EXPECT_EQ(amount(id, "amount"), "1398.03");
    company_.remove("wang", lines[1].id);
    EXPECT_EQ(amount(id, "amount"), "1200.50");
    company_.update("li", id, R"({"amount": "1000"})");
    company_.update("li", lines[0].id, R"({"quantity": "5"})");
    EXPECT_EQ(amount(id, "amount"), "1000.00");
}

TEST_F(Sales, SharesAddUpToAHundred) {
    const auto split = [&](const std::string& first, const std::string& second) {
        return R"(, "splits": [{"user": {"key": "li"}, "share": ")" + first +
               R"("}, {"user": {"key": "zhao"}, "share": ")" + second + "\"}]";
    };
    EXPECT_EQ(problem([&] { opportunity(split("60", "30")); }),
              "invalid error.invalid; splits issue.splits.sum");
    EXPECT_EQ(company_.integer("SELECT count(*) FROM opportunity"), 0);
    const RecordId id = opportunity(split("60", "40"));
    const auto shares = company_.children("opportunity_split", "opportunity", id);
    EXPECT_EQ(problem([&] {
                  company_.update("li", id, R"({"splits": [{"id": )" + quoted(shares[0].id) +
                                                R"(, "share": "61"}]})");
              }),
              "invalid error.invalid; splits issue.splits.sum");
    EXPECT_EQ(problem([&] { company_.remove("wang", shares[0].id); }),
              "invalid error.invalid; splits issue.splits.sum");
    EXPECT_EQ(company_.children("opportunity_split", "opportunity", id).size(), 2u);
}

TEST_F(Sales, ALeadBecomesAnOpportunityInTheFirstStage) {
    const RecordId lead = company_.create(
        "li", "lead", R"({"name": "常州精工", "contact_name": "孙总", "budget": "90000"})");
    const RecordId call = company_.create(
        "li", "activity", R"({"lead": )" + quoted(lead) + R"(, "content": "电话"})");
    const Json made = company_.verb("li", lead, "convert", R"({"create_opportunity": true})");
    const RecordId id = *parse_record_id(made.get("opportunity").string());
    EXPECT_EQ(stage(id), "contact");
    EXPECT_EQ(amount(id, "amount"), "90000.00");
    EXPECT_EQ(company_.load(id).ref("lead"), lead);
    EXPECT_EQ(company_.load(id).ref("owner"), company_.id("li"));
    EXPECT_EQ(company_.load(call).ref("opportunity"), id);
    EXPECT_EQ(company_.load(id).amount("activities"), Decimal::of(1));
    company_.create("li", "activity", R"({"opportunity": )" + quoted(id) +
                                          R"(, "content": "需求确认"})");
    EXPECT_EQ(company_.load(id).get("last_follow_at"), Value(company_.clock().now()));
}

TEST_F(Sales, AnAccountTakesItsOpenOpportunitiesAlong) {
    const RecordId open = opportunity();
    const RecordId lost = opportunity();
    company_.verb("li", lost, "lose", R"({"reason": "timing"})");
    company_.verb("wang", account_, "transfer", R"({"to": {"key": "chen"}, "with_open": true})");
    EXPECT_EQ(company_.load(open).ref("owner"), company_.id("chen"));
    EXPECT_EQ(company_.load(lost).ref("owner"), company_.id("li"));
}

TEST_F(Sales, AnImportedOneCarriesItsPast) {
    const RecordId id = company_.create(
        "", "opportunity",
        R"({"name": "旧单", "account": )" + quoted(account_) +
            R"(, "amount": "1054", "state": "won", "engaged_on": "2016-10-20",
                "created_at": "2016-10-20T08:00:00+08:00", "closed_on": "2017-03-01",
                "owner": {"key": "li"}})",
        record::Via::import);
    EXPECT_EQ(stage(id), "won");
    EXPECT_EQ(company_.ledger("opportunity_created", "date = '2016-10-20'"), "105400/1");
    EXPECT_EQ(company_.ledger("stage_entered", "date = '2017-03-01' AND tag = 'won'"),
              "105400/1");
    EXPECT_EQ(company_.ledger("closed", "date = '2017-03-01' AND tag = 'won' AND days = 132"),
              "105400/1");
    EXPECT_EQ(company_.load(id).get("won_at"),
              Value(Zone::shanghai().start_of(*parse_date("2017-03-01"))));
    const RecordId open = company_.create("", "opportunity",
                                          R"({"name": "旧单二", "account": )" + quoted(account_) +
                                              R"(, "stage": {"key": "proposal"}})",
                                          record::Via::import);
    EXPECT_EQ(text(open, "state"), "open");
    EXPECT_EQ(company_.load(open).amount("win_rate"), Decimal::of(50));
    company_.update("", open, R"({"state": "lost", "closed_on": "2026-02-01"})",
                    record::Via::import);
    EXPECT_EQ(stage(open), "lost");
    EXPECT_EQ(company_.ledger("closed", "date = '2026-02-01' AND tag = 'lost'"), "0/1");
}

TEST_F(Sales, OthersNeitherSeeNorMoveIt) {
    const RecordId id = opportunity();
    EXPECT_EQ(problem([&] { step("chen", id); }),
              "not_found error.record.not_found");
    EXPECT_NE(problem([&] { step("gu", id); }), "");
    EXPECT_NE(problem([&] { company_.update("fan", id, R"({"amount": "1"})"); }), "");
}

TEST_F(Sales, InstallingAgainChangesNothing) {
    company_.write("", [](Tx& tx) { install(tx); });
    EXPECT_EQ(company_.integer("SELECT count(*) FROM stage"), 7);
    EXPECT_EQ(company_.integer("SELECT count(*) FROM pipeline"), 1);
}

}  // namespace
}  // namespace bihuan::opportunity
