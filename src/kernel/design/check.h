// Everything expressions say in a design, checked against the design itself. Pure; any thread.
#pragma once

#include "kernel/meta/schema.h"

namespace bihuan::design {

// Formulas, defaults, conditions, roll-up filters, verb conditions, view filters: unknown names,
// wrong types, circles. Issues name "object.field" or "object.verbs.name".
void check_expressions(const meta::Schema& schema, Issues& issues);

// What may not change once it exists: a field's type, its target, its scale; names of the
// company's own things begin with x_. `before` may be null.
void check_change(const meta::Object* before, const meta::Object& after, Issues& issues);

}  // namespace bihuan::design
