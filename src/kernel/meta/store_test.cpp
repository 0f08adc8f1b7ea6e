#include "db/engine/scratch.h"
#include "kernel/meta/object_json.h"
#include "kernel/meta/store.h"

#include <gtest/gtest.h>

namespace bihuan::meta {
namespace {

constexpr std::string_view kDeal = R"({
  "object": "deal", "number": 40, "label": {"zh": "交易", "en": "Deal"}, "has_owner": false,
  "currency_field": "currency",
  "fields": [
    {"name": "code", "type": "text", "label": {"zh": "代码", "en": "Code"}, "unique": true},
    {"name": "currency", "type": "text", "label": {"zh": "币种", "en": "Currency"}},
    {"name": "amount", "type": "money", "label": {"zh": "金额", "en": "Amount"}},
    {"name": "due", "type": "date", "label": {"zh": "到期", "en": "Due"}},
    {"name": "parent", "type": "lookup", "label": {"zh": "上级", "en": "Parent"},
     "settings": {"target": "deal"}},
    {"name": "half", "type": "formula", "label": {"zh": "一半", "en": "Half"},
     "settings": {"formula": "amount / 2", "result_type": "money"}},
    {"name": "children", "type": "rollup", "label": {"zh": "下级数", "en": "Children"},
     "settings": {"object": "deal", "by": "parent", "fn": "count"}}
  ],
  "indexes": [{"columns": ["due", "-amount"]}]})";

std::shared_ptr<const Schema> built(std::string_view json) {
    Issues issues;
    std::vector<Object> objects;
    objects.push_back(parse_object(Json::parse(json), issues));
    auto schema = Schema::build(1, std::move(objects), issues);
    EXPECT_TRUE(issues.empty());
    return schema;
}

std::string with(std::string_view json, std::string_view from, std::string_view to) {
    std::string text(json);
    text.replace(text.find(from), from.size(), to);
    return text;
}

std::vector<std::string> planned(db::Database& database, const Object* before,
                                 const Object& after) {
    return plan_ddl(database.dialect(), before, after);
}

// Engines name their column types differently; what is made is the same.
std::vector<std::string> in_common_words(std::vector<std::string> statements) {
    const std::pair<std::string_view, std::string_view> words[] = {
        {" BIGINT", " INTEGER"}, {" SMALLINT", " INTEGER"}, {" TEXT COLLATE \"C\"", " TEXT"}};
    for (std::string& sql : statements) {
        for (const auto& [own, common] : words) {
            for (auto at = sql.find(own); at != std::string::npos; at = sql.find(own, at)) {
                sql.replace(at, own.size(), common);
                at += common.size();
            }
        }
    }
    return statements;
}

TEST(PlanDdl, MakesTablesAndIndexes) {
    db::ScratchBase scratch;
    const auto schema = built(kDeal);
    const auto sql = in_common_words(planned(*scratch.database, nullptr, schema->at("deal")));
    ASSERT_EQ(sql.size(), 10U);
    EXPECT_EQ(sql[0], R"(CREATE TABLE IF NOT EXISTS "deal" (
  "id" INTEGER PRIMARY KEY,
  "version" INTEGER NOT NULL,
  "valid_from" INTEGER NOT NULL,
  "recorded_at" INTEGER,
  "deleted_at" INTEGER,
  "deleted_by" INTEGER,
  "tags" TEXT,
  "source_kind" TEXT,
  "external_id" TEXT,
  "import_id" TEXT,
  "created_by" INTEGER,
  "created_at" INTEGER,
  "updated_by" INTEGER,
  "updated_at" INTEGER,
  "code" TEXT,
  "currency" TEXT,
  "amount" INTEGER,
  "amount_base" INTEGER,
  "due" TEXT,
  "parent" INTEGER,
  "children" INTEGER
))");
    EXPECT_EQ(sql[1].find("CREATE TABLE IF NOT EXISTS \"h_deal\" (\n  \"id\" INTEGER NOT NULL"),
              0U);
    EXPECT_NE(sql[1].find(R"(  "children" INTEGER,
  "valid_to" INTEGER NOT NULL,
  "closed_by" INTEGER,
  "cause" TEXT,
  PRIMARY KEY ("id", "version")
))"),
              std::string::npos);
    const std::vector<std::string> indexes(sql.begin() + 2, sql.end());
    EXPECT_EQ(indexes, (std::vector<std::string>{
        R"(CREATE INDEX IF NOT EXISTS "ix_deal_external_id" ON "deal" ("external_id"))"
        R"( WHERE "external_id" IS NOT NULL)",
        R"(CREATE INDEX IF NOT EXISTS "ix_deal_import_id" ON "deal" ("import_id"))"
        R"( WHERE "import_id" IS NOT NULL)",
        R"(CREATE UNIQUE INDEX IF NOT EXISTS "ux_deal_code" ON "deal" ("code"))"
        R"( WHERE "deleted_at" IS NULL)",
        R"(CREATE INDEX IF NOT EXISTS "ix_deal_due_amount_base_desc" ON "deal")"
        R"( ("due", "amount_base" DESC, "id" DESC) WHERE "deleted_at" IS NULL)",
        R"(CREATE INDEX IF NOT EXISTS "ix_deal_live" ON "deal" ("id"))"
        R"( WHERE "deleted_at" IS NULL)",
        R"(CREATE INDEX IF NOT EXISTS "ix_deal_deleted" ON "deal" ("deleted_at"))"
        R"( WHERE "deleted_at" IS NOT NULL)",
        R"(CREATE INDEX IF NOT EXISTS "ix_h_deal_valid_from" ON "h_deal" ("id", "valid_from"))",
        R"(CREATE INDEX IF NOT EXISTS "ix_h_deal_valid_to" ON "h_deal" ("valid_to"))"}));
    EXPECT_EQ(plan_child_indexes(scratch->dialect(), *schema, schema->at("deal")),
              (std::vector<std::string>{R"(CREATE INDEX IF NOT EXISTS "ix_deal_parent" ON)"
                                        R"( "deal" ("parent", "id"))"}));
}

TEST(PlanDdl, AddsWhatIsMissingAndNothingElse) {
    db::ScratchBase scratch;
    const auto before = built(kDeal);
    const auto same = planned(*scratch.database, &before->at("deal"), before->at("deal"));
    for (const std::string& sql : same) {
        EXPECT_NE(sql.find(" INDEX IF NOT EXISTS "), std::string::npos) << sql;
    }
    const auto after = built(with(kDeal, "{\"name\": \"due\"",
                                  R"({"name": "x_tax", "type": "money", "origin": "custom",)"
                                  R"( "label": {}, "indexed": true}, {"name": "due")"));
    const auto sql = in_common_words(
        planned(*scratch.database, &before->at("deal"), after->at("deal")));
    EXPECT_EQ(sql[0], R"(ALTER TABLE "deal" ADD COLUMN "x_tax" INTEGER)");
    EXPECT_EQ(sql[1], R"(ALTER TABLE "h_deal" ADD COLUMN "x_tax" INTEGER)");
    EXPECT_EQ(sql[2], R"(ALTER TABLE "deal" ADD COLUMN "x_tax_base" INTEGER)");
    EXPECT_EQ(sql[3], R"(ALTER TABLE "h_deal" ADD COLUMN "x_tax_base" INTEGER)");
    EXPECT_NE(std::find(sql.begin(), sql.end(),
                        R"(CREATE INDEX IF NOT EXISTS "ix_deal_x_tax_base" ON "deal")"
                        R"( ("x_tax_base", "id"))"),
              sql.end());
}

TEST(PlanDdl, DropsTheIndexesThatTheFileHasNoMore) {
    db::ScratchBase scratch;
    const auto before = built(with(kDeal, R"([{"columns": ["due", "-amount"]}])",
                                   R"([{"columns": ["due", "-amount"]}, {"columns": ["code"]}])"));
    const auto after = built(with(kDeal, R"("due", "-amount")", R"("due", "amount")"));
    for (const std::string& sql : planned(*scratch.database, nullptr, before->at("deal"))) {
        scratch.script(sql);
    }
    const auto sql = in_common_words(
        planned(*scratch.database, &before->at("deal"), after->at("deal")));
    EXPECT_EQ(sql[0], R"(DROP INDEX IF EXISTS "ix_deal_due_amount_base_desc")");
    EXPECT_EQ(sql[1], R"(DROP INDEX IF EXISTS "ix_deal_code")");
    EXPECT_EQ(std::count_if(sql.begin(), sql.end(),
                            [](const std::string& one) { return one.starts_with("DROP"); }),
              2);
    EXPECT_NE(std::find(sql.begin(), sql.end(),
                        R"(CREATE INDEX IF NOT EXISTS "ix_deal_due_amount_base" ON "deal")"
                        R"( ("due", "amount_base", "id") WHERE "deleted_at" IS NULL)"),
              sql.end());
    for (int round = 0; round < 2; ++round) {
        for (const std::string& one : sql) scratch.script(one);
    }
}

TEST(PlanDdl, RunsOnTheEngineTwice) {
    db::ScratchBase scratch;
    const auto schema = built(kDeal);
    for (int round = 0; round < 2; ++round) {
        for (const std::string& sql : planned(*scratch.database, nullptr, schema->at("deal"))) {
            scratch.script(sql);
        }
    }
    EXPECT_EQ(scratch.integer("SELECT count(*) FROM deal"), 0);
    EXPECT_EQ(scratch.integer("SELECT count(*) FROM h_deal"), 0);
    scratch.script("INSERT INTO deal (id, version, valid_from, code) VALUES (1, 1, 1, 'a')");
    const auto again = [&] {
        scratch.script("INSERT INTO deal (id, version, valid_from, code) VALUES (2, 1, 1, 'a')");
    };
    EXPECT_EQ(db::key_of(again), "error.db.unique");
    scratch.script("UPDATE deal SET deleted_at = 5");
    again();  // what lies in the recycle bin holds no name
}

TEST(PlanDdl, LongIndexNamesAreShortenedAndStayApart) {
    db::ScratchBase scratch;
    std::string fields;
    const std::string long_name(45, 'f');
    for (const char c : {'a', 'b'}) {
        fields += R"({"name": ")" + long_name + c +
                  R"(", "type": "date", "label": {}, "indexed": true},)";
    }
    const auto schema = built(with(kDeal, "{\"name\": \"due\"", fields + "{\"name\": \"due\""));
    std::vector<std::string> names;
    for (const std::string& sql : planned(*scratch.database, nullptr, schema->at("deal"))) {
        const std::size_t at = sql.find("INDEX IF NOT EXISTS \"");
        if (at == std::string::npos) continue;
        const std::size_t from = at + std::string("INDEX IF NOT EXISTS \"").size();
        names.push_back(sql.substr(from, sql.find('"', from) - from));
        EXPECT_LE(names.back().size(), 60U);
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
}

TEST(Store, SavesAndLoadsTheDesign) {
    db::ScratchBase scratch;
    scratch.script(store_ddl());
    EXPECT_EQ(load(scratch->read()->connection())->version(), 0);
    const auto schema = built(kDeal);
    scratch->write(db::Lane::interactive, [&](db::WriteLease& lease) {
        EXPECT_EQ(next_version(lease.connection()), 1);
        EXPECT_EQ(next_version(lease.connection()), 2);
        save_object(lease.connection(), schema->at("deal"));
        save_object(lease.connection(), schema->at("deal"));
    });
    const auto lease = scratch->read();
    const auto loaded = load(lease->connection());
    EXPECT_EQ(loaded->version(), 2);
    ASSERT_EQ(loaded->objects().size(), 1U);
    EXPECT_EQ(write_object(loaded->at("deal")), write_object(schema->at("deal")));
    EXPECT_EQ(loaded->at("deal").at("children").settings.result_type, "integer");
}

TEST(Store, RefusesAnUnreadableDesign) {
    db::ScratchBase scratch;
    scratch.script(store_ddl());
    scratch.script("INSERT INTO meta_object VALUES ('x', 1, '{\"objet\": \"x\"}', 'system', 1)");
    const auto lease = scratch->read();
    EXPECT_EQ(db::key_of([&] { load(lease->connection()); }), "error.schema.unreadable");
}

}  // namespace
}  // namespace bihuan::meta
