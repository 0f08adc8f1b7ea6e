#include "base/value.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

TEST(ValueTest, equality_needs_the_same_kind) {
    EXPECT_EQ(Value(Decimal(150, 2)), Value(Decimal(15, 1)));
    EXPECT_NE(Value(1), Value(Decimal(1, 0)));
    EXPECT_NE(Value(true), Value(1));
    EXPECT_EQ(Value(), Value(Null{}));
    EXPECT_NE(Value(), Value(""));
    EXPECT_EQ(Value("won"), Value(std::string("won")));
    EXPECT_EQ(Value(UserId(5)), Value(RecordId(5)));
    EXPECT_EQ(Value(ValueList{"a", Decimal(10, 1)}), Value(ValueList{"a", Decimal(1, 0)}));
    EXPECT_NE(Value(ValueList{"a", "b"}), Value(ValueList{"b", "a"}));
    EXPECT_NE(Value(Date{1}), Value(Month{1}));
}

TEST(ValueTest, tells_what_it_holds) {
    const Value list(ValueList{1, 2});
    ASSERT_TRUE(list.is<ValueList>());
    EXPECT_EQ(list.as<ValueList>().size(), 2U);
    EXPECT_EQ(list.get_if<bool>(), nullptr);
    EXPECT_TRUE(Value().is_null());
}

}  // namespace
}  // namespace bihuan
