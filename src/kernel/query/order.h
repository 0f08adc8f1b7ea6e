// Sorting and paging: ORDER BY terms, and the predicate of "after this row".
//
// Built by one query on one thread.
#pragma once

#include "kernel/query/cursor.h"
#include "kernel/query/sources.h"

#include <string>
#include <vector>

namespace bihuan::query {

struct SortTerm {
    expr::Sql sql;
    bool descending = false;
    bool nullable = true;
    int column = -1;                 // in the SELECT, to read the cursor's key
    bool is_text = false;
};

struct Order {
    std::vector<SortTerm> terms;
    std::string id;                  // the root's id column in the SQL
    bool id_descending = false;      // the tie-breaker runs with the last term
};

// "-amount,name" -> terms; empty: newest first. References sort by what they are called.
Order plan_order(Sources& sources, std::string_view sort);

// "ORDER BY ..." with nulls last in both directions.
// True when an index gives the first term's order only without its nulls: two statements then.
bool splits_at_nulls(const db::Dialect& dialect, const Order& order);
// `is_split`: the first term has no nulls, or nothing else.
SqlText order_by(const db::Dialect& dialect, const Order& order, bool is_split);

// Rows after the cursor. When the first term is nullable and the cursor's key is not null, the
// rows with null come in a second query (`tail`), so that the index serves both.
struct After {
    SqlText head;                    // predicate of the first query
    bool needs_tail = false;         // rows where the first term is null follow
    SqlText tail;                    // predicate of the second: the first term is null
};
After after_predicate(const Order& order, const Cursor& cursor);

// The cursor's keys, read from the last row.
Cursor cursor_at(const Order& order, const db::Row& row);

}  // namespace bihuan::query
