#include "base/error.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

TEST(ErrorTest, carries_what_the_api_needs) {
    try {
        throw Error(Code::conflict, "error.record.stale", {{"name", "甲"}})
            .at_field("version").with_hint("8").because("row was at 8");
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::conflict);
        EXPECT_EQ(error.key(), "error.record.stale");
        EXPECT_EQ(error.args().at(0).second, "甲");
        EXPECT_EQ(error.field(), "version");
        EXPECT_EQ(error.hint(), "8");
        EXPECT_EQ(error.cause(), "row was at 8");
        EXPECT_STREQ(error.what(), "error.record.stale");
        EXPECT_EQ(to_text(error.code()), "conflict");
        return;
    }
    FAIL();
}

TEST(ErrorTest, issues_are_thrown_together_or_not_at_all) {
    EXPECT_NO_THROW(throw_if_any(Issues{}));
    Issues line;
    line.add("quantity", "issue.required");
    line.add("", "issue.unique");
    Issues issues;
    issues.add("name", "issue.required");
    issues.append(line, "lines[2].");
    try {
        throw_if_any(issues);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid);
        ASSERT_EQ(error.issues().size(), 3U);
        EXPECT_EQ(error.issues().list()[1].field, "lines[2].quantity");
        EXPECT_EQ(error.issues().list()[2].field, "lines[2].");
    }
}

}  // namespace
}  // namespace bihuan
