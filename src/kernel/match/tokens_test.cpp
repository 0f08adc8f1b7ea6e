#include "kernel/match/tokens.h"

#include "base/text.h"
#include "embedded/files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

namespace bihuan::match {
namespace {

std::string_view file(std::string_view path) {
    for (const EmbeddedFile& each : embedded_data()) {
        if (each.path == path) return each.bytes;
    }
    return {};
}

const Pinyin& tables() {
    static const Pinyin kTables(file("pinyin/chars.txt"), file("pinyin/phrases.txt"),
                                file("pinyin/surnames.txt"));
    return kTables;
}

// What the engine and the check of the text do together.
bool finds(std::string_view text, std::string_view query, bool is_phone = false) {
    std::vector<std::string> list;
    if (is_phone) {
        add_phone_tokens(text, list);
    } else {
        add_text_tokens(tables(), text, list);
    }
    const std::set<std::string> tokens(list.begin(), list.end());
    const Search search = parse_search(tables(), query);
    const auto has = [&](const std::string& token) { return tokens.contains(token); };
    const bool by_tokens =
        std::any_of(search.ways.begin(), search.ways.end(), [&](const auto& way) {
            return std::all_of(way.begin(), way.end(), has);
        });
    if (!by_tokens) return false;
    return std::all_of(search.terms.begin(), search.terms.end(), [&](const Term& term) {
        return (is_phone ? phone_quality(term, text) : quality(tables(), term, text)) !=
               Quality::none;
    });
}

TEST(Tokens, find_by_characters_words_and_pinyin) {
    constexpr const char* kName = "苏州华为技术（拓远）有限公司 Smart Factory";
    for (const char* query : {"华", "华为", "为技术", "华为技术", "hw", "hwj", "hwjs", "szhwjs",
                              "jsty", "huawei", "huaw", "huaweijs", "jishu", "hua wei", "smart",
                              "Sm", "FACTORY", "fact", "华为 smart", "hw sm", "华为 jishu",
                              "suzhou huawei", "ｓｍａｒｔ"}) {
        EXPECT_TRUE(finds(kName, query)) << query;
    }
    for (const char* query : {"为华", "华技", "hj", "weihua", "art", "smarts", "华为 美国", "s"}) {
        EXPECT_FALSE(finds(kName, query)) << query;
    }
}

TEST(Tokens, find_polyphonic_names_by_either_reading) {
    for (const char* query : {"csjt", "zsjt", "changsha"}) EXPECT_TRUE(finds("长沙交通", query));
    for (const char* query : {"lvdi", "ludi", "ld"}) EXPECT_TRUE(finds("绿地控股", query));
    for (const char* query : {"zgf", "cgf", "zengguofan"}) EXPECT_TRUE(finds("曾国藩", query));
    EXPECT_TRUE(finds("中国石油", "zhgsy"));
}

TEST(Tokens, find_numbers) {
    constexpr const char* kNumber = "HT-2026-00012";
    for (const char* query : {"HT-2026-00012", "ht-2026", "2026-00012", "00012", "12", "0012",
                              "HT-2026-000", "2026"}) {
        EXPECT_TRUE(finds(kNumber, query)) << query;
    }
    for (const char* query : {"HT-2025", "00013", "13"}) EXPECT_FALSE(finds(kNumber, query));
    EXPECT_TRUE(finds("2026年框架合同", "2026年框架"));
    EXPECT_TRUE(finds("91310115MA1K4XYZ0B", "91310115ma1k4"));
    EXPECT_TRUE(finds("订单20261123004567", "4567"));
    EXPECT_TRUE(finds("订单20261123004567", "2026112"));
}

TEST(Tokens, find_phones_by_tail_and_from_the_front) {
    constexpr const char* kPhone = "+8613800138000";
    for (const char* query : {"8000", "138000", "13800138000", "1380013", "138 0013 8000",
                              "13800138"}) {
        EXPECT_TRUE(finds(kPhone, query, true)) << query;
    }
    for (const char* query : {"8001", "13800138001", "000"}) {
        EXPECT_FALSE(finds(kPhone, query, true)) << query;
    }
}

TEST(Tokens, every_run_of_two_or_more_characters_is_found) {
    for (const char* name : {"重庆长安汽车股份有限公司智能产线改造项目", "宁波舜宇光电信息有限公司",
                             "山东（聊城）乐器厂2026年度框架", "覃塘区尉迟恭文化传播"}) {
        std::u32string characters;
        for (std::size_t pos = 0; name[pos] != 0;) {
            characters.push_back(next_code_point(name, pos));
        }
        for (std::size_t i = 0; i < characters.size(); ++i) {
            for (std::size_t n = 2; i + n <= characters.size(); ++n) {
                std::string piece;
                for (std::size_t k = i; k < i + n; ++k) append_code_point(piece, characters[k]);
                const char32_t first = characters[i];
                const bool cuts_number = first < 128 && i > 0 && characters[i - 1] < 128;
                const char32_t last = characters[i + n - 1];
                const bool ends_inside =
                    last < 128 && i + n < characters.size() && characters[i + n] < 128;
                if (cuts_number || ends_inside) continue;  // half of a number or word
                EXPECT_TRUE(finds(name, piece)) << piece;
            }
        }
    }
}

TEST(Tokens, survive_anything_typed) {
    for (const char* query : {"", " ", "  -- ", "\"*", "AND OR NOT", "a", "(华", "华*", "：", "0",
                              "000", "nn", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                              "xianxianxianxianxianxianxianxianxian"}) {
        const Search search = parse_search(tables(), query);
        EXPECT_LE(search.ways.size(), kWaysMax);
        for (const auto& way : search.ways) {
            EXPECT_FALSE(way.empty());
            for (const std::string& token : way) {
                for (const char c : token) {
                    EXPECT_TRUE((static_cast<unsigned char>(c) & 0x80U) != 0 ||
                                (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
                        << token;
                }
            }
        }
    }
}

TEST(Tokens, stay_few_and_cheap) {
    std::vector<std::string> tokens;
    constexpr const char* kName = "拓远智能产线升级改造项目";
    const auto begin = std::chrono::steady_clock::now();
    constexpr int kRounds = 5'000;
    for (int i = 0; i < kRounds; ++i) {
        tokens.clear();
        add_text_tokens(tables(), kName, tokens);
    }
    const auto spent = std::chrono::steady_clock::now() - begin;
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    std::printf("%s: %zu tokens, %.2f us\n", kName, tokens.size(),
                std::chrono::duration<double, std::micro>(spent).count() / kRounds);
    EXPECT_LE(tokens.size(), 70U);
    std::string notes;
    for (int i = 0; i < 5'000; ++i) notes += "长期合作";
    tokens.clear();
    add_text_tokens(tables(), notes, tokens);
    EXPECT_LE(tokens.size(), 4 * kTokensMax);
}

}  // namespace
}  // namespace bihuan::match
