// From a tree as written to a tree with names and types. Private to the room.
//
// One Checker checks one expression; used by one thread. Collects every issue it can find.
#pragma once

#include "kernel/expr/function.h"
#include "kernel/expr/node.h"
#include "kernel/expr/syntax.h"
#include "kernel/expr/type_rules.h"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bihuan::expr {

// Nodes counted as often as they are reached: what an evaluation costs at most.
inline constexpr int kReachedMax = 10 * kNodesMax;
// Formulas that use formulas whose type is not known yet, one inside the other.
inline constexpr int kFormulaDepthMax = 32;

// Types found for formulas without a known result; one in work stands as `none`, so that a
// circle ends.
struct FormulaTypes {
    std::unordered_map<const meta::Field*, Type> found;
    int depth = 0;
};

class Checker {
public:
    Checker(const Env& env, Issues& issues, FormulaTypes& formulas)
        : env_(env), issues_(issues), formulas_(formulas) {}

    std::optional<Program> run(std::string_view text, const Type& wanted, bool filter);

    // Type of a field; formulas without a known result are compiled for it.
    static Type field_type(const meta::Schema* schema, const meta::Object& object,
                           const meta::Field& field, FormulaTypes& formulas);

private:
    NodePtr check(const Syntax& syntax);
    bool check_all(const Syntax& syntax, std::vector<NodePtr>& kids);
    NodePtr finish(Node node);
    NodePtr constant(Value value, Type type, Position at);
    NodePtr issue(Position at, std::string key, Args args = {}, std::string hint = {});

    // Names and paths (checker_names.cpp).
    NodePtr check_name(const Syntax& syntax);
    NodePtr check_path(const Syntax& syntax);
    NodePtr unknown_name(const Syntax& syntax, const std::string& name,
                         const meta::Object* object, const std::string& before);

    // Operators (checker_operators.cpp).
    NodePtr check_list(const Syntax& syntax);
    NodePtr check_logic(const Syntax& syntax, Op op);
    NodePtr check_binary(const Syntax& syntax);
    NodePtr check_sum(const Syntax& syntax);
    NodePtr add_to_date(Position at, NodePtr left, NodePtr right, bool minus);
    NodePtr check_product(Op op, Position at, NodePtr left, NodePtr right);
    NodePtr check_negate(const Syntax& syntax);
    NodePtr check_join(const Syntax& syntax);
    NodePtr check_between(const Syntax& syntax);
    NodePtr make_join(Position at, std::vector<NodePtr> kids);
    NodePtr make_compare(Op op, Position at, NodePtr left, NodePtr right);
    NodePtr make_in(Position at, NodePtr subject, NodePtr list);
    NodePtr make_contains(Position at, NodePtr whole, NodePtr part);
    NodePtr make_between(Position at, NodePtr subject, NodePtr low, NodePtr high);
    NodePtr make_logic(Op op, Position at, std::vector<NodePtr> kids);
    NodePtr make_is_empty(Position at, NodePtr subject);
    NodePtr make_call(Position at, const Function& function, std::vector<NodePtr> kids);

    // Making two operands comparable (checker_match.cpp). False after an issue.
    bool match(NodePtr& left, NodePtr& right, bool ordered);
    bool adapt_literal(NodePtr& literal, const NodePtr& other);
    bool check_option(const Node& field, const Node& literal);
    NodePtr key_of(const NodePtr& reference);
    NodePtr canonical(const NodePtr& field, const NodePtr& literal);
    NodePtr mismatch(const Node& left, const Node& right);
    bool fits(const NodePtr& node, Kind kind, NodePtr& adapted);

    // Calls (checker_calls.cpp).
    NodePtr check_call(const Syntax& syntax);
    NodePtr check_special(const Syntax& syntax, std::vector<NodePtr>& kids);
    NodePtr check_function(const Syntax& syntax, const Function& function,
                           std::vector<NodePtr> kids);
    NodePtr check_date(const Syntax& syntax, const Function& function,
                       std::vector<NodePtr> kids);
    bool check_argument(const Function& function, std::size_t index, char letter, NodePtr& kid);
    NodePtr make_choose(Position at, std::vector<NodePtr> kids);
    NodePtr make_coalesce(Position at, std::vector<NodePtr> kids);
    NodePtr wrong_count(const Syntax& syntax, std::string_view signature);

    NodePtr check_wanted(NodePtr root, const Type& wanted);
    bool check_sql(const Node& root);

    const Env& env_;
    Issues& issues_;
    FormulaTypes& formulas_;
    bool is_filter_ = false;           // names the record itself as `id`
};

}  // namespace bihuan::expr
