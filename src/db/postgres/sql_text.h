// SQL of the common subset as PostgreSQL reads it.
//
// Pure functions: any thread. Quoted text, quoted names and comments stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace bihuan::db::postgres {

struct Statement {
    std::string text;
    int params = 0;
};

// `?` becomes $1, $2, ...; INTEGER, which has 64 bits in the common subset, becomes BIGINT.
Statement rewritten(std::string_view sql);

// DDL: INTEGER as above, and a TEXT column compares by code points whatever the database's own
// collation is.
std::string rewritten_ddl(std::string_view sql);

}  // namespace bihuan::db::postgres
