#include "db/postgres/sql_text.h"

#include <gtest/gtest.h>

namespace bihuan::db::postgres {
namespace {

TEST(SqlTextTest, places_are_numbered_outside_quotes_and_comments) {
    const Statement made = rewritten("SELECT '?', \"a?\", ? -- ?\n, /* ? */ ? WHERE x = 'it''s ?'");
    EXPECT_EQ(made.text, "SELECT '?', \"a?\", $1 -- ?\n, /* ? */ $2 WHERE x = 'it''s ?'");
    EXPECT_EQ(made.params, 2);
    EXPECT_EQ(rewritten("SELECT '").text, "SELECT '");
}

TEST(SqlTextTest, an_integer_has_64_bits) {
    EXPECT_EQ(rewritten("SELECT CAST(? AS INTEGER), INTEGERS, 'INTEGER'").text,
              "SELECT CAST($1 AS BIGINT), INTEGERS, 'INTEGER'");
}

TEST(SqlTextTest, text_columns_go_by_code_points) {
    EXPECT_EQ(rewritten_ddl("CREATE TABLE t (a TEXT NOT NULL, b TEXT COLLATE \"C\", \"TEXT\" "
                            "INTEGER, c TEXT)"),
              "CREATE TABLE t (a TEXT COLLATE \"C\" NOT NULL, b TEXT COLLATE \"C\", \"TEXT\" "
              "BIGINT, c TEXT COLLATE \"C\")");
}

}  // namespace
}  // namespace bihuan::db::postgres
