// Result types that many functions share. Private to the room. Pure.
#pragma once

#include "kernel/expr/function.h"
#include "kernel/expr/type_rules.h"

namespace bihuan::expr {

inline Type gives_boolean(Arguments) { return type_boolean(); }
inline Type gives_integer(Arguments) { return type_integer(); }
inline Type gives_text(Arguments) { return type_text(); }
inline Type gives_date(Arguments) { return type_date(); }
inline Type gives_month(Arguments) { return type_month(); }
inline Type gives_instant(Arguments) { return type_instant(); }
inline Type gives_quotient(Arguments) { return type_decimal(kDivisionScale); }
// A number like the first argument.
inline Type gives_first(Arguments args) {
    return is_number(args[0]->type) ? args[0]->type : type_integer();
}
// A number with the largest scale of all.
inline Type gives_widest(Arguments args) {
    Type type = type_integer();
    for (const NodePtr& arg : args) {
        type = unify(type, arg->type).value_or(type);
    }
    return type;
}

}  // namespace bihuan::expr
