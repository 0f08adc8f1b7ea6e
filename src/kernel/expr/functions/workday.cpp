// Working days by the company's calendar: weekends, public holidays, moved working days.
#include "kernel/calendar.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/functions/results.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

constexpr std::int64_t kWorkdaysMax = 100'000;  // four centuries: nobody plans further

Value run_workday(Call& call) {
    const std::int64_t days = call.integer(1);
    if (days > kWorkdaysMax || days < -kWorkdaysMax) {
        return Null{};
    }
    return checked_date(
        call.facts.calendar().add_working_days(call.date(0), static_cast<int>(days)).days);
}

Value run_networkdays(Call& call) {
    const Calendar& calendar = call.facts.calendar();
    const Date a = call.date(0);
    const Date b = call.date(1);
    if (b < a) {
        return Value(-calendar.working_days(Date{b.days - 1}, a));
    }
    return Value(calendar.working_days(Date{a.days - 1}, b));
}

constexpr std::string_view kFamily = "Working days";

constexpr std::array kFunctions{
    Function{.name = "workday", .takes = "di", .gives = gives_date, .run = run_workday,
             .family = kFamily, .signature = "workday(date, days)",
             .says = "so many working days later (or earlier)",
             .example = "workday(date(\"2026-09-30\"), 1)", .answer = "date(\"2026-10-08\")"},
    Function{.name = "networkdays", .takes = "dd", .gives = gives_integer, .run = run_networkdays,
             .family = kFamily, .signature = "networkdays(from, to)",
             .says = "working days from one date to another, both counted",
             .example = "networkdays(date(\"2026-10-01\"), date(\"2026-10-11\"))",
             .answer = "3"},
    Function{.name = "isworkday", .takes = "d", .gives = gives_boolean,
             .run = [](Call& call) {
                 return Value(call.facts.calendar().is_working_day(call.date(0)));
             },
             .family = kFamily, .signature = "isworkday(date)",
             .says = "whether the company works on that day",
             .example = "isworkday(date(\"2026-10-10\"))", .answer = "true"},
};

}  // namespace

std::span<const Function> workday_functions() { return kFunctions; }

}  // namespace bihuan::expr
