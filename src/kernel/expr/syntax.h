// The tree as written, before names and types are known. Private to the room. Pure; any thread.
#pragma once

#include "kernel/expr/expression.h"
#include "kernel/expr/token.h"

#include <memory>
#include <optional>

namespace bihuan::expr {

enum class SyntaxKind {
    literal,     // value; text literals keep their text there
    name,        // text: "account.owner"
    list,        // items
    call,        // text: function name in lower case; items
    negation,    // not items[0]
    negate,      // - items[0]
    binary,      // text: operator; items[0], items[1]
    all, any,    // and, or of items
    sum,         // items[0] then + or - (minus[i]) the others
    join,        // & of items
    is_empty,    // items[0]
    between,     // items[0], low items[1], high items[2]
};

struct Syntax {
    SyntaxKind kind = SyntaxKind::literal;
    Position at;
    std::string text;
    Value value;
    std::vector<std::unique_ptr<Syntax>> items;
    std::vector<bool> minus;
    int depth = 1;             // of the tree below
};

using SyntaxPtr = std::unique_ptr<Syntax>;

// Deepest tree: a chain of * and / nests as well as parentheses do.
inline constexpr int kTreeDepthMax = 4 * kDepthMax;

// nullptr after an issue. Bounded by kTextMax, kDepthMax and kNodesMax.
SyntaxPtr parse(std::string_view text, Issues& issues);

}  // namespace bihuan::expr
