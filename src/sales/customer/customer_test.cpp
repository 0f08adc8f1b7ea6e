// From a first call to a customer, as a rep tells it.
#include "sales/customer/customer.h"

#include "sales/team/test_company.h"

#include <gtest/gtest.h>

namespace bihuan::customer {
namespace {

using team::problem;

class Customers : public testing::Test {
protected:
    Customers() : company_({{register_customer, {}}}) {}

    RecordId lead(const std::string& json) { return company_.create("li", "lead", json); }
    RecordId suzhou() {
        return lead(R"({"name": "苏州拓远智能装备有限公司", "contact_name": "钱工",
                        "mobile": "13812345678", "source": "exhibition"})");
    }
    std::string text(RecordId id, std::string_view field) {
        return company_.load(id).text(field);
    }
    team::TestCompany company_;
};

TEST_F(Customers, AFirstCallAnswersTheLeadAndPutsItUnderWay) {
    const RecordId id = suzhou();
    EXPECT_EQ(text(id, "state"), "new");
    EXPECT_FALSE(company_.load(id).get("first_response_due").is_null());
    company_.go_to("2026-03-02", 11);
    company_.create("li", "activity", R"({"lead": ")" + to_text(id) +
                                          R"(", "content": "电话沟通需求",
                                              "next_time": "2026-03-05T10:00:00+08:00"})");
    const record::Record after = company_.load(id);
    EXPECT_EQ(after.text("state"), "following");
    EXPECT_EQ(after.get("first_response_at"), Value(company_.clock().now()));
    EXPECT_EQ(after.get("last_follow_by"), Value(company_.id("li")));
    EXPECT_FALSE(after.get("next_time").is_null());
    EXPECT_EQ(after.amount("activities"), Decimal::of(1));
    EXPECT_EQ(company_.ledger("activity_done", "tag = 'follow_up'"), "0/1");
    // A later one answers without a new date: the one that has passed is done with.
    company_.go_to("2026-03-06");
    company_.create("li", "activity",
                    R"({"lead": ")" + to_text(id) + R"(", "content": "已寄样本"})");
    EXPECT_TRUE(company_.load(id).get("next_time").is_null());
    EXPECT_EQ(company_.load(id).get("first_response_at"), after.get("first_response_at"));
}

TEST_F(Customers, ADeletedLeadAndItsCallsAreTakenBackUntilTheyAreRestored) {
    const RecordId id = suzhou();
    company_.verb("li", id, "qualify");
    const RecordId call = company_.create(
        "li", "activity", R"({"lead": ")" + to_text(id) + R"(", "content": "电话沟通"})");
    company_.go_to("2026-03-09");
    company_.remove("admin", id);
    company_.remove("admin", call);
    EXPECT_EQ(company_.ledger("lead_created", "date = '2026-03-02'"), "0/1");
    EXPECT_EQ(company_.ledger("lead_created", "date = '2026-03-09'"), "0/-1");
    EXPECT_EQ(company_.ledger("lead_qualified"), "0/0");
    EXPECT_EQ(company_.ledger("activity_done"), "0/0");
    company_.go_to("2026-03-10");
    company_.write("admin", [&](Tx& tx) {
        record::restore(tx, tx.schema().at("lead"), id);
        record::restore(tx, tx.schema().at("activity"), call);
    });
    EXPECT_EQ(company_.ledger("lead_created", "date = '2026-03-10'"), "0/1");
    EXPECT_EQ(company_.ledger("lead_created"), "0/1");
    EXPECT_EQ(company_.ledger("lead_qualified"), "0/1");
    EXPECT_EQ(company_.ledger("activity_done"), "0/1");
}

TEST_F(Customers, ALeadBecomesAnAccountWithItsContactAndItsHistory) {
    const RecordId id = suzhou();
    const RecordId call = company_.create(
        "li", "activity", R"({"lead": ")" + to_text(id) + R"(", "content": "电话沟通"})");
    const RecordId task = company_.create(
        "li", "task", R"({"lead": ")" + to_text(id) + R"(", "name": "寄样本"})");
    const Json made = company_.verb("li", id, "convert");
    const RecordId account = *parse_record_id(made.get("account").string());
    const RecordId contact = *parse_record_id(made.get("contact").string());
    EXPECT_TRUE(made.get("opportunity").is_null());
    EXPECT_EQ(text(account, "name"), "苏州拓远智能装备有限公司");
    EXPECT_EQ(company_.load(account).ref("owner"), company_.id("li"));
    EXPECT_FALSE(company_.load(account).get("last_follow_at").is_null());
    EXPECT_EQ(text(contact, "mobile"), company_.load(id).text("mobile"));
    EXPECT_EQ(company_.load(contact).ref("account"), account);
    EXPECT_EQ(company_.load(call).ref("account"), account);
    EXPECT_EQ(company_.load(call).ref("contact"), contact);
    EXPECT_EQ(company_.load(task).ref("account"), account);
    EXPECT_EQ(text(id, "state"), "converted");
    EXPECT_EQ(company_.load(id).ref("converted_account"), account);
    EXPECT_EQ(company_.ledger("lead_created"), "0/1");
    EXPECT_EQ(company_.ledger("lead_qualified"), "0/1");
    EXPECT_EQ(company_.ledger("lead_converted", "account = " + to_text(account)), "0/1");
    EXPECT_EQ(problem([&] { company_.verb("li", id, "convert"); }), "conflict error.verb.state");
    EXPECT_EQ(problem([&] { company_.update("li", id, R"({"name": "别的公司"})"); }),
              "invalid error.invalid;  issue.lead.converted");
}

TEST_F(Customers, ALeadIsConvertedWithTheCallsOfTheOneWhoHadItBefore) {
    const RecordId id = suzhou();
    const RecordId call = company_.create(
        "li", "activity", R"({"lead": ")" + to_text(id) + R"(", "content": "电话沟通"})");
    company_.verb("wang", id, "transfer", R"({"to": ")" + to_text(company_.id("zhao")) + "\"}");
    ASSERT_EQ(problem([&] { company_.update("zhao", call, R"({"content": "改写"})"); }),
              "not_found error.record.not_found");
    const Json made = company_.verb("zhao", id, "convert");
    EXPECT_EQ(to_text(company_.load(call).ref("account")), made.get("account").string());
}

TEST_F(Customers, ACustomerThatExistsIsNotMadeTwice) {
    const RecordId known = company_.create("li", "account", R"({"name": "苏州拓远智能装备"})");
    const RecordId id = suzhou();
    EXPECT_EQ(problem([&] { company_.verb("li", id, "convert"); }),
              "conflict error.lead.duplicate; account_name issue.duplicate");
    EXPECT_EQ(text(id, "state"), "new");
    const Json made =
        company_.verb("li", id, "convert", R"({"account": ")" + to_text(known) + "\"}");
    EXPECT_EQ(made.get("account").string(), to_text(known));
    EXPECT_EQ(company_.integer("SELECT count(*) FROM account"), 1);
}

TEST_F(Customers, ADuplicateOfSomebodyElseOnlyTellsWhoseItIs) {
    company_.create("chen", "account", R"({"name": "苏州拓远智能装备"})");
    const RecordId id = suzhou();
    EXPECT_EQ(problem([&] { company_.verb("li", id, "convert"); }),
              "conflict error.lead.duplicate; account_name issue.duplicate.hidden");
    company_.verb("li", id, "convert", R"({"allow_duplicate": true})");
    EXPECT_EQ(company_.integer("SELECT count(*) FROM account"), 2);
}

TEST_F(Customers, ThePhoneOfACustomerIsFoundToo) {
    company_.create("li", "account", R"({"name": "无锡远大", "phone": "13812345678"})");
    EXPECT_EQ(problem([&] { company_.verb("li", suzhou(), "convert"); }),
              "conflict error.lead.duplicate; account issue.duplicate");
}

TEST_F(Customers, AnInvalidLeadLivesAgainAndTheDayBeforeDoesNotMove) {
    const RecordId id = suzhou();
    company_.verb("li", id, "invalidate", R"({"reason": "no_budget"})");
    EXPECT_EQ(text(id, "invalid_reason"), "no_budget");
    company_.go_to("2026-04-10");
    company_.verb("li", id, "reactivate", R"({"reason": "预算批了"})");
    EXPECT_EQ(text(id, "state"), "following");
    EXPECT_EQ(company_.ledger("lead_invalid", "date = '2026-03-02'"), "0/1");
    EXPECT_EQ(company_.ledger("lead_invalid", "date = '2026-04-10' AND corrects IS NOT NULL"),
              "0/-1");
    company_.verb("li", id, "qualify");
    EXPECT_EQ(company_.ledger("lead_qualified", "date = '2026-04-10'"), "0/1");
}

TEST_F(Customers, AManagerHandsAnAccountOverWithItsContacts) {
    const RecordId account = company_.create("li", "account", R"({"name": "常州精工"})");
    const RecordId contact = company_.create(
        "li", "contact", R"({"name": "孙总", "account": ")" + to_text(account) + "\"}");
    EXPECT_NE(problem([&] {
                  company_.verb("li", account, "transfer", R"({"to": {"key": "zhao"}})");
              }),
              "");
    company_.verb("wang", account, "transfer", R"({"to": {"key": "chen"}, "reason": "调区"})");
    const record::Record after = company_.load(account);
    EXPECT_EQ(after.ref("owner"), company_.id("chen"));
    EXPECT_EQ(after.ref("owner_dept"), company_.id("west"));
    EXPECT_EQ(after.ref("previous_owner"), company_.id("li"));
    EXPECT_EQ(company_.load(contact).ref("owner"), company_.id("chen"));
    EXPECT_EQ(problem([&] {
                  company_.verb("wang", account, "transfer", R"({"to": {"key": "chen"}})");
              }),
              "invalid error.invalid; to issue.team.owns_already");
}

TEST_F(Customers, ParentsFormNoCircleAndOneTitleIsTheDefault) {
    const RecordId a = company_.create("li", "account", R"({"name": "集团"})");
    const RecordId b = company_.create(
        "li", "account", R"({"name": "子公司", "parent": ")" + to_text(a) + "\"}");
    EXPECT_EQ(problem([&] {
                  company_.update("li", a, R"({"parent": ")" + to_text(b) + "\"}");
              }),
              "invalid error.invalid; parent issue.account.circle");
    const auto title = [&](const char* name) {
        return company_.create("li", "invoice_title", R"({"account": ")" + to_text(a) +
                                                          R"(", "name": ")" + name +
                                                          R"(", "is_default": true})");
    };
    const RecordId first = title("集团公司");
    const RecordId second = title("集团二部");
    EXPECT_FALSE(company_.load(first).flag("is_default"));
    EXPECT_TRUE(company_.load(second).flag("is_default"));
}

TEST_F(Customers, AVisitIsPlannedCheckedInAndWrittenUp) {
    const RecordId account = company_.create("li", "account", R"({"name": "常州精工"})");
    const RecordId visit = company_.create(
        "li", "activity", R"({"kind": "visit", "account": ")" + to_text(account) +
                              R"(", "subject": "上门", "planned_at": "2026-03-03T10:00:00+08:00"})");
    EXPECT_EQ(text(visit, "state"), "prepared");
    EXPECT_TRUE(company_.load(account).get("last_follow_at").is_null());
    company_.go_to("2026-03-03", 10);
    EXPECT_EQ(problem([&] {
                  company_.verb("li", visit, "check_in", R"({"latitude": "31.2"})");
              }),
              "invalid error.invalid; longitude issue.required");
    company_.verb("li", visit, "check_in",
                  R"({"place": "常州新北区", "latitude": "31.81", "longitude": "119.97"})");
    EXPECT_EQ(text(visit, "state"), "underway");
    EXPECT_EQ(text(visit, "coordinate_system"), "gcj02");
    company_.go_to("2026-03-03", 12);
    company_.verb("li", visit, "check_out", R"({"minutes": "确认两台样机"})");
    EXPECT_EQ(text(visit, "state"), "completed");
    EXPECT_EQ(text(visit, "content"), "确认两台样机");
    EXPECT_EQ(company_.load(account).get("last_follow_at"),
              company_.load(visit).get("check_in_at"));
    EXPECT_EQ(company_.ledger("activity_done", "tag = 'visit'"), "0/1");
}

TEST_F(Customers, AnActivityIsAboutSomebodyAndStaysAsItWasWritten) {
    EXPECT_EQ(problem([&] { company_.create("li", "activity", R"({"content": "你好"})"); }),
              "invalid error.invalid; account issue.activity.about");
    const RecordId account = company_.create("li", "account", R"({"name": "常州精工"})");
    const RecordId id = company_.create(
        "li", "activity", R"({"account": ")" + to_text(account) + R"(", "content": "谈价格"})");
    EXPECT_EQ(text(id, "subject"), "谈价格");
    company_.update("li", id, R"({"content": "谈价格和交期"})");
    company_.go_to("2026-03-09");
    EXPECT_EQ(problem([&] { company_.update("li", id, R"({"content": "没谈价格"})"); }),
              "invalid error.invalid; content issue.activity.late");
    company_.update("wang", id, R"({"content": "谈价格、交期和付款"})");
}

TEST_F(Customers, TasksAreFinishedAndTakenUpAgain) {
    const RecordId id = company_.create("li", "task", R"({"name": "寄样本", "due": "2026-03-01"})");
    company_.verb("li", id, "finish");
    EXPECT_EQ(text(id, "state"), "done");
    EXPECT_FALSE(company_.load(id).get("done_at").is_null());
    company_.verb("li", id, "reopen");
    EXPECT_TRUE(company_.load(id).get("done_at").is_null());
    company_.verb("li", id, "cancel");
    EXPECT_EQ(text(id, "state"), "cancelled");
}

}  // namespace
}  // namespace bihuan::customer
