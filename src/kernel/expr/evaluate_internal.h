// Pieces of the evaluator that functions and the SQL writer share. Private to the room. Pure.
#pragma once

#include "kernel/expr/function.h"
#include "kernel/expr/node.h"

#include <compare>

namespace bihuan::expr {

Value evaluate_node(const Node& node, const Facts& facts);

Decimal number_of(const Value& value);                       // of int64 or Decimal
Value number_value(Decimal number, const Type& type);        // at the type's kind and scale
Value fit_value(Value value, const Type& type);              // integer -> decimal, scales
// A field's value as expressions see it: percent as a fraction, empty text as null.
Value from_field(Value value, const meta::Field& field, const Type& type);
Value text_value(std::string text);                          // "" is Null
// For text functions and `&`; numbers without trailing zeros.
std::string display(const Value& value, const Facts& facts);

// Equality as the language means it: null equals null, numbers by worth, an instant and a date
// by the local date.
bool equal_values(const Value& a, const Value& b, const Facts& facts);
// Both not null.
std::strong_ordering order_values(const Value& a, const Value& b, const Facts& facts);

Date today_of(const Facts& facts);
// Nothing when the result leaves the years 1 to 9999.
Value checked_date(std::int64_t days);
Value plus_months(Date date, std::int64_t months);

}  // namespace bihuan::expr
