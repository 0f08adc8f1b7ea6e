// The table of functions: one row says everything about a function. Private to the room.
//
// To add one: a row in functions/<family>.cpp; its example is run as a test and its line in
// docs/expressions.md is checked against it. Rows are constants; any thread.
#pragma once

#include "kernel/expr/evaluate.h"
#include "kernel/expr/node.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::expr {

class SqlWriter;

// A call under evaluation: its arguments have their values.
struct Call {
    const Facts& facts;
    const Node& node;
    std::vector<Value> args;

    bool has(std::size_t i) const { return i < args.size() && !args[i].is_null(); }
    Decimal number(std::size_t i) const;
    std::int64_t integer(std::size_t i) const;
    const std::string& text(std::size_t i) const { return args[i].as<std::string>(); }
    Date date(std::size_t i) const { return args[i].as<Date>(); }
    const Type& type(std::size_t i) const { return node.kids[i]->type; }
};

using Arguments = std::span<const NodePtr>;

struct Function {
    std::string_view name;
    // One letter an argument: b boolean, n number, i integer, t text, d date (an instant counts
    // as its local date), p the same or a month, m month, s instant, l list, * anything,
    // c constant integer.
    // `?` after a letter: may be left out; `+` at the end: the last one may repeat.
    std::string_view takes;
    Type (*gives)(Arguments);
    Value (*run)(Call&);
    std::string (*sql)(SqlWriter&, const Node&) = nullptr;  // predicate when boolean, else value
    bool strict = true;         // empty when any argument is empty (boolean: false)
    bool uses_clock = false;
    bool sql_last_constant = false;  // the SQL form wants a last argument free of the record
    // For the document; the example is also a test.
    std::string_view family;
    std::string_view signature;
    std::string_view says;
    std::string_view example;
    std::string_view answer;
};

const Function* find_function(std::string_view name);
std::vector<const Function*> all_functions();

// Forms that the checker takes apart itself; documented in the same way.
struct SpecialForm {
    std::string_view name;
    std::string_view family;
    std::string_view signature;
    std::string_view says;
    std::string_view example;
    std::string_view answer;
};
std::span<const SpecialForm> special_forms();

std::span<const Function> number_functions();
std::span<const Function> text_functions();
std::span<const Function> format_functions();
std::span<const Function> date_functions();
std::span<const Function> workday_functions();
std::span<const Function> list_functions();

}  // namespace bihuan::expr
