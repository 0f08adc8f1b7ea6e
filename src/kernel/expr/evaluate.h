// Evaluation in memory: the same answers as the SQL form (tested against it).
//
// Pure given its Facts; any thread.
#pragma once

#include "base/calendar_time.h"
#include "kernel/expr/expression.h"

#include <vector>

namespace bihuan {
class Calendar;
}

namespace bihuan::expr {

// Where the values come from.
class Facts {
public:
    virtual ~Facts() = default;
    // Value of a path from the current record; Null when a step is empty.
    virtual Value value(const Path& path) const = 0;
    virtual Value name(std::string_view extra) const { (void)extra; return Null{}; }
    virtual RecordId me() const = 0;
    virtual RecordId my_dept() const = 0;
    virtual const std::vector<std::int64_t>& my_depts() const = 0;   // subtree of my departments
    virtual const std::vector<std::int64_t>& my_team() const = 0;    // me and all below me
    virtual Instant now() const = 0;
    virtual const Zone& zone() const = 0;
    // What stands all day is asked by itself, so that a plan knows when it depends on the moment.
    virtual Date today() const { return zone().date_of(now()); }
    virtual std::int64_t offset_seconds() const { return zone().offset_seconds(now()); }
    virtual const Calendar& calendar() const = 0;
};

// Throws Error(invalid) on overflow and division by zero is Null.
Value evaluate(const Program& program, const Facts& facts);
bool is_true(const Program& program, const Facts& facts);
// A formula's result as its field stores it: at the field's scale, a fraction as percent.
Value fit_field(const Value& value, const meta::Field& field);

}  // namespace bihuan::expr
