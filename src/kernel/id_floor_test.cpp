#include "kernel/id_floor.h"

#include "db/engine/scratch.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

TEST(IdFloor, EachRunBeginsBeyondTheLastThoughTheClockStandsStill) {
    db::ScratchBase base;
    std::int64_t floor = 0;
    base->write(db::Lane::interactive, [&](db::WriteLease& lease) {
        db::Connection& db = lease.connection();
        db.script(id_floor_ddl());
        EXPECT_EQ(raise_id_floor(db, EventSeq()), kIdLoanMs);
        const EventSeq event(5'000'000);
        floor = raise_id_floor(db, event);
        EXPECT_EQ(floor, kIdEpochMs + 5'000 + kIdLoanMs);
        // The next run's clock began where this one's did: its events hardly moved on.
        EXPECT_EQ(raise_id_floor(db, EventSeq(5'000'007)), floor + kIdLoanMs);
        EXPECT_EQ(raise_id_floor(db, EventSeq(5'000'009)), floor + 2 * kIdLoanMs);
    });
}

}  // namespace
}  // namespace bihuan
