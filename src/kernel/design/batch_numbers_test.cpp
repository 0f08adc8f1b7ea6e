// Numbers of many rows written at once: counted in memory, never twice, and as the database has
// them afterwards.
#include "kernel/design/test_company.h"

#include <gtest/gtest.h>

namespace bihuan::design {
namespace {

class BatchNumbers : public ::testing::Test {
protected:
    // A row for each text: its own number, or "" for the next one.
    std::vector<record::RowResult> create(const std::vector<std::string>& numbers) {
        std::vector<record::RowResult> results;
        company.workspace().write(company.system(), [&](Tx& tx) {
            const meta::Object& object = tx.schema().at("opportunity");
            std::vector<record::Changes> rows(numbers.size());
            for (std::size_t i = 0; i < rows.size(); ++i) {
                rows[i].set(object, "name", "项目");
                rows[i].set(object, "account", account);
                if (!numbers[i].empty()) rows[i].set(object, "number", numbers[i]);
            }
            record::WriteSettings import;
            import.via = record::Via::import;
            results = record::create_many(tx, object, rows, import);
        });
        return results;
    }
    std::string numbers() {
        std::string all;
        company.workspace().read(company.system(), [&](const Snapshot& snapshot) {
            snapshot.db().query("SELECT number FROM opportunity ORDER BY id", {},
                                [&](const db::Row& row) {
                                    all += (all.empty() ? "" : ",") + std::string(row.text(0));
                                    return true;
                                });
        });
        return all;
    }

    TestCompany company;
    RecordId account = company.create(company.actor("li"), "account", R"({"name": "苏州拓远"})");
};

TEST_F(BatchNumbers, OneCounterForTheBatchAndTheNext) {
    create({"", "", ""});
    create({"", ""});
    EXPECT_EQ(numbers(), "SJ202600001,SJ202600002,SJ202600003,SJ202600004,SJ202600005");
    EXPECT_EQ(company.integer("SELECT last FROM record_counter WHERE field = 'number' AND object "
                              "= (SELECT number FROM meta_object WHERE name = 'opportunity')"),
              5);
}

TEST_F(BatchNumbers, RowsWithNumbersOfTheirOwnAmongThem) {
    create({"", "SJ202600002", "", "SJ202600009", "", ""});
    EXPECT_EQ(numbers(), "SJ202600001,SJ202600002,SJ202600003,SJ202600009,SJ202600004,"
                         "SJ202600005");
    create({"", "", "", ""});  // meets the ninth, goes on after the last
    EXPECT_EQ(company.integer("SELECT count(DISTINCT number) FROM opportunity"), 10);
    EXPECT_EQ(company.text("SELECT number FROM opportunity ORDER BY id DESC LIMIT 1"),
              "SJ202600010");
}

TEST_F(BatchNumbers, AnotherYearBeginsAnewAndARefusedBatchTakesNone) {
    create({""});
    EXPECT_THROW(company.workspace().write(company.system(), [&](Tx& tx) {
        const meta::Object& object = tx.schema().at("opportunity");
        record::Changes changes;
        changes.set(object, "name", "项目");
        changes.set(object, "account", account);
        record::create_many(tx, object, {changes, changes}, {});
        throw std::runtime_error("no");
    }), std::runtime_error);
    create({""});
    company.clock().set(Instant{company.clock().now().micros + 366LL * 86'400'000'000LL});
    create({""});
    EXPECT_EQ(numbers(), "SJ202600001,SJ202600002,SJ202700001");
}

}  // namespace
}  // namespace bihuan::design
