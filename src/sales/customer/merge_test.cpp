// Two records that are one: what moves, what is chosen, who may.
#include "sales/customer/customer.h"

#include "sales/team/test_company.h"

#include <gtest/gtest.h>

namespace bihuan::customer {
namespace {

using team::problem;

class Merging : public testing::Test {
protected:
    Merging() : company_({{register_customer, {}}}) {}

    RecordId make(const std::string& login, std::string_view object, const std::string& json) {
        return company_.create(login, object, json);
    }
    static std::string with(RecordId other, const std::string& take = {}) {
        return R"({"other": ")" + to_text(other) + R"(", "take": ")" + take + "\"}";
    }
    team::TestCompany company_;
};

TEST_F(Merging, WhatHangsOnTheOtherHangsOnTheOneThatStays) {
    const RecordId kept = make("li", "account", R"({"name": "苏州拓远", "grade": "B"})");
    const RecordId other = make(
        "zhao", "account",
        R"({"name": "拓远智能", "grade": "A", "phone": "0512-65001234", "industry": "机械"})");
    const std::string of_other = R"({"account": ")" + to_text(other) + R"(", )";
    const RecordId contact = make("zhao", "contact", of_other + R"("name": "钱工"})");
    const RecordId call = make("zhao", "activity", of_other + R"("content": "寄样"})");
    const RecordId below =
        make("wang", "account", R"({"name": "拓远分厂", "parent": ")" + to_text(other) + "\"}");
    const RecordId gone = make("zhao", "task", of_other + R"("name": "旧事"})");
    company_.remove("admin", gone);
    EXPECT_EQ(company_.ledger("activity_done", "account = " + to_text(other)), "0/1");

    const Json result = company_.verb("wang", kept, "merge", with(other, "phone, grade"));
    EXPECT_EQ(result.get("moved").integer(), 3);
    EXPECT_EQ(company_.load(contact).ref("account"), kept);
    EXPECT_EQ(company_.load(call).ref("account"), kept);
    EXPECT_EQ(company_.load(below).ref("parent"), kept);
    EXPECT_EQ(company_.integer("SELECT account FROM task WHERE id = " + to_text(gone)),
              other.value);  // waits in the bin as it was
    const record::Record after = company_.load(kept);
    EXPECT_EQ(after.text("name"), "苏州拓远");
    EXPECT_EQ(after.text("grade"), "A");
    EXPECT_FALSE(after.text("phone").empty());
    EXPECT_TRUE(after.text("industry").empty());
    EXPECT_EQ(after.text("merged_from"), "拓远智能");
    EXPECT_EQ(after.ref("owner"), company_.id("li"));
    EXPECT_EQ(after.amount("contacts"), Decimal::of(1));
    EXPECT_EQ(company_.integer("SELECT count(*) FROM account WHERE deleted_at IS NOT NULL AND "
                               "id = " + to_text(other) + " AND merged_into = " + to_text(kept)),
              1);
    EXPECT_EQ(company_.ledger("activity_done", "account = " + to_text(other)), "0/0");
    EXPECT_EQ(company_.ledger("activity_done", "account = " + to_text(kept)), "0/1");
    EXPECT_EQ(company_.integer("SELECT count(*) FROM audit_log WHERE act = 'merge'"), 1);
    EXPECT_EQ(company_.integer("SELECT count(*) FROM event WHERE kind = 'account.merged'"), 1);
}

TEST_F(Merging, TheParentIsNotItsOwnParentAfterwards) {
    const RecordId other = make("li", "account", R"({"name": "拓远集团"})");
    const RecordId kept =
        make("li", "account", R"({"name": "拓远总部", "parent": ")" + to_text(other) + "\"}");
    company_.verb("wang", kept, "merge", with(other));
    EXPECT_FALSE(company_.load(kept).ref("parent"));
}

TEST_F(Merging, BothRecordsAreAskedForAndNothingHappensWithoutTheRight) {
    const RecordId kept = make("li", "contact", R"({"name": "钱工", "account": ")" +
        to_text(make("li", "account", R"({"name": "苏州拓远"})")) + "\"}");
    const RecordId foreign = make("zhao", "contact", R"({"name": "钱工", "account": ")" +
        to_text(make("zhao", "account", R"({"name": "上海拓远"})")) + "\"}");
    EXPECT_EQ(problem([&] { company_.verb("li", kept, "merge", with(foreign)); }),
              "not_found error.record.not_found");
    EXPECT_EQ(problem([&] { company_.verb("wang", kept, "merge", with(foreign)); }),
              "invalid error.invalid; other issue.merge.other_account");
    EXPECT_EQ(problem([&] { company_.verb("wang", kept, "merge", with(kept)); }),
              "invalid error.invalid; other issue.merge.same");
    const RecordId account = make("li", "account", R"({"name": "昆山拓远"})");
    const RecordId same = make("li", "account", R"({"name": "昆山拓远智能"})");
    EXPECT_EQ(problem([&] { company_.verb("li", account, "merge", with(same)); }),
              "forbidden error.access.act");
    EXPECT_EQ(problem([&] { company_.verb("wang", account, "merge", with(same, "contacts,nix")); }),
              "invalid error.invalid; take issue.merge.field; take issue.merge.field");
    EXPECT_EQ(problem([&] {
                  company_.verb("wang", account, "merge", R"({"other": ")" + to_text(same) +
                                                              R"(", "other_version": 9})");
              }),
              "conflict error.record.stale");
    EXPECT_EQ(company_.load(same).text("name"), "昆山拓远智能");
}

TEST_F(Merging, WhoComesSecondIsToldThatTheOtherWasQuicker) {
    const RecordId kept = make("li", "account", R"({"name": "苏州拓远"})");
    const RecordId other = make("zhao", "account", R"({"name": "拓远智能"})");
    const RecordId third = make("li", "account", R"({"name": "拓远机电"})");
    company_.verb("wang", kept, "merge", with(other));
    // The same again, the other way round, and into a third: a conflict each, nothing moved.
    for (const auto& [stays, goes] : {std::pair(kept, other), {other, kept}, {third, other}}) {
        EXPECT_EQ(problem([&, s = stays, g = goes] { company_.verb("wang", s, "merge", with(g)); }),
                  "conflict error.record.deleted");
    }
    EXPECT_EQ(company_.integer("SELECT count(*) FROM audit_log WHERE act = 'merge'"), 1);
}

TEST_F(Merging, WhatComesBackFromTheBinIsItselfAgain) {
    const RecordId kept = make("li", "account", R"({"name": "昆山拓远"})");
    const RecordId other = make("li", "account", R"({"name": "昆山拓远智能"})");
    const RecordId contact =
        make("li", "contact", R"({"name": "钱工", "account": ")" + to_text(other) + "\"}");
    company_.verb("wang", kept, "merge", with(other));
    company_.write("admin", [&](Tx& tx) {
        record::restore(tx, tx.schema().at("account"), other);
    });
    EXPECT_FALSE(company_.load(other).ref("merged_into"));
    EXPECT_EQ(company_.load(contact).ref("account"), kept);  // what moved stays
}

TEST_F(Merging, ALeadTakesTheCallsAndTheOwnerOfTheOther) {
    const RecordId kept = make("li", "lead", R"({"name": "拓远线索"})");
    const RecordId other = make("zhao", "lead", R"({"name": "拓远询价"})");
    const RecordId call = make(
        "zhao", "activity", R"({"lead": ")" + to_text(other) + R"(", "content": "电话"})");
    company_.verb("wang", kept, "merge", with(other, "owner"));
    EXPECT_EQ(company_.load(call).ref("lead"), kept);
    EXPECT_EQ(company_.load(kept).ref("owner"), company_.id("zhao"));
    EXPECT_EQ(company_.ledger("lead_created"), "0/1");
}

}  // namespace
}  // namespace bihuan::customer
