// Lists, paging, rights, past days, aggregates and history over a real company.
#include "kernel/design/test_company.h"
#include "kernel/query/query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace bihuan::query {
namespace {

class QueryTest : public testing::Test {
protected:
    Json list(const Actor& actor, const ListRequest& request) {
        std::string text;
        JsonWriter json(text);
        company_.workspace().read(actor, [&](const Snapshot& snapshot) {
            text.clear();
            json.begin_object().raw_key("\"records\":");
            const Page page = query::list(snapshot, request, json);
            json.key("next");
            if (page.next) json.string(*page.next);
            else json.null();
            json.key("count").integer(page.count.value_or(-1)).end_object();
        });
        return Json::parse(text);
    }

    std::vector<std::string> names(const Actor& actor, ListRequest request) {
        request.fields = {"name"};
        const Json records = list(actor, request).get("records");
        std::vector<std::string> out;
        for (std::size_t i = 0; i < records.size(); ++i) {
            out.emplace_back(records.at(i).get("name").string());
        }
        return out;
    }

    Json rows(const Actor& actor, const AggregateRequest& request) {
        std::string text;
        JsonWriter json(text);
        company_.workspace().read(actor, [&](const Snapshot& snapshot) {
            query::aggregate(snapshot, request, json);
        });
        return Json::parse(text);
    }

    RecordId account(const Actor& actor, const std::string& name) {
        return company_.create(actor, "account", "{\"name\":\"" + name + "\"}");
    }

    RecordId deal(const Actor& actor, RecordId account, const std::string& name,
                  const std::string& more = "") {
        return company_.create(actor, "opportunity",
                               "{\"name\":\"" + name + "\",\"account\":\"" + to_text(account) +
                                   "\"" + more + "}");
    }

    static ListRequest request(std::string where = "", std::string sort = "") {
        ListRequest out;
        out.object = "opportunity";
        out.where = std::move(where);
        out.sort = std::move(sort);
        return out;
    }

    design::TestCompany company_;
};

TEST_F(QueryTest, filter_sort_and_joined_fields) {
    const Actor li = company_.actor("li");
    const RecordId suzhou = account(li, "苏州恒远");
    deal(li, suzhou, "一号", R"(,"amount":"100.00")");
    deal(li, suzhou, "二号", R"(,"amount":"300.00")");
    deal(li, suzhou, "三号");
    EXPECT_EQ(names(li, request("", "-amount")),
              (std::vector<std::string>{"二号", "一号", "三号"}));
    EXPECT_EQ(names(li, request("", "amount")),
              (std::vector<std::string>{"一号", "二号", "三号"}));
    EXPECT_EQ(names(li, request("amount > 100")), (std::vector<std::string>{"二号"}));
    ListRequest joined = request("account.name contains \"恒远\" and amount == 100");
    joined.fields = {"account", "account.name", "owner.dept.name"};
    const Json record = list(li, joined).get("records").at(0);
    EXPECT_EQ(record.get("account").get("name").string(), "苏州恒远");
    EXPECT_EQ(record.get("account.name").string(), "苏州恒远");
    EXPECT_FALSE(record.get("owner.dept.name").is_null());
}

TEST_F(QueryTest, everyone_sees_what_his_scope_allows_in_lists_counts_and_sums) {
    const Actor li = company_.actor("li");
    const Actor zhao = company_.actor("zhao");
    const RecordId a = account(li, "甲公司");
    const RecordId b = account(zhao, "乙公司");
    deal(li, a, "李一", R"(,"amount":"10.00")");
    deal(zhao, b, "赵一", R"(,"amount":"20.00")");
    EXPECT_EQ(names(li, request()), (std::vector<std::string>{"李一"}));
    EXPECT_EQ(names(zhao, request()), (std::vector<std::string>{"赵一"}));
    EXPECT_EQ(names(company_.actor("wang"), request("", "name")).size(), 2U);
    EXPECT_EQ(names(company_.actor("chen"), request()).size(), 0U);
    ListRequest counted = request();
    counted.count = Count::exact;
    EXPECT_EQ(list(li, counted).get("count").integer(), 1);
    AggregateRequest sum;
    sum.object = "opportunity";
    sum.measures = {{"sum", "amount", "total"}, {"count", "", "n"}};
    EXPECT_EQ(rows(li, sum).at(0).get("total").string(), "10.00");
    EXPECT_EQ(rows(company_.actor("fan"), sum).at(0).get("n").integer(), 2);
}

TEST_F(QueryTest, fields_one_may_not_read_do_not_exist) {
    const Actor li = company_.actor("li");
    const Actor fan = company_.actor("fan");  // finance: opportunity.description is hidden
    deal(li, account(li, "甲公司"), "一号", R"(,"description":"机密")");
    ListRequest wanted = request();
    wanted.fields = {"description"};
    EXPECT_THROW(list(fan, wanted), Error);
    EXPECT_THROW(list(fan, request("description contains \"机\"")), Error);
    EXPECT_THROW(list(fan, request("", "description")), Error);
    EXPECT_FALSE(list(fan, request()).get("records").at(0).has("description"));
    EXPECT_TRUE(list(li, request()).get("records").at(0).has("description"));
}

TEST_F(QueryTest, masked_values_are_masked_and_cannot_be_probed) {
    const Actor li = company_.actor("li");
    const Actor fan = company_.actor("fan");  // finance: account.phone is masked
    company_.create(li, "account", R"({"name":"甲公司","phone":"13800138000"})");
    ListRequest wanted;
    wanted.object = "account";
    wanted.fields = {"phone"};
    const std::string seen(list(fan, wanted).get("records").at(0).get("phone").string());
    EXPECT_NE(seen.find("****"), std::string::npos) << seen;
    wanted.where = "phone == \"13800138000\"";
    EXPECT_THROW(list(fan, wanted), Error);
    wanted.where.clear();
    wanted.sort = "phone";
    EXPECT_THROW(list(fan, wanted), Error);
}

TEST_F(QueryTest, pages_cover_every_row_once_for_any_sort) {
    const Actor li = company_.actor("li");
    const RecordId a = account(li, "甲公司");
    std::mt19937 random(20261123);
    for (int i = 0; i < 137; ++i) {
        std::string more;
        if (random() % 4) more += ",\"amount\":\"" + std::to_string(random() % 7) + ".00\"";
        if (random() % 3) {
            more += ",\"close_date\":\"2026-0" + std::to_string(1 + random() % 9) + "-15\"";
        }
        deal(li, a, "商机" + std::to_string(i % 11), more);
    }
    for (const char* sort : {"", "amount", "-amount", "close_date,-amount", "-name,close_date",
                             "account.name,-close_date,amount", "id", "-id"}) {
        ListRequest whole = request("", sort);
        whole.limit = 500;
        whole.fields = {"name"};
        const Json all = list(li, whole).get("records");
        std::vector<std::string> expected;
        for (std::size_t i = 0; i < all.size(); ++i) {
            expected.emplace_back(all.at(i).get("id").string());
        }
        ASSERT_EQ(expected.size(), 137U) << sort;
        std::vector<std::string> paged;
        ListRequest page = request("", sort);
        page.fields = {"name"};
        page.limit = 10;
        for (int guard = 0; guard < 20; ++guard) {
            const Json answer = list(li, page);
            const Json records = answer.get("records");
            for (std::size_t i = 0; i < records.size(); ++i) {
                paged.emplace_back(records.at(i).get("id").string());
            }
            if (answer.get("next").is_null()) break;
            page.after = std::string(answer.get("next").string());
        }
        EXPECT_EQ(paged, expected) << sort;
        ListRequest jump = request("", sort);
        jump.fields = {"name"};
        jump.at = 100;
        jump.limit = 1;
        EXPECT_EQ(list(li, jump).get("records").at(0).get("id").string(), expected[100]) << sort;
    }
}

TEST_F(QueryTest, a_cursor_belongs_to_its_list) {
    const Actor li = company_.actor("li");
    const RecordId a = account(li, "甲公司");
    for (int i = 0; i < 3; ++i) deal(li, a, "商机");
    ListRequest first = request("", "name");
    first.limit = 1;
    ListRequest other = request("amount > 1", "name");
    other.after = std::string(list(li, first).get("next").string());
    EXPECT_THROW(list(li, other), Error);
    other.after = "nonsense!";
    EXPECT_THROW(list(li, other), Error);
}

TEST_F(QueryTest, a_past_day_shows_values_roll_ups_and_names_of_that_day) {
    const Actor li = company_.actor("li");
    const RecordId a = account(li, "旧名");
    const RecordId d = deal(li, a, "一号", R"(,"amount":"10.00")");
    const Instant then = company_.clock().now();
    company_.clock().advance(kMicrosPerDay);
    company_.update(li, a, R"({"name":"新名"})");
    company_.update(li, d, R"({"amount":"99.00"})");
    deal(li, a, "二号");
    ListRequest past = request();
    past.as_of = then;
    past.fields = {"name", "amount", "account.name"};
    const Json records = list(li, past).get("records");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_EQ(records.at(0).get("amount").string(), "10.00");
    EXPECT_EQ(records.at(0).get("account.name").string(), "旧名");
    ListRequest accounts;
    accounts.object = "account";
    accounts.fields = {"open_count"};
    EXPECT_EQ(list(li, accounts).get("records").at(0).get("open_count").integer(), 2);
    accounts.as_of = then;
    EXPECT_EQ(list(li, accounts).get("records").at(0).get("open_count").integer(), 1);
    company_.clock().advance(kMicrosPerDay);
    company_.remove(li, d);
    EXPECT_EQ(list(li, past).get("records").size(), 1U) << "deleted later: still there then";
    EXPECT_EQ(names(li, request()).size(), 1U);
    ListRequest bin = request();
    bin.bin = Bin::only_deleted;
    EXPECT_EQ(names(li, bin), (std::vector<std::string>{"一号"}));
}

TEST_F(QueryTest, aggregates_group_by_fields_periods_and_names) {
    const Actor li = company_.actor("li");
    const RecordId a = account(li, "甲公司");
    const RecordId b = account(li, "乙公司");
    deal(li, a, "一", R"(,"amount":"10.00","close_date":"2026-01-31")");
    deal(li, a, "二", R"(,"amount":"5.50","close_date":"2026-02-01")");
    deal(li, b, "三", R"(,"amount":"7.00","close_date":"2026-04-01")");
    AggregateRequest request;
    request.object = "opportunity";
    request.groups = {{"close_date", "quarter"}};
    request.measures = {{"sum", "amount", "sum"}, {"avg", "amount", "avg"}, {"count", "", "n"}};
    Json out = rows(li, request);
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(out.at(0).get("close_date_quarter").string(), "2026-Q1");
    EXPECT_EQ(out.at(0).get("sum").string(), "15.50");
    EXPECT_EQ(out.at(0).get("avg").string(), "7.75");
    request.groups = {{"account", ""}};
    request.sort = "-sum";
    out = rows(li, request);
    EXPECT_EQ(out.at(0).get("account").get("name").string(), "甲公司");
    EXPECT_EQ(out.at(1).get("sum").string(), "7.00");
}

TEST_F(QueryTest, history_tells_old_and_new_and_who) {
    const Actor li = company_.actor("li");
    const RecordId d = deal(li, account(li, "甲公司"), "一号", R"(,"amount":"10.00")");
    company_.clock().advance(kMicrosPerDay);
    company_.update(li, d, R"({"amount":"12.00","name":"一号改"})");
    std::string text;
    JsonWriter json(text);
    company_.workspace().read(li, [&](const Snapshot& snapshot) {
        ASSERT_TRUE(history(snapshot, snapshot.schema().at("opportunity"), d, json));
    });
    const Json versions = Json::parse(text);
    ASSERT_EQ(versions.size(), 2U);
    const Json changes = versions.at(0).get("changes");
    ASSERT_EQ(changes.size(), 2U) << changes.to_text();
    EXPECT_EQ(changes.at(0).get("field").string(), "name");
    EXPECT_EQ(changes.at(0).get("old").string(), "一号");
    EXPECT_EQ(changes.at(1).get("new").string(), "12.00");
    EXPECT_EQ(versions.at(0).get("actor").get("id").string(), to_text(company_.id("li")));
    company_.workspace().read(company_.actor("chen"), [&](const Snapshot& snapshot) {
        std::string hidden;
        JsonWriter out(hidden);
        EXPECT_FALSE(history(snapshot, snapshot.schema().at("opportunity"), d, out));
    });
}

TEST_F(QueryTest, wrong_requests_are_refused_with_the_nearest_name) {
    const Actor li = company_.actor("li");
    ListRequest wrong = request();
    wrong.fields = {"amout"};
    try {
        list(li, wrong);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.field(), "fields");
        EXPECT_EQ(error.hint(), "amount");
    }
    wrong = request();
    wrong.limit = 0;
    EXPECT_THROW(list(li, wrong), Error);
    wrong.limit = kPageMax + 1;
    EXPECT_THROW(list(li, wrong), Error);
    EXPECT_THROW(list(li, request("amount >")), Error);
    EXPECT_THROW(list(li, request("", "lines")), Error);
}

}  // namespace
}  // namespace bihuan::query
