// The write path on the test company: what creates, updates and deletions leave behind.
#include "kernel/design/test_company.h"
#include "kernel/record/idempotency.h"

#include <gtest/gtest.h>

namespace bihuan::design {
namespace {

using record::Via;
using record::WriteSettings;

// "field:key" of every issue of the Error that `act` throws; the error's key when it has none.
template <class Act>
std::vector<std::string> problems(Act act) {
    std::vector<std::string> found;
    try {
        act();
    } catch (const Error& error) {
        for (const Issue& issue : error.issues()) found.push_back(issue.field + ":" + issue.key);
        if (found.empty()) found.push_back(error.key());
    }
    return found;
}

using Problems = std::vector<std::string>;

class RecordWrite : public ::testing::Test {
protected:
    RecordId account(std::string_view login, const std::string& name) {
        return company.create(company.actor(login), "account", R"({"name": ")" + name + "\"}");
    }
    RecordId opportunity(std::string_view login, RecordId account, const std::string& rest) {
        return company.create(company.actor(login), "opportunity",
                              R"({"name": "项目", "account": ")" + to_text(account) + "\"" +
                                  (rest.empty() ? "" : ", " + rest) + "}");
    }
    std::int64_t versions(const std::string& object, RecordId id) {
        return company.integer("SELECT count(*) FROM h_" + object +
                               " WHERE id = " + to_text(id));
    }
    std::string last_event(RecordId id) {
        return company.text("SELECT kind || ' ' || version || ' ' || fields FROM event "
                            "WHERE record = " + to_text(id) + " ORDER BY seq DESC LIMIT 1");
    }
    void tick() { company.clock().advance(kMicrosPerSecond); }

    TestCompany company;
};

TEST_F(RecordWrite, CreateFillsWhatFollows) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "1200.5")");
    const record::Record record = company.load(id);
    EXPECT_EQ(record.version, 1);
    EXPECT_EQ(record.valid_from, TestCompany::start());
    EXPECT_EQ(record.text("number"), "SJ202600001");
    EXPECT_EQ(record.ref("owner"), company.id("li"));
    EXPECT_EQ(record.ref("owner_dept"), company.id("east"));
    EXPECT_EQ(record.ref("created_by"), company.id("li"));
    EXPECT_EQ(record.text("state"), "open");
    EXPECT_EQ(record.text("currency"), "CNY");
    EXPECT_EQ(record.amount("rate"), Decimal::of(1));
    EXPECT_EQ(record.amount("amount").to_text(), "1200.50");
    EXPECT_EQ(record.base_amounts[record.object->at("amount").index], 120050);
    EXPECT_EQ(record.text("source_kind"), "manual");
    EXPECT_EQ(last_event(id), "created 1 ");
    EXPECT_EQ(versions("opportunity", id), 0);
}

TEST_F(RecordWrite, AllIssuesAtOnceAndNothingIsWritten) {
    const std::int64_t events = company.integer("SELECT count(*) FROM event");
    EXPECT_EQ(problems([&] {
                  company.create(company.actor("li"), "opportunity",
                                 R"({"amount": "-1", "state": "won", "nane": "x",
                                     "close_date": "2026-02-30"})");
              }),
              (Problems{"amount:issue.number.too_small", "state:issue.read_only",
                        "nane:issue.unknown_field", "close_date:issue.date.invalid"}));
    EXPECT_EQ(problems([&] {
                  company.create(company.actor("li"), "opportunity",
                                 R"({"account": "1234", "lines": [{"quantity": "1"},
                                     {"product": "阀", "colour": 1}]})");
              }),
              (Problems{"lines[1].colour:issue.unknown_field"}));
    EXPECT_EQ(problems([&] {
                  company.create(company.actor("li"), "opportunity",
                                 R"({"account": "1234", "lines": [{"quantity": "1"}]})");
              }),
              (Problems{"name:issue.required", "account:issue.reference.not_found",
                        "lines[0].product:issue.required"}));
    EXPECT_EQ(company.integer("SELECT count(*) FROM event"), events);
    EXPECT_EQ(company.integer("SELECT count(*) FROM opportunity"), 0);
}

TEST_F(RecordWrite, UpdateKeepsTheOldVersion) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "10")");
    tick();
    const record::Record after =
        company.update(company.actor("li"), id, R"({"amount": "20", "name": "项目"})");
    EXPECT_EQ(after.version, 2);
    EXPECT_EQ(last_event(id), "updated 2 amount");
    EXPECT_EQ(versions("opportunity", id), 1);
    EXPECT_EQ(company.integer("SELECT amount FROM h_opportunity WHERE id = " + to_text(id)), 1000);
    EXPECT_EQ(company.integer("SELECT h.valid_to - o.valid_from FROM h_opportunity h "
                              "JOIN opportunity o ON o.id = h.id WHERE o.id = " + to_text(id)),
              0);
    // The same again writes nothing.
    EXPECT_EQ(company.update(company.actor("li"), id, R"({"amount": "20.00"})").version, 2);
    EXPECT_EQ(versions("opportunity", id), 1);
    WriteSettings stale;
    stale.version = 1;
    EXPECT_EQ(problems([&] {
                  company.update(company.actor("li"), id, R"({"amount": "30"})", stale);
              }),
              Problems{"error.record.stale"});
}

TEST_F(RecordWrite, VersionsOfOneInstantFollowEachOther) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "10")");
    for (int i = 0; i < 5; ++i) {
        company.update(company.actor("li"), id,
                       R"({"amount": ")" + std::to_string(20 + i) + "\"}");
    }
    EXPECT_EQ(company.integer("SELECT count(*) FROM h_opportunity WHERE valid_to <= valid_from"),
              0);
    EXPECT_EQ(company.integer("SELECT count(DISTINCT valid_from) FROM h_opportunity"), 5);
}

TEST_F(RecordWrite, BackDatedChangesAreMarkedAndInOrder) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "10")");
    tick();
    record::WriteSettings settings;
    const auto at = [&](Instant instant, const char* amount) {
        WriteOptions options;
        options.as_at = instant;
        company.workspace().write(company.actor("li"), options, [&](Tx& tx) {
            record::Changes changes;
            changes.set(tx.schema().at("opportunity"), "amount", Decimal(*amount, 2));
            record::update(tx, tx.schema().at("opportunity"), id, changes, settings);
        });
    };
    const Instant past{TestCompany::start().micros - kMicrosPerDay};
    EXPECT_EQ(problems([&] { at(past, "x"); }), Problems{"error.record.back_dated_before"});
    at(Instant{TestCompany::start().micros + 500'000}, "y");
    EXPECT_EQ(company.integer("SELECT recorded_at FROM opportunity WHERE id = " + to_text(id)),
              company.clock().now().micros);
    EXPECT_EQ(company.load(id).valid_from.micros, TestCompany::start().micros + 500'000);
    EXPECT_EQ(problems([&] { at(Instant{company.clock().now().micros + 1}, "z"); }),
              Problems{"error.write.future"});
}

TEST_F(RecordWrite, LinesAreMergedById) {
    const RecordId customer = account("li", "苏州拓远");
    const RecordId id = opportunity("li", customer, R"("lines": [
        {"product": "阀", "quantity": "3", "price": "12.5"},
        {"product": "泵", "quantity": "1", "price": "0.3333"}])");
    EXPECT_EQ(company.load(id).amount("total").to_text(), "37.83");
    EXPECT_EQ(company.load(customer).amount("lines_total").to_text(), "37.83");
    tick();
    const std::string first = company.text("SELECT id FROM opportunity_line WHERE product = '阀'");
    const record::Record after = company.update(company.actor("li"), id, R"({"lines": [
        {"id": ")" + first + R"(", "quantity": "4"}, {"product": "管", "quantity": "2",
         "price": "1"}]})");
    EXPECT_EQ(after.version, 2);
    EXPECT_EQ(after.amount("total").to_text(), "52.33");
    EXPECT_EQ(last_event(id), "updated 2 lines");
    EXPECT_EQ(company.texts("SELECT product || position FROM opportunity_line "
                            "ORDER BY position", " "),
              "阀1 泵2 管3");
    tick();
    company.update(company.actor("li"), id,
                   R"({"lines": [{"id": ")" + first + R"(", "remove": true}]})");
    EXPECT_EQ(company.load(id).amount("total").to_text(), "2.33");
    EXPECT_EQ(company.load(customer).amount("lines_total").to_text(), "2.33");
    EXPECT_EQ(problems([&] {
                  company.update(company.actor("li"), id,
                                 R"({"lines": [{"id": ")" + first + R"(", "quantity": "1"}]})");
              }),
              Problems{"lines[0].id:issue.line.unknown"});
}

TEST_F(RecordWrite, MoneyFollowsCurrencyAndRate) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "100",
        "lines": [{"product": "阀", "quantity": "1", "price": "10"}])");
    tick();
    EXPECT_EQ(problems([&] {
                  company.update(company.actor("li"), id, R"({"currency": "USD", "rate": null})");
              }),
              Problems{"rate:issue.required"});
    company.update(company.actor("li"), id, R"({"currency": "USD", "rate": "7.123456"})");
    EXPECT_EQ(company.integer("SELECT amount_base FROM opportunity"), 71235);
    EXPECT_EQ(company.text("SELECT currency FROM opportunity_line"), "USD");
    EXPECT_EQ(company.integer("SELECT amount_base FROM opportunity_line"), 7123);
    EXPECT_EQ(company.load(id).amount("total").to_text(), "71.23");
}

TEST_F(RecordWrite, RollUpsFollowOwnersDeletionAndRestoring) {
    const RecordId a = account("li", "苏州拓远");
    const RecordId b = account("li", "无锡长江");
    const RecordId first = opportunity("li", a, R"("amount": "5", "close_date": "2026-05-01")");
    const RecordId second = opportunity("li", a, R"("amount": "7", "close_date": "2026-04-01")");
    EXPECT_EQ(company.load(a).values[company.object("account").at("open_count").index], Value(2));
    EXPECT_EQ(company.load(a).date("first_close"), parse_date("2026-04-01"));
    EXPECT_EQ(company.load(a).date("last_close"), parse_date("2026-05-01"));
    EXPECT_EQ(company.load(a).version, 1);
    tick();
    company.update(company.actor("li"), second, R"({"account": ")" + to_text(b) + "\"}");
    EXPECT_EQ(company.load(a).date("first_close"), parse_date("2026-05-01"));
    EXPECT_EQ(company.load(b).date("first_close"), parse_date("2026-04-01"));
    company.remove(company.actor("li"), first);
    EXPECT_EQ(company.load(a).values[company.object("account").at("open_count").index], Value(0));
    EXPECT_EQ(company.load(a).date("last_close"), std::nullopt);
    EXPECT_EQ(company.load(a).version, 1);
    tick();
    company.workspace().write(company.actor("li"), [&](Tx& tx) {
        record::restore(tx, tx.schema().at("opportunity"), first);
    });
    EXPECT_EQ(company.load(a).date("last_close"), parse_date("2026-05-01"));
    EXPECT_EQ(last_event(first), "restored 3 ");
}

TEST_F(RecordWrite, DeletionTakesLinesAlongAndIsRefusedWhenHeld) {
    const RecordId customer = account("li", "苏州拓远");
    const RecordId id = opportunity("li", customer, R"("lines": [
        {"product": "阀", "quantity": "3", "price": "12.5"}])");
    EXPECT_EQ(problems([&] { company.remove(company.actor("li"), customer); }),
              Problems{":issue.record.in_use"});
    tick();
    company.remove(company.actor("li"), id);
    EXPECT_EQ(company.integer("SELECT count(*) FROM opportunity_line WHERE deleted_at IS NULL"),
              0);
    EXPECT_EQ(company.load(customer).amount("lines_total"), Decimal::of(0));
    EXPECT_EQ(problems([&] { company.load(id); }), Problems{"error.record.not_found"});
    tick();
    company.workspace().write(company.actor("li"), [&](Tx& tx) {
        record::restore(tx, tx.schema().at("opportunity"), id);
    });
    EXPECT_EQ(company.load(id).amount("total").to_text(), "37.50");
    EXPECT_EQ(company.load(customer).amount("lines_total").to_text(), "37.50");
}

TEST_F(RecordWrite, UniqueAndDuplicate) {
    const RecordId a = account("li", "苏州拓远智能装备有限公司");
    opportunity("li", a, R"("code": "P1")");
    EXPECT_EQ(problems([&] { opportunity("li", a, R"("code": "P1")"); }),
              Problems{"code:issue.unique"});
    EXPECT_EQ(problems([&] { account("zhao", "苏州拓远智能装备"); }),
              Problems{"name:issue.duplicate.hidden"});
    WriteSettings anyway;
    anyway.allow_duplicates = true;
    EXPECT_NO_THROW(company.create(company.actor("zhao"), "account",
                                   R"({"name": "苏州拓远智能装备"})", anyway));
    EXPECT_EQ(problems([&] {
                  company.create(company.system(), "account",
                                 R"({"name": "甲", "level": "old"})");
              }),
              Problems{"level:issue.option.hidden"});
}

TEST_F(RecordWrite, RequiredWhenKnowsGaps) {
    const RecordId a = account("li", "苏州拓远");
    EXPECT_EQ(problems([&] { opportunity("li", a, R"("stage": {"key": "final"})"); }),
              Problems{"plan_note:issue.required"});
    EXPECT_EQ(problems([&] { opportunity("li", a, R"("stage": {"key": "nowhere"})"); }),
              Problems{"stage:issue.reference.unknown_key"});
    WriteSettings import;
    import.via = Via::import;
    const RecordId id = company.create(
        company.system(), "opportunity",
        R"({"name": "旧项目", "account": ")" + to_text(a) + R"(", "stage": {"key": "final"}})",
        import);
    EXPECT_EQ(company.load(id).text("source_kind"), "import");
    // The gap stands, but does not stop a change of something else.
    EXPECT_NO_THROW(company.update(company.system(), id, R"({"amount": "1"})"));
}

TEST_F(RecordWrite, VerbsCheckStateAndArguments) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "10")");
    const auto run = [&](std::string_view login, const char* verb, const char* body) {
        company.workspace().write(company.actor(login), [&](Tx& tx) {
            record::run_verb(tx, tx.schema().at("opportunity"), id, verb, std::nullopt,
                             Json::parse(body));
        });
    };
    EXPECT_EQ(problems([&] { run("li", "lose", "{}"); }), Problems{"reason:issue.required"});
    EXPECT_EQ(problems([&] { run("li", "lose", R"({"reason": "price", "x": 1})"); }),
              Problems{"x:issue.unknown_field"});
    EXPECT_EQ(problems([&] { run("li", "loose", "{}"); }), Problems{"error.verb.unknown"});
    EXPECT_EQ(problems([&] { run("zhao", "win", "{}"); }), Problems{"error.record.not_found"});
    EXPECT_EQ(problems([&] { run("fan", "win", "{}"); }), Problems{"error.access.act"});
    tick();
    run("li", "lose", R"({"reason": "price"})");
    EXPECT_EQ(company.load(id).text("lost_reason"), "price");
    EXPECT_EQ(last_event(id), "opportunity.lost 2 state,lost_reason");
    EXPECT_EQ(company.text("SELECT cause FROM h_opportunity"), "verb lose");
    EXPECT_EQ(problems([&] { run("li", "win", "{}"); }), Problems{"error.verb.state"});
}

TEST_F(RecordWrite, LocksAndLinks) {
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("amount": "10")");
    company.workspace().write(company.system(), [&](Tx& tx) { record::lock(tx, id, "报价审批"); });
    EXPECT_EQ(problems([&] { company.update(company.actor("li"), id, R"({"amount": "1"})"); }),
              Problems{"error.record.locked"});
    EXPECT_EQ(problems([&] { company.remove(company.actor("li"), id); }),
              Problems{"error.record.locked"});
    company.workspace().write(company.system(), [&](Tx& tx) {
        record::unlock(tx, id);
        record::add_link(tx, "collaborator", id, company.id("zhao"), "read");
        record::add_link(tx, "collaborator", id, company.id("zhao"), "write");
    });
    EXPECT_EQ(company.text("SELECT role FROM link WHERE relation = 'collaborator'"), "write");
    EXPECT_EQ(last_event(id), "linked 0 collaborator");
    EXPECT_NO_THROW(company.update(company.actor("zhao"), id, R"({"amount": "1"})"));
}

TEST_F(RecordWrite, AccessOnRecordsAndFields) {
    const RecordId customer = account("li", "苏州拓远");
    const RecordId id = opportunity("li", customer, R"("amount": "10")");
    EXPECT_EQ(problems([&] { company.update(company.actor("zhao"), id, R"({"amount": "1"})"); }),
              Problems{"error.record.not_found"});
    EXPECT_EQ(problems([&] { company.update(company.actor("fan"), id, R"({"amount": "1"})"); }),
              Problems{"amount:issue.field.forbidden"});
    EXPECT_NO_THROW(company.update(company.actor("fan"), id, R"({"close_date": "2026-09-01"})"));
    EXPECT_EQ(problems([&] {
                  company.update(company.actor("fan"), customer, R"({"level": "a"})");
              }),
              Problems{"error.record.not_writable"});
    EXPECT_EQ(problems([&] { opportunity("zhao", customer, ""); }),
              Problems{"account:issue.reference.not_found"});
    EXPECT_EQ(problems([&] {
                  company.create(company.actor("li"), "account",
                                 R"({"name": "别人的", "owner": ")" +
                                     to_text(company.id("chen")) + "\"}");
              }),
              Problems{"error.record.out_of_reach"});
    const std::string to_zhao = R"({"owner": ")" + to_text(company.id("zhao")) + "\"}";
    EXPECT_EQ(problems([&] { company.update(company.actor("li"), id, to_zhao); }),
              Problems{"owner:issue.owner.transfer"});
    EXPECT_EQ(company.update(company.actor("wang"), id, to_zhao).ref("owner_dept"),
              company.id("east"));
    EXPECT_EQ(problems([&] { company.create(company.actor("fan"), "account", "{}"); }),
              Problems{"error.access.act"});
}

TEST_F(RecordWrite, NumbersGoOnAfterImportedOnes) {
    const RecordId a = account("li", "苏州拓远");
    company.workspace().write(company.system(), [&](Tx& tx) {
        const meta::Object& object = tx.schema().at("opportunity");
        WriteSettings import;
        import.via = Via::import;
        record::Changes changes;
        changes.set(object, "name", "旧项目");
        changes.set(object, "account", a);
        changes.set(object, "number", "SJ202600001");
        record::create(tx, object, changes, import);
        changes.set(object, "number", "SJ202600041");
        record::create(tx, object, changes, import);
    });
    EXPECT_EQ(company.load(opportunity("li", a, "")).text("number"), "SJ202600042");
    EXPECT_EQ(company.load(opportunity("li", a, "")).text("number"), "SJ202600043");
}

TEST_F(RecordWrite, ManyAtOnceWithIssuesPerRow) {
    const RecordId a = account("li", "苏州拓远");
    company.workspace().write(company.system(), [&](Tx& tx) {
        const meta::Object& object = tx.schema().at("opportunity");
        std::vector<record::Changes> rows(5);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].set(object, "name", "第" + std::to_string(i));
            rows[i].set(object, "account", a);
            rows[i].set(object, "stage", "talk");
            rows[i].set(object, "code", i == 3 ? "P2" : "P" + std::to_string(i));
        }
        rows[4].set(object, "account", RecordId(77));
        WriteSettings import;
        import.via = Via::import;
        const auto results = record::create_many(tx, object, rows, import);
        EXPECT_TRUE(results[0].id && results[1].id && results[2].id);
        ASSERT_EQ(results[3].issues.size(), 1U);
        EXPECT_EQ(results[3].issues.list()[0].key, "issue.unique.batch");
        ASSERT_EQ(results[4].issues.size(), 1U);
        EXPECT_EQ(results[4].issues.list()[0].field, "account");
    });
    EXPECT_EQ(company.integer("SELECT count(*) FROM opportunity"), 3);
    EXPECT_EQ(company.integer("SELECT open_count FROM account WHERE id = " + to_text(a)), 3);
}

TEST_F(RecordWrite, CheckWritesNothing) {
    const RecordId a = account("li", "苏州拓远");
    const Actor li = company.actor("li");
    company.workspace().read(li, [&](const Snapshot& snapshot) {
        const meta::Object& object = snapshot.schema().at("opportunity");
        record::Changes changes;
        changes.set(object, "account", a);
        const Issues issues = record::check(snapshot, object, changes, std::nullopt, {});
        ASSERT_EQ(issues.size(), 1U);
        EXPECT_EQ(issues.list()[0].field, "name");
        changes.set(object, "name", "好");
        EXPECT_TRUE(record::check(snapshot, object, changes, std::nullopt, {}).empty());
    });
    EXPECT_EQ(company.integer("SELECT count(*) FROM opportunity"), 0);
}

TEST_F(RecordWrite, IdempotencyRemembersADay) {
    const Actor li = company.actor("li");
    const auto recall = [&](const char* hash) {
        std::optional<record::Remembered> found;
        company.workspace().write(li, [&](Tx& tx) { found = record::recall(tx, "k1", hash); });
        return found;
    };
    EXPECT_FALSE(recall("a"));
    company.workspace().write(li, [&](Tx& tx) { record::remember(tx, "k1", "a", {201, "{}"}); });
    ASSERT_TRUE(recall("a"));
    EXPECT_EQ(recall("a")->status, 201);
    EXPECT_EQ(problems([&] { recall("b"); }), Problems{"error.idempotency.body"});
    company.clock().advance(record::kIdempotencyMicros + 1);
    EXPECT_FALSE(recall("b"));
    company.workspace().write(li, [&](Tx& tx) { record::remember(tx, "k1", "b", {200, ""}); });
    EXPECT_EQ(company.integer("SELECT count(*) FROM idempotency"), 1);
}

TEST_F(RecordWrite, IdsAndEventsGoOnAfterAReopenThoughTheClockStands) {
    const RecordId a = account("li", "苏州拓远");
    const std::int64_t seq = company.integer("SELECT max(seq) FROM event");
    company.reopen();
    const RecordId b = account("li", "无锡长江");
    EXPECT_GT(b, a);
    EXPECT_GT(company.integer("SELECT max(seq) FROM event"), seq);
}

TEST_F(RecordWrite, ModulesHearWhatWasWritten) {
    std::vector<std::string> heard;
    company.workspace().slot<record::Registry>().after_write(
        "opportunity", [&](Tx&, const record::Record* before, const record::Record& after) {
            heard.push_back(std::string(before ? "u" : "c") + after.amount("total").to_text() +
                            (after.deleted_at ? "d" : ""));
        });
    const RecordId id = opportunity("li", account("li", "苏州拓远"), R"("lines": [
        {"product": "阀", "quantity": "3", "price": "12.5"}])");
    tick();
    company.update(company.actor("li"), id, R"({"amount": "3"})");
    company.remove(company.actor("li"), id);
    EXPECT_EQ(heard, (std::vector<std::string>{"c37.50", "u37.50", "u0.00d"}));
}

}  // namespace
}  // namespace bihuan::design
