#include "base/json.h"

#include "base/error.h"
#include "base/text.h"

#include <gtest/gtest.h>

namespace bihuan {
namespace {

std::string arg(const Error& error, std::string_view name) {
    for (const auto& [key, value] : error.args()) {
        if (key == name) return value;
    }
    return {};
}

TEST(JsonWriterTest, places_commas_and_escapes) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("a").begin_array().integer(-1).null().boolean(true);
    json.begin_object().end_object().end_array();
    json.raw_key("\"名\":").string("引号\" 换行\n \x01 \\").key("id").id(INT64_MAX);
    json.key("d").scaled(-5, 2).key("w").scaled(12, 0).key("r").raw("[1]").end_object();
    EXPECT_EQ(out, "{\"a\":[-1,null,true,{}],\"名\":\"引号\\\" 换行\\n \\u0001 \\\\\","
                   "\"id\":\"9223372036854775807\",\"d\":\"-0.05\",\"w\":\"12\",\"r\":[1]}");
    EXPECT_EQ(Json::parse(out).to_text(), out);
}

TEST(JsonTest, reads_what_was_written) {
    const Json json = Json::parse(
        R"( {"name":"闭环 \u95ed\ud83d\ude00","n":12,"d":-12.50,"big":1234567890123456,
             "huge":99999999999999999999,"e":1e3,"t":true,"z":null,"list":[1,[2],{"k":"v"}]} )");
    EXPECT_EQ(json.size(), 9U);
    EXPECT_EQ(json.get("name").string(), "闭环 闭😀");
    EXPECT_EQ(json.get("n").integer(), 12);
    EXPECT_EQ(json.get("d").kind(), Json::Kind::number);
    EXPECT_EQ(json.get("d").number_text(), "-12.50");
    EXPECT_EQ(json.get("n").number_text(), "12");
    EXPECT_EQ(json.get("big").number_text(), "");
    EXPECT_EQ(json.get("big").integer(), 1234567890123456);
    EXPECT_EQ(json.get("huge").kind(), Json::Kind::number);
    EXPECT_EQ(json.get("huge").number_text(), "");
    EXPECT_EQ(json.get("e").number_text(), "");
    EXPECT_TRUE(json.get("t").boolean());
    EXPECT_TRUE(json.has("z"));
    EXPECT_TRUE(json.get("z").is_null());
    EXPECT_FALSE(json.has("absent"));
    EXPECT_TRUE(json.get("absent").get("deeper").is_null());
    EXPECT_EQ(json.get("list").at(2).get("k").string(), "v");
    EXPECT_EQ(json.key_at(1), "n");
    EXPECT_EQ(json.at(1).integer(), 12);
    EXPECT_EQ(json.get("list").to_text(), R"([1,[2],{"k":"v"}])");
    EXPECT_THROW(json.at(99), Error);
    EXPECT_THROW(json.get("n").string(), Error);
}

TEST(JsonTest, a_part_outlives_the_whole) {
    Json part;
    { part = Json::parse(R"({"a":{"b":"c"}})").get("a"); }
    EXPECT_EQ(part.get("b").string(), "c");
}

TEST(JsonTest, fallbacks_only_for_what_is_absent) {
    const Json json = Json::parse(R"({"t":"x","n":3,"f":false})");
    EXPECT_EQ(json.text_or("t", "y"), "x");
    EXPECT_EQ(json.text_or("u", "y"), "y");
    EXPECT_EQ(json.integer_or("n", 4), 3);
    EXPECT_TRUE(json.flag_or("g", true));
    EXPECT_FALSE(json.flag_or("f", true));
    EXPECT_THROW(json.text_or("n", ""), Error);
    EXPECT_THROW(json.flag_or("t", false), Error);
    EXPECT_THROW(json.integer_or("t", 0), Error);
}

TEST(JsonTest, refuses_with_a_place) {
    for (const std::string_view bad :
         {std::string_view(""), std::string_view("{"), std::string_view("{\"a\":}"),
          std::string_view("[1,]"), std::string_view("{a:1}"), std::string_view("01"),
          std::string_view("1 2"), std::string_view("{} x"), std::string_view("'a'"),
          std::string_view("\"\\ud800\""), std::string_view("\"\\udc00\""),
          std::string_view("\"\\ud800\\u0041\""), std::string_view("\"\xff\""),
          std::string_view("\"\xed\xa0\x80\""), std::string_view("\"a\nb\""),
          std::string_view("\"a\0b\"", 5), std::string_view("nul"), std::string_view("NaN"),
          std::string_view("// c\n1"), std::string_view("\xEF\xBB\xBF{}"),
          std::string_view("\"\\x\""), std::string_view("1."), std::string_view("+1"),
          std::string_view("{}\0", 3)}) {
        try {
            Json::parse(bad);
            ADD_FAILURE() << to_hex(bad);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::malformed);
            EXPECT_EQ(error.key(), "error.json.syntax") << bad;
        }
    }
    try {
        Json::parse("{\n  \"名字\": tru\n}");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(arg(error, "line"), "2");
        EXPECT_EQ(arg(error, "column"), "9");  // where "tru" begins; columns count characters
    }
}

std::string key_of_failure(const std::string& text) {
    try {
        Json::parse(text);
        return {};
    } catch (const Error& error) {
        return error.key();
    }
}

TEST(JsonTest, refuses_what_hides) {
    EXPECT_EQ(key_of_failure(R"({"a":1,"a":2})"), "error.json.duplicate");
    EXPECT_EQ(key_of_failure(R"({"a":1,"\u0061":2})"), "error.json.duplicate");
    EXPECT_EQ(key_of_failure(R"("a\u0000b")"), "error.json.nul");
    EXPECT_EQ(key_of_failure(R"({"a\u0000":1})"), "error.json.nul");
    std::string many = "{";
    for (int i = 0; i < 40; ++i) {
        many += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
    }
    EXPECT_EQ(key_of_failure(many + "\"k7\":1}"), "error.json.duplicate");
    const Json json = Json::parse(many + "\"z\":1}");
    for (int i = 0; i < 40; ++i) EXPECT_EQ(json.get("k" + std::to_string(i)).integer(), i);
    EXPECT_FALSE(json.has("k40"));
}

TEST(JsonTest, has_limits) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(key_of_failure(nested(kJsonDepthMax)), "");
    EXPECT_EQ(key_of_failure(nested(kJsonDepthMax + 1)), "error.json.depth");
    EXPECT_EQ(key_of_failure(nested(1'000'000)), "error.json.depth");
    const auto list = [](std::size_t count) {
        std::string text = "[0";
        for (std::size_t i = 1; i < count; ++i) text += ",0";
        return text + "]";
    };
    EXPECT_EQ(key_of_failure(list(kJsonKeysMax - 1)), "");
    EXPECT_EQ(key_of_failure(list(kJsonKeysMax)), "error.json.count");
    EXPECT_EQ(key_of_failure(list(kJsonKeysMax * 3)), "error.json.count");
}

}  // namespace
}  // namespace bihuan
