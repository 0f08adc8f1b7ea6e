// Two processes on one database: what one does the other knows in time. Skipped on an engine of one
// process.
#include "kernel/access/session.h"
#include "kernel/design/design.h"
#include "kernel/design/install.h"
#include "kernel/design/test_company.h"
#include "kernel/event/event.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace bihuan::design {
namespace {

// Another process that has the company open, with a clock of its own.
class Process {
public:
    Process(const TestCompany& company, Instant now)
        : log_(make_quiet_log()), sentences_(std::make_unique<Sentences>("{}", "{}")) {
        auto clock = std::make_unique<ManualClock>(now);
        Workspace::Parts parts;
        parts.database = db::open_database(company.place(), *log_);
        parts.clock = std::move(clock);
        parts.log = log_.get();
        parts.sentences = sentences_.get();
        parts.data_folder = company.folder();
        parts.ddl = kernel_ddl();
        workspace_ = std::make_unique<Workspace>(std::move(parts));
        access::follow_others(*workspace_);
    }
    Workspace& workspace() { return *workspace_; }

private:
    std::unique_ptr<Log> log_;
    std::unique_ptr<Sentences> sentences_;
    std::unique_ptr<Workspace> workspace_;
};

RecordId make_account(Workspace& workspace, const std::string& name) {
    RecordId id;
    workspace.write(Actor::system(), [&](Tx& tx) {
        const meta::Object& account = tx.schema().at("account");
        record::Changes changes;
        changes.set(account, "name", name);
        id = record::create(tx, account, changes).id;
    });
    return id;
}

class ProcessesTest : public testing::Test {
protected:
    void SetUp() override {
        if (!db::is_on_server(company_.place())) GTEST_SKIP() << "one process";
    }
    TestCompany company_;
};

TEST_F(ProcessesTest, numbers_of_events_grow_in_commit_order_over_processes) {
    // Its clock is an hour late: numbers made from it alone would fall behind the cursor.
    Process other(company_, Instant{TestCompany::start().micros - 3'600 * kMicrosPerSecond});
    EventSeq cursor;
    const auto tail = [&] {
        std::vector<event::Event> events;
        company_.workspace().read(company_.system(), [&](const Snapshot& snapshot) {
            events = event::tail(snapshot.db(), cursor);
        });
        if (!events.empty()) cursor = events.back().seq;
        return events;
    };
    while (!tail().empty()) {
    }
    for (int i = 0; i < 6; ++i) {
        Workspace& writer = i % 2 == 0 ? other.workspace() : company_.workspace();
        const RecordId made = make_account(writer, "客户" + std::to_string(i));
        const auto events = tail();
        ASSERT_EQ(events.size(), 1U) << "a reader by cursor missed process " << i % 2;
        EXPECT_EQ(events[0].record, made);
    }
}

TEST_F(ProcessesTest, ids_of_one_moment_differ_between_processes) {
    Process other(company_, TestCompany::start());
    constexpr int kEach = 150;
    std::vector<std::int64_t> made[2];
    std::thread threads[2];
    for (std::size_t t = 0; t < 2; ++t) {
        Workspace& writer = t == 0 ? other.workspace() : company_.workspace();
        threads[t] = std::thread([&writer, &mine = made[t]] {
            for (int i = 0; i < kEach; ++i) mine.push_back(make_account(writer, "某").value);
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all(made[0].begin(), made[0].end());
    all.insert(made[1].begin(), made[1].end());
    EXPECT_EQ(all.size(), std::size_t{2 * kEach});
}

TEST_F(ProcessesTest, a_design_changed_elsewhere_is_known_before_the_next_write) {
    Process other(company_, TestCompany::start());
    make_account(other.workspace(), "之前");
    const Json patch = Json::parse(R"({"fields":[{"name":"x_tier","type":"text",
        "label":{"zh":"层级","en":"Tier"},"settings":{}}]})");
    company_.workspace().write(company_.actor("admin"),
                               [&](Tx& tx) { patch_object(tx, "account", patch); });
    EXPECT_EQ(other.workspace().schema()->at("account").find("x_tier"), nullptr);
    RecordId id;
    other.workspace().write(Actor::system(), [&](Tx& tx) {
        const meta::Object& account = tx.schema().at("account");
        ASSERT_NE(account.find("x_tier"), nullptr);
        record::Changes changes;
        changes.set(account, "name", std::string("之后"));
        changes.set(account, "x_tier", std::string("甲"));
        id = record::create(tx, account, changes).id;
    });
    EXPECT_EQ(company_.text("SELECT x_tier FROM account WHERE id = " + std::to_string(id.value)),
              "甲");
    Process reader(company_, TestCompany::start());
    company_.workspace().write(company_.actor("admin"), [&](Tx& tx) {
        patch_object(tx, "account", Json::parse(R"({"fields":[{"name":"x_more","type":"text",
            "label":{"zh":"更多","en":"More"},"settings":{}}]})"));
    });
    EXPECT_EQ(reader.workspace().schema()->at("account").find("x_more"), nullptr);
    reader.workspace().refresh();
    EXPECT_NE(reader.workspace().schema()->at("account").find("x_more"), nullptr);
}

TEST_F(ProcessesTest, sessions_and_rights_are_those_of_the_company) {
    access::follow_others(company_.workspace());
    Process other(company_, TestCompany::start());
    const std::string hash = access::hash_password("correct horse 7");
    company_.workspace().write(company_.system(), [&](Tx& tx) {
        access::store_password_hash(tx, to_user(company_.id("li")), hash);
    });
    const access::Login login =
        access::log_in(company_.workspace(), "li", "correct horse 7", "10.0.0.1", "test");
    const auto there = access::authenticate(other.workspace(), login.token);
    ASSERT_TRUE(there);
    company_.update(company_.system(), company_.id("li"), R"({"dept": {"key": "west"}})");
    other.workspace().refresh();
    const auto moved = access::authenticate(other.workspace(), login.token);
    ASSERT_TRUE(moved);
    EXPECT_NE(moved->actor->dept, there->actor->dept);
    access::log_out(company_.workspace(), login.token);
    other.workspace().refresh();
    EXPECT_FALSE(access::authenticate(other.workspace(), login.token));
}

TEST_F(ProcessesTest, attempts_to_log_in_are_counted_together) {
    Process other(company_, TestCompany::start());
    std::string refused;
    for (int i = 0; i < 12 && refused != "error.login.wait"; ++i) {
        Workspace& door = i % 2 == 0 ? other.workspace() : company_.workspace();
        refused = db::key_of([&] { access::log_in(door, "li", "wrong", "10.0.0.9", "test"); });
        EXPECT_LT(i, 6) << "each process counted for itself";
    }
    EXPECT_EQ(refused, "error.login.wait");
}

}  // namespace
}  // namespace bihuan::design
