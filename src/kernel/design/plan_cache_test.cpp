// A kept plan never outlives what it was made from: rights, design, day and moment.
//
// Every question is asked three times first: known, kept, answered from the cache.
#include "kernel/access/session.h"
#include "kernel/design/design.h"
#include "kernel/design/test_company.h"
#include "kernel/query/query.h"

#include <gtest/gtest.h>

namespace bihuan::query {
namespace {

constexpr std::int64_t kHour = 3'600 * kMicrosPerSecond;

class PlanCacheTest : public testing::Test {
protected:
    PlanCacheTest() {
        li_account = account("li", "李的客户");
        zhao_account = account("zhao", "赵的客户");
    }

    RecordId account(const char* login, const std::string& name) {
        return company.create(company.actor(login), "account",
                              "{\"name\":\"" + name + "\",\"phone\":\"13812345678\"}");
    }
    // Names as a fresh request of this person gets them.
    std::string names(const char* login, const std::string& where = "",
                      const std::string& object = "account") {
        ListRequest request;
        request.object = object;
        request.where = where;
        request.sort = "name";
        request.fields = {"name"};
        std::string out;
        company.workspace().read(company.actor(login), [&](const Snapshot& snapshot) {
            each(snapshot, request, [&](RecordId, const std::vector<Value>& values) {
                out += (out.empty() ? "" : " ") + values[0].as<std::string>();
                return true;
            });
        });
        return out;
    }
    std::string primed(const char* login, const std::string& where = "") {
        names(login, where);
        names(login, where);
        return names(login, where);
    }
    // The record as JSON; null when it is not visible.
    Json one(const char* login, RecordId id) {
        std::string text;
        JsonWriter json(text);
        company.workspace().read(company.actor(login), [&](const Snapshot& snapshot) {
            text.clear();
            if (!query::one(snapshot, snapshot.schema().at("account"), id, std::nullopt, json)) {
                json.null();
            }
        });
        return Json::parse(text);
    }
    Json primed_one(const char* login, RecordId id) {
        one(login, id);
        one(login, id);
        return one(login, id);
    }
    void write(const std::function<void(Tx&)>& fn) {
        company.workspace().write(company.system(), fn);
    }
    void set_rights(const std::string& rights) {
        std::string body = "{\"rights\":";
        append_json_string(body, rights);
        company.update(company.system(), company.id("rep"), body + "}");
    }

    design::TestCompany company;
    RecordId li_account;
    RecordId zhao_account;
};

TEST_F(PlanCacheTest, a_collaboration_begins_and_ends_at_once) {
    EXPECT_EQ(primed("li"), "李的客户");
    EXPECT_TRUE(primed_one("li", zhao_account).is_null());
    write([&](Tx& tx) {
        record::add_link(tx, "collaborator", zhao_account, company.id("li"), "read");
    });
    EXPECT_EQ(names("li"), "李的客户 赵的客户");
    EXPECT_FALSE(one("li", zhao_account).get("can").flag_or("update", true));
    EXPECT_EQ(primed("li"), "李的客户 赵的客户");
    write([&](Tx& tx) {
        record::remove_link(tx, "collaborator", zhao_account, company.id("li"));
        record::add_link(tx, "collaborator", zhao_account, company.id("li"), "write");
    });
    EXPECT_TRUE(one("li", zhao_account).get("can").flag_or("update", false));
    primed_one("li", zhao_account);
    write([&](Tx& tx) {
        record::remove_link(tx, "collaborator", zhao_account, company.id("li"));
    });
    EXPECT_EQ(names("li"), "李的客户");
    EXPECT_TRUE(one("li", zhao_account).is_null());
}

TEST_F(PlanCacheTest, a_role_gives_and_takes_at_once) {
    EXPECT_EQ(primed("li"), "李的客户");
    primed_one("li", li_account);
    set_rights(R"({"objects":{"*":{"acts":["read"],"read":["all"],"write":["own"]}}})");
    EXPECT_EQ(names("li"), "李的客户 赵的客户");
    EXPECT_FALSE(one("li", li_account).get("can").flag_or("update", true));
    EXPECT_EQ(primed("li"), "李的客户 赵的客户");
    set_rights(R"({"objects":{"*":{"acts":["read"],"read":["own"],"write":["own"]}}})");
    EXPECT_EQ(names("li"), "李的客户");
    EXPECT_TRUE(one("li", zhao_account).is_null());
    set_rights(R"({"objects":{"account":{"acts":[]}}})");
    EXPECT_THROW(names("li"), Error);
}

TEST_F(PlanCacheTest, a_field_is_masked_and_hidden_at_once) {
    const auto phone = [&] { return one("li", li_account).text_or("phone", "none"); };
    primed_one("li", li_account);
    EXPECT_NE(phone().find("13812345678"), std::string::npos);
    EXPECT_EQ(primed("li", "phone is not empty"), "李的客户");
    const std::string rights = R"({"objects":{"*":{"acts":["*"],"read":["own"],"write":["own"]},)"
                               R"("account":{"fields":{"phone":")";
    set_rights(rights + "masked\"}}}}");
    EXPECT_NE(phone().find("****"), std::string::npos);
    primed_one("li", li_account);
    set_rights(rights + "hidden\"}}}}");
    EXPECT_EQ(phone(), "none");
    EXPECT_THROW(names("li", "phone is not empty"), Error);
    set_rights(rights + "write\"}}}}");
    EXPECT_NE(phone().find("13812345678"), std::string::npos);
}

TEST_F(PlanCacheTest, a_changed_design_is_seen_at_once) {
    primed_one("admin", li_account);
    primed("li", "level is empty");
    company.workspace().write(company.actor("admin"), [](Tx& tx) {
        design::patch_object(tx, "account", Json::parse(
            R"({"fields":[{"name":"level","hidden":true},{"name":"x_region","type":"text",)"
            R"("label":{"zh":"区域","en":"Region"},"default_value":"\"east\""}]})"));
    });
    EXPECT_FALSE(one("admin", li_account).has("level"));
    EXPECT_TRUE(one("admin", li_account).has("x_region"));
    EXPECT_THROW(names("li", "level is empty"), Error);
}

TEST_F(PlanCacheTest, a_moved_person_sees_by_his_new_department) {
    EXPECT_EQ(primed("li", "owner_dept in my.depts"), "李的客户");
    company.update(company.system(), company.id("li"),
                   "{\"dept\":\"" + to_text(company.id("west")) + "\"}");
    EXPECT_EQ(names("li", "owner_dept in my.depts"), "");
}

TEST_F(PlanCacheTest, midnight_passes) {
    const std::string where = "dateof(created_at) == today()";
    EXPECT_EQ(primed("li", where), "李的客户");
    company.clock().advance(14 * kHour);              // 23:00 of the same day
    EXPECT_EQ(names("li", where), "李的客户");
    company.clock().advance(2 * kHour);               // 01:00 of the next
    EXPECT_EQ(names("li", where), "");
    EXPECT_EQ(primed("li", "dateof(created_at) == today() - 1"), "李的客户");
    company.clock().advance(24 * kHour);
    EXPECT_EQ(names("li", "dateof(created_at) == today() - 1"), "");
}

TEST_F(PlanCacheTest, the_moment_is_never_kept) {
    const std::string fresh = "hoursbetween(created_at, now()) < 12";
    EXPECT_EQ(primed("li", fresh), "李的客户");
    company.clock().advance(13 * kHour);
    EXPECT_EQ(names("li", fresh), "");
    // True now and at the day's last minute, and not in between.
    company.clock().set(design::TestCompany::start());
    const std::string nine = "hour(now()) == 9 or hour(now()) == 23";
    EXPECT_EQ(primed("li", nine), "李的客户");
    company.clock().advance(2 * kHour);
    EXPECT_EQ(names("li", nine), "");
}

TEST_F(PlanCacheTest, the_company_moves_to_another_zone) {
    const std::string where = "dateof(created_at) == today()";
    EXPECT_EQ(primed("li", where), "李的客户");           // 09:00 in Shanghai
    company.workspace().adopt_zone(*Zone::find("-11:00"));
    EXPECT_EQ(names("li", where), "李的客户");            // the day before, for both
    EXPECT_EQ(primed("li", "dateof(created_at) == date(\"2026-03-01\")"), "李的客户");
    company.workspace().adopt_zone(Zone::shanghai());
    EXPECT_EQ(names("li", "dateof(created_at) == date(\"2026-03-01\")"), "");
}

}  // namespace
}  // namespace bihuan::query
