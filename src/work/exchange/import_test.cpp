// Imports on the test company: mapping, check, run, resume, undo, error file, export.
#include "work/exchange/import.h"

#include "base/error.h"
#include "kernel/design/test_company.h"
#include "work/exchange/export.h"
#include "work/job/runner.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace bihuan::exchange {
namespace {

using design::TestCompany;

class ImportTest : public ::testing::Test {
protected:
    ImportTest() {
        company.workspace().database().write(db::Lane::interactive, [](db::WriteLease& lease) {
            for (const std::string& ddl :
                 {job::store_ddl(), file::store_ddl(), exchange::store_ddl()}) {
                lease.connection().script(ddl);
            }
        });
        register_kinds();
    }

    void register_kinds() {
        register_exchange(company.workspace().slot<job::Kinds>());
    }

    Workspace& workspace() { return company.workspace(); }

    Import upload(const Actor& actor, const std::string& object, std::string text,
                  const std::string& options = "", const std::string& name = "客户.csv") {
        std::string_view rest = text;
        const Upload file{[&](std::span<char> out) {
                              const std::size_t count = std::min(out.size(), rest.size());
                              rest.copy(out.data(), count);
                              rest.remove_prefix(count);
                              return count;
                          },
                          name};
        return create_import(workspace(), actor, file, object, options);
    }

    void work() {
        job::Runner runner(workspace());
        for (int i = 0; i < 10'000; ++i) {
            if (!runner.step(company.clock().now()).worked) return;
        }
        FAIL() << "the jobs do not end";
    }

    Import load(RecordId id) {
        Import import;
        workspace().read(company.system(), [&](const Snapshot& snapshot) {
            import = *find_import(snapshot, id);
        });
        return import;
    }

    Import import(const Actor& actor, const std::string& object, const std::string& text,
                  const std::string& options = "") {
        const RecordId id = upload(actor, object, text, options).id;
        work();
        if (load(id).state != ImportState::checked) return load(id);
        workspace().write(actor, [&](Tx& tx) { run_import(tx, id); });
        work();
        return load(id);
    }

    void undo(const Actor& actor, RecordId id) {
        workspace().write(actor, [&](Tx& tx) { undo_import(tx, id); });
        work();
    }

    std::string errors(const Import& import) {
        ErrorFile file(workspace(), std::make_shared<Actor>(company.system()), import);
        std::string out;
        while (file.next(out)) {}
        return out;
    }

    std::string field_of(const Import& import, const std::string& column) {
        for (const Proposal& each : import.columns) {
            if (each.column == column) return each.field.value_or("-");
        }
        return "?";
    }

    std::int64_t live(const std::string& object) {
        return company.integer("SELECT count(*) FROM " + object + " WHERE deleted_at IS NULL");
    }

    TestCompany company;
};

TEST_F(ImportTest, ProposesByLabelNameAndUsualWords) {
    const Import import = upload(company.system(), "account",
                                 "客户名称,联系电话,level,外部编号,没人知道\nA,,,,\n");
    EXPECT_EQ(field_of(import, "客户名称"), "name");
    EXPECT_EQ(field_of(import, "联系电话"), "phone");
    EXPECT_EQ(field_of(import, "level"), "level");
    EXPECT_EQ(field_of(import, "外部编号"), "external_id");
    EXPECT_EQ(field_of(import, "没人知道"), "-");
}

TEST_F(ImportTest, CreatesWhatIsSoundAndTellsTheRest) {
    const Import done = import(company.system(), "account",
                               "客户名称,电话,级别,负责人\n"
                               "苏州拓远,13800138000,A 类,李强\n"
                               "无锡恒达,不是号码,B 类,赵敏\n"
                               ",13800138001,,\n"
                               "常州精工,,,没有这个人\n"
                               "南通海纳,,a,li\n");
    EXPECT_EQ(done.state, ImportState::done);
    EXPECT_EQ(done.counts.rows, 5);
    EXPECT_EQ(done.counts.created, 2);
    EXPECT_EQ(done.counts.bad, 3);
    EXPECT_EQ(company.text("SELECT phone FROM account WHERE name = '苏州拓远'"),
              "+8613800138000");
    EXPECT_EQ(company.integer("SELECT owner FROM account WHERE name = '南通海纳'"),
              company.id("li").value);
    EXPECT_EQ(company.text("SELECT source_kind FROM account WHERE name = '苏州拓远'"), "import");
    EXPECT_EQ(company.text("SELECT import_id FROM account WHERE name = '苏州拓远'"),
              to_text(done.id));
    const std::string file = errors(done);
    EXPECT_TRUE(file.starts_with("\xEF\xBB\xBF客户名称,电话,级别,负责人,行号,原因\r\n")) << file;
    EXPECT_NE(file.find("无锡恒达,不是号码,B 类,赵敏,3,"), std::string::npos) << file;
    EXPECT_NE(file.find("常州精工,,,没有这个人,5,"), std::string::npos) << file;
}

TEST_F(ImportTest, RaggedRowsAreReportedAndNeverShifted) {
    const Import done = import(company.system(), "account",
                               "客户名称,外部编号\n一,1\n二,2,多\n三\n四,4\n");
    EXPECT_EQ(done.counts.created, 2);
    EXPECT_EQ(done.counts.bad, 2);
    EXPECT_EQ(company.texts("SELECT name || external_id FROM account ORDER BY id"), "一1,四4");
}

TEST_F(ImportTest, UpsertByExternalId) {
    import(company.system(), "account", "客户名称,外部编号,电话\n甲,1,13800138000\n乙,2,\n");
    const Import again =
        import(company.system(), "account",
               "客户名称,外部编号,电话\n甲改,1,\n丙,3,\n丙改,3,13900139000\n",
               R"({"mode": "upsert"})");
    EXPECT_EQ(again.counts.created, 1);
    EXPECT_EQ(again.counts.updated, 2);
    EXPECT_EQ(company.texts("SELECT name || coalesce(phone, '') FROM account "
                            "ORDER BY external_id"),
              "甲改+8613800138000,乙,丙改+8613900139000");
    undo(company.system(), again.id);
    EXPECT_EQ(load(again.id).state, ImportState::undone);
    EXPECT_EQ(company.texts("SELECT name FROM account WHERE deleted_at IS NULL "
                            "ORDER BY external_id"),
              "甲,乙");
}

TEST_F(ImportTest, UpdateOnlyKnowsItsRecords) {
    import(company.system(), "account", "客户名称,外部编号\n甲,1\n");
    const Import done = import(company.system(), "account", "客户名称,外部编号\n甲改,1\n乙,2\n",
                               R"({"mode": "update"})");
    EXPECT_EQ(done.counts.updated, 1);
    EXPECT_EQ(done.counts.bad, 1);
    const RecordId refused = upload(company.system(), "account", "客户名称\n甲\n").id;
    EXPECT_THROW(change_options(workspace(), company.system(), refused, R"({"mode": "update"})"),
                 Error);
}

TEST_F(ImportTest, DuplicatesAreSkippedUpdatedOrMade) {
    company.create(company.system(), "account", R"({"name": "苏州拓远有限公司"})");
    const std::string text = "客户名称,电话\n苏州拓远,13800138000\n新客户,\n新客户,\n";
    const Import skipped = import(company.system(), "account", text);
    EXPECT_EQ(skipped.counts.duplicates, 2);
    EXPECT_EQ(skipped.counts.created, 1);
    EXPECT_EQ(skipped.counts.skipped, 2);
    const Import updated =
        import(company.system(), "account", text, R"({"duplicates": "update"})");
    EXPECT_EQ(updated.counts.updated, 3);
    EXPECT_EQ(live("account"), 2);
    const Import made = import(company.system(), "account", text, R"({"duplicates": "create"})");
    EXPECT_EQ(made.counts.created, 3);
    EXPECT_EQ(live("account"), 5);
}

TEST_F(ImportTest, RelationsByNameAndThoseThatAreMade) {
    company.create(company.system(), "account", R"({"name": "苏州拓远"})");
    for (int i = 0; i < 2; ++i) {
        record::WriteSettings twice;
        twice.allow_duplicates = true;
        company.create(company.system(), "account", R"({"name": "同名"})", twice);
    }
    const std::string text =
        "姓名,客户\n张一,苏州拓远\n李二,没有的公司\n王三,同名\n赵四,没有的公司\n";
    const Import strict = import(company.system(), "contact", text);
    EXPECT_EQ(strict.counts.created, 1);
    EXPECT_EQ(strict.counts.bad, 3);
    const Import made = import(company.system(), "contact", text,
                               R"({"create_missing": {"account": true}})");
    EXPECT_EQ(made.counts.created, 3);
    EXPECT_EQ(made.counts.bad, 1);
    EXPECT_EQ(live("account"), 4);
    EXPECT_EQ(company.integer("SELECT count(*) FROM contact c JOIN account a ON a.id = c.account "
                              "WHERE a.name = '没有的公司'"), 2);
    undo(company.system(), made.id);
    EXPECT_EQ(live("account"), 3);
    EXPECT_EQ(live("contact"), 1);
}

TEST_F(ImportTest, PastDatesBecomePastVersions) {
    const Import done = import(
        company.system(), "opportunity",
        "商机名称,客户,状态,创建时间,关闭,金额\n一,甲,赢单,2026-01-10,2026-02-10,1200\n"
        "二,甲,进行中,2026-01-20,,500\n三,甲,进行中,2036-01-20,,500\n",
        R"({"create_missing": {"account": true}, "mapping": {"关闭": "close_date"},
            "closing": {"column": "关闭", "before": {"state": "open", "amount": ""}}})");
    EXPECT_EQ(done.counts.created, 2);
    EXPECT_EQ(done.counts.bad, 1);
    const auto at = [&](const char* day) {
        const std::string micros = std::to_string(
            workspace().zone().end_of(*parse_date(day)).micros);
        return company.texts(
            "SELECT state || coalesce(CAST(amount AS TEXT), '-') FROM (SELECT id, state, amount "
            "FROM opportunity WHERE valid_from <= " + micros +
            " UNION ALL SELECT id, state, amount FROM h_opportunity WHERE valid_from <= " +
            micros + " AND valid_to > " + micros + ") q ORDER BY id");
    };
    EXPECT_EQ(at("2026-01-09"), "");
    EXPECT_EQ(at("2026-01-15"), "open-");
    EXPECT_EQ(at("2026-01-25"), "open-,open50000");
    EXPECT_EQ(at("2026-02-20"), "won120000,open50000");
    EXPECT_EQ(company.integer("SELECT count(*) FROM opportunity WHERE recorded_at IS NOT NULL"),
              2);
}

TEST_F(ImportTest, TheReasonKeepsItsColumnBesideRowsWithTooManyCells) {
    const Import first = import(company.system(), "account",
                                "客户名称,电话\n甲,13800138000\n乙,,,多,出\n丙,x\n");
    EXPECT_EQ(first.counts.created, 1);
    const std::string file = errors(first);
    const auto line_of = [&](const std::string& begin) {
        const std::size_t at = file.find("\n" + begin);
        if (at == std::string::npos) return std::string();
        return file.substr(at + 1, file.find("\r\n", at + 1) - at - 1);
    };
    EXPECT_NE(file.find("客户名称,电话,行号,原因\r\n"), std::string::npos) << file;
    EXPECT_TRUE(line_of("乙").starts_with("乙,,3,")) << file;   // row and reason in their columns
    EXPECT_TRUE(line_of("乙").ends_with(",,多,出")) << file;     // what was too much behind them
    EXPECT_TRUE(line_of("丙").starts_with("丙,x,4,")) << file;
    // As it is, it is refused as before; put right, it comes in, with or without the reasons.
    const Import again = import(company.system(), "account", file);
    EXPECT_EQ(again.counts.created, 0) << errors(again);
    EXPECT_EQ(again.counts.bad, 2);
    std::string mended = file;
    const auto put = [&](const std::string& old, const std::string& by) {
        const std::size_t at = mended.find(old);
        ASSERT_NE(at, std::string::npos) << mended;
        mended.replace(at, old.size(), by);
    };
    put(",,多,出", "");
    put("丙,x", "丙,13900139000");
    const Import last = import(company.system(), "account", mended);
    EXPECT_EQ(last.counts.created, 2) << errors(last);
    EXPECT_EQ(company.text("SELECT phone FROM account WHERE name = '丙'"), "+8613900139000");
}

TEST_F(ImportTest, GapsAreMarked) {
    const Import done = import(company.system(), "opportunity", "商机名称,客户\n一,\n",
                               R"({"allow_gaps": true})");
    EXPECT_EQ(done.counts.created, 1);
    EXPECT_EQ(company.text("SELECT tags FROM opportunity"), R"(["待补全"])");
}

TEST_F(ImportTest, UndoKeepsWhatWasChangedSince) {
    const Import done = import(company.system(), "account", "客户名称\n甲\n乙\n丙\n");
    const RecordId second(company.integer("SELECT id FROM account WHERE name = '乙'"));
    company.update(company.system(), second, R"({"name": "乙改"})");
    undo(company.system(), done.id);
    EXPECT_EQ(company.texts("SELECT name FROM account WHERE deleted_at IS NULL ORDER BY id"),
              "乙改");
}

TEST_F(ImportTest, ACrashResumesExactlyOnce) {
    constexpr int kRows = 20'000;  // far more than one step can take
    std::string text = "客户名称,外部编号\n";
    for (int i = 0; i < kRows; ++i) {
        text += "客户" + std::to_string(i) + "号公司," + std::to_string(i) + "\n";
    }
    const RecordId id = upload(company.system(), "account", text).id;
    work();
    workspace().write(company.system(), [&](Tx& tx) { run_import(tx, id); });
    job::Runner runner(workspace());
    while (load(id).counts.done == 0) runner.step(company.clock().now());
    const std::int64_t before = load(id).counts.done;
    ASSERT_LT(before, kRows) << "one step took it all: the test needs more rows";
    company.reopen();
    register_kinds();
    // Where several processes may run jobs, the next one waits for the lease of the one that died.
    company.clock().advance(60 * kMicrosPerSecond);
    work();
    const Import done = load(id);
    EXPECT_EQ(done.state, ImportState::done);
    EXPECT_EQ(done.counts.created, kRows);
    EXPECT_EQ(company.integer("SELECT count(DISTINCT external_id) FROM account"), kRows);
    EXPECT_EQ(live("account"), kRows);
}

TEST_F(ImportTest, RightsAreThoseOfWhoImports) {
    const Actor li = company.actor("li");
    EXPECT_THROW(upload(company.actor("fan"), "account", "客户名称\n甲\n"), Error);
    company.create(company.actor("chen"), "account", R"({"name": "陈晨的客户"})");
    const RecordId id = upload(company.system(), "contact", "姓名,客户\n张,陈晨的客户\n").id;
    work();
    EXPECT_EQ(load(id).counts.sound, 1);
    EXPECT_THROW(workspace().read(li, [&](const Snapshot& snapshot) {
        visible_import(snapshot, id);
    }), Error);
}

TEST_F(ImportTest, ChoicesAreRemembered) {
    import(company.system(), "account", "甲列,乙列\n一,1\n",
           R"({"mapping": {"甲列": "name", "乙列": "external_id"}})");
    const Import again = upload(company.system(), "account", "甲列,乙列\n二,2\n");
    EXPECT_EQ(field_of(again, "甲列"), "name");
    EXPECT_EQ(field_of(again, "乙列"), "external_id");
}

TEST_F(ImportTest, OptionsAreCheckedAllAtOnce) {
    try {
        upload(company.system(), "account", "客户名称\n甲\n",
               R"({"mode": "replace", "mapping": [], "header_row": -1, "mod": 1})");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.issues().size(), 4u);
    }
    EXPECT_THROW(upload(company.system(), "account", "客户名称\n甲\n",
                        R"({"mapping": {"客户名称": "nam"}})"), Error);
    EXPECT_THROW(upload(company.system(), "account", ""), Error);
}

TEST_F(ImportTest, ExportsReadBackAsTheyWere) {
    import(company.system(), "account",
           "客户名称,电话,级别,外部编号\n\"拓远, \"\"甲\"\"\",13800138000,A 类,=1+1\n乙,,b,-2\n");
    const auto actor = std::make_shared<Actor>(company.system());
    ExportRequest request;
    request.object = "account";
    request.sort = "external_id";
    request.fields = {"name", "phone", "level", "external_id"};
    CsvExport rows(workspace(), actor, request);
    std::string text;
    while (rows.next(text)) {}
    EXPECT_EQ(rows.rows(), 2);
    EXPECT_NE(text.find("ID,客户名称,电话,级别,外部编号\r\n"), std::string::npos) << text;
    EXPECT_NE(text.find("'=1+1"), std::string::npos) << text;
    const Import back = import(company.system(), "account", text,
                               R"({"mode": "update", "match": "external_id"})");
    EXPECT_EQ(back.counts.updated, 2) << errors(back);
    EXPECT_EQ(company.integer("SELECT max(version) FROM account"), 1);  // nothing differs

    const std::string path = temporary_path(workspace(), ".xlsx");
    EXPECT_EQ(export_xlsx(workspace(), actor, request, path), 2);
    Source source = open_source(path, {});
    EXPECT_EQ(source.columns,
              (std::vector<std::string>{"ID", "客户名称", "电话", "级别", "外部编号"}));
    std::filesystem::remove(path);
}

TEST_F(ImportTest, ExportsShowNoMoreThanMayBeSeen) {
    company.create(company.actor("chen"), "account", R"({"name": "陈晨的客户"})");
    company.create(company.actor("li"), "account", R"({"name": "李强的客户"})");
    ExportRequest request;
    request.object = "account";
    request.fields = {"name"};
    const auto wang = std::make_shared<Actor>(company.actor("wang"));
    try {
        CsvExport rows(workspace(), std::make_shared<Actor>(company.actor("li")), request);
        std::string text;
        while (rows.next(text)) {}
        EXPECT_EQ(text.find("陈晨"), std::string::npos);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::forbidden);  // reps of the test company may not export
    }
    request.where = "nonsense ==";
    EXPECT_THROW(CsvExport(workspace(), std::make_shared<Actor>(company.system()), request),
                 Error);
}

TEST_F(ImportTest, TheSuperstoreInGb18030) {
    const std::string packed = "../shared/data/orders-superstore-cn/orders.gb18030.csv.gz";
    if (!std::filesystem::exists(packed)) GTEST_SKIP();
    const std::string path = company.folder() + "/orders.csv";
    ASSERT_EQ(std::system(("gzip -dc " + packed + " > " + path).c_str()), 0);
    Source source = open_source(path, {});
    EXPECT_EQ(source.encoding, "GB18030");
    EXPECT_EQ(source.columns.size(), 20u);
    EXPECT_EQ(source.columns[1], "订单 ID");
    std::int64_t rows = 0;
    Row row;
    while (source.rows->next(row)) {
        EXPECT_EQ(row.cells.size(), 20u) << row.number;
        ++rows;
    }
    EXPECT_EQ(rows, 10'000);
}

}  // namespace
}  // namespace bihuan::exchange
