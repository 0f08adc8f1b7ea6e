#include "kernel/types/all.h"

#include <gtest/gtest.h>

namespace bihuan::types {
namespace {

Settings settings_of(const FieldType& type, std::string_view json) {
    Issues issues;
    const Settings settings = type.parse_settings(Json::parse(json), issues);
    EXPECT_TRUE(issues.empty()) << issues.list().front().field << issues.list().front().key;
    return settings;
}

std::string written(const FieldType& type, const Settings& settings, const Value& value) {
    std::string text;
    JsonWriter out(text);
    type.write_json(settings, value, out);
    return text;
}

// The issue's key, or the value as JSON, of an API value, an import text.
std::string given(const FieldType& type, const Settings& settings, std::string_view json) {
    Issues issues;
    const Value value = type.normalise(settings, Json::parse(json), issues);
    if (issues.empty()) type.validate(settings, value, issues);
    if (!issues.empty()) return issues.list().front().key;
    return written(type, settings, value);
}

std::string imported(const FieldType& type, const Settings& settings, std::string_view text) {
    Issues issues;
    const Value value = type.parse_text(settings, text, issues);
    if (issues.empty()) type.validate(settings, value, issues);
    if (!issues.empty()) return issues.list().front().key;
    return written(type, settings, value);
}

std::string shown(const FieldType& type, const Settings& settings, std::string_view text,
                  Language language = Language::zh) {
    Issues issues;
    return type.to_text(settings, type.parse_text(settings, text, issues), language);
}

struct Case { std::string_view in; std::string_view out; };

constexpr std::string_view kOptions =
    R"({"options":[{"key":"high","label":{"zh":"高","en":"High"},"color":"#2B5CE6"},)"
    R"({"key":"low","label":{"zh":"低","en":"Low"}},)"
    R"({"key":"old","label":{"zh":"旧","en":"Old"},"hidden":true}]})";

TEST(FieldTypes, AreTwentySixOfTheListAndFoundByName) {
    EXPECT_EQ(all().size(), 26U);
    for (const FieldType* type : all()) EXPECT_EQ(find(type->name()), type);
    EXPECT_EQ(find("geo"), nullptr);
}

TEST(FieldTypes, NullStaysNullAndBlankTextIsNull) {
    for (const FieldType* type : all()) {
        Issues issues;
        EXPECT_TRUE(type->normalise({}, Json(), issues).is_null()) << type->name();
        EXPECT_TRUE(type->parse_text({}, "  ", issues).is_null()) << type->name();
        type->validate({}, Value(), issues);
        EXPECT_TRUE(issues.empty()) << type->name();
        EXPECT_EQ(type->to_text({}, Value(), Language::en), "") << type->name();
    }
}

TEST(FieldTypes, WrongJsonIsAnIssueNeverACrash) {
    for (const FieldType* type : all()) {
        for (const std::string_view json :
             {"true", "12", "1.5", "1e300", "\"\\u0001 zz\"", "[]", "[1]", "[[]]", "{}",
              "{\"id\":3}", "{\"detail\":4}", "-9223372036854775808"}) {
            Issues issues;
            const Value value = type->normalise({}, Json::parse(json), issues);
            type->validate({}, value, issues);
            written(*type, {}, value);
            type->to_text({}, value, Language::zh);
        }
    }
}

TEST(FieldTypes, UnknownSettingsAreNamedWithTheNearestKnownOne) {
    for (const FieldType* type : all()) {
        Issues issues;
        type->parse_settings(Json::parse(R"({"colour_of_sky":1})"), issues);
        bool named = false;
        for (const Issue& issue : issues) {
            named = named || (issue.field == "colour_of_sky" &&
                              issue.key == "issue.setting.unknown");
        }
        EXPECT_TRUE(named) << type->name();
    }
    Issues issues;
    text_type().parse_settings(Json::parse(R"({"lenght_max":10})"), issues);
    EXPECT_EQ(issues.list().at(0).hint, "length_max");
}

TEST(FieldTypes, SettingsSurviveWritingAndReading) {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"text", R"({"length_max":40,"pattern":"[A-Z]+","mask":"id"})"},
        {"long_text", R"({"length_max":4000})"},
        {"integer", R"({"min":"1","max":"9"})"},
        {"decimal", R"({"scale":6,"min":"0.5"})"},
        {"money", R"({"scale":4,"max":"1000","base_currency":true})"},
        {"percent", R"({"min":"0","max":"100"})"},
        {"select", kOptions},
        {"multi_select", kOptions},
        {"multi_select", "{}"},
        {"lookup", R"({"target":"account"})"},
        {"lines", R"({"target":"quote_line","parent_field":"quote"})"},
        {"phone", R"({"mask":"phone"})"},
        {"autonumber", R"({"pattern":"HT-{YYYY}-{00001}"})"},
        {"formula", R"({"formula":"a * b","result_type":"decimal","scale":4})"},
        {"formula", R"({"formula":"\"x\"","result_type":"select",)"
                    R"("options":[{"key":"x","label":{"zh":"甲","en":"X"}}]})"},
        {"rollup", R"({"object":"quote","by":"opportunity","fn":"sum","field":"amount",)"
                   R"("where":"state != \"void\""})"},
    };
    for (const auto& [name, json] : cases) {
        const FieldType& type = *find(name);
        const Settings settings = settings_of(type, json);
        std::string text;
        JsonWriter out(text);
        type.write_settings(settings, out);
        EXPECT_EQ(text, json) << name;
        EXPECT_EQ(settings_of(type, text), settings) << name;
    }
}

TEST(FieldTypes, WrongSettingsAreIssues) {
    const std::vector<std::array<std::string_view, 4>> cases = {
        {"text", R"({"length_max":-1})", "length_max", "issue.setting.not_integer"},
        {"text", R"({"pattern":"["})", "pattern", "issue.setting.pattern"},
        {"text", R"({"mask":"card"})", "mask", "issue.setting.mask"},
        {"decimal", R"({"scale":7})", "scale", "issue.setting.not_integer"},
        {"money", R"({"min":"3","max":"1"})", "max", "issue.setting.bounds"},
        {"money", R"({"min":"much"})", "min", "issue.setting.not_number"},
        {"decimal", R"({"base_currency":true})", "base_currency", "issue.setting.unknown"},
        {"select", R"({"options":[{"key":"a b"}]})", "options[0].key",
         "issue.setting.option_key"},
        {"select", R"({"options":[{"key":"a"},{"key":"a"}]})", "options[1].key",
         "issue.setting.option_repeated"},
        {"select", R"({"options":[{"key":"a","color":"red"}]})", "options[0].color",
         "issue.setting.color"},
        {"lookup", "{}", "target", "issue.setting.required"},
        {"autonumber", R"({"pattern":"HT"})", "pattern", "issue.setting.number_pattern"},
        {"formula", R"({"formula":"1","result_type":"lines"})", "result_type",
         "issue.setting.result_type"},
        {"rollup", R"({"object":"q","by":"o","fn":"avg"})", "fn", "issue.setting.rollup_fn"},
        {"rollup", R"({"object":"q","by":"o","fn":"sum"})", "field", "issue.setting.required"},
    };
    for (const auto& [name, json, field, key] : cases) {
        Issues issues;
        find(name)->parse_settings(Json::parse(json), issues);
        ASSERT_FALSE(issues.empty()) << name << json;
        EXPECT_EQ(issues.list().front().field, field) << json;
        EXPECT_EQ(issues.list().front().key, key) << json;
    }
}

TEST(TextType, TrimsLimitsAndMatches) {
    const Settings s = settings_of(text_type(), R"({"length_max":4,"pattern":"[一-龥A-Z]*"})");
    EXPECT_EQ(given(text_type(), s, R"("  AB\n ")"), R"("AB")");
    EXPECT_EQ(given(text_type(), s, R"("")"), "null");
    EXPECT_EQ(given(text_type(), s, R"("甲乙丙丁")"), "\"甲乙丙丁\"");
    EXPECT_EQ(given(text_type(), s, R"("ABCDE")"), "issue.text.too_long");
    EXPECT_EQ(given(text_type(), s, R"("ab")"), "issue.text.pattern");
    EXPECT_EQ(given(text_type(), s, "3"), "issue.text.not_text");
    EXPECT_EQ(given(text_type(), {}, R"("a\u0007b")"), "issue.text.control");
    EXPECT_EQ(given(text_type(), {}, "\"" + std::string(501, 'a') + "\""),
              "issue.text.too_long");
    EXPECT_EQ(given(long_text_type(), {}, R"("a\r\nb\rc")"), R"("a\nb\nc")");
}

TEST(BooleanType, ReadsWhatPeopleWrite) {
    for (const std::string_view yes : {"是", "Y", "yes", "TRUE", "1", "√", "Ｙ"}) {
        EXPECT_EQ(imported(boolean_type(), {}, yes), "true") << yes;
    }
    for (const std::string_view no : {"否", "n", "No", "false", "0", "×"}) {
        EXPECT_EQ(imported(boolean_type(), {}, no), "false") << no;
    }
    EXPECT_EQ(imported(boolean_type(), {}, "maybe"), "issue.boolean.invalid");
    EXPECT_EQ(given(boolean_type(), {}, "true"), "true");
    EXPECT_EQ(given(boolean_type(), {}, "2"), "issue.boolean.invalid");
    EXPECT_EQ(shown(boolean_type(), {}, "1"), "是");
    EXPECT_EQ(shown(boolean_type(), {}, "1", Language::en), "Yes");
}

TEST(DateTypes, ReadStrictlyFromApiAndLooselyFromText) {
    EXPECT_EQ(given(date_type(), {}, R"("2026-02-28")"), R"("2026-02-28")");
    EXPECT_EQ(given(date_type(), {}, R"("2026-02-30")"), "issue.date.invalid");
    EXPECT_EQ(given(date_type(), {}, R"("2026/2/3")"), "issue.date.invalid");
    for (const std::string_view text : {"2026-1-5", "2026/1/5", "20260105", "2026年1月5日",
                                        "2026-01-05 13:20:00", "2026/1/5 0:00"}) {
        EXPECT_EQ(imported(date_type(), {}, text), R"("2026-01-05")") << text;
    }
    EXPECT_EQ(imported(date_type(), {}, "明天"), "issue.date.invalid");
    for (const std::string_view text : {"2026-01", "2026/1", "2026年1月", "202601", "2026.1",
                                        "2026-01-31"}) {
        EXPECT_EQ(imported(month_type(), {}, text), R"("2026-01")") << text;
    }
    EXPECT_EQ(imported(month_type(), {}, "2026年13月"), "issue.month.invalid");
    EXPECT_EQ(given(month_type(), {}, R"("2026-13")"), "issue.month.invalid");
}

TEST(DatetimeType, KeepsInstantsAndReadsWallTimeOfTheGivenZone) {
    EXPECT_EQ(given(datetime_type(), {}, R"("2026-11-23T14:30:00+08:00")"),
              R"("2026-11-23T06:30:00Z")");
    const Zone berlin = Zone::find("+01:00").value();
    struct Place { Zone zone; std::string_view wall; };
    const Place places[] = {{Zone::shanghai(), "2026-11-23 14:30"},
                            {berlin, "2026-11-23 07:30"},
                            {Zone::utc(), "2026-11-23 06:30"}};
    const Instant instant = parse_instant("2026-11-23T06:30:00Z", Zone::utc()).value();
    for (const auto& [zone, wall] : places) {
        Issues issues;
        EXPECT_EQ(datetime_type().parse_text_in({}, wall, zone, issues), Value(instant)) << wall;
        const std::string json = "\"" + std::string(wall).replace(10, 1, "T") + ":00\"";
        EXPECT_EQ(datetime_type().normalise_in({}, Json::parse(json), zone, issues),
                  Value(instant)) << wall;
        EXPECT_TRUE(issues.empty());
        EXPECT_EQ(datetime_type().to_text_in({}, Value(instant), Language::zh, zone), wall);
    }
    for (const std::string_view text :
         {"2026-11-23T06:30:00Z", "2026/11/23 6:30", "2026年11月23日 06:30:00"}) {
        EXPECT_EQ(imported(datetime_type(), {}, text), R"("2026-11-23T06:30:00Z")") << text;
    }
    EXPECT_EQ(imported(datetime_type(), {}, "2026-11-23 25:00"), "issue.datetime.invalid");
    EXPECT_EQ(shown(datetime_type(), {}, "2026-11-23T06:30:00Z"), "2026-11-23 06:30");
}

TEST(SelectType, KnowsKeysAndLabels) {
    const Settings s = settings_of(select_type(), kOptions);
    EXPECT_EQ(given(select_type(), s, R"("high")"), R"("high")");
    EXPECT_EQ(given(select_type(), s, R"("hihg")"), "issue.select.key");
    EXPECT_EQ(given(select_type(), s, "[]"), "issue.text.not_text");
    for (const std::string_view text : {"low", "低", "LOW", " Ｌow "}) {
        EXPECT_EQ(imported(select_type(), s, text), R"("low")") << text;
    }
    Issues issues;
    select_type().parse_text(s, "hgih", issues);
    EXPECT_EQ(issues.list().at(0).hint, "high");
    EXPECT_EQ(select_type().to_text(s, "high", Language::zh), "高");
    EXPECT_EQ(select_type().to_text(s, "high", Language::en), "High");
    EXPECT_EQ(select_type().to_text(s, "gone", Language::en), "gone");
    EXPECT_LT(select_type().compare(s, "high", "low"), 0);
    EXPECT_GT(select_type().compare(s, "gone", "old"), 0);
    EXPECT_EQ(select_type().compare(s, "low", "low"), 0);
}

TEST(SelectType, TakesALabelFromPeopleAndTellsProgramsItsKey) {
    const Settings s = settings_of(select_type(), R"({"options": [
        {"key": "t13", "label": {"zh": "13%", "en": "13 %"}},
        {"key": "t9", "label": {"zh": "9%", "en": "9 %"}},
        {"key": "a", "label": {"zh": "其他", "en": "Other"}},
        {"key": "b", "label": {"zh": "其他", "en": "Else"}},
        {"key": "old9", "label": {"zh": "9%", "en": "9 %"}, "hidden": true}]})");
    EXPECT_EQ(imported(select_type(), s, "13%"), R"("t13")");
    EXPECT_EQ(imported(select_type(), s, " １３ ％ "), R"("t13")");
    EXPECT_EQ(imported(select_type(), s, "9%"), R"("t9")");          // a hidden one gives way
    EXPECT_EQ(imported(select_type(), s, "其他"), "issue.select.unknown");  // which of the two?
    EXPECT_EQ(imported(select_type(), s, "else"), R"("b")");
    Issues issues;
    select_type().validate(s, Value(std::string("13%")), issues);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.list()[0].key, "issue.select.key");
    EXPECT_EQ(issues.list()[0].hint, "t13");
    EXPECT_EQ(issues.list()[0].args.at(1).second, "t13, t9, a, b");
}

TEST(MultiSelectType, SplitsSortsAndShowsInOptionOrder) {
    const Settings s = settings_of(multi_select_type(), kOptions);
    const FieldType& type = multi_select_type();
    EXPECT_EQ(given(type, s, R"(["low","high","low"])"), R"(["high","low"])");
    EXPECT_EQ(given(type, s, "[]"), "[]");
    EXPECT_EQ(given(type, s, R"(["low",3])"), "issue.multi_select.not_list");
    EXPECT_EQ(given(type, s, R"(["none"])"), "issue.select.key");
    for (const std::string_view text : {"低；高", "low, High", "低、高", "高;低", "高，低"}) {
        EXPECT_EQ(imported(type, s, text), R"(["high","low"])") << text;
    }
    EXPECT_EQ(shown(type, s, "旧,高"), "高、旧");
    EXPECT_EQ(shown(type, s, "旧,高", Language::en), "High, Old");
    EXPECT_EQ(imported(type, {}, "重点客户；华东"), "[\"华东\",\"重点客户\"]");
    EXPECT_EQ(given(type, {}, "[\"" + std::string(51, 'a') + "\"]"), "issue.text.too_long");
}

TEST(ReferenceTypes, TakeIdsAndKeys) {
    const Settings s = settings_of(lookup_type(), R"({"target":"stage"})");
    EXPECT_EQ(given(lookup_type(), s, R"("123456789012345678")"), R"("123456789012345678")");
    EXPECT_EQ(given(lookup_type(), s, R"({"id":"12","name":"王芳"})"), R"("12")");
    for (const std::string_view json : {"12", R"("won")", R"({"id":12})", "{}", "[]", R"("-5")"}) {
        EXPECT_EQ(given(user_type(), s, json), "issue.reference.invalid") << json;
    }
    Issues issues;
    const Value key = lookup_type().normalise(s, Json::parse(R"({"key":"won"})"), issues);
    EXPECT_EQ(key, Value("won"));
    EXPECT_EQ(department_type().parse_text({}, " 销售一部 ", issues), Value("销售一部"));
    EXPECT_TRUE(issues.empty());
}

TEST(LinesType, IsAListOfObjectsWithoutAColumn) {
    EXPECT_FALSE(lines_type().has_column());
    EXPECT_EQ(given(lines_type(), {}, R"([{"product":"1"}])"), "[]");
    EXPECT_EQ(given(lines_type(), {}, R"([1])"), "issue.lines.not_list");
    EXPECT_EQ(imported(lines_type(), {}, "x"), "issue.lines.no_text");
}

TEST(AddressType, KeepsItsPartsInOrder) {
    EXPECT_EQ(given(address_type(), {}, R"({"detail":" 星湖街 328 号 ","city":"苏州市"})"),
              R"({"city":"苏州市","detail":"星湖街 328 号"})");
    EXPECT_EQ(given(address_type(), {}, "{}"), "null");
    EXPECT_EQ(given(address_type(), {}, R"({"street":"x"})"), "issue.address.unknown_part");
    EXPECT_EQ(given(address_type(), {}, R"({"city":3})"), "issue.address.invalid");
    EXPECT_EQ(given(address_type(), {}, R"({"city":")" + std::string(51, 'a') + "\"}"),
              "issue.text.too_long");
    EXPECT_EQ(imported(address_type(), {}, "江苏省苏州市工业园区星湖街328号"),
              R"({"province":"江苏省","city":"苏州市","district":"工业园区",)"
              R"("detail":"星湖街328号"})");
    EXPECT_EQ(imported(address_type(), {}, "上海市浦东新区张江路1号"),
              R"({"province":"上海市","district":"浦东新区","detail":"张江路1号"})");
    EXPECT_EQ(imported(address_type(), {}, "1 Main Street"), R"({"detail":"1 Main Street"})");
    EXPECT_EQ(shown(address_type(), {}, "江苏省苏州市工业园区星湖街328号"),
              "江苏省苏州市工业园区星湖街328号");
    EXPECT_EQ(shown(address_type(), {}, "上海市浦东新区张江路1号", Language::en),
              "张江路1号, 浦东新区, 上海市");
}

TEST(AttachmentType, IsAListOfIdsInOrder) {
    EXPECT_EQ(given(attachment_type(), {}, R"(["9",{"id":"7"},"9"])"), R"(["9","7"])");
    EXPECT_EQ(given(attachment_type(), {}, R"("9")"), R"(["9"])");
    EXPECT_EQ(given(attachment_type(), {}, R"([9])"), "issue.attachment.invalid");
    EXPECT_EQ(imported(attachment_type(), {}, "9, 7"), R"(["9","7"])");
    EXPECT_EQ(imported(attachment_type(), {}, "scan.pdf"), "issue.attachment.invalid");
}

TEST(ComputedTypes, BehaveLikeTheirResultAndRefuseInput) {
    Settings s;
    s.result_type = "money";
    s.scale = 2;
    EXPECT_EQ(result_of(formula_type(), s).name(), "money");
    EXPECT_EQ(result_of(text_type(), s).name(), "text");
    EXPECT_EQ(written(formula_type(), s, Decimal(150, 2)), R"("1.50")");
    EXPECT_EQ(rollup_type().to_text(s, Decimal(123'450'000, 2), Language::zh), "1,234,500");
    EXPECT_EQ(given(formula_type(), s, R"("1.50")"), "issue.computed.read_only");
    EXPECT_FALSE(rollup_type().is_writable());
}

TEST(Columns, GiveBackWhatWasPutIn) {
    const Settings options = settings_of(select_type(), kOptions);
    Settings formula;
    formula.result_type = "decimal";
    formula.scale = 3;
    Settings scaled;
    scaled.scale = 4;
    const std::vector<std::tuple<const FieldType*, Settings, Value>> cases = {
        {&text_type(), {}, "甲"},
        {&integer_type(), {}, std::int64_t{-5}},
        {&decimal_type(), scaled, Decimal(-123456, 4)},
        {&money_type(), scaled, Decimal(0, 4)},
        {&boolean_type(), {}, true},
        {&boolean_type(), {}, false},
        {&date_type(), {}, *to_date(2026, 2, 28)},
        {&month_type(), {}, month_of(*to_date(2026, 2, 28))},
        {&datetime_type(), {}, Instant{1'234'567'890'123}},
        {&select_type(), options, "high"},
        {&multi_select_type(), options, ValueList{"high", "low"}},
        {&lookup_type(), {}, RecordId(42)},
        {&attachment_type(), {}, ValueList{RecordId(9), RecordId(7)}},
        {&formula_type(), formula, Decimal(1500, 3)},
        {&text_type(), {}, Value()},
    };
    for (const auto& [type, settings, value] : cases) {
        const ColumnValue column = to_column(*type, settings, value);
        const Value back =
            from_column(*type, settings, column.is_null, column.integer, column.text);
        EXPECT_EQ(back, value) << type->name();
        const bool as_text = result_of(*type, settings).storage() == db::Storage::text ||
                             type->storage() == db::Storage::date ||
                             type->storage() == db::Storage::month;
        EXPECT_EQ(column.is_text, as_text && !value.is_null()) << type->name();
    }
    EXPECT_EQ(to_column(money_type(), scaled, Decimal(15, 1)).integer, 15'000);
    EXPECT_TRUE(to_column(multi_select_type(), {}, ValueList{}).is_null);
    EXPECT_THROW(from_column(date_type(), {}, false, 0, "2026-13-01"), Error);
}

}  // namespace
}  // namespace bihuan::types
