// All functions by name, and the forms that the checker takes apart itself.
#include "kernel/expr/function.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

constexpr std::string_view kLogic = "Logic";
constexpr std::string_view kPeriods = "Periods";

constexpr std::array kForms{
    SpecialForm{"if", kLogic, "if(condition, value, otherwise)",
                "`otherwise` may be left out: empty", "if(3 > 2, \"yes\", \"no\")", "\"yes\""},
    SpecialForm{"ifs", kLogic, "ifs(condition, value, ..., otherwise)",
                "the value of the first true condition", "ifs(1 > 2, \"a\", 2 > 1, \"b\")",
                "\"b\""},
    SpecialForm{"switch", kLogic, "switch(value, case, result, ..., otherwise)",
                "the result of the first equal case", "switch(2, 1, \"a\", 2, \"b\", \"c\")",
                "\"b\""},
    SpecialForm{"and", kLogic, "and(condition, ...)", "as the operator", "and(true, 1 < 2)",
                "true"},
    SpecialForm{"or", kLogic, "or(condition, ...)", "as the operator", "or(false, 1 < 2)", "true"},
    SpecialForm{"coalesce", kLogic, "coalesce(value, ...)", "the first that is not empty",
                "coalesce(null, 3, 4)", "3"},
    SpecialForm{"ifempty", kLogic, "ifempty(value, otherwise)", "the value unless it is empty",
                "ifempty(\"\", \"none\")", "\"none\""},
    SpecialForm{"isblank", kLogic, "isblank(value)", "as `is empty`", "isblank(null)", "true"},
    SpecialForm{"isempty", kLogic, "isempty(value)", "as `is empty`", "isempty(\"x\")", "false"},
    SpecialForm{"contains", "Text", "contains(text, part)", "as the operator",
                "contains(\"My ERP\", \"erp\")", "true"},
    SpecialForm{"concat", "Text", "concat(value, ...)", "as the operator &",
                "concat(\"No. \", 7)", "\"No. 7\""},
    SpecialForm{"istoday", kPeriods, "istoday(date)", "today", "istoday(today())", "true"},
    SpecialForm{"yesterday", kPeriods, "yesterday(date)", "the day before today",
                "yesterday(today() - 1)", "true"},
    SpecialForm{"thisweek", kPeriods, "thisweek(date)", "Monday to Sunday of this week",
                "thisweek(date(\"2026-11-29\"))", "true"},
    SpecialForm{"thismonth", kPeriods, "thismonth(date)", "in this month",
                "thismonth(date(\"2026-12-01\"))", "false"},
    SpecialForm{"thisquarter", kPeriods, "thisquarter(date)", "in this quarter",
                "thisquarter(date(\"2026-10-01\"))", "true"},
    SpecialForm{"thisyear", kPeriods, "thisyear(date)", "in this year",
                "thisyear(date(\"2026-01-01\"))", "true"},
    SpecialForm{"lastweek", kPeriods, "lastweek(date)", "in the week before this one",
                "lastweek(date(\"2026-11-16\"))", "true"},
    SpecialForm{"lastmonth", kPeriods, "lastmonth(date)", "in the month before this one",
                "lastmonth(date(\"2026-10-31\"))", "true"},
    SpecialForm{"lastquarter", kPeriods, "lastquarter(date)", "in the quarter before this one",
                "lastquarter(date(\"2026-07-01\"))", "true"},
    SpecialForm{"lastyear", kPeriods, "lastyear(date)", "in the year before this one",
                "lastyear(date(\"2025-12-31\"))", "true"},
    SpecialForm{"nextweek", kPeriods, "nextweek(date)", "in the week after this one",
                "nextweek(date(\"2026-12-06\"))", "true"},
    SpecialForm{"nextmonth", kPeriods, "nextmonth(date)", "in the month after this one",
                "nextmonth(date(\"2026-12-31\"))", "true"},
    SpecialForm{"nextquarter", kPeriods, "nextquarter(date)", "in the quarter after this one",
                "nextquarter(date(\"2027-03-31\"))", "true"},
    SpecialForm{"nextyear", kPeriods, "nextyear(date)", "in the year after this one",
                "nextyear(date(\"2027-12-31\"))", "true"},
    SpecialForm{"lastndays", kPeriods, "lastndays(date, days)", "in the days that end today",
                "lastndays(date(\"2026-11-17\"), 7)", "true"},
    SpecialForm{"nextndays", kPeriods, "nextndays(date, days)", "in the days that begin today",
                "nextndays(date(\"2026-11-30\"), 7)", "false"},
};

// Sorted by name; made once, before any thread asks.
struct Table {
    std::vector<const Function*> rows;

    Table() {
        for (const auto family : {number_functions(), text_functions(), format_functions(),
                                  date_functions(), workday_functions(), list_functions()}) {
            for (const Function& function : family) {
                rows.push_back(&function);
            }
        }
        std::sort(rows.begin(), rows.end(),
                  [](const Function* a, const Function* b) { return a->name < b->name; });
    }
};

const Table& table() {
    static const Table kTable;
    return kTable;
}

}  // namespace

const Function* find_function(std::string_view name) {
    const auto& rows = table().rows;
    const auto row = std::lower_bound(
        rows.begin(), rows.end(), name,
        [](const Function* function, std::string_view wanted) { return function->name < wanted; });
    return row != rows.end() && (*row)->name == name ? *row : nullptr;
}

std::vector<const Function*> all_functions() { return table().rows; }

std::span<const SpecialForm> special_forms() { return kForms; }

}  // namespace bihuan::expr
