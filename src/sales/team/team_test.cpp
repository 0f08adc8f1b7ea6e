// The organisation as its administrator tells it.
#include "sales/team/team.h"

#include "embedded/files.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "sales/team/test_company.h"
#include "work/job/runner.h"

#include <gtest/gtest.h>

namespace bihuan::team {
namespace {

std::string account_of(TestCompany& company, const std::string& login, const std::string& name) {
    return to_text(company.create(login, "account", R"({"name": ")" + name + "\"}"));
}

TEST(Roles, EveryShippedRoleNamesThingsThatExist) {
    TestCompany company;
    EXPECT_EQ(embedded_roles().size(), 7u);
    for (const EmbeddedFile& file : embedded_roles()) {
        const Json json = Json::parse(file.bytes);
        const Issues issues =
            access::Rights::check(*company.workspace().schema(), json.get("rights").to_text());
        for (const Issue& issue : issues) {
            ADD_FAILURE() << file.path << " " << issue.field << " " << issue.key << " "
                          << (issue.args.empty() ? "" : issue.args.front().second);
        }
        EXPECT_FALSE(json.get("name").text_or("zh", "").empty());
        EXPECT_FALSE(json.get("name").text_or("en", "").empty());
    }
}

TEST(Roles, InstallingAgainLeavesRolesAsTheCompanyMadeThem) {
    TestCompany company;
    company.update("admin", company.id("viewer"), R"({"name": "访客"})");
    company.write("", [](Tx& tx) { install(tx); });
    EXPECT_EQ(company.load(company.id("viewer")).text("name"), "访客");
    EXPECT_EQ(company.integer("SELECT count(*) FROM role WHERE deleted_at IS NULL"), 7);
}

TEST(Roles, EachSeesWhatIsTheirs) {
    TestCompany company;
    company.create("li", "account", R"({"name": "苏州拓远装备"})");
    const auto seen = [&](const std::string& login) {
        int rows = 0;
        company.write(login, [&](Tx& tx) {
            const auto& account = tx.schema().at("account");
            const auto rights = access::rights_of(tx);
            rows = rights->may(account, access::Act::read) ? 1 : 0;
            if (access::reachable(tx, account, access::Purpose::read).everything) rows = 2;
        });
        return rows;
    };
    EXPECT_EQ(seen("boss"), 2);
    EXPECT_EQ(seen("fan"), 2);
    EXPECT_EQ(seen("gu"), 2);
    EXPECT_EQ(seen("li"), 1);
    EXPECT_NE(problem([&] { company.create("gu", "account", R"({"name": "常州某某"})"); }), "");
    EXPECT_NE(problem([&] { company.create("li", "user", R"({"name": "x", "login": "xx"})"); }),
              "");
}

TEST(Roles, AWrongWordInRightsIsRefusedWithItsPlace) {
    TestCompany company;
    EXPECT_EQ(problem([&] {
                  company.create("admin", "role",
                                 R"({"code": "odd", "name": "odd",
                                     "rights": "{\"objects\": {\"acount\": {}}}"})");
              }),
              "invalid error.invalid; rights.objects.acount issue.role.unknown_object");
}

TEST(Users, LeadersAndDepartmentsFormNoCircle) {
    TestCompany company;
    EXPECT_EQ(problem([&] {
                  company.update("admin", company.id("boss"), R"({"leader": {"key": "li"}})");
              }),
              "invalid error.invalid; leader issue.team.circle.user");
    EXPECT_EQ(problem([&] {
                  company.update("admin", company.id("sales"), R"({"parent": {"key": "west"}})");
              }),
              "invalid error.invalid; parent issue.team.circle.department");
    company.update("admin", company.id("chen"), R"({"leader": {"key": "li"}})");
}

TEST(Users, LoginsStandOnce) {
    TestCompany company;
    EXPECT_EQ(problem([&] {
                  company.create("admin", "user", R"({"name": "李二", "login": "li"})");
              }),
              "invalid error.invalid; login issue.unique");
}

TEST(Users, ALeaverHandsOverWhatIsOpen) {
    TestCompany company;
    const RecordId account = *parse_record_id(account_of(company, "li", "苏州拓远装备"));
    const RecordId open = company.create("li", "task", R"({"name": "回访"})");
    const RecordId done = company.create("li", "task", R"({"name": "寄样"})");
    company.update("", done, R"({"state": "done"})", record::Via::verb);
    company.update("admin", company.id("chen"), R"({"leader": {"key": "li"}})");
    const Json result = company.verb("admin", company.id("li"), "leave",
                                     R"({"to": {"key": "zhao"}, "date": "2026-03-01"})");
    EXPECT_EQ(result.integer_or("transferred", 0), 2);
    EXPECT_EQ(company.load(account).ref("owner"), company.id("zhao"));
    EXPECT_EQ(company.load(open).ref("owner"), company.id("zhao"));
    EXPECT_EQ(company.load(done).ref("owner"), company.id("li"));
    EXPECT_EQ(company.load(company.id("chen")).ref("leader"), company.id("zhao"));
    const record::Record li = company.load(company.id("li"));
    EXPECT_EQ(li.text("status"), "left");
    EXPECT_EQ(to_text(*li.date("left_date")), "2026-03-01");
    EXPECT_EQ(company.integer("SELECT count(*) FROM event WHERE kind = 'account.transferred'"),
              1);
    EXPECT_EQ(problem([&] {
                  company.verb("admin", company.id("li"), "leave", R"({"to": {"key": "zhao"}})");
              }),
              "conflict error.verb.state");
}

TEST(Users, ALargeHandOverMovesEverything) {
    TestCompany company;
    company.write("li", [&](Tx& tx) {
        const meta::Object& task = tx.schema().at("task");
        record::Changes changes;
        changes.set(task, "name", "回访");
        for (int i = 0; i < 250; ++i) record::create(tx, task, changes);
    });
    const Json result =
        company.verb("admin", company.id("li"), "leave", R"({"to": {"key": "chen"}})");
    EXPECT_EQ(result.integer_or("transferred", 0), 250);
    const RecordId job = *parse_record_id(result.get("job").string());
    const auto moved = [&] {
        return company.integer("SELECT count(*) FROM task WHERE owner = " +
                               to_text(company.id("chen")));
    };
    EXPECT_EQ(moved(), 100);  // in the act itself; the rest by the job
    job::Runner runner(company.workspace());
    while (runner.step(company.clock().now()).worked) {}
    company.write("admin", [&](Tx& tx) {
        const auto done = job::find(tx, job);
        ASSERT_TRUE(done);
        EXPECT_EQ(done->state, job::State::done);
        EXPECT_EQ(done->done, 150);
        EXPECT_EQ(done->total, 150);
    });
    EXPECT_EQ(company.integer("SELECT count(*) FROM task WHERE owner = " +
                              to_text(company.id("chen"))),
              250);
}

TEST(Users, ALeaversObjectsMayGoToDifferentPeople) {
    TestCompany company;
    const RecordId account = *parse_record_id(account_of(company, "li", "苏州拓远装备"));
    const RecordId task = company.create("li", "task", R"({"name": "回访"})");
    const auto as = [&](const std::string& split) {
        return R"({"to": {"key": "zhao"}, "split": ")" + split + "\"}";
    };
    company.workspace().read(company.system(), [&](const Snapshot& snapshot) {
        const auto work = open_work(snapshot, to_user(company.id("li")));
        ASSERT_EQ(work.size(), 2U);
        EXPECT_EQ(work[0].object->name, "account");
        EXPECT_EQ(work[0].count, 1);
    });
    const auto leave = [&](const std::string& split) {
        return problem([&] { company.verb("admin", company.id("li"), "leave", as(split)); });
    };
    EXPECT_EQ(leave("[]"), "invalid error.invalid; split issue.record.object");
    EXPECT_EQ(leave(R"({\"user\": \"1\"})"),
              "invalid error.invalid; split issue.unknown_field; split issue.team.not_active");
    EXPECT_EQ(leave(R"({\"task\": \")" + to_text(company.id("chen")) + R"(\"})"), "");
    EXPECT_EQ(company.load(account).ref("owner"), company.id("zhao"));
    EXPECT_EQ(company.load(task).ref("owner"), company.id("chen"));
    EXPECT_EQ(company.integer("SELECT count(*) FROM event WHERE cause = 'verb leave: ' || "
                              "(SELECT name FROM \"user\" WHERE login = 'li')"),
              2);
}

TEST(Users, NobodyHandsOverToHimselfOrToOneWhoLeft) {
    TestCompany company;
    company.verb("admin", company.id("zhao"), "leave", R"({"to": {"key": "chen"}})");
    EXPECT_EQ(problem([&] {
                  company.verb("admin", company.id("li"), "leave", R"({"to": {"key": "li"}})");
              }),
              "invalid error.invalid; to issue.team.hand_over_to_self");
    EXPECT_EQ(problem([&] {
                  company.verb("admin", company.id("li"), "leave", R"({"to": {"key": "zhao"}})");
              }),
              "invalid error.invalid; to issue.team.not_active");
}

TEST(Users, TheLastAdministratorStays) {
    TestCompany company;
    EXPECT_EQ(problem([&] {
                  company.verb("admin", company.id("admin"), "assign_roles",
                               R"({"roles": "owner"})");
              }),
              "conflict error.team.last_administrator");
    EXPECT_EQ(problem([&] {
                  company.verb("admin", company.id("admin"), "leave", R"({"to": {"key": "boss"}})");
              }),
              "conflict error.team.last_administrator");
    company.verb("admin", company.id("boss"), "assign_roles",
                 R"({"roles": "owner，administrator"})");
    company.verb("boss", company.id("admin"), "disable");
    EXPECT_EQ(company.load(company.id("admin")).text("status"), "disabled");
    company.verb("boss", company.id("admin"), "enable");
    EXPECT_EQ(company.load(company.id("admin")).text("status"), "active");
}

TEST(Users, RolesAreGivenByCode) {
    TestCompany company;
    EXPECT_EQ(problem([&] {
                  company.verb("admin", company.id("li"), "assign_roles",
                               R"({"roles": "sales_manger"})");
              }),
              "invalid error.invalid; roles issue.team.unknown_role");
    company.verb("admin", company.id("li"), "assign_roles",
                 R"({"roles": "sales_manager, viewer"})");
    EXPECT_EQ(company.actor("li").roles.size(), 2u);
    EXPECT_NE(problem([&] {
                  company.verb("wang", company.id("li"), "assign_roles", R"({"roles": "owner"})");
              }),
              "");
}

TEST(Targets, AreNamedPublishedAndRevised) {
    TestCompany company;
    const std::string body = R"({"metric": "signed", "subject": "user", "user": {"key": "li"},
                                 "month": "2026-03", "value": "500000"})";
    const RecordId target = company.create("wang", "target", body);
    EXPECT_EQ(company.load(target).text("name"), "2026-03 签约额 李强");
    EXPECT_EQ(problem([&] { company.create("wang", "target", body); }),
              "invalid error.invalid; month issue.team.target.taken");
    company.verb("wang", target, "publish");
    EXPECT_EQ(problem([&] { company.update("wang", target, R"({"value": "1"})"); }),
              "invalid error.invalid;  issue.team.target.published");
    company.verb("wang", target, "lock");
    company.verb("wang", target, "revise", R"({"value": "600000", "reason": "新增一人"})");
    EXPECT_EQ(company.load(target).amount("value"), Decimal::of(600000));
    EXPECT_EQ(company.load(target).text("state"), "revised");
    EXPECT_NE(problem([&] { company.create("li", "target", body); }), "");
}

}  // namespace
}  // namespace bihuan::team
