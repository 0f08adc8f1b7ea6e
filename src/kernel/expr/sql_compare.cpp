// Comparisons as SQL. A column against a constant stays `column = ?`, so that indexes serve it:
// the constant is brought to the column's scale, a day to its first and last microsecond.
#include "kernel/expr/sql_writer.h"

#include "base/error.h"
#include "base/exact.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/type_rules.h"

#include <array>

namespace bihuan::expr {
namespace {

std::string_view symbol(Op op) {
    if (op == Op::equal) {
        return " = ";
    }
    if (op == Op::not_equal) {
        return " <> ";
    }
    if (op == Op::less || op == Op::less_equal) {
        return op == Op::less ? " < " : " <= ";
    }
    return op == Op::greater ? " > " : " >= ";
}

// The same comparison with its sides exchanged.
Op flipped(Op op) {
    if (op == Op::less || op == Op::less_equal) {
        return op == Op::less ? Op::greater : Op::greater_equal;
    }
    if (op == Op::greater || op == Op::greater_equal) {
        return op == Op::greater ? Op::less : Op::less_equal;
    }
    return op;
}

bool is_equality(Op op) { return op == Op::equal || op == Op::not_equal; }

bool holds(Op op, const Value& left, const Value& right, const Facts& facts) {
    if (is_equality(op)) {
        return equal_values(left, right, facts) == (op == Op::equal);
    }
    if (left.is_null() || right.is_null()) {
        return false;
    }
    const std::strong_ordering order = order_values(left, right, facts);
    if (op == Op::less || op == Op::less_equal) {
        return op == Op::less ? order < 0 : order <= 0;
    }
    return op == Op::greater ? order > 0 : order >= 0;
}

}  // namespace

std::string SqlWriter::compare(const Node& node) {
    return compare_values(node.op, *node.kids[0], *node.kids[1]);
}

std::string SqlWriter::compare_values(Op op, const Node& left, const Node& right) {
    if (!left.has_path && !right.has_path) {
        return holds(op, constant_of(left), constant_of(right), facts_) ? "(1 = 1)" : "(1 = 0)";
    }
    if (!right.has_path) {
        return with_constant(op, left, constant_of(right), right.type);
    }
    if (!left.has_path) {
        return with_constant(flipped(op), right, constant_of(left), left.type);
    }
    std::string a;
    std::string b;
    if (is_number(left.type) && is_number(right.type)) {
        if (left.type.scale != right.type.scale && !is_equality(op)) {
            return order_numbers(op, left, right);
        }
        const int scale = std::max(left.type.scale, right.type.scale);
        a = number(left, scale);
        b = number(right, scale);
    } else {
        const long offset = static_cast<long>(facts_.offset_seconds());
        const auto side = [&](const Node& node, const Node& other) {
            const bool as_day = node.type.kind == Kind::instant && other.type.kind == Kind::date;
            return as_day ? dialect_.date_of_instant(value(node), offset) : value(node);
        };
        a = side(left, right);
        b = side(right, left);
    }
    if (is_equality(op)) {
        return "(" + a + (op == Op::equal ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ") + b +
               ")";
    }
    return "(" + a + std::string(symbol(op)) + b + ")";
}

// Numbers of different scales: the longer one is cut to the shorter, toward the side where the
// answer stays the same, because making the shorter one longer might leave its range.
std::string SqlWriter::order_numbers(Op op, const Node& left, const Node& right) {
    if (left.type.scale > right.type.scale) {
        return order_numbers(flipped(op), right, left);
    }
    const std::int64_t step = exact::power_of_ten(right.type.scale - left.type.scale);
    const bool floor = op == Op::greater || op == Op::less_equal;
    return "(" + value(left) + std::string(symbol(op)) +
           dialect_.scale_down(value(right), step, floor ? Whole::floor : Whole::ceiling) + ")";
}

// column op constant
std::string SqlWriter::with_constant(Op op, const Node& column, const Value& constant,
                                     const Type& type) {
    if (constant.is_null()) {
        if (!is_equality(op)) {
            return "(1 = 0)";
        }
        return op == Op::equal ? is_empty(column)
                               : "(" + value(column) + " IS NOT NULL)";
    }
    if (is_number(column.type) && is_number(type)) {
        return number_with_constant(op, column, number_of(constant));
    }
    if (column.type.kind == Kind::instant && constant.is<Date>()) {
        return instant_with_day(op, column, constant.as<Date>());
    }
    Value other = constant;
    if (column.type.kind == Kind::date && constant.is<Instant>()) {
        other = Value(facts_.zone().date_of(constant.as<Instant>()));
    }
    if (op == Op::not_equal) {
        return "(" + value(column) + " IS DISTINCT FROM " + stored_param(other, column.type) + ")";
    }
    return value(column) + std::string(symbol(op)) + stored_param(other, column.type);
}

// The constant may have more digits than the column can hold: then nothing equals it, and an
// order is decided by the whole steps around it.
std::string SqlWriter::number_with_constant(Op op, const Node& column, Decimal constant) {
    const std::string left = value(column);
    const int scale = column.type.scale;
    const bool exceeds = constant.scale() > scale;
    const std::int64_t step = exceeds ? exact::power_of_ten(constant.scale() - scale) : 1;
    const std::int64_t floor = exact::scale_down(constant.coefficient(), step, Whole::floor);
    if (exceeds && floor * step != constant.coefficient()) {
        if (is_equality(op)) {
            return op == Op::equal ? "(1 = 0)" : "(1 = 1)";
        }
        const bool upper = op == Op::less || op == Op::less_equal;
        return left + (upper ? " <= " : " > ") + param(Value(floor));
    }
    std::optional<std::int64_t> bound = floor;
    if (!exceeds) {
        bound = exact::multiply_scaled(constant.coefficient(),
                                       exact::power_of_ten(scale - constant.scale()), 1);
    }
    if (!bound) {  // beyond every value of the column
        throw Error(Code::invalid, "issue.number.range");
    }
    if (op == Op::not_equal) {
        return "(" + left + " IS DISTINCT FROM " + param(Value(*bound)) + ")";
    }
    return left + std::string(symbol(op)) + param(Value(*bound));
}

std::string SqlWriter::instant_with_day(Op op, const Node& column, Date day) {
    const std::string left = value(column);
    const Value first(facts_.zone().start_of(day).micros);
    const Value last(facts_.zone().end_of(day).micros);
    if (op == Op::equal) {
        return "(" + left + " >= " + param(first) + " AND " + left + " <= " + param(last) + ")";
    }
    if (op == Op::not_equal) {
        return "(" + left + " IS NULL OR " + left + " < " + param(first) + " OR " + left + " > " +
               param(last) + ")";
    }
    const bool from_first = op == Op::less || op == Op::greater_equal;
    return left + std::string(symbol(op)) + param(from_first ? first : last);
}

std::string SqlWriter::between(const Node& node) {
    return "(" + compare_values(Op::greater_equal, *node.kids[0], *node.kids[1]) + " AND " +
           compare_values(Op::less_equal, *node.kids[0], *node.kids[2]) + ")";
}

}  // namespace bihuan::expr
