// fold() of base/text.h as an SQL expression of built-in functions.
//
// Pure; any thread. Made from fold() itself, so that both fold alike.
#pragma once

#include <string>
#include <string_view>

namespace bihuan::db::postgres {

class FoldSql {
public:
    FoldSql();
    // `text` is repeated in the expression.
    std::string of(std::string_view text) const;

private:
    std::string from_;                              // letters that become one letter, then those
    std::string to_;                                // that vanish
    std::string pairs_;                             // replace(replace(...
    std::string pairs_end_;
};

}  // namespace bihuan::db::postgres
