// How an engine's index of words is asked for the newest records.
//
// Pure; any thread.
#pragma once

#include "db/dialect.h"

namespace bihuan::db {

// True where the index of words gives all records of a word in no order: the newest of a frequent
// word are then found sooner by looking at the newest rows of search_index themselves.
inline bool words_come_unordered(const Dialect& dialect) {
    return dialect.name() != "sqlite";
}

}  // namespace bihuan::db
