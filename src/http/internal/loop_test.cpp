#include "http/internal/loop.h"
#include "http/internal/peer.h"
#include "http/limits.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

class Alarm final : public Deadline {
public:
    Alarm(Loop& loop, std::vector<int>& rung, int number)
        : Deadline(loop), rung_(rung), number_(number) {}

private:
    void on_expired() override { rung_.push_back(number_); }
    std::vector<int>& rung_;
    int number_;
};

TEST(Loop, RingsInOrderAndOnlyWhatIsStillSet) {
    ManualClock clock(Instant{0});
    Loop loop(milliseconds(1), clock);
    std::vector<int> rung;
    {
        Alarm far(loop, rung, 1);
        Alarm cleared(loop, rung, 2);
        Alarm later(loop, rung, 3);
        Alarm sooner(loop, rung, 4);
        auto gone = std::make_unique<Alarm>(loop, rung, 5);
        far.expire_after(milliseconds(100'000));  // many revolutions away
        cleared.expire_after(milliseconds(3));
        cleared.expire_never();
        later.expire_after(milliseconds(2));
        later.expire_after(milliseconds(20));
        sooner.expire_after(milliseconds(50'000));
        sooner.expire_after(milliseconds(6));
        gone->expire_after(milliseconds(4));
        gone.reset();
        loop.io().run_for(std::chrono::milliseconds(60));
        EXPECT_EQ(rung, (std::vector<int>{4, 3}));
    }
}

TEST(Loop, WritesDates) {
    EXPECT_EQ(http_date(Instant{784'111'777'000'000}), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(Instant{1'709'164'800'000'000}), "Thu, 29 Feb 2024 00:00:00 GMT");
}

TEST(Peer, KnowsNetworks) {
    auto contains = [](const char* network, const char* address) {
        return parse_network(network).value().contains(parse_address(address).value());
    };
    EXPECT_TRUE(contains("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(contains("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(contains("10.1.2.3", "10.1.2.3"));
    EXPECT_TRUE(contains("192.168.4.0/22", "192.168.7.9"));
    EXPECT_FALSE(contains("192.168.4.0/22", "192.168.8.1"));
    EXPECT_TRUE(contains("0.0.0.0/0", "1.2.3.4"));
    EXPECT_TRUE(contains("fe80::/10", "fe80::1"));
    EXPECT_FALSE(contains("0.0.0.0/0", "fe80::1"));
    for (const char* bad : {"", "10.0.0.0/33", "10.0.0/8", "::/129", "a", "10.0.0.0/x"}) {
        EXPECT_FALSE(parse_network(bad)) << bad;
    }
    EXPECT_EQ(parse_address("2001:db8:1:2:3::4")->subscriber(),
              parse_address("2001:db8:1:2::")->bytes);
}

TEST(Peer, TakesTheLastUntrustedAddress) {
    std::vector<Network> trusted = {*parse_network("10.0.0.0/8")};
    auto client = [&](const char* direct, const char* forwarded) {
        return to_text(client_address(*parse_address(direct), forwarded, trusted));
    };
    EXPECT_EQ(client("8.8.8.8", "1.1.1.1"), "8.8.8.8");
    EXPECT_EQ(client("10.0.0.1", ""), "10.0.0.1");
    EXPECT_EQ(client("10.0.0.1", "6.6.6.6, 1.1.1.1"), "1.1.1.1") << "the first can be invented";
    EXPECT_EQ(client("10.0.0.1", "1.1.1.1, 10.0.0.2"), "1.1.1.1");
    EXPECT_EQ(client("10.0.0.1", "1.1.1.1, x"), "10.0.0.1");
}

}  // namespace
}  // namespace bihuan::http
