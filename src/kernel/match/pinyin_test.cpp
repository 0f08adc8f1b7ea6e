#include "kernel/match/pinyin.h"

#include "base/text.h"
#include "embedded/files.h"
#include "kernel/match/tokens.h"

#include <gtest/gtest.h>

#include <cstdio>

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

struct Case { const char* name; const char* reading; };

// Firms and places: names of real places and of the kinds of firms there are.
constexpr Case kPlaces[] = {
    {"重庆长安汽车", "chong qing chang an qi che"}, {"长沙银行", "chang sha yin hang"},
    {"厦门国贸", "xia men guo mao"}, {"成都都江堰", "cheng du du jiang yan"},
    {"六安华源制药", "lu an hua yuan zhi yao"}, {"蚌埠玻璃", "beng bu bo li"},
    {"丽水学院", "li shui xue yuan"}, {"铅山县", "yan shan xian"},
    {"台州银行", "tai zhou yin hang"}, {"东莞证券", "dong guan zheng quan"},
    {"番禺会计事务所", "pan yu kuai ji shi wu suo"}, {"朝阳区", "chao yang qu"},
    {"亳州古井", "bo zhou gu jing"}, {"洪洞县", "hong tong xian"}, {"蔚县", "yu xian"},
    {"浚县", "xun xian"}, {"单县", "shan xian"}, {"解放区", "jie fang qu"},
    {"乐清市", "yue qing shi"}, {"乐陵市", "lao ling shi"}, {"涡阳县", "guo yang xian"},
    {"枞阳县", "zong yang xian"}, {"歙县", "she xian"}, {"黟县", "yi xian"},
    {"大城县", "dai cheng xian"}, {"大埔县", "da bu xian"}, {"黄埔区", "huang pu qu"},
    {"南京六合区", "nan jing lu he qu"}, {"盱眙县", "xu yi xian"}, {"邳州市", "pi zhou shi"},
    {"句容市", "ju rong shi"}, {"尉犁县", "yu li xian"}, {"尉氏县", "wei shi xian"},
    {"荥阳市", "xing yang shi"}, {"荥经县", "ying jing xian"}, {"渑池县", "mian chi xian"},
    {"犍为县", "qian wei xian"}, {"郫都区", "pi du qu"}, {"筠连县", "jun lian xian"},
    {"石嘴山银行", "shi zui shan yin hang"}, {"吐鲁番", "tu lu fan"},
    {"喀什市", "ka shi shi"}, {"西藏矿业", "xi zang kuang ye"},
    {"行知学校", "xing zhi xue xiao"}, {"重工集团", "zhong gong ji tuan"},
    {"重型机械", "zhong xing ji xie"}, {"绿地控股", "lv di kong gu"},
    {"音乐厅", "yin yue ting"}, {"快乐购", "kuai le gou"}, {"乐视网", "le shi wang"},
    {"三角调味品", "san jiao tiao wei pin"}, {"模具厂", "mu ju chang"},
    {"广厦控股", "guang sha kong gu"}, {"大厦物业", "da sha wu ye"},
    {"华为技术", "hua wei ji shu"}, {"长虹电器", "chang hong dian qi"},
    {"东阿阿胶", "dong e e jiao"}, {"曲阜师范", "qu fu shi fan"}, {"宿迁市", "su qian shi"},
    {"漯河市", "luo he shi"}, {"泊头市", "bo tou shi"}, {"曾都区", "zeng du qu"},
    {"莘县", "shen xian"}, {"闵行区", "min hang qu"}, {"乌鲁木齐", "wu lu mu qi"},
    {"会稽山绍兴酒", "kuai ji shan shao xing jiu"}, {"高铁调度", "gao tie diao du"},
};

constexpr Case kPersons[] = {
    {"曾国藩", "zeng guo fan"}, {"单雄信", "shan xiong xin"}, {"解缙", "xie jin"},
    {"仇英", "qiu ying"}, {"翟志刚", "zhai zhi gang"}, {"覃辉", "qin hui"},
    {"任贤齐", "ren xian qi"}, {"朴树", "piao shu"}, {"查良镛", "zha liang yong"},
    {"盖叫天", "ge jiao tian"}, {"区小伟", "ou xiao wei"}, {"尉迟恭", "yu chi gong"},
    {"万俟卨", "mo qi xie"}, {"长孙无忌", "zhang sun wu ji"}, {"欧阳修", "ou yang xiu"},
    {"乐嘉", "yue jia"}, {"葛优", "ge you"}, {"张伟", "zhang wei"}, {"冼星海", "xian xing hai"},
    {"缪荃孙", "miao quan sun"}, {"宓妃", "fu fei"}, {"员半千", "yun ban qian"},
    {"种师道", "chong shi dao"}, {"令狐冲", "ling hu chong"}, {"澹台灭明", "tan tai mie ming"},
    {"单于", "chan yu"}, {"曾敏", "zeng min"}, {"解晓东", "xie xiao dong"},
    {"柏杨", "bai yang"}, {"宁静", "ning jing"}, {"应彩儿", "ying cai er"},
    {"石重", "shi zhong"}, {"华罗庚", "hua luo geng"}, {"牟其中", "mu qi zhong"},
    {"隗强", "wei qiang"}, {"卜凡", "bu fan"}, {"车晓", "che xiao"}, {"纪晓岚", "ji xiao lan"},
    {"褚时健", "chu shi jian"}, {"郗超", "xi chao"},
};

template <std::size_t N>
double share_right(const Case (&cases)[N], const char* what) {
    std::size_t right = 0;
    for (const Case& each : cases) {
        const std::string got = pinyin(tables(), each.name);
        if (got == each.reading) {
            ++right;
        } else {
            std::printf("  %s: %s, not %s\n", each.name, got.c_str(), each.reading);
        }
    }
    std::printf("%s read right: %zu of %zu\n", what, right, N);
    return static_cast<double>(right) / static_cast<double>(N);
}

TEST(Pinyin, reads_firms_places_and_persons) {
    EXPECT_GE(share_right(kPlaces, "firms and places"), 0.95);
    EXPECT_GE(share_right(kPersons, "persons"), 0.95);
}

std::string initials_of(const char* reading) {
    std::string out;
    for (const std::string_view syllable : split(reading, ' ')) out += syllable[0];
    return out;
}

TEST(Pinyin, finds_every_name_by_its_initials) {
    const auto check = [](const Case& each) {
        std::vector<std::string> tokens;
        add_text_tokens(tables(), each.name, tokens);
        const Search search = parse_search(tables(), initials_of(each.reading));
        bool found = false;
        for (const auto& way : search.ways) {
            bool all = true;
            for (const std::string& token : way) {
                all = all && std::find(tokens.begin(), tokens.end(), token) != tokens.end();
            }
            found = found || all;
        }
        EXPECT_TRUE(found) << each.name;
        EXPECT_NE(quality(tables(), search.terms.at(0), each.name), Quality::none) << each.name;
    };
    for (const Case& each : kPlaces) check(each);
    for (const Case& each : kPersons) check(each);
}

TEST(Pinyin, leaves_what_is_not_chinese_as_it_is) {
    EXPECT_EQ(pinyin(tables(), "TCL科技 2号"), "TCL ke ji 2 hao");
    EXPECT_EQ(pinyin(tables(), ""), "");
    EXPECT_LT(pinyin_sort_key(tables(), "阿里"), pinyin_sort_key(tables(), "重庆"));
    EXPECT_LT(pinyin_sort_key(tables(), "重庆"), pinyin_sort_key(tables(), "中国"));
}

TEST(Pinyin, refuses_tables_of_another_format) {
    EXPECT_ANY_THROW(Pinyin("a 阿", "", ""));
    EXPECT_ANY_THROW(Pinyin("a\t阿\n", "阿里\ta\n", ""));
}

}  // namespace
}  // namespace bihuan::match
