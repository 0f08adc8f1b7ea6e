// PostgreSQL's error states as the product's Error.
//
// Pure functions: any thread.
#pragma once

#include "base/error.h"

#include <string>
#include <string_view>

namespace bihuan::db::postgres {

// What the caller of a transaction should do about a state (SQLSTATE, five characters).
enum class Remedy {
    none,     // the statement is at fault, or the data
    rerun,    // lost against another transaction: the whole transaction runs again
    reopen,   // the connection is gone: open another, then run the transaction again
};

Remedy remedy_of(std::string_view state);

// The Error for `state` with the server's own words as its cause.
Error error_of(std::string_view state, std::string_view said, std::string_view doing);

// The connection is gone, or the server cannot be reached.
Error lost_error(std::string_view said);

}  // namespace bihuan::db::postgres
