// A newer program brings its objects to a company that has them: files say less than is stored.
#include "kernel/design/design.h"
#include "kernel/design/test_company.h"
#include "kernel/meta/object_json.h"

#include <gtest/gtest.h>

namespace bihuan::design {
namespace {

TEST(Reinstall, TheFileOfARollUpNeedNotSayItsScale) {
    TestCompany company;
    const Json sum = Json::parse(R"({"fields":[{"name":"x_sum","type":"rollup",
        "label":{"zh":"合计","en":"Sum"},"settings":{"object":"opportunity","by":"account",
        "fn":"sum","field":"amount"}}]})");
    company.workspace().write(company.system(),
                              [&](Tx& tx) { patch_object(tx, "account", sum); });
    meta::Object newer = company.workspace().schema()->at("account");
    bool was_scaled = false;
    for (meta::Field& field : newer.fields) {
        if (field.name != "x_sum") continue;
        was_scaled = field.settings.scale == 2;
        field.settings.scale = 0;  // as the file has it
        field.label.zh = "金额合计";
    }
    EXPECT_TRUE(was_scaled);
    company.workspace().write(company.system(), [&](Tx& tx) { apply_objects(tx, {newer}); });
    const auto schema = company.workspace().schema();
    EXPECT_EQ(schema->at("account").at("x_sum").label.zh, "金额合计");
    EXPECT_EQ(schema->at("account").at("x_sum").settings.scale, 2);
    const RecordId account = company.create(company.actor("li"), "account", R"({"name":"甲"})");
    company.create(company.actor("li"), "opportunity",
                   R"({"name":"商机","amount":"5.00","account":")" + to_text(account) + "\"}");
    EXPECT_EQ(company.load(account).amount("x_sum"), Decimal(500, 2));
}

}  // namespace
}  // namespace bihuan::design
