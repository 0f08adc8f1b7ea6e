// What fits with what. Private to the room (type_of is public through expression.h). Pure.
#pragma once

#include "base/sentences.h"
#include "kernel/expr/node.h"

#include <optional>

namespace bihuan::expr {

inline constexpr int kDivisionScale = 6;  // of quotients, averages and roots

inline Type type_boolean() { return {Kind::boolean, Kind::none, {}, 0}; }
inline Type type_integer() { return {Kind::integer, Kind::none, {}, 0}; }
inline Type type_text() { return {Kind::text, Kind::none, {}, 0}; }
inline Type type_date() { return {Kind::date, Kind::none, {}, 0}; }
inline Type type_month() { return {Kind::month, Kind::none, {}, 0}; }
inline Type type_instant() { return {Kind::instant, Kind::none, {}, 0}; }
inline Type type_decimal(int scale) {
    return {Kind::decimal, Kind::none, {}, std::min(scale, kDecimalScaleMax)};
}
inline Type type_reference(std::string target) {
    return {Kind::reference, Kind::none, std::move(target), 0};
}

// The type that both can be turned into without loss; nothing when there is none. `none` (null)
// fits with everything.
std::optional<Type> unify(const Type& a, const Type& b);

// "数字" / "number": for sentences.
Label type_label(const Type& type);
// A name as people know it: the label of a field, else what was written.
Label node_label(const Node& node);
// A text for Args that is said in the reader's language.
std::string said(const Label& label);

// Scale of the stored integers of a percent field is its own, its worth is a hundredth.
bool is_percent(const meta::Field& field);
// How many digits after the point the stored integer of a number field stands for.
int stored_scale(const meta::Field& field);
// The type whose behaviour a field has: formulas and roll-ups behave as their result.
const types::FieldType* behaves_as(const meta::Field& field);

}  // namespace bihuan::expr
