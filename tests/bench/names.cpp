#include "names.h"

#include <array>
#include <cstddef>
#include <string_view>

namespace bihuan::bench {

namespace {

constexpr std::array<std::string_view, 40> kCities = {
    "北京", "上海", "广州", "深圳", "苏州", "杭州", "南京", "成都", "重庆", "武汉",
    "西安", "天津", "青岛", "宁波", "无锡", "长沙", "郑州", "济南", "合肥", "福州",
    "厦门", "东莞", "佛山", "大连", "沈阳", "昆明", "南昌", "长春", "哈尔滨", "石家庄",
    "太原", "常州", "南通", "温州", "嘉兴", "绍兴", "金华", "烟台", "潍坊", "泉州"};
constexpr std::array<std::string_view, 100> kFirst = {
    "恒", "华", "中", "天", "海", "金", "鑫", "宏", "伟", "达", "远", "盛", "泰", "安", "博",
    "诚", "德", "东", "飞", "丰", "福", "富", "高", "冠", "光", "广", "国", "航", "浩", "和",
    "弘", "鸿", "汇", "佳", "建", "江", "杰", "捷", "锦", "晶", "景", "巨", "聚", "康", "科",
    "凯", "乐", "力", "利", "联", "龙", "隆", "美", "明", "铭", "诺", "鹏", "平", "普", "启",
    "前", "庆", "群", "仁", "荣", "瑞", "润", "三", "森", "尚", "升", "生", "圣", "世", "顺",
    "思", "腾", "通", "同", "万", "威", "维", "新", "信", "兴", "旭", "雅", "亚", "阳", "一",
    "亿", "永", "优", "宇", "元", "源", "悦", "云", "正", "众"};
constexpr std::array<std::string_view, 20> kTrades = {
    "精密", "机械", "自动化", "电子", "新材料", "智能装备", "环保", "医疗器械", "食品", "化工",
    "信息技术", "电气", "汽车零部件", "包装", "物流", "能源", "仪器", "光电", "纺织", "建筑"};
constexpr std::array<std::string_view, 5> kKinds = {"有限公司", "股份有限公司", "科技有限公司",
                                                    "集团有限公司", "实业有限公司"};
constexpr std::array<std::string_view, 40> kSurnames = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱",
    "胡", "郭", "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯",
    "邓", "曹", "彭", "曾", "肖", "田", "董", "袁", "潘", "于", "蒋", "蔡"};
constexpr std::array<std::string_view, 40> kGiven = {
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛",
    "明", "超", "霞", "平", "刚", "桂", "英", "华", "建", "国", "文", "辉", "玲", "玉",
    "萍", "红", "娟", "波", "斌", "宇", "浩", "凯", "健", "俊", "帆", "雪"};
constexpr std::array<std::string_view, 24> kGoods = {
    "激光切割机", "装配线", "机器人工作站", "视觉检测系统", "输送线", "立体仓库", "数控机床",
    "涂装线", "焊接单元", "压铸机", "注塑机", "包装线", "码垛机", "备件", "年度框架",
    "维保服务", "除尘设备", "空压机", "冷水机组", "配电柜", "控制系统", "测量仪", "模具",
    "传感器"};
constexpr std::array<std::string_view, 12> kActs = {"采购", "改造", "扩建", "升级", "招标",
                                                    "更新", "试点", "二期", "三期", "项目",
                                                    "增购", "配套"};

template <std::size_t N>
std::string_view pick(const std::array<std::string_view, N>& list, std::uint64_t number) {
    return list[number % N];
}

}  // namespace

std::uint64_t scatter(std::uint64_t number) {
    number += 0x9e3779b97f4a7c15ULL;
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9ULL;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebULL;
    return number ^ (number >> 31);
}

std::string firm_short(std::uint64_t number) {
    // Mixed radix, so that no two numbers below 40 * 100 * 100 * 20 share a name.
    const std::uint64_t mixed = number * 4'999'999 % 8'000'000;
    std::string out(pick(kCities, mixed));
    out += pick(kFirst, mixed / 40);
    out += pick(kFirst, mixed / 4'000 * 37 + 11);
    out += pick(kTrades, mixed / 400'000);
    return out;
}

std::string firm(std::uint64_t number) {
    return firm_short(number) + std::string(pick(kKinds, scatter(number) >> 7));
}

std::string person(std::uint64_t number) {
    const std::uint64_t mixed = scatter(number);
    std::string out(pick(kSurnames, mixed));
    out += pick(kGiven, mixed >> 8);
    if (mixed & 0x10'000) out += pick(kGiven, mixed >> 20);
    return out;
}

std::string deal(std::uint64_t firm_number, std::uint64_t number) {
    const std::uint64_t mixed = scatter(number);
    std::string out = firm_short(firm_number);
    out += pick(kGoods, mixed);
    out += pick(kActs, mixed >> 16);
    return out;
}

std::string mobile(std::uint64_t number) {
    const std::uint64_t mixed = scatter(number ^ 0x5555);
    return "1" + std::to_string(3'000'000'000ULL + mixed % 6'999'999'999ULL);
}

}  // namespace bihuan::bench
