// SQL under construction: text and the parameters of its `?`, always in the same order.
//
// A plain value on one thread's stack.
#pragma once

#include "db/database.h"
#include "kernel/expr/to_sql.h"

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::query {

// After an inner query: leaves out no row, but keeps the engine from merging it into the outer one.
inline constexpr std::string_view kFence = " LIMIT 9223372036854775807";

struct SqlText {
    std::string text;
    std::vector<Value> params;

    SqlText& add(std::string_view sql) {
        text += sql;
        return *this;
    }
    SqlText& add(const expr::Sql& sql) {
        text += sql.text;
        params.insert(params.end(), sql.params.begin(), sql.params.end());
        return *this;
    }
    SqlText& add(const SqlText& sql) {
        text += sql.text;
        params.insert(params.end(), sql.params.begin(), sql.params.end());
        return *this;
    }
    SqlText& bind(Value value) {
        text += '?';
        params.push_back(std::move(value));
        return *this;
    }
    // Borrows from `params`: the SqlText must outlive the call that uses them.
    db::Params borrowed() const;
};

}  // namespace bihuan::query
