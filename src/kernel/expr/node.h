// The checked tree of a Program: every node has a type; names are resolved. Private to the room.
//
// Immutable once checked; shared freely between threads.
#pragma once

#include "kernel/expr/expression.h"
#include "kernel/expr/token.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::expr {

struct Function;

// The name of the record itself in filters; evaluation asks Facts::name for it.
inline constexpr std::string_view kIdName = "id";

enum class Op {
    constant,    // value
    path,        // path
    name,        // name: an extra name of the Env
    me, my_dept, my_depts, my_team,
    list,        // kids, all of type.element
    all, any, negation,
    equal, not_equal, less, less_equal, greater, greater_equal,
    in,          // kids[0] in list kids[1]
    contains,    // text kids[0] contains text kids[1], or list contains item
    is_empty,
    between,     // kids: subject, low, high
    sum,         // numbers; minus[i] says which are taken away
    multiply, divide, negate,
    date_plus,   // date kids[0] + integer kids[1] days (minus[1]: less)
    date_minus,  // days from date kids[1] to date kids[0]
    join,        // text
    choose,      // kids: condition, value, condition, value, ..., otherwise
    coalesce,    // the first that is not empty
    call,        // function, kids
};

using NodePtr = std::shared_ptr<const Node>;

struct Node {
    Op op = Op::constant;
    Type type;
    Position at;
    Value value;
    Path path;
    std::string name;
    const Function* function = nullptr;
    std::vector<NodePtr> kids;
    std::vector<bool> minus;
    bool has_path = false;     // reads the record
    bool uses_actor = false;
    bool uses_clock = false;
    bool has_sql = true;
    bool is_literal = false;   // written in the text: may be read as a date, an id, an option
    int size = 1;              // nodes below, counted as often as they are reached
};

using Kind = types::Kind;

inline bool is_number(const Type& type) {
    return type.kind == Kind::integer || type.kind == Kind::decimal;
}
inline bool is_null(const Node& node) {
    return node.op == Op::constant && node.value.is_null();
}

}  // namespace bihuan::expr
