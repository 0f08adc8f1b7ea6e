// An administrator changes the company at run time: fields, objects, views; wrong designs change
// nothing.
#include "kernel/design/design.h"
#include "kernel/design/test_company.h"
#include "kernel/meta/object_json.h"
#include "kernel/query/query.h"

#include <gtest/gtest.h>

namespace bihuan::design {
namespace {

class DesignTest : public testing::Test {
protected:
    void patch(const std::string& object, const std::string& json) {
        const Json body = Json::parse(json);
        company_.workspace().write(admin_, [&](Tx& tx) { patch_object(tx, object, body); });
    }

    Issues issues_of(const std::string& object, const std::string& json) {
        try {
            patch(object, json);
        } catch (const Error& error) {
            return error.issues();
        }
        return {};
    }

    const meta::Object& object(std::string_view name) {
        schema_ = company_.workspace().schema();
        return schema_->at(name);
    }

    TestCompany company_;
    Actor admin_ = company_.actor("admin");
    std::shared_ptr<const meta::Schema> schema_;
};

TEST_F(DesignTest, a_new_field_is_there_at_once_and_after_a_restart) {
    patch("account", R"({"fields":[{"name":"x_segment","type":"select",
        "label":{"zh":"细分","en":"Segment"},"settings":{"options":[
        {"key":"auto","label":{"zh":"汽车","en":"Cars"}}]}}]})");
    const RecordId id = company_.create(company_.actor("li"), "account",
                                        R"({"name":"甲","x_segment":"auto"})");
    EXPECT_EQ(company_.load(id).text("x_segment"), "auto");
    company_.reopen();
    EXPECT_EQ(company_.load(id).text("x_segment"), "auto");
    EXPECT_EQ(object("account").at("x_segment").origin, meta::Origin::custom);
}

TEST_F(DesignTest, labels_and_options_change_names_and_types_do_not) {
    patch("account", R"({"fields":[{"name":"name","label":{"zh":"公司","en":"Company"}}]})");
    EXPECT_EQ(object("account").at("name").label.zh, "公司");
    EXPECT_TRUE(object("account").at("name").required) << "what is not named stays";
    const Issues issues =
        issues_of("account", R"({"fields":[{"name":"name","type":"integer","settings":{}}]})");
    ASSERT_FALSE(issues.empty());
    EXPECT_EQ(object("account").at("name").type->name(), "text");
}

TEST_F(DesignTest, a_hidden_field_is_gone_for_people_and_its_values_stay) {
    const RecordId id = company_.create(company_.actor("li"), "account",
                                        R"({"name":"甲","level":"a"})");
    patch("account", R"({"fields":[{"name":"level","hidden":true}]})");
    EXPECT_EQ(object("account").find("level"), nullptr);
    EXPECT_EQ(company_.text("SELECT level FROM account WHERE id = " + to_text(id)), "a");
    patch("account", R"({"fields":[{"name":"level","hidden":false}]})");
    EXPECT_EQ(company_.load(id).text("level"), "a");
}

TEST_F(DesignTest, wrong_designs_say_all_that_is_wrong_and_change_nothing) {
    const std::int64_t before = company_.workspace().schema()->version();
    const Issues issues = issues_of("opportunity", R"({"fields":[
        {"name":"segment","type":"text","label":{"zh":"一","en":"a"}}]})");
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.list()[0].key, "issue.design.custom_name");
    EXPECT_FALSE(issues_of("opportunity", R"({"fields":[{"name":"x_f","type":"formula",
        "label":{"zh":"一","en":"a"},
        "settings":{"formula":"amuont * 2","result_type":"money"}}]})")
                     .empty());
    EXPECT_FALSE(issues_of("opportunity", R"({"fields":[
        {"name":"x_a","type":"formula","label":{"zh":"a","en":"a"},
         "settings":{"formula":"x_b + 1","result_type":"integer"}},
        {"name":"x_b","type":"formula","label":{"zh":"b","en":"b"},
         "settings":{"formula":"x_a + 1","result_type":"integer"}}]})")
                     .empty())
        << "a circle";
    EXPECT_FALSE(issues_of("opportunity", R"J({"fields":[
        {"name":"x_u","type":"formula","label":{"zh":"u","en":"u"},
         "settings":{"formula":"upper(name)","result_type":"text"}}]})J")
                     .empty())
        << "no query can compute it";
    EXPECT_EQ(company_.workspace().schema()->version(), before);
}

TEST_F(DesignTest, a_roll_up_added_later_counts_what_is_already_there) {
    const Actor li = company_.actor("li");
    const RecordId account = company_.create(li, "account", R"({"name":"甲"})");
    for (int i = 0; i < 3; ++i) {
        company_.create(li, "opportunity", R"({"name":"商机","amount":"5.00","account":")" +
                                               to_text(account) + "\"}");
    }
    patch("account", R"({"fields":[{"name":"x_sum","type":"rollup",
        "label":{"zh":"合计","en":"Sum"},"settings":{"object":"opportunity","by":"account",
        "fn":"sum","field":"amount","where":"state == \"open\""}}]})");
    EXPECT_EQ(company_.load(account).amount("x_sum"), Decimal(1500, 2));
    company_.create(li, "opportunity",
                    R"({"name":"商机","amount":"1.00","account":")" + to_text(account) + "\"}");
    EXPECT_EQ(company_.load(account).amount("x_sum"), Decimal(1600, 2));
}

TEST_F(DesignTest, custom_objects_are_whole_objects) {
    const Json json = Json::parse(R"({"object":"x_sample","label":{"zh":"样品","en":"Sample"},
        "title_field":"name","number_pattern":"YP{00001}","fields":[
        {"name":"name","type":"text","label":{"zh":"名称","en":"Name"},"required":true},
        {"name":"account","type":"lookup","label":{"zh":"客户","en":"Account"},
         "settings":{"target":"account"}}]})");
    company_.workspace().write(admin_, [&](Tx& tx) { create_object(tx, json); });
    const RecordId id = company_.create(admin_, "x_sample", R"({"name":"第一件"})");
    EXPECT_EQ(company_.load(id).text("number"), "YP00001");
    EXPECT_EQ(object_of(id), object("x_sample").number);
    EXPECT_GE(object("x_sample").number.value, 200);
}

TEST_F(DesignTest, only_administrators_may) {
    const Json body = Json::parse(R"({"label":{"zh":"黑客","en":"Hacked"}})");
    const Actor li = company_.actor("li");
    EXPECT_THROW(company_.workspace().write(
                     li, [&](Tx& tx) { patch_object(tx, "account", body); }),
                 Error);
}

TEST_F(DesignTest, an_exported_object_applied_again_is_no_change) {
    Issues issues;
    std::vector<meta::Object> same;
    for (const meta::Object& each : company_.workspace().schema()->objects()) {
        same.push_back(meta::parse_object(Json::parse(meta::write_object(each)), issues));
    }
    company_.workspace().read(admin_, [&](const Snapshot& snapshot) {
        EXPECT_TRUE(diff(snapshot, same).empty());
    });
}

}  // namespace
}  // namespace bihuan::design
