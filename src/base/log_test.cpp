#include "base/log.h"

#include "base/json.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

TEST(LogTest, one_json_line_per_entry) {
    testing::internal::CaptureStderr();
    const auto log = make_stderr_log(LogLevel::info);
    log->write(LogLevel::debug, "too fine", {});
    log->warn("slow \"query\"", {{"request", "r1"}, {"took_ms", "12"}});
    make_quiet_log()->error("nobody hears");
    const std::string out = testing::internal::GetCapturedStderr();
    ASSERT_EQ(out.find('\n'), out.size() - 1);
    const Json line = Json::parse(out);
    EXPECT_EQ(line.get("level").string(), "warning");
    EXPECT_EQ(line.get("message").string(), "slow \"query\"");
    EXPECT_EQ(line.get("request").string(), "r1");
    EXPECT_TRUE(line.has("time"));
}

}  // namespace
}  // namespace bihuan
