// Words of the expression language. Private to the room. Pure; any thread.
#pragma once

#include "base/issues.h"
#include "base/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::expr {

struct Position {
    int line = 1;    // both count from 1, columns in code points
    int column = 1;
};

enum class TokenKind { end, number, text, name, symbol };

struct Token {
    TokenKind kind = TokenKind::end;
    Position at;
    std::string text;   // a name or symbol as written (symbols in ASCII form), or decoded text
    std::string lower;  // of a name: lower case, for keywords and functions
    Value value;        // of a number: int64 or Decimal
};

// Puts "line" and "column" in front of the other arguments.
Args at_position(Position at, Args args = {});

// The words of `text` with one `end` at the end; on the first wrong character adds an issue and
// returns nothing.
std::vector<Token> tokenize(std::string_view text, Issues& issues);

}  // namespace bihuan::expr
