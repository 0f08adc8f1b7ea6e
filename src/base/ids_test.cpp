#include "base/ids.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace bihuan {
namespace {

constexpr std::int64_t kNowMs = 1'790'000'000'000;

TEST(IdsTest, an_id_tells_its_object_and_grows) {
    IdMaker maker(1);
    RecordId before{};
    for (int i = 0; i < 5'000; ++i) {  // more than the counter holds: borrows from the future
        const RecordId id = maker.next(ObjectNumber(7), kNowMs);
        EXPECT_GT(id, before);
        EXPECT_EQ(object_of(id), ObjectNumber(7));
        before = id;
    }
    const RecordId stepped_back = maker.next(ObjectNumber(7), kNowMs - 60'000);
    EXPECT_GT(stepped_back, before);
    EXPECT_GT(maker.next(ObjectNumber(3), kNowMs + 1'000), before);  // later is larger
}

TEST(IdsTest, extremes_stay_positive) {
    IdMaker maker(3);
    EXPECT_GT(maker.next(ObjectNumber(kObjectNumberMax), kNowMs).value, 0);
    EXPECT_GT(maker.next(ObjectNumber(1), 0).value, 0);  // a clock before the epoch
    EXPECT_THROW(maker.next(ObjectNumber(0), kNowMs), std::out_of_range);
    EXPECT_THROW(maker.next(ObjectNumber(1024), kNowMs), std::out_of_range);
    EXPECT_THROW(IdMaker(4), std::out_of_range);
}

TEST(IdsTest, unique_over_threads_nodes_and_objects) {
    IdMaker a(0);
    IdMaker b(1);
    std::vector<std::vector<RecordId>> made(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < made.size(); ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 3'000; ++i) {
                made[t].push_back((t % 2 ? a : b).next(ObjectNumber(1 + i % 3), kNowMs));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<RecordId> all;
    for (const auto& ids : made) all.insert(ids.begin(), ids.end());
    EXPECT_EQ(all.size(), 12'000U);
}

TEST(IdsTest, text_form_is_strict) {
    EXPECT_EQ(parse_record_id(to_text(RecordId(123456789))), RecordId(123456789));
    for (const char* bad : {"", "0", "-1", "01", "+1", " 1", "1 ", "1.0", "abc",
                            "9223372036854775808"}) {
        EXPECT_FALSE(parse_record_id(bad)) << bad;
    }
}

}  // namespace
}  // namespace bihuan
