#include "base/text.h"

#include <gtest/gtest.h>

#include <random>

namespace bihuan {
namespace {

TEST(Utf8Test, accepts_and_refuses) {
    for (const char* good : {"", "abc", "闭环 CRM", "é", "😀", "\xF4\x8F\xBF\xBF", "12345678闭"}) {
        EXPECT_TRUE(is_valid_utf8(good)) << good;
    }
    for (const std::string_view bad :
         {std::string_view("a\0b", 3), std::string_view("abcdefg\0", 8), std::string_view("\x80"),
          std::string_view("\xC0\x80"), std::string_view("\xE0\x80\x80"),
          std::string_view("\xED\xA0\x80"), std::string_view("\xF4\x90\x80\x80"),
          std::string_view("\xF0\x80\x80\x80"), std::string_view("\xE9\x97"),
          std::string_view("\xFF"), std::string_view("abcdefgh\xC3"),
          std::string_view("\xE9\x97\x41")}) {
        EXPECT_FALSE(is_valid_utf8(bad)) << to_hex(bad);
    }
}

TEST(Utf8Test, code_points_survive) {
    for (char32_t c = 1; c <= 0x10FFFF; c += 7) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text;
        append_code_point(text, c);
        ASSERT_TRUE(is_valid_utf8(text));
        ASSERT_EQ(count_code_points(text), 1U);
        std::size_t pos = 0;
        ASSERT_EQ(next_code_point(text, pos), c);
        ASSERT_EQ(pos, text.size());
    }
    EXPECT_TRUE(is_cjk(U'闭'));
    EXPECT_FALSE(is_cjk(U'a'));
    EXPECT_FALSE(is_cjk(U'。'));
}

TEST(TextTest, folds) {
    EXPECT_EQ(trim("  　北京 公司\t\xC2\xA0"), "北京 公司");
    EXPECT_EQ(trim("　　"), "");
    EXPECT_EQ(fold_width("ＡＢＣ１２３（　）"), "ABC123( )");
    EXPECT_EQ(fold_case("ÀÉŸŽ ΑΒΓ ЖЁ Ⅳ ẞ"), "àéÿž αβγ жё ⅳ ß");
    EXPECT_EQ(fold("Ｈüawei Łódź Straße ǚ Việt"), "huawei lodz strasse u viet");
    EXPECT_EQ(fold("e\xCC\x81t\xC3\xA9"), "ete");  // combining accent or ready-made letter
    EXPECT_EQ(fold("华为技术"), "华为技术");
    EXPECT_TRUE(starts_with_fold("Ｈüawei", "HU"));
    EXPECT_FALSE(starts_with_fold("Hu", "Huawei"));
}

TEST(TextTest, splits_and_joins) {
    EXPECT_EQ(split("a,,b", ',').size(), 3U);
    EXPECT_EQ(split("", ',').size(), 1U);
    EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
    EXPECT_EQ(join({}, ", "), "");
}

TEST(TextTest, nearest_is_near_or_nothing) {
    const std::vector<std::string> names{"amount", "account", "owner", "stage", "name"};
    EXPECT_EQ(nearest("amuont", names), "amount");
    EXPECT_EQ(nearest("Acount", names), "account");
    EXPECT_EQ(nearest("ownr", names), "owner");
    EXPECT_FALSE(nearest("quantity", names));
    EXPECT_FALSE(nearest("x", names));
    EXPECT_FALSE(nearest("", names));
    EXPECT_EQ(nearest("金颔", {"客户", "金额"}), "金额");
}

TEST(AmountInWordsTest, as_documents_write_them) {
    EXPECT_EQ(amount_in_words_zh("1286000"), "壹佰贰拾捌万陆仟元整");
    EXPECT_EQ(amount_in_words_zh("1286000.50"), "壹佰贰拾捌万陆仟元伍角整");
    EXPECT_EQ(amount_in_words_zh("0.05"), "伍分");
    EXPECT_EQ(amount_in_words_zh("0"), "零元整");
    EXPECT_EQ(amount_in_words_zh("-10.05"), "负壹拾元零伍分");
    EXPECT_EQ(amount_in_words_zh("1409.50"), "壹仟肆佰零玖元伍角整");
    EXPECT_EQ(amount_in_words_zh("6007.14"), "陆仟零柒元壹角肆分");
    EXPECT_EQ(amount_in_words_zh("107000.53"), "壹拾万柒仟元伍角叁分");
    EXPECT_EQ(amount_in_words_zh("100000001"), "壹亿零壹元整");
    EXPECT_EQ(amount_in_words_zh("1000005000"), "壹拾亿零伍仟元整");
    EXPECT_EQ(amount_in_words_zh("10050000"), "壹仟零伍万元整");
    EXPECT_EQ(amount_in_words_zh("1000500000000"), "壹万零伍亿元整");
    EXPECT_EQ(amount_in_words_zh("9999999999999999.99"),
              "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
    EXPECT_EQ(amount_in_words_zh("10000000000000000"), "");
    EXPECT_EQ(amount_in_words_zh("1.005"), "");
    EXPECT_EQ(amount_in_words_zh("a"), "");
}

TEST(EncodeTest, base64url_round_trip) {
    EXPECT_EQ(to_hex(std::string_view("\x00\xff", 2)), "00ff");
    EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
    std::mt19937 random(7);
    for (std::size_t size = 0; size < 70; ++size) {
        std::string bytes;
        for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(random());
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    }
    for (const char* bad : {"A", "AB=", "A+==", "-_9", "A B"}) EXPECT_FALSE(from_base64url(bad));
}

}  // namespace
}  // namespace bihuan
