#include "kernel/meta/object_json.h"
#include "kernel/meta/schema.h"
#include "kernel/meta/schema_check.h"
#include "kernel/meta/standard_fields.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace bihuan::meta {
namespace {

constexpr std::string_view kAccount = R"({
  "object": "account", "number": 10, "module": "customer",
  "label": {"zh": "客户", "en": "Account"}, "title_field": "name",
  "number_pattern": "KH{YYYY}{00001}",
  "fields": [
    {"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}, "required": true},
    {"name": "won", "type": "rollup", "label": {"zh": "赢单额", "en": "Won"},
     "settings": {"object": "opportunity", "by": "account", "fn": "sum", "field": "amount"}},
    {"name": "deals", "type": "rollup", "label": {"zh": "商机数", "en": "Deals"},
     "settings": {"object": "opportunity", "by": "account", "fn": "count"}},
    {"name": "best_kind", "type": "rollup", "label": {"zh": "最新类型", "en": "Kind"},
     "settings": {"object": "opportunity", "by": "account", "fn": "latest", "field": "kind"}}
  ]})";

constexpr std::string_view kOpportunity = R"({
  "object": "opportunity", "number": 30, "module": "opportunity",
  "label": {"zh": "商机", "en": "Opportunity"}, "title_field": "name",
  "currency_field": "currency",
  "fields": [
    {"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}},
    {"name": "account", "type": "lookup", "label": {"zh": "客户", "en": "Account"},
     "indexed": true, "settings": {"target": "account"}},
    {"name": "currency", "type": "text", "label": {"zh": "币种", "en": "Currency"}},
    {"name": "amount", "type": "money", "label": {"zh": "金额", "en": "Amount"}},
    {"name": "cost", "type": "money", "label": {"zh": "成本", "en": "Cost"},
     "settings": {"base_currency": true}},
    {"name": "kind", "type": "select", "label": {"zh": "类型", "en": "Kind"},
     "settings": {"options": [{"key": "new", "label": {"zh": "新购", "en": "New"}}]}},
    {"name": "half", "type": "formula", "label": {"zh": "一半", "en": "Half"},
     "settings": {"formula": "amount / 2", "result_type": "money"}},
    {"name": "lines", "type": "lines", "label": {"zh": "明细", "en": "Lines"},
     "settings": {"target": "line", "parent_field": "opportunity"}}
  ],
  "indexes": [{"columns": ["owner", "-amount"]}],
  "verbs": [{"name": "lose", "label": {"zh": "输单", "en": "Lose"}, "danger": true,
    "arguments": [{"name": "reason", "type": "text", "required": true,
      "label": {"zh": "原因", "en": "Reason"}, "settings": {"length_max": 50}}]}],
  "views": [{"name": "all", "label": {"zh": "全部", "en": "All"}, "sort": "-amount",
    "columns": ["name", "account.name", "amount"]}],
  "layout": [{"label": {"zh": "基本", "en": "Basics"}, "fields": ["name", "owner"]}]})";

constexpr std::string_view kLine = R"({
  "object": "line", "number": 31, "module": "opportunity", "has_owner": false,
  "label": {"zh": "明细", "en": "Line"}, "title_field": "name",
  "parent_field": "opportunity", "scope_parent": "opportunity",
  "fields": [
    {"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}},
    {"name": "opportunity", "type": "lookup", "label": {"zh": "商机", "en": "Opportunity"},
     "settings": {"target": "opportunity"}}
  ]})";

Object parsed(std::string_view json) {
    Issues issues;
    Object object = parse_object(Json::parse(json), issues);
    EXPECT_TRUE(issues.empty()) << issues.list().front().field << issues.list().front().key;
    return object;
}

std::shared_ptr<const Schema> sample() {
    Issues issues;
    auto schema = Schema::build(
        7, {parsed(kLine), parsed(kOpportunity), parsed(kAccount)}, issues);
    for (const Issue& issue : issues) ADD_FAILURE() << issue.field << " " << issue.key;
    return schema;
}

// Replaces the first `from` in `json` and says what is then wrong, as "field key hint".
std::string wrong(std::string_view json, std::string_view from, std::string_view to) {
    std::string text(json);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    Issues issues;
    std::vector<Object> objects;
    for (const std::string_view one : {kAccount, kOpportunity, kLine}) {
        const bool changed = one == json;
        objects.push_back(parse_object(Json::parse(changed ? text : one), issues));
    }
    Schema::build(1, std::move(objects), issues);
    if (issues.empty()) return {};
    const Issue& issue = issues.list().front();
    return issue.field + " " + issue.key + (issue.hint.empty() ? "" : " " + issue.hint);
}

TEST(Schema, PutsStandardFieldsFirstAndDerives) {
    const auto schema = sample();
    EXPECT_EQ(schema->version(), 7);
    const Object& account = schema->at("account");
    EXPECT_EQ(account.fields.at(0).name, "number");
    EXPECT_EQ(account.fields.at(0).settings.pattern, "KH{YYYY}{00001}");
    EXPECT_EQ(account.at("owner").index, 1U);
    const Object& opportunity = schema->at("opportunity");
    EXPECT_EQ(opportunity.find("number"), nullptr) << "no number_pattern";
    EXPECT_TRUE(opportunity.at("amount").has_base);
    EXPECT_EQ(opportunity.at("amount").sort_column(), "amount_base");
    EXPECT_FALSE(opportunity.at("cost").has_base);
    EXPECT_FALSE(opportunity.at("half").stored);
    EXPECT_FALSE(opportunity.at("lines").stored);
    EXPECT_TRUE(account.at("won").stored);
    EXPECT_EQ(schema->at("line").find("owner"), nullptr);
    EXPECT_NE(opportunity.find_verb("lose"), nullptr);
    EXPECT_EQ(opportunity.find_verb("win"), nullptr);
}

TEST(Schema, FindsObjectsTargetsRelationsAndFeeds) {
    const auto schema = sample();
    const Object& account = schema->at("account");
    const Object& opportunity = schema->at("opportunity");
    EXPECT_EQ(schema->find(ObjectNumber(30)), &opportunity);
    EXPECT_EQ(schema->find("nothing"), nullptr);
    EXPECT_EQ(schema->target(opportunity.at("account")), &account);
    EXPECT_EQ(schema->target(opportunity.at("lines")), schema->find("line"));
    EXPECT_EQ(schema->target(opportunity.at("owner")), nullptr) << "no user object here";
    ASSERT_EQ(schema->relations_to(account).size(), 1U);
    EXPECT_EQ(schema->relations_to(account).front().field, &opportunity.at("account"));
    ASSERT_EQ(schema->feeds_of(opportunity).size(), 3U);
    EXPECT_EQ(schema->feeds_of(opportunity).front().parent, &account);
    EXPECT_EQ(schema->feeds_of(opportunity).front().by, &opportunity.at("account"));
    try {
        schema->at("oportunity");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::not_found);
        EXPECT_EQ(error.hint(), "opportunity");
    }
}

TEST(Schema, RollupsTakeTheTypeOfTheirSource) {
    const auto schema = sample();
    const Object& account = schema->at("account");
    EXPECT_EQ(account.at("won").settings.result_type, "money");
    EXPECT_EQ(account.at("won").settings.scale, 2);
    EXPECT_TRUE(account.at("won").settings.base_currency);
    EXPECT_FALSE(account.at("won").has_base);
    EXPECT_EQ(account.at("deals").settings.result_type, "integer");
    EXPECT_EQ(account.at("best_kind").settings.result_type, "select");
    EXPECT_EQ(account.at("best_kind").settings.options.size(), 1U);
}

TEST(Schema, FieldIdsFollowFromNames) {
    const auto first = sample();
    const auto second = sample();
    EXPECT_EQ(first->at("account").at("name").id, second->at("account").at("name").id);
    EXPECT_NE(first->at("account").at("name").id, first->at("line").at("name").id);
    EXPECT_GT(first->at("account").at("name").id.value, 0);
}

TEST(Schema, HiddenThingsAreNotFoundButStay) {
    std::string text(kOpportunity);
    text.replace(text.find("\"type\": \"text\""), 14, "\"hidden\": true, \"type\": \"text\"");
    Issues issues;
    const Object object = parse_object(Json::parse(text), issues);
    const auto schema = Schema::build(1, {object, parsed(kAccount), parsed(kLine)}, issues);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(schema->at("opportunity").find("name"), nullptr);
    EXPECT_TRUE(schema->at("opportunity").at("name").hidden);
}

TEST(Schema, NamesWhatIsWrong) {
    struct Case { std::string_view json, from, to, issue; };
    const Case cases[] = {
        {kOpportunity, "\"opportunity\", \"number\"", "\"Opp\", \"number\"",
         "Opp issue.schema.name"},
        {kOpportunity, "\"number\": 30", "\"number\": 10",
         "opportunity.number issue.schema.number_repeated"},
        {kOpportunity, "\"number\": 30", "\"number\": 300",
         "opportunity.number issue.schema.number"},
        {kOpportunity, "\"number\": 30", "\"number\": 3000",
         "opportunity.number issue.setting.not_integer"},
        {kOpportunity, "\"name\": \"cost\"", "\"name\": \"amount\"",
         "opportunity.amount issue.schema.name_repeated"},
        {kOpportunity, "\"name\": \"cost\"", "\"name\": \"amount_base\"",
         "opportunity.amount_base issue.schema.name_repeated"},
        {kOpportunity, "\"name\": \"cost\"", "\"name\": \"valid_from\"",
         "opportunity.valid_from issue.schema.name_reserved"},
        {kOpportunity, "\"name\": \"cost\"", "\"name\": \"created_at\"",
         "opportunity.created_at issue.schema.standard_field"},
        {kOpportunity, "\"name\": \"cost\"", "\"name\": \"x_cost\"",
         "opportunity.x_cost issue.schema.name_system"},
        {kOpportunity, "\"name\": \"cost\"", "\"origin\": \"custom\", \"name\": \"cost\"",
         "opportunity.cost issue.schema.name_custom x_cost"},
        {kOpportunity, "\"name\": \"cost\"", "\"colour\": 1, \"name\": \"cost\"",
         "opportunity.cost.colour issue.setting.unknown"},
        {kOpportunity, "\"type\": \"money\"", "\"type\": \"moneys\"",
         "opportunity.amount.type issue.schema.type money"},
        {kOpportunity, "\"target\": \"line\"", "\"target\": \"lin\"",
         "opportunity.lines issue.schema.no_object line"},
        {kOpportunity, "\"parent_field\": \"opportunity\"", "\"parent_field\": \"name\"",
         "opportunity.lines issue.schema.no_way_back"},
        {kOpportunity, "\"title_field\": \"name\"", "\"title_field\": \"nam\"",
         "opportunity.title_field issue.schema.no_field name"},
        {kOpportunity, "\"-amount\"", "\"-half\"",
         "opportunity.indexes[0] issue.schema.not_stored"},
        {kOpportunity, "\"account.name\"", "\"acount.name\"",
         "opportunity.views.all issue.schema.no_field account"},
        {kOpportunity, "\"name\", \"owner\"", "\"name\", \"ownr\"",
         "opportunity.layout issue.schema.no_field owner"},
        {kOpportunity, "\"length_max\": 50", "\"lenght_max\": 50",
         "opportunity.verbs.lose.arguments.reason.lenght_max issue.setting.unknown length_max"},
        {kLine, "\"scope_parent\": \"opportunity\"", "\"scope_parent\": \"name\"",
         "line.scope_parent issue.schema.not_lookup"},
        {kAccount, "\"field\": \"amount\"", "\"field\": \"name\"",
         "account.won issue.schema.sum_of_no_number"},
        {kAccount, "\"field\": \"amount\"", "\"field\": \"amont\"",
         "account.won issue.schema.no_field amount"},
        {kAccount, "\"by\": \"account\"", "\"by\": \"name\"",
         "account.won issue.schema.no_way_back"},
        {kAccount, "{00001}", "{0000", "account.number_pattern issue.setting.number_pattern"},
        {kAccount, "\"required\": true", "\"duplicate_key\": \"nose\"",
         "account.name issue.schema.duplicate_key"},
    };
    for (const Case& c : cases) EXPECT_EQ(wrong(c.json, c.from, c.to), c.issue) << c.to;
}

TEST(Schema, RollupsInACircleAreRefused) {
    const std::string text = R"({"object": "node", "number": 5, "label": {"zh": "节点"},
      "fields": [
        {"name": "parent", "type": "lookup", "settings": {"target": "node"}},
        {"name": "total", "type": "rollup",
         "settings": {"object": "node", "by": "parent", "fn": "sum", "field": "total"}}]})";
    Issues issues;
    Schema::build(1, {parsed(text)}, issues);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.list().front().key, "issue.schema.rollup_circle");
}

TEST(Schema, HasLimits) {
    Object object = parsed(kLine);
    for (std::size_t i = 0; i <= kFieldsPerObjectMax; ++i) {
        Field field;
        field.name = "f" + std::to_string(i);
        field.type = types::find("text");
        object.fields.push_back(field);
    }
    Issues issues;
    Schema::build(1, {object, parsed(kOpportunity), parsed(kAccount)}, issues);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.list().front().key, "issue.schema.too_many_fields");
    EXPECT_FALSE(is_name(std::string(kNameMax + 1, 'a')));
}

TEST(ObjectJson, WritesWhatItReads) {
    for (const std::string_view json : {kAccount, kOpportunity, kLine}) {
        const std::string once = write_object(parsed(json));
        EXPECT_EQ(write_object(parsed(once)), once);
    }
    EXPECT_EQ(write_object(parsed(kLine)), R"({
  "object": "line",
  "number": 31,
  "module": "opportunity",
  "label": {"zh":"明细","en":"Line"},
  "title_field": "name",
  "parent_field": "opportunity",
  "scope_parent": "opportunity",
  "has_owner": false,
  "fields": [
    {"name":"name","type":"text","label":{"zh":"名称","en":"Name"}},
    {"name":"opportunity","type":"lookup","label":{"zh":"商机","en":"Opportunity"},)"
                                           R"("settings":{"target":"opportunity"}}
  ]
}
)");
}

TEST(ObjectJson, KeepsEveryAttribute) {
    Field field;
    field.name = "x_code";
    field.type = types::find("text");
    field.label = {"代码", "Code"};
    field.help = {"帮助", "Help"};
    field.required_when = "a == 1";
    field.visible_when = "b == 2";
    field.default_value = "\"x\"";
    field.duplicate_key = "exact";
    field.required = field.unique = field.indexed = field.searchable = true;
    field.read_only = field.quality = field.hidden = true;
    field.origin = Origin::custom;
    field.settings.length_max = 9;
    std::string text;
    JsonWriter out(text);
    write_field(field, out);
    Issues issues;
    const Field back = parse_field(Json::parse(text), issues);
    std::string again;
    JsonWriter second(again);
    write_field(back, second);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(again, text);
    EXPECT_EQ(back.settings, field.settings);
}

// The shipped objects are read, built and written back without a complaint.
TEST(ObjectJson, ShippedObjectsAreSound) {
    Issues issues;
    std::vector<Object> objects;
    for (const auto& entry : std::filesystem::recursive_directory_iterator("src/sales")) {
        if (entry.path().extension() != ".json") continue;
        if (entry.path().parent_path().filename() != "objects") continue;
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        objects.push_back(parse_object(Json::parse(text.str()), issues));
        const std::string once = write_object(objects.back());
        Issues none;
        EXPECT_EQ(write_object(parse_object(Json::parse(once), none)), once) << entry.path();
    }
    Schema::build(1, std::move(objects), issues);
    for (const Issue& issue : issues) {
        std::string args;
        for (const auto& [name, value] : issue.args) args += " " + name + "=" + value;
        ADD_FAILURE() << issue.field << " " << issue.key << args << " " << issue.hint;
    }
}

TEST(StandardFields, AreKnownByName) {
    EXPECT_TRUE(is_standard_field("owner_dept"));
    EXPECT_FALSE(is_standard_field("name"));
    EXPECT_TRUE(is_reserved_name("rowid"));
    EXPECT_FALSE(is_reserved_name("rank"));
}

}  // namespace
}  // namespace bihuan::meta
