#include "base/sentences.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

TEST(Sentences, fill_places_in_the_language_asked) {
    const Sentences sentences(R"({"a":"最多 {max} 条","b":"{x}和{x}"})",
                              R"({"a":"At most {max} rows","b":"{x} and {x}"})");
    EXPECT_EQ(sentences.say(Language::zh, "a", {{"max", "5"}}), "最多 5 条");
    EXPECT_EQ(sentences.say(Language::en, "a", {{"max", "5"}}), "At most 5 rows");
    EXPECT_EQ(sentences.say(Language::en, "b", {{"x", "{x}"}}), "{x} and {x}");
}

TEST(Sentences, unknown_keys_and_missing_arguments_stay_readable) {
    const Sentences sentences(R"({"a":"最多 {max} 条"})", R"({"a":"At most {max}"})");
    EXPECT_EQ(sentences.say(Language::zh, "nothing.here"), "nothing.here");
    EXPECT_EQ(sentences.say(Language::en, "a"), "At most {max}");
    EXPECT_FALSE(sentences.has("nothing.here"));
}

TEST(Sentences, labels_as_values_are_said_in_the_readers_language) {
    const Sentences sentences(R"({"a":"“{x}”有误"})", R"({"a":"{x} is wrong"})");
    const Args args{{"x", in_both({"金额", "Amount"})}};
    EXPECT_EQ(sentences.say(Language::zh, "a", args), "“金额”有误");
    EXPECT_EQ(sentences.say(Language::en, "a", args), "Amount is wrong");
}

TEST(Sentences, language_is_the_first_one_named) {
    EXPECT_EQ(parse_language(""), Language::zh);
    EXPECT_EQ(parse_language("en-US,zh;q=0.9"), Language::en);
    EXPECT_EQ(parse_language("zh-CN,en;q=0.5"), Language::zh);
    EXPECT_EQ(parse_language("fr"), Language::zh);
    EXPECT_EQ(parse_language("fr, en;q=0.5"), Language::en);
    EXPECT_EQ(parse_language("zh;q=0.3, en-GB;q=0.8"), Language::en);
    EXPECT_EQ(parse_language("en;q=0"), Language::zh);
}

TEST(Label, falls_back_to_the_other_language) {
    EXPECT_EQ((Label{"客户", ""}).in(Language::en), "客户");
    EXPECT_EQ((Label{"", "Account"}).in(Language::zh), "Account");
}

}  // namespace
}  // namespace bihuan
