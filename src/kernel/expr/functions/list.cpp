// Lists: the options of a multi-select, attachments, and lists written in the text.
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/functions/results.h"
#include "kernel/expr/sql_writer.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

const ValueList& list_of(const Call& call, std::size_t i) { return call.args[i].as<ValueList>(); }

bool holds(const ValueList& list, const Value& item, const Facts& facts) {
    return std::any_of(list.begin(), list.end(), [&](const Value& value) {
        return equal_values(value, item, facts);
    });
}

Value run_count(Call& call) {
    return Value(call.has(0) ? static_cast<std::int64_t>(list_of(call, 0).size())
                             : std::int64_t{0});
}

Value run_containsany(Call& call) {
    const ValueList& wanted = list_of(call, 1);
    return std::any_of(wanted.begin(), wanted.end(), [&](const Value& item) {
        return holds(list_of(call, 0), item, call.facts);
    });
}

Value run_containsall(Call& call) {
    const ValueList& wanted = list_of(call, 1);
    return std::all_of(wanted.begin(), wanted.end(), [&](const Value& item) {
        return holds(list_of(call, 0), item, call.facts);
    });
}

// The second list does not read the record when this has an SQL form: see the checker.
std::string sql_contains(SqlWriter& sql, const Node& node, std::string_view word,
                         std::string_view none) {
    const Value items = sql.constant_of(*node.kids[1]);
    const ValueList* wanted = items.get_if<ValueList>();
    const std::string list = sql.value(*node.kids[0]);
    std::string text = "(" + std::string(none);
    for (const Value& item : wanted != nullptr ? *wanted : ValueList{}) {
        text += " " + std::string(word) + " " + sql.list_contains(list, item);
    }
    return text + ")";
}

constexpr std::string_view kFamily = "Lists";

constexpr std::array kFunctions{
    Function{.name = "count", .takes = "l", .gives = gives_integer, .run = run_count,
             .strict = false, .family = kFamily, .signature = "count(list)",
             .says = "number of items; 0 when empty", .example = "count([\"a\", \"b\"])",
             .answer = "2"},
    Function{.name = "containsany", .takes = "ll", .gives = gives_boolean,
             .run = run_containsany,
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql_contains(sql, node, "OR", "FALSE");
             },
             .sql_last_constant = true, .family = kFamily,
             .signature = "containsany(list, list)",
             .says = "one item of the second list is in the first",
             .example = "containsany([\"a\", \"b\"], [\"b\", \"c\"])", .answer = "true"},
    Function{.name = "containsall", .takes = "ll", .gives = gives_boolean,
             .run = run_containsall,
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql_contains(sql, node, "AND", sql.value(*node.kids[0]) + " IS NOT NULL");
             },
             .sql_last_constant = true, .family = kFamily,
             .signature = "containsall(list, list)",
             .says = "every item of the second list is in the first",
             .example = "containsall([\"a\", \"b\"], [\"b\", \"c\"])", .answer = "false"},
};

}  // namespace

std::span<const Function> list_functions() { return kFunctions; }

}  // namespace bihuan::expr
