#include "kernel/node_lease.h"

#include "db/engine/scratch.h"

#include <gtest/gtest.h>

#include <set>

namespace bihuan {
namespace {

struct NodeLeaseTest : testing::Test {
    NodeLeaseTest() { base.script(NodeLease::store_ddl()); }

    // An id maker and its lease, as a process has them.
    struct Process {
        IdMaker ids;
        NodeLease node{ids};
        int number() { return static_cast<int>(ids.next(ObjectNumber(7), 0).value >> 10 & 3); }
    };
    std::string hold(Process& process, std::int64_t seconds) {
        return db::key_of([&] {
            base->write(db::Lane::interactive, [&](db::WriteLease& lease) {
                process.node.hold(lease, Instant{seconds * kMicrosPerSecond});
            });
        });
    }

    db::ScratchBase base;
    Process processes[5];
};

TEST_F(NodeLeaseTest, each_process_has_a_node_of_its_own) {
    std::set<int> numbers;
    for (int i = 0; i < 4; ++i) {
        EXPECT_EQ(hold(processes[i], 1'000), "");
        numbers.insert(processes[i].number());
    }
    EXPECT_EQ(numbers.size(), 4U);
    EXPECT_EQ(hold(processes[4], 1'001), "error.processes.too_many");
    EXPECT_EQ(hold(processes[4], 1'014), "error.processes.too_many");
    EXPECT_EQ(hold(processes[2], 1'014), "");  // renewed
    EXPECT_EQ(hold(processes[4], 1'016), "");  // one that nobody renewed
    EXPECT_NE(processes[4].number(), processes[2].number());
}

TEST_F(NodeLeaseTest, who_slept_takes_another_node_when_his_is_gone) {
    for (int i = 0; i < 4; ++i) hold(processes[i], 1'000);
    const int slept = processes[0].number();
    for (int i = 1; i < 4; ++i) hold(processes[i], 1'010);
    hold(processes[4], 1'020);
    EXPECT_EQ(processes[4].number(), slept);
    EXPECT_EQ(hold(processes[0], 1'021), "error.processes.too_many");
    EXPECT_EQ(hold(processes[0], 1'030), "");
    EXPECT_NE(processes[0].number(), slept);
}

TEST_F(NodeLeaseTest, a_lease_that_was_not_committed_is_asked_for_again) {
    EXPECT_THROW(base->write(db::Lane::interactive, [&](db::WriteLease& lease) {
        processes[0].node.hold(lease, Instant{kMicrosPerSecond});
        throw std::runtime_error("no");
    }), std::runtime_error);
    EXPECT_EQ(base.integer("SELECT count(*) FROM process_node"), 0);
    EXPECT_EQ(hold(processes[0], 1), "");
    EXPECT_EQ(base.integer("SELECT count(*) FROM process_node"), 1);
}

TEST_F(NodeLeaseTest, released_nodes_and_leases_of_a_clock_set_back_are_free) {
    for (int i = 0; i < 4; ++i) hold(processes[i], 1'000);
    base->write(db::Lane::interactive, [&](db::WriteLease& lease) {
        processes[1].node.release(lease.connection());
    });
    EXPECT_EQ(hold(processes[4], 1'001), "");
    Process late;
    EXPECT_EQ(hold(late, 1'002), "error.processes.too_many");
    EXPECT_EQ(hold(late, 500), "");
}

}  // namespace
}  // namespace bihuan
