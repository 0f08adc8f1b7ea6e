// Approvals as people meet them: submitted, locked, decided once, taken back, undone.
#include "work/approval/approval.h"

#include "embedded/files.h"
#include "kernel/access/session.h"
#include "kernel/design/test_company.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace bihuan::approval {
namespace {

std::vector<std::string> approval_object() {
    for (const EmbeddedFile& file : embedded_objects()) {
        if (file.path == "work/approval/objects/approval.json") {
            return {std::string(file.bytes)};
        }
    }
    return {};
}

class Approval : public ::testing::Test {
protected:
    Approval() : company(approval_object()) {
        register_approval(company.workspace().slot<record::Registry>());
        const RecordId account =
            company.create(company.actor("li"), "account", R"({"name": "苏州拓远"})");
        deal = company.create(company.actor("li"), "opportunity",
                              R"({"name": "产线", "amount": "1200.50", "account": ")" +
                                  to_text(account) + "\"}");
    }
    const meta::Object& object() { return company.object("opportunity"); }
    void write(const char* login, const std::function<void(Tx&)>& fn) {
        company.workspace().write(company.actor(login), fn);
    }
    void submit(const char* login, const char* role = "leader") {
        write(login, [&](Tx& tx) {
            request(tx, object(), company_load(tx), role, "产线报价", Decimal(120050, 2));
        });
    }
    void settle(const char* login, Decision decision, const char* note = "") {
        write(login, [&](Tx& tx) { decide(tx, object(), company_load(tx), decision, note); });
    }
    record::Record company_load(const Snapshot& snapshot) {
        return *record::load(snapshot, object(), deal);
    }
    std::string state() {
        return company.text("SELECT state FROM approval ORDER BY id DESC LIMIT 1");
    }
    template <class Act>
    std::string problem(Act act) {
        try {
            act();
        } catch (const Error& error) {
            std::string found(to_text(error.code()));
            found += " " + error.key();
            for (const Issue& issue : error.issues()) found += " " + issue.key;
            for (const auto& [name, value] : error.args()) {
                if (name == "name") found += " " + value;
            }
            return found;
        }
        return "";
    }

    design::TestCompany company;
    RecordId deal;
};

TEST_F(Approval, IsSubmittedLockedAndDecidedOnce) {
    submit("li");
    EXPECT_EQ(company.text("SELECT state || ' ' || amount || ' ' || record FROM approval"),
              "approving 120050 " + to_text(deal));
    EXPECT_NE(company.text("SELECT snapshot FROM approval").find("产线"), std::string::npos);
    EXPECT_EQ(problem([&] { company.update(company.actor("li"), deal, R"({"name": "x"})"); }),
              "locked error.record.locked");
    EXPECT_EQ(problem([&] { submit("li"); }), "conflict error.approval.open 李强");
    EXPECT_EQ(problem([&] { settle("li", Decision::approve); }),
              "forbidden error.approval.role");
    settle("wang", Decision::approve, "同意");
    EXPECT_EQ(state(), "approved");
    EXPECT_EQ(company.text("SELECT note FROM approval"), "同意");
    EXPECT_EQ(company.integer("SELECT decided_by FROM approval"), company.id("wang").value);
    company.update(company.actor("li"), deal, R"({"name": "产线二期"})");
    EXPECT_EQ(problem([&] { settle("admin", Decision::reject); }),
              "conflict error.approval.decided 王芳");
    EXPECT_EQ(company.text("SELECT kind FROM event WHERE kind LIKE 'approval.%' ORDER BY seq"),
              "approval.requested");
}

TEST_F(Approval, NobodyDecidesWhatHeSubmittedWhileOthersCan) {
    submit("wang");
    settle("wang", Decision::approve);  // the only leader
    company.workspace().write(company.system(), [&](Tx& tx) {
        record::add_link(tx, access::kUserRole, company.id("chen"), company.id("leader"));
    });
    submit("wang");
    EXPECT_EQ(problem([&] { settle("wang", Decision::approve); }),
              "forbidden error.approval.own");
    settle("chen", Decision::reject, "太贵");
    EXPECT_EQ(state(), "rejected");
}

TEST_F(Approval, IsTakenBackByItsSubmitterOnly) {
    submit("li");
    EXPECT_EQ(problem([&] {
                  write("zhao", [&](Tx& tx) { withdraw(tx, object(), company_load(tx)); });
              }),
              "forbidden error.approval.role");
    write("li", [&](Tx& tx) { withdraw(tx, object(), company_load(tx)); });
    EXPECT_EQ(state(), "revoked");
    company.update(company.actor("li"), deal, R"({"name": "y"})");
    submit("li");
    EXPECT_EQ(state(), "approving");
}

TEST_F(Approval, IsUndoneByRightAndLogged) {
    submit("li");
    EXPECT_EQ(problem([&] {
                  write("wang", [&](Tx& tx) { undo(tx, object(), company_load(tx), "错"); });
              }),
              "conflict error.approval.not_approved");
    settle("wang", Decision::approve);
    EXPECT_EQ(problem([&] {
                  write("li", [&](Tx& tx) { undo(tx, object(), company_load(tx), "错"); });
              }),
              "forbidden error.approval.role");
    write("wang", [&](Tx& tx) { undo(tx, object(), company_load(tx), "价格有误"); });
    EXPECT_EQ(state(), "undone");
    EXPECT_EQ(company.integer("SELECT count(*) FROM audit_log WHERE act = 'approval.undo'"), 1);
}

TEST_F(Approval, OfTwoWhoDecideAtOnceOneWins) {
    for (int round = 0; round < 10; ++round) {
        submit("li");
        const Actor wang = company.actor("wang");
        const Actor admin = company.actor("admin");
        std::atomic<int> won{0};
        std::atomic<int> late{0};
        const auto act = [&](const Actor& actor, Decision decision) {
            try {
                company.workspace().write(actor, [&](Tx& tx) {
                    decide(tx, object(), company_load(tx), decision, "");
                });
                ++won;
            } catch (const Error& error) {
                if (error.key() == "error.approval.decided") ++late;
            }
        };
        std::thread first([&] { act(wang, Decision::approve); });
        std::thread second([&] { act(admin, Decision::reject); });
        first.join();
        second.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(late, 1);
    }
}

TEST_F(Approval, IsNeverWrittenByHand) {
    EXPECT_EQ(problem([&] { company.create(company.actor("admin"), "approval", "{}"); }),
              "invalid error.invalid issue.approval.by_verb");
    EXPECT_EQ(problem([&] { submit("li", "king"); }), "invalid error.approval.no_role");
}

}  // namespace
}  // namespace bihuan::approval
