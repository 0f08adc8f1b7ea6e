// SQLite's answers to db::Dialect.
//
// Booleans are 0 and 1, dates ISO text, instants microseconds, references integers. Constant and
// immutable: any thread.
#pragma once

#include "db/dialect.h"

#include <memory>

namespace bihuan::db::sqlite {

std::unique_ptr<Dialect> make_dialect();

}  // namespace bihuan::db::sqlite
