// PostgreSQL's answers to Dialect's questions, from functions that every server has built in.
//
// Immutable; any thread.
#pragma once

#include "db/dialect.h"

#include <memory>

namespace bihuan::db::postgres {

std::unique_ptr<Dialect> make_dialect();

}  // namespace bihuan::db::postgres
