// Writes one Program as SQL. Private to the room. Used by one thread.
//
// Parameters are marks in the text until the end, because a dialect may use an argument twice or
// in another order.
#pragma once

#include "kernel/expr/function.h"
#include "kernel/expr/to_sql.h"

#include <string>
#include <vector>

namespace bihuan::expr {

// A query longer than this is no filter that a person meant.
inline constexpr std::size_t kSqlTextMax = 4 * 1024 * 1024;

class SqlWriter {
public:
    SqlWriter(const db::Dialect& dialect, Columns& columns, const Facts& facts)
        : dialect_(dialect), columns_(columns), facts_(facts) {}

    const db::Dialect& dialect() const { return dialect_; }
    const Facts& facts() const { return facts_; }

    // True where SQL is true; where it is NULL or false the language says false.
    std::string predicate(const Node& node);
    // The stored form of the node's type, at its own scale; booleans are 1 and 0.
    std::string value(const Node& node);
    std::string number(const Node& node, int scale);
    std::string field_value(const Node& node, const meta::Field& field);
    std::string param(const Value& stored);      // Null, int64 or text
    std::string stored_param(const Value& value, const Type& type);
    std::string list_contains(const std::string& list, const Value& item);
    // Value of what does not read the record.
    Value constant_of(const Node& node);

    // The finished text with `?` and its parameters.
    Sql finish(const std::string& text) const;

private:
    std::string path(const Node& node);
    std::string bounded(std::string text) const;
    std::string rescaled(std::string text, int from, int to) const;
    std::string negated(const Node& node);
    std::string logic(const Node& node, std::string_view word);
    std::string is_empty(const Node& node);
    std::string contains(const Node& node);
    std::string in(const Node& node);
    std::string sum(const Node& node);
    std::string product(const Node& node);
    std::string choose(const Node& node);
    std::string coalesce(const Node& node);
    std::string joined(const Node& node);
    std::string operation(const Node& node);

    // Comparisons (sql_compare.cpp).
    std::string compare(const Node& node);
    std::string compare_values(Op op, const Node& left, const Node& right);
    std::string order_numbers(Op op, const Node& left, const Node& right);
    std::string with_constant(Op op, const Node& column, const Value& constant, const Type& type);
    std::string number_with_constant(Op op, const Node& column, Decimal constant);
    std::string instant_with_day(Op op, const Node& column, Date day);
    std::string between(const Node& node);

    const db::Dialect& dialect_;
    Columns& columns_;
    const Facts& facts_;
    std::vector<Value> params_;
};

}  // namespace bihuan::expr
