// Dates, months and instants. "Today" is the company's zone's day.
#include "base/text.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/functions/results.h"
#include "kernel/expr/sql_writer.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

constexpr int kMonthsPerYear = 12;
constexpr int kMonthsPerQuarter = 3;
constexpr int kDaysPerWeek = 7;
constexpr std::int64_t kMicrosPerMinute = 60 * kMicrosPerSecond;
constexpr std::int64_t kMicrosPerHour = 60 * kMicrosPerMinute;

enum class Span { week, month, quarter, year };

std::string_view span_name(Span span) {
    switch (span) {
        case Span::week: return "week";
        case Span::month: return "month";
        case Span::quarter: return "quarter";
        case Span::year: return "year";
    }
    return {};
}

std::int64_t months_in(Span span) {
    switch (span) {
        case Span::week: return 0;
        case Span::month: return 1;
        case Span::quarter: return kMonthsPerQuarter;
        case Span::year: return kMonthsPerYear;
    }
    return 0;
}

Date start_of(Date date, Span span) {
    if (span == Span::week) {
        return add_days(date, 1 - weekday(date));
    }
    const CivilDate civil = to_civil(date);
    const int months = static_cast<int>(months_in(span));
    return *to_date(civil.year, (civil.month - 1) / months * months + 1, 1);
}

template <Span kSpan>
Value run_start(Call& call) { return checked_date(start_of(call.date(0), kSpan).days); }

template <Span kSpan>
std::string sql_start(SqlWriter& sql, const Node& node) {
    return sql.dialect().date_trunc(span_name(kSpan), sql.value(*node.kids[0]));
}

// The last day: one before the next span begins, reached without leaving year 9999.
template <Span kSpan>
Value run_end(Call& call) {
    const Date start = start_of(call.date(0), kSpan);
    if (kSpan == Span::week) {
        return checked_date(start.days + kDaysPerWeek - 1);
    }
    const Date last_month = add_months(start, static_cast<int>(months_in(kSpan)) - 1);
    return Value(last_day(month_of(last_month)));
}

template <Span kSpan>
std::string sql_end(SqlWriter& sql, const Node& node) {
    const std::string start = sql_start<kSpan>(sql, node);
    if (kSpan == Span::week) {
        return sql.dialect().add_days(start, "6");
    }
    return sql.dialect().add_days(
        sql.dialect().add_months(start, std::to_string(months_in(kSpan))), "-1");
}

// Year, month and quarter also of a month.
Date day_of(const Call& call) {
    const Month* month = call.args[0].get_if<Month>();
    return month != nullptr ? first_day(*month) : call.date(0);
}

std::string part_sql(SqlWriter& sql, const Node& node, std::string_view part) {
    std::string date = sql.value(*node.kids[0]);
    if (node.kids[0]->type.kind == Kind::month) {
        date = sql.dialect().first_of_month(date);
    }
    return sql.dialect().date_part(part, date);
}

int year_of(Date date) { return to_civil(date).year; }
int month_number(Date date) { return to_civil(date).month; }
int day_number(Date date) { return to_civil(date).day; }
int quarter_of(Date date) { return (to_civil(date).month - 1) / kMonthsPerQuarter + 1; }

template <int (*kPart)(Date)>
Value run_part(Call& call) { return Value(kPart(day_of(call))); }

// ISO 8601: week 1 holds the first Thursday.
int iso_week(Date date) {
    const Date thursday = add_days(date, 4 - weekday(date));
    const Date first = *to_date(to_civil(thursday).year, 1, 1);
    return (thursday.days - first.days) / kDaysPerWeek + 1;
}

Value run_date(Call& call) {
    const std::int64_t year = call.integer(0);
    const std::int64_t month = call.integer(1);
    const std::int64_t day = call.integer(2);
    constexpr std::int64_t kFar = 1'000'000;
    if (year < 1 || year > 9999 || std::abs(month) > kFar || std::abs(day) > kFar) {
        return Null{};
    }
    // As in spreadsheets: month 13 is January of the next year, day 0 the last of the month before.
    const Value first = plus_months(*to_date(static_cast<int>(year), 1, 1), month - 1);
    return first.is_null() ? first : checked_date(first.as<Date>().days + day - 1);
}

Value run_parse(Call& call) {
    const auto date = parse_date(trim(call.text(0)));
    return date ? Value(*date) : Value(Null{});
}

Value run_datetime(Call& call) {
    const std::string text = trim(call.text(0));
    if (const auto date = parse_date(text)) {
        return Value(call.facts.zone().start_of(*date));
    }
    const auto instant = parse_instant(text, call.facts.zone());
    return instant ? Value(*instant) : Value(Null{});
}

Value run_dateadd(Call& call) {
    const std::string unit = fold_case(call.text(2));
    const std::int64_t count = std::clamp<std::int64_t>(call.integer(1), -4'000'000, 4'000'000);
    if (unit == "day" || unit == "week") {
        return checked_date(call.date(0).days + count * (unit == "week" ? kDaysPerWeek : 1));
    }
    if (unit == "month" || unit == "quarter" || unit == "year") {
        const Span span = unit == "year"    ? Span::year
                          : unit == "month" ? Span::month
                                            : Span::quarter;
        return plus_months(call.date(0), count * months_in(span));
    }
    return Null{};
}

// Whole months from a to b, a <= b.
std::int64_t whole_months(Date a, Date b) {
    const CivilDate from = to_civil(a);
    const CivilDate to = to_civil(b);
    const int months = (to.year - from.year) * kMonthsPerYear + to.month - from.month;
    return to.day < from.day ? months - 1 : months;
}

Value run_datedif(Call& call) {
    const std::string unit = fold_case(call.text(2));
    const Date a = call.date(0);
    const Date b = call.date(1);
    const bool back = b < a;
    const std::int64_t months = back ? -whole_months(b, a) : whole_months(a, b);
    if (unit == "d" || unit == "day") {
        return Value(static_cast<std::int64_t>(b.days - a.days));
    }
    if (unit == "m" || unit == "month") {
        return Value(months);
    }
    if (unit == "y" || unit == "year") {
        return Value(months / kMonthsPerYear);
    }
    return Null{};
}

template <bool kLatest>
Value run_edge(Call& call) {
    Value best;
    for (const Value& arg : call.args) {
        if (!arg.is_null() && (best.is_null() || (kLatest ? best.as<Date>() < arg.as<Date>()
                                                          : arg.as<Date>() < best.as<Date>()))) {
            best = arg;
        }
    }
    return best;
}

Value plus_time(Call& call, std::int64_t unit) {
    constexpr std::int64_t kUnitsMax = 100'000'000;
    const std::int64_t count = std::clamp(call.integer(1), -kUnitsMax, kUnitsMax);
    return Value(Instant{call.args[0].as<Instant>().micros + count * unit});
}

std::string sql_time(SqlWriter& sql, const Node& node, std::int64_t unit) {
    return "((" + sql.value(*node.kids[1]) + " - " + sql.value(*node.kids[0]) + ") / " +
           std::to_string(unit) + ")";
}

std::int64_t micros_between(const Call& call) {
    return call.args[1].as<Instant>().micros - call.args[0].as<Instant>().micros;
}

std::int64_t second_of(const Call& call) {
    return call.facts.zone().second_of_day(call.args[0].as<Instant>());
}

Value run_eomonth(Call& call) {
    const Value date = plus_months(call.date(0), call.integer(1));
    return date.is_null() ? date : Value(last_day(month_of(date.as<Date>())));
}

std::string sql_eomonth(SqlWriter& sql, const Node& node) {
    const db::Dialect& dialect = sql.dialect();
    const std::string first = dialect.date_trunc("month", sql.value(*node.kids[0]));
    const std::string months = "(" + sql.value(*node.kids[1]) + " + 1)";
    return dialect.add_days(dialect.add_months(first, months), "-1");
}

Value run_monthadd(Call& call) {
    const Value date = plus_months(first_day(call.args[0].as<Month>()), call.integer(1));
    return date.is_null() ? date : Value(month_of(date.as<Date>()));
}

Value run_age(Call& call) {
    const Date today = today_of(call.facts);
    const Date born = call.date(0);
    return Value(today < born ? 0 : whole_months(born, today) / kMonthsPerYear);
}

constexpr std::string_view kFamily = "Dates";

constexpr std::array kFunctions{
    Function{.name = "date", .takes = "*i?i?", .gives = gives_date,
             .run = [](Call& call) {
                 return call.args.size() == 1 ? run_parse(call) : run_date(call);
             },
             .family = kFamily, .signature = "date(text) or date(year, month, day)",
             .says = "a date from ISO text, or from numbers that may run over",
             .example = "date(2026, 13, 1)", .answer = "date(\"2027-01-01\")"},
    Function{.name = "today", .takes = "", .gives = gives_date,
             .run = [](Call& call) { return Value(today_of(call.facts)); },
             .uses_clock = true,
             .family = kFamily, .signature = "today()",
             .says = "the local date",
             .example = "today()",
             .answer = "date(\"2026-11-23\")"},
    Function{.name = "now", .takes = "", .gives = gives_instant,
             .run = [](Call& call) { return Value(call.facts.now()); },
             .uses_clock = true,
             .family = kFamily, .signature = "now()",
             .says = "this moment",
             .example = "now() == datetime(\"2026-11-23 10:30\")",
             .answer = "true"},
    Function{.name = "datetime", .takes = "t", .gives = gives_instant,
             .run = run_datetime,
             .family = kFamily, .signature = "datetime(text)",
             .says = "a moment in local time, or with an offset; empty when it is none",
             .example = "datetime(\"2026-11-23 10:30\") < now()",
             .answer = "false"},
    Function{.name = "dateof", .takes = "s", .gives = gives_date,
             .run = [](Call& call) {
                 return Value(call.facts.zone().date_of(call.args[0].as<Instant>()));
             },
             .sql = [](SqlWriter& sql, const Node& node) {
                 const long offset = static_cast<long>(sql.facts().offset_seconds());
                 return sql.dialect().date_of_instant(sql.value(*node.kids[0]), offset);
             },
             .family = kFamily, .signature = "dateof(moment)",
             .says = "the local date of a moment",
             .example = "dateof(now())",
             .answer = "date(\"2026-11-23\")"},
    Function{.name = "year", .takes = "p", .gives = gives_integer,
             .run = run_part<year_of>,
             .sql = [](SqlWriter& sql, const Node& node) { return part_sql(sql, node, "year"); },
             .family = kFamily, .signature = "year(date)",
             .says = "the year",
             .example = "year(date(\"2026-11-23\"))",
             .answer = "2026"},
    Function{.name = "quarter", .takes = "p", .gives = gives_integer,
             .run = run_part<quarter_of>,
             .sql = [](SqlWriter& sql, const Node& node) { return part_sql(sql, node, "quarter"); },
             .family = kFamily, .signature = "quarter(date)",
             .says = "1 to 4",
             .example = "quarter(date(\"2026-11-23\"))",
             .answer = "4"},
    Function{.name = "month", .takes = "p", .gives = gives_integer,
             .run = run_part<month_number>,
             .sql = [](SqlWriter& sql, const Node& node) { return part_sql(sql, node, "month"); },
             .family = kFamily, .signature = "month(date)",
             .says = "1 to 12",
             .example = "month(date(\"2026-11-23\"))",
             .answer = "11"},
    Function{.name = "week", .takes = "d", .gives = gives_integer,
             .run = run_part<iso_week>,
             .sql = [](SqlWriter& sql, const Node& node) { return part_sql(sql, node, "week"); },
             .family = kFamily, .signature = "week(date)",
             .says = "the week of ISO 8601",
             .example = "week(date(\"2026-11-23\"))",
             .answer = "48"},
    Function{.name = "day", .takes = "d", .gives = gives_integer,
             .run = run_part<day_number>,
             .sql = [](SqlWriter& sql, const Node& node) { return part_sql(sql, node, "day"); },
             .family = kFamily, .signature = "day(date)",
             .says = "1 to 31",
             .example = "day(date(\"2026-11-23\"))",
             .answer = "23"},
    Function{.name = "weekday", .takes = "d", .gives = gives_integer,
             .run = run_part<weekday>,
             .sql = [](SqlWriter& sql, const Node& node) { return part_sql(sql, node, "weekday"); },
             .family = kFamily, .signature = "weekday(date)",
             .says = "1 Monday to 7 Sunday",
             .example = "weekday(date(\"2026-11-23\"))",
             .answer = "1"},
    Function{.name = "hour", .takes = "s", .gives = gives_integer,
             .run = [](Call& call) { return Value(second_of(call) / 3600); },
             .family = kFamily, .signature = "hour(moment)",
             .says = "0 to 23, local",
             .example = "hour(now())",
             .answer = "10"},
    Function{.name = "minute", .takes = "s", .gives = gives_integer,
             .run = [](Call& call) { return Value(second_of(call) / 60 % 60); },
             .family = kFamily, .signature = "minute(moment)",
             .says = "0 to 59",
             .example = "minute(now())",
             .answer = "30"},
    Function{.name = "second", .takes = "s", .gives = gives_integer,
             .run = [](Call& call) { return Value(second_of(call) % 60); },
             .family = kFamily, .signature = "second(moment)",
             .says = "0 to 59",
             .example = "second(now())",
             .answer = "0"},
    Function{.name = "edate", .takes = "di", .gives = gives_date,
             .run = [](Call& call) { return plus_months(call.date(0), call.integer(1)); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql.dialect().add_months(sql.value(*node.kids[0]),
                                                 sql.value(*node.kids[1]));
             },
             .family = kFamily, .signature = "edate(date, months)",
             .says = "months later, at most the last day",
             .example = "edate(date(\"2026-01-31\"), 1)",
             .answer = "date(\"2026-02-28\")"},
    Function{.name = "eomonth", .takes = "di", .gives = gives_date,
             .run = run_eomonth,
             .sql = sql_eomonth,
             .family = kFamily, .signature = "eomonth(date, months)",
             .says = "the last day of the month so many months later",
             .example = "eomonth(date(\"2026-11-23\"), 3)",
             .answer = "date(\"2027-02-28\")"},
    Function{.name = "dateadd", .takes = "dit", .gives = gives_date,
             .run = run_dateadd,
             .family = kFamily, .signature = "dateadd(date, count, unit)",
             .says = "unit: \"day\" \"week\" \"month\" \"quarter\" \"year\"",
             .example = "dateadd(date(\"2026-11-23\"), 2, \"week\")",
             .answer = "date(\"2026-12-07\")"},
    Function{.name = "datedif", .takes = "ddt", .gives = gives_integer,
             .run = run_datedif,
             .family = kFamily, .signature = "datedif(from, to, unit)",
             .says = "whole \"d\", \"m\" or \"y\" between two dates",
             .example = "datedif(date(\"2026-01-31\"), date(\"2026-11-23\"), \"m\")",
             .answer = "9"},
    Function{.name = "days", .takes = "dd", .gives = gives_integer,
             .run = [](Call& call) {
                 return Value(std::int64_t{call.date(0).days} - call.date(1).days);
             },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql.dialect().days_between(sql.value(*node.kids[1]),
                                                   sql.value(*node.kids[0]));
             },
             .family = kFamily, .signature = "days(to, from)",
             .says = "days between, as in spreadsheets",
             .example = "days(date(\"2026-12-01\"), date(\"2026-11-23\"))",
             .answer = "8"},
    Function{.name = "startofweek", .takes = "d", .gives = gives_date,
             .run = run_start<Span::week>,
             .sql = sql_start<Span::week>,
             .family = kFamily, .signature = "startofweek(date)",
             .says = "the first day of its week (a Monday)",
             .example = "startofweek(date(\"2026-11-25\"))",
             .answer = "date(\"2026-11-23\")"},
    Function{.name = "endofweek", .takes = "d", .gives = gives_date,
             .run = run_end<Span::week>,
             .sql = sql_end<Span::week>,
             .family = kFamily, .signature = "endofweek(date)",
             .says = "the last day of its week (a Sunday)",
             .example = "endofweek(date(\"2026-11-25\"))",
             .answer = "date(\"2026-11-29\")"},
    Function{.name = "startofmonth", .takes = "d", .gives = gives_date,
             .run = run_start<Span::month>,
             .sql = sql_start<Span::month>,
             .family = kFamily, .signature = "startofmonth(date)",
             .says = "the first day of its month",
             .example = "startofmonth(date(\"2026-11-25\"))",
             .answer = "date(\"2026-11-01\")"},
    Function{.name = "endofmonth", .takes = "d", .gives = gives_date,
             .run = run_end<Span::month>,
             .sql = sql_end<Span::month>,
             .family = kFamily, .signature = "endofmonth(date)",
             .says = "the last day of its month",
             .example = "endofmonth(date(\"2026-11-25\"))",
             .answer = "date(\"2026-11-30\")"},
    Function{.name = "startofquarter", .takes = "d", .gives = gives_date,
             .run = run_start<Span::quarter>,
             .sql = sql_start<Span::quarter>,
             .family = kFamily, .signature = "startofquarter(date)",
             .says = "the first day of its quarter",
             .example = "startofquarter(date(\"2026-11-25\"))",
             .answer = "date(\"2026-10-01\")"},
    Function{.name = "endofquarter", .takes = "d", .gives = gives_date,
             .run = run_end<Span::quarter>,
             .sql = sql_end<Span::quarter>,
             .family = kFamily, .signature = "endofquarter(date)",
             .says = "the last day of its quarter",
             .example = "endofquarter(date(\"2026-11-25\"))",
             .answer = "date(\"2026-12-31\")"},
    Function{.name = "startofyear", .takes = "d", .gives = gives_date,
             .run = run_start<Span::year>,
             .sql = sql_start<Span::year>,
             .family = kFamily, .signature = "startofyear(date)",
             .says = "the first day of its year",
             .example = "startofyear(date(\"2026-11-25\"))",
             .answer = "date(\"2026-01-01\")"},
    Function{.name = "endofyear", .takes = "d", .gives = gives_date,
             .run = run_end<Span::year>,
             .sql = sql_end<Span::year>,
             .family = kFamily, .signature = "endofyear(date)",
             .says = "the last day of its year",
             .example = "endofyear(date(\"2026-11-25\"))",
             .answer = "date(\"2026-12-31\")"},
    Function{.name = "monthof", .takes = "d", .gives = gives_month,
             .run = [](Call& call) { return Value(month_of(call.date(0))); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql.dialect().month_of_date(sql.value(*node.kids[0]));
             },
             .family = kFamily, .signature = "monthof(date)",
             .says = "the month of a date",
             .example = "monthof(date(\"2026-11-23\")) == \"2026-11\"",
             .answer = "true"},
    Function{.name = "firstday", .takes = "m", .gives = gives_date,
             .run = [](Call& call) { return Value(first_day(call.args[0].as<Month>())); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql.dialect().first_of_month(sql.value(*node.kids[0]));
             },
             .family = kFamily, .signature = "firstday(month)",
             .says = "the first day of a month",
             .example = "firstday(\"2026-11\")",
             .answer = "date(\"2026-11-01\")"},
    Function{.name = "lastday", .takes = "m", .gives = gives_date,
             .run = [](Call& call) { return Value(last_day(call.args[0].as<Month>())); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 const db::Dialect& dialect = sql.dialect();
                 const std::string first = dialect.first_of_month(sql.value(*node.kids[0]));
                 return dialect.add_days(dialect.add_months(first, "1"), "-1");
             },
             .family = kFamily, .signature = "lastday(month)",
             .says = "the last day of a month",
             .example = "lastday(\"2026-02\")",
             .answer = "date(\"2026-02-28\")"},
    Function{.name = "monthadd", .takes = "mi", .gives = gives_month,
             .run = run_monthadd,
             .family = kFamily, .signature = "monthadd(month, count)",
             .says = "months later",
             .example = "monthadd(\"2026-11\", 2) == \"2027-01\"",
             .answer = "true"},
    Function{.name = "earliest", .takes = "d+", .gives = gives_date,
             .run = run_edge<false>,
             .strict = false,
             .family = kFamily, .signature = "earliest(date, ...)",
             .says = "the first of them; empty ones are left out",
             .example = "earliest(date(\"2026-11-23\"), null, date(\"2026-11-20\"))",
             .answer = "date(\"2026-11-20\")"},
    Function{.name = "latest", .takes = "d+", .gives = gives_date,
             .run = run_edge<true>,
             .strict = false,
             .family = kFamily, .signature = "latest(date, ...)",
             .says = "the last of them; empty ones are left out",
             .example = "latest(date(\"2026-11-23\"), null, date(\"2026-11-20\"))",
             .answer = "date(\"2026-11-23\")"},
    Function{.name = "age", .takes = "d", .gives = gives_integer,
             .run = run_age,
             .uses_clock = true,
             .family = kFamily, .signature = "age(date)",
             .says = "whole years until today",
             .example = "age(date(\"2016-11-24\"))",
             .answer = "9"},
    Function{.name = "addhours", .takes = "si", .gives = gives_instant,
             .run = [](Call& call) { return plus_time(call, kMicrosPerHour); },
             .family = kFamily, .signature = "addhours(moment, hours)",
             .says = "hours later",
             .example = "hour(addhours(now(), 3))",
             .answer = "13"},
    Function{.name = "addminutes", .takes = "si", .gives = gives_instant,
             .run = [](Call& call) { return plus_time(call, kMicrosPerMinute); },
             .family = kFamily, .signature = "addminutes(moment, minutes)",
             .says = "minutes later",
             .example = "minute(addminutes(now(), 15))",
             .answer = "45"},
    Function{.name = "hoursbetween", .takes = "ss", .gives = gives_integer,
             .run = [](Call& call) { return Value(micros_between(call) / kMicrosPerHour); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql_time(sql, node, kMicrosPerHour);
             },
             .family = kFamily, .signature = "hoursbetween(from, to)",
             .says = "whole hours",
             .example = "hoursbetween(datetime(\"2026-11-22 08:00\"), now())",
             .answer = "26"},
    Function{.name = "minutesbetween", .takes = "ss", .gives = gives_integer,
             .run = [](Call& call) { return Value(micros_between(call) / kMicrosPerMinute); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql_time(sql, node, kMicrosPerMinute);
             },
             .family = kFamily, .signature = "minutesbetween(from, to)",
             .says = "whole minutes",
             .example = "minutesbetween(datetime(\"2026-11-23 10:00\"), now())",
             .answer = "30"},
};

}  // namespace

std::span<const Function> date_functions() { return kFunctions; }

}  // namespace bihuan::expr
