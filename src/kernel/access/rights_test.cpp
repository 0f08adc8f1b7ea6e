#include "kernel/access/rights.h"

#include "kernel/access/mini_company.h"

#include <gtest/gtest.h>

namespace bihuan::access {
namespace {

constexpr const char* kRep =
    R"({"objects":{"*":{"acts":["read"],"read":["own"]},)"
    R"("account":{"acts":["create","read","update"],"verbs":["claim"],"read":["dept"],)"
    R"("write":["own"],"fields":{"phone":"masked","size":"hidden"}}}})";
constexpr const char* kLead =
    R"({"objects":{"account":{"acts":["read","export"],"read":["dept_tree",)"
    R"({"where":"size >= 100"}],"fields":{"phone":"read"}}}})";
constexpr const char* kAdmin =
    R"({"administrator":true,"objects":{"*":{"acts":["*"],"verbs":["*"],"read":["all"],)"
    R"("write":["all"]}}})";

class RightsTest : public ::testing::Test {
protected:
    template <class Fn>
    void as(std::int64_t user, const Fn& fn) {
        const Actor actor = company.actor(user);
        company.workspace().read(actor, [&](const Snapshot& snapshot) { fn(snapshot); });
    }
    MiniCompany company;
};

TEST_F(RightsTest, who_somebody_is) {
    const Actor boss = company.actor(MiniCompany::kBoss);
    EXPECT_EQ(boss.depts, (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(boss.own_depts, (std::vector<std::int64_t>{1}));
    EXPECT_EQ(boss.team, (std::vector<std::int64_t>{11, 12, 13, 14}));
    company.link("user_dept", MiniCompany::kAnn, MiniCompany::kWest);
    const Actor ann = company.actor(MiniCompany::kAnn);
    EXPECT_EQ(ann.own_depts, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(ann.team, (std::vector<std::int64_t>{12, 13}));
    company.sql("UPDATE \"user\" SET leader = 13 WHERE id = 11");  // a circle
    EXPECT_EQ(company.actor(MiniCompany::kBob).team.size(), 4U);
    EXPECT_THROW(company.actor(99), Error);
}

TEST_F(RightsTest, no_role_no_rights) {
    as(MiniCompany::kCat, [&](const Snapshot& snapshot) {
        const auto rights = rights_of(snapshot);
        EXPECT_FALSE(rights->may(company.object("account"), Act::read));
        EXPECT_TRUE(reachable(snapshot, company.object("account"), Purpose::read).nothing);
        EXPECT_TRUE(rights->may(company.object("user"), Act::read));  // colleagues
        EXPECT_THROW(demand(snapshot, company.object("account"), Act::read), Error);
    });
}

TEST_F(RightsTest, roles_add_up_and_the_widest_wins) {
    company.add_role(100, kRep, {12, 13});
    company.add_role(101, kLead, {12});
    const meta::Object& account = company.object("account");
    as(MiniCompany::kBob, [&](const Snapshot& snapshot) {
        const auto rights = rights_of(snapshot);
        EXPECT_TRUE(rights->may(account, Act::update));
        EXPECT_FALSE(rights->may(account, Act::export_));
        EXPECT_TRUE(rights->may_verb(account, "claim"));
        EXPECT_FALSE(rights->may_verb(account, "merge"));
        EXPECT_EQ(rights->field(account, account.at("phone")), FieldRight::masked);
        EXPECT_FALSE(rights->can_read(account, account.at("size")));
        EXPECT_EQ(rights->field(account, account.at("name")), FieldRight::write);
        const Reachable reach = reachable(snapshot, account, Purpose::read);
        EXPECT_EQ(reach.depts, (std::vector<std::int64_t>{2}));
        EXPECT_TRUE(reach.owners.empty());
        EXPECT_TRUE(reach.collaborations);
        EXPECT_EQ(reachable(snapshot, account, Purpose::write).owners,
                  (std::vector<std::int64_t>{13}));
    });
    as(MiniCompany::kAnn, [&](const Snapshot& snapshot) {
        const auto rights = rights_of(snapshot);
        EXPECT_TRUE(rights->may(account, Act::export_));
        EXPECT_EQ(rights->field(account, account.at("phone")), FieldRight::read);
        EXPECT_EQ(rights->field(account, account.at("size")), FieldRight::write);
        EXPECT_EQ(reachable(snapshot, account, Purpose::read).expressions.size(), 1U);
    });
}

TEST_F(RightsTest, objects_without_owner_and_lines) {
    company.add_role(100, kRep, {12});
    as(MiniCompany::kAnn, [&](const Snapshot& snapshot) {
        const meta::Object& product = company.object("product");
        EXPECT_TRUE(reachable(snapshot, product, Purpose::read).everything);
        EXPECT_FALSE(reachable(snapshot, product, Purpose::write).everything);
        // contact is not named: its acts are those of its account
        EXPECT_TRUE(rights_of(snapshot)->may(company.object("contact"), Act::update));
        EXPECT_FALSE(rights_of(snapshot)->may(company.object("opportunity"), Act::update));
    });
}

TEST_F(RightsTest, only_administrators_change_the_organisation) {
    company.add_role(100, R"({"objects":{"*":{"acts":["*"],"read":["all"],"write":["all"]},)"
                          R"("role":{"acts":["*"],"write":["all"]}}})", {12});
    company.add_role(101, kAdmin, {11});
    as(MiniCompany::kAnn, [&](const Snapshot& snapshot) {
        for (const char* name : {"user", "department", "role"}) {
            EXPECT_FALSE(rights_of(snapshot)->may(company.object(name), Act::update)) << name;
            EXPECT_FALSE(reachable(snapshot, company.object(name), Purpose::write).everything);
        }
        EXPECT_THROW(demand_administrator(snapshot), Error);
    });
    as(MiniCompany::kBoss, [&](const Snapshot& snapshot) {
        EXPECT_TRUE(rights_of(snapshot)->may(company.object("role"), Act::update));
        EXPECT_NO_THROW(demand_administrator(snapshot));
    });
}

TEST_F(RightsTest, a_change_of_a_role_is_felt_and_an_undone_one_is_not) {
    company.add_role(100, kRep, {12});
    const meta::Object& account = company.object("account");
    as(MiniCompany::kAnn, [&](const Snapshot& snapshot) {
        EXPECT_TRUE(rights_of(snapshot)->may(account, Act::update));
    });
    try {
        const Actor ann = company.actor(MiniCompany::kAnn);
        company.workspace().write(ann, [&](Tx& tx) {
            tx.db().execute("UPDATE role SET rights = '{}' WHERE id = 100");
            touch_rights(tx);
            rights_of(tx);
            throw Error(Code::conflict, "error.record.stale");
        });
    } catch (const Error&) {
    }
    as(MiniCompany::kAnn, [&](const Snapshot& snapshot) {
        EXPECT_TRUE(rights_of(snapshot)->may(account, Act::update));
    });
    company.sql("UPDATE role SET rights = '{}' WHERE id = 100");
    company.touch();
    as(MiniCompany::kAnn, [&](const Snapshot& snapshot) {
        EXPECT_FALSE(rights_of(snapshot)->may(account, Act::update));
    });
}

TEST_F(RightsTest, check_names_what_is_wrong) {
    const auto schema = company.workspace().schema();
    EXPECT_EQ(Rights::check(*schema, kRep).size(), 1U);  // the verb claim is not there
    EXPECT_TRUE(Rights::check(*schema, kLead).empty());
    EXPECT_TRUE(Rights::check(*schema, "").empty());
    const auto first = [&](const char* json) {
        const Issues issues = Rights::check(*schema, json);
        return issues.empty() ? Issue{} : issues.list().front();
    };
    EXPECT_EQ(first(R"({"objects":{"acount":{}}})").hint, "account");
    EXPECT_EQ(first(R"({"objects":{"account":{"acts":["updat"]}}})").hint, "update");
    EXPECT_EQ(first(R"({"objects":{"account":{"read":["dept_three"]}}})").hint, "dept_tree");
    EXPECT_EQ(first(R"({"objects":{"account":{"fields":{"phon":"hidden"}}}})").hint, "phone");
    EXPECT_EQ(first(R"({"objects":{"account":{"fields":{"phone":"hiden"}}}})").hint, "hidden");
    EXPECT_EQ(first(R"({"objects":{"account":{"read":[{"where":"sice > 1"}]}}})").field,
              "objects.account.read");
    EXPECT_EQ(first(R"({"objects":{"*":{"read":[{"where":"size > 1"}]}}})").key,
              "issue.role.where_object");
    EXPECT_FALSE(first("[1]").key.empty());
    EXPECT_FALSE(first("{").key.empty());
    EXPECT_FALSE(first(R"({"admin":true})").key.empty());
}

TEST_F(RightsTest, says_why_somebody_sees_a_record) {
    company.add_role(100, kRep, {12, 13, 14});
    company.add_role(101, kLead, {11});
    company.insert("account", 500, "name, owner, owner_dept, size", "'x', 13, 2, 200");
    company.insert("contact", 501, "name, account", "'y', 500");
    const auto why = [&](const char* object, std::int64_t record, std::int64_t user) {
        std::vector<std::string> reasons;
        company.workspace().read(Actor::system(), [&](const Snapshot& snapshot) {
            reasons = explain_visibility(snapshot, company.object(object), RecordId(record),
                                         UserId(user));
        });
        return reasons;
    };
    EXPECT_EQ(why("account", 500, 12), (std::vector<std::string>{"access.why.dept"}));
    EXPECT_EQ(why("account", 500, 11),
              (std::vector<std::string>{"access.why.dept_tree", "access.why.where"}));
    EXPECT_TRUE(why("account", 500, 14).empty());
    company.link("collaborator", 500, 14);
    EXPECT_EQ(why("account", 500, 14), (std::vector<std::string>{"access.why.collaborator"}));
    EXPECT_EQ(why("contact", 501, 12), (std::vector<std::string>{"access.why.parent"}));
    EXPECT_TRUE(why("account", 999, 12).empty());
}

}  // namespace
}  // namespace bihuan::access
