// Jobs: steps, checkpoints, back-off, cancelling, undo; bulk acts on the test company.
#include "base/error.h"
#include "kernel/design/test_company.h"
#include "work/job/bulk.h"
#include "work/job/runner.h"

#include <gtest/gtest.h>

namespace bihuan::job {
namespace {

using design::TestCompany;

class JobTest : public ::testing::Test {
protected:
    JobTest() {
        company.workspace().database().write(db::Lane::interactive, [](db::WriteLease& lease) {
            lease.connection().script(store_ddl());
        });
        register_bulk(kinds());
    }
    Workspace& workspace() { return company.workspace(); }
    Kinds& kinds() { return workspace().slot<Kinds>(); }

    RecordId start(const Actor& actor, std::string_view kind) {
        RecordId id;
        workspace().write(actor, [&](Tx& tx) { id = add(tx, kind, "{}"); });
        return id;
    }
    RecordId bulk(const Actor& actor, const BulkRequest& request) {
        RecordId id;
        workspace().write(actor, [&](Tx& tx) { id = add_bulk(tx, request); });
        return id;
    }
    Job load(RecordId id) {
        Job job;
        workspace().read(company.system(),
                         [&](const Snapshot& snapshot) { job = *find(snapshot, id); });
        return job;
    }
    bool step() { return Runner(workspace()).step(company.clock().now()).worked; }
    void work() {
        for (int i = 0; i < 1'000 && step(); ++i) {}
    }
    // Counts to `total` by one each step.
    Kind counter(std::int64_t total) {
        Kind kind;
        kind.step = [total](Workspace& ws, Job& job) {
            job.total = total;
            ++job.done;
            ws.write(Actor::system(), [&](Tx& tx) { save(tx, job); });
            return Progress{job.done == total, std::nullopt};
        };
        return kind;
    }

    TestCompany company;
};

TEST_F(JobTest, GoesOnInStepsAndInTurns) {
    kinds().add("count", counter(3));
    const RecordId first = start(company.system(), "count");
    const RecordId second = start(company.system(), "count");
    EXPECT_EQ(load(first).state, State::queued);
    step();
    step();
    EXPECT_EQ(load(first).done, 1);
    EXPECT_EQ(load(second).done, 1);
    work();
    EXPECT_EQ(load(first).state, State::done);
    EXPECT_EQ(load(second).done, 3);
    EXPECT_FALSE(step());
}

TEST_F(JobTest, WaitsLongerAfterEachFailureAndGivesUp) {
    int tries = 0;
    Kind kind;
    kind.step = [&](Workspace&, Job&) -> Progress {
        ++tries;
        throw Error(Code::unavailable, "error.file.disk");
    };
    kinds().add("fail", std::move(kind));
    const RecordId id = start(company.system(), "fail");
    EXPECT_TRUE(step());
    EXPECT_FALSE(step());
    company.clock().advance(kBackOffMicros);
    EXPECT_TRUE(step());
    company.clock().advance(kBackOffMicros);
    EXPECT_FALSE(step());
    for (int i = 0; i < 20; ++i) {
        company.clock().advance(600 * kMicrosPerSecond);
        step();
    }
    EXPECT_EQ(tries, kAttemptsMax);
    EXPECT_EQ(load(id).state, State::failed);
}

TEST_F(JobTest, WhatIsWrongIsNotTriedAgain) {
    Kind kind;
    kind.step = [](Workspace&, Job&) -> Progress {
        throw Error(Code::invalid, "error.bulk.which");
    };
    bool ended = false;
    kind.ended = [&](Workspace&, const Job& job) { ended = job.state == State::failed; };
    kinds().add("wrong", std::move(kind));
    const RecordId id = start(company.system(), "wrong");
    work();
    EXPECT_EQ(load(id).state, State::failed);
    EXPECT_TRUE(ended);
}

TEST_F(JobTest, CancellingEndsItAndUndoesTheRunningChunk) {
    kinds().add("count", counter(100));
    const RecordId id = start(company.system(), "count");
    step();
    Job stale = load(id);
    workspace().write(company.system(), [&](Tx& tx) { cancel(tx, load(id)); });
    EXPECT_THROW(workspace().write(company.system(), [&](Tx& tx) { save(tx, stale); }), Error);
    work();
    EXPECT_EQ(load(id).state, State::cancelled);
    EXPECT_EQ(load(id).done, 1);
}

TEST_F(JobTest, BeginsNotBeforeItsTime) {
    kinds().add("count", counter(1));
    const Instant later{company.clock().now().micros + 60 * kMicrosPerSecond};
    workspace().write(company.system(), [&](Tx& tx) { add(tx, "count", "{}", later); });
    EXPECT_FALSE(step());
    company.clock().set(later);
    EXPECT_TRUE(step());
}

TEST_F(JobTest, OthersDoNotSeeIt) {
    kinds().add("count", counter(1));
    const RecordId id = start(company.actor("li"), "count");
    const auto look = [&](const Actor& actor) {
        workspace().read(actor, [&](const Snapshot& snapshot) { find_visible(snapshot, id); });
    };
    look(company.actor("li"));
    look(company.actor("admin"));
    EXPECT_THROW(look(company.actor("zhao")), Error);
}

TEST_F(JobTest, BulkUpdateTellsFailuresAndIsUndone) {
    const Actor wang = company.actor("wang");
    BulkRequest request{"account", "update", {}, "", R"({"level": "b"})"};
    for (int i = 0; i < 120; ++i) {
        request.ids.push_back(company.create(
            wang, "account", R"({"name": "客户)" + std::to_string(i) + R"(", "level": "a"})"));
    }
    request.ids.push_back(RecordId(company.id("li").value));  // no account
    const RecordId id = bulk(wang, request);
    company.update(wang, request.ids[5], R"({"name": "改名"})");
    work();
    const Job done = load(id);
    EXPECT_EQ(done.state, State::done);
    const Json result = Json::parse(done.result);
    EXPECT_EQ(result.integer_or("ok", 0), 120);
    EXPECT_EQ(result.integer_or("failed", 0), 1);
    EXPECT_EQ(company.integer("SELECT count(*) FROM account WHERE level = 'b'"), 120);
    company.update(wang, request.ids[7], R"({"level": "a"})");
    workspace().write(wang, [&](Tx& tx) { undo(tx, load(id)); });
    work();
    EXPECT_EQ(load(id).state, State::undone);
    EXPECT_EQ(company.integer("SELECT count(*) FROM account WHERE level = 'a'"), 120);
    EXPECT_EQ(company.text("SELECT name FROM account WHERE id = " + to_text(request.ids[5])),
              "改名");
}

TEST_F(JobTest, SaysWhyItIsNotTakenBackNow) {
    const Actor wang = company.actor("wang");
    BulkRequest request{"account", "update", {}, "", R"({"level": "b"})"};
    request.ids.push_back(company.create(wang, "account", R"({"name": "客户", "level": "a"})"));
    const RecordId id = bulk(wang, request);
    const auto refused = [&] {
        try {
            workspace().write(wang, [&](Tx& tx) { undo(tx, load(id)); });
        } catch (const Error& error) {
            return error.key();
        }
        return std::string("done");
    };
    EXPECT_EQ(refused(), "error.job.undo_running");
    work();
    EXPECT_EQ(refused(), "done");
    EXPECT_EQ(refused(), "error.job.undone");
    work();
    EXPECT_EQ(refused(), "error.job.undone");
}

TEST_F(JobTest, BulkByFilterTakesEachRecordOnce) {
    const Actor wang = company.actor("wang");
    for (int i = 0; i < 90; ++i) {
        company.create(wang, "account",
                       R"({"name": "客户)" + std::to_string(i) + R"(", "level": "a"})");
    }
    const RecordId id = bulk(wang, {"account", "delete", {}, "level == \"a\"", "{}"});
    work();
    EXPECT_EQ(load(id).done, 90);
    EXPECT_EQ(company.integer("SELECT count(*) FROM account WHERE deleted_at IS NULL"), 0);
    workspace().write(wang, [&](Tx& tx) { undo(tx, load(id)); });
    work();
    EXPECT_EQ(company.integer("SELECT count(*) FROM account WHERE deleted_at IS NULL"), 90);
}

TEST_F(JobTest, BulkIsRefusedAtOnceWhenItCannotBe) {
    const Actor wang = company.actor("wang");
    EXPECT_THROW(bulk(wang, {"account", "update", {}, "", "{}"}), Error);
    EXPECT_THROW(bulk(wang, {"account", "fly", {}, "name != \"\"", "{}"}), Error);
    EXPECT_THROW(bulk(wang, {"account", "update", {}, "nonsense", "{}"}), Error);
    EXPECT_THROW(bulk(wang, {"account", "update", {}, "name != \"\"", R"({"x": 1})"}), Error);
}

}  // namespace
}  // namespace bihuan::job
