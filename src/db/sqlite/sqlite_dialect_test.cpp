// What only this engine does; every question with its answer stands in db/engine/dialect_test.cpp.
#include "db/sqlite/sqlite_dialect.h"

#include "base/error.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/scratch_database.h"

#include <gtest/gtest.h>

namespace bihuan::db::sqlite {
namespace {

TEST(SqliteDialect, AProductBeyond64BitsIsAnErrorNeverAWrongSum) {
    const ScratchFolder folder;
    SqliteConnection connection(folder.file("a.db"), Role::writer, 1024, true);
    const auto dialect = make_dialect();
    std::string key;
    try {
        // SQLite turns such a product into a REAL.
        connection.query("SELECT " + dialect->divide_rounded("m * 10", "3") +
                             " FROM (SELECT ? AS m)",
                         {INT64_MAX}, [](const Row&) { return true; });
    } catch (const Error& error) {
        key = error.key();
    }
    EXPECT_EQ(key, "issue.number.range");
}

}  // namespace
}  // namespace bihuan::db::sqlite
