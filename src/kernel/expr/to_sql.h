// Compilation to SQL with parameters. Pure given its Columns.
#pragma once

#include "base/calendar_time.h"
#include "db/database.h"
#include "kernel/expr/evaluate.h"

#include <list>
#include <string>
#include <vector>

namespace bihuan::expr {

// SQL text with its parameters, in order of the `?`.
struct Sql {
    std::string text;
    std::vector<Value> params;                // Null, int64, string only (stored form)
};

// Names the SQL of a path: the planner adds the joins it needs. Money gives the base column.
// Virtual formulas are expanded by the planner into their own SQL.
class Columns {
public:
    virtual ~Columns() = default;
    virtual Sql column(const Path& path) = 0;
};

// me, today and the like are taken from facts as parameters (facts.value is never called).
// Throws Error(invalid, "error.expression.no_sql") when a function has no SQL form.
Sql to_sql(const Program& program, const db::Dialect& dialect, Columns& columns,
           const Facts& facts);

// As to_sql, for a formula that is not stored: in the form that the field's column would have,
// at the field's scale and a fraction as percent. What Columns gives for such a field.
Sql to_field_sql(const Program& program, const meta::Field& field, const db::Dialect& dialect,
                 Columns& columns, const Facts& facts);

}  // namespace bihuan::expr
