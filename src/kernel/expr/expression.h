// The one expression language: filters, formulas, rules, scopes, conditions.
// Grammar and functions: docs/expressions.md.
//
// parse() and check() are pure. A Program is immutable and may be shared between threads.
// Two-valued on null: a comparison with null is false (except `is empty`), never "unknown".
#pragma once

#include "base/value.h"
#include "kernel/meta/schema.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::expr {

inline constexpr std::size_t kTextMax = 64 * 1024;   // bytes of one expression
inline constexpr int kDepthMax = 64;                 // nesting of parentheses and calls
inline constexpr int kNodesMax = 4'000;              // bounds work of a 10,000-term filter
inline constexpr int kPathMax = 5;                   // relations crossed by one path

struct Type {
    types::Kind kind = types::Kind::none;
    types::Kind element = types::Kind::none;    // of a list
    std::string target;                         // object name of a reference
    int scale = 0;                              // of a decimal
    friend bool operator==(const Type&, const Type&) = default;
};

// A field path checked against a schema: account.owner.dept.name
struct Path {
    std::vector<const meta::Field*> steps;      // all but the last are lookups
    const meta::Field& last() const { return *steps.back(); }
    std::string to_text() const;
};

struct Env {
    const meta::Schema* schema = nullptr;
    const meta::Object* object = nullptr;       // null: only functions and constants
    // Extra names, e.g. verb arguments or "before.amount" in conditions.
    std::vector<std::pair<std::string, Type>> names;
};

struct Node;

class Program {
public:
    const Type& type() const { return type_; }
    const std::string& text() const { return text_; }
    const Node& root() const { return *root_; }
    const std::vector<Path>& paths() const { return paths_; }
    bool uses_actor() const { return uses_actor_; }     // me, my.depts
    bool uses_clock() const { return uses_clock_; }     // today(), now()
    bool has_sql() const { return has_sql_; }           // may be used in filters and scopes

private:
    friend class Checker;
    std::shared_ptr<const Node> root_;
    Type type_;
    std::string text_;
    std::vector<Path> paths_;
    bool uses_actor_ = false, uses_clock_ = false, has_sql_ = true;
};

// Parses and checks. On failure returns nullopt and adds issues with position (args "line",
// "column"), what is wrong and the nearest right name as hint. `wanted` none: any type.
std::optional<Program> compile(std::string_view text, const Env& env, Issues& issues,
                               const Type& wanted = {});
// As compile, for a filter: must be boolean and have an SQL form. Empty text is `true`.
std::optional<Program> compile_filter(std::string_view text, const Env& env, Issues& issues);

// How a field behaves in expressions: a percent counts as a fraction, a formula as its result.
Type type_of(const meta::Schema& schema, const meta::Object& object, const meta::Field& field);

// Formulas of one schema that depend on each other in a circle: issues name the circle.
void check_formulas(const meta::Schema& schema, Issues& issues);
// True when the formula can be a stored column: own-row stored fields only, no me, no today(),
// no roll-ups.
bool is_storable(const Program& program);

}  // namespace bihuan::expr
