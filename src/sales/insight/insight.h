// Numbers: the metric dictionary, its answers, and what the work pages show. docs/metrics.md.
//
// Figures of a period come from the signed ledger alone, balances from the records as they stood
// on the day asked; both hold what the actor may see today. Values are exact: scaled integers.
// The dictionary is immutable; functions take a Snapshot, one thread each.
#pragma once

#include "base/decimal.h"
#include "base/json.h"
#include "kernel/snapshot.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::query {
struct SqlText;
}

namespace bihuan::insight {

struct Question;
struct Table;

enum class Unit {
    money,      // company's currency, 2 digits
    count,
    percent,    // "63.15" is 63.15 %
    days,       // 1 digit
};

enum class Nature {
    flow,       // of a period, from the ledger
    balance,    // of a day, from the records as they stood
};

struct Metric;

// Records behind a number: a filter that people read. `counted` is "SELECT id ..." of those that
// the number was made of, where the filter alone cannot tell.
struct Source {
    std::string object = {};
    std::string where = {};                  // the period is added
    std::string date_field = {};             // a date or an instant of `object`; empty: none
    std::string sum = {};                    // the field that adds up; empty: they are counted
    query::SqlText (*counted)(const Snapshot&, const Question&, const Metric&,
                              const Source&) = nullptr;
};

// One number that everybody means the same by.
struct Metric {
    std::string name = {};
    Label label = {};
    Unit unit = Unit::money;
    Nature nature = Nature::flow;
    Label definition = {};
    Label excluded = {};                     // what does not count
    std::string date = {};                   // the day that decides the period
    std::vector<std::string> group_by = {};  // owner dept account stage day week month quarter year
    std::string object = {};                 // the records behind it, as of Source
    std::string where = {};
    std::string date_field = {};
    std::string sum = {};
    query::SqlText (*counted)(const Snapshot&, const Question&, const Metric&,
                              const Source&) = nullptr;
    std::vector<Source> more = {};           // records of other objects that count as well
    // Instead, where the question decides which.
    std::vector<Source> (*sources)(const Snapshot&, const Question&) = nullptr;
    std::string amount_field = {};           // who may not read it does not get the number
    std::vector<std::string> ledger = {};    // metrics of the ledger it is made of
    std::vector<std::string> objects = {};   // whose records those rows are; rights go by these
    std::string target = {};                 // `metric` of the targets it is held against
    Unit part = Unit::count;                 // of numerator and denominator, where it is a ratio
    Table (*measure)(const Snapshot&, const Question&, const Metric&) = nullptr;
};

const std::vector<Metric>& dictionary();
// Error(not_found) with the nearest name.
const Metric& metric_named(std::string_view name);

inline constexpr int kWindowDays = 90;          // of stage conversion unless another is asked
inline constexpr int kWindowDaysMax = 3'660;
inline constexpr int kPeriodDaysMax = 36'600;   // a century: more is a slip of the pen

struct MetricRequest {
    std::optional<Date> from;           // both included; neither: the whole month asked in
    std::optional<Date> to;             // none beside `from`: the day asked
    std::string group;                  // one of the metric's group_by; empty: none
    UserId owner;                       // of the day the figure was booked
    RecordId dept;                      // and all departments below it
    RecordId account;
    std::optional<Instant> as_of;       // what was known then; none: now
    int window_days = kWindowDays;
};

struct Row {
    RecordId id;                        // of a person, department, account, stage; zero: none
    std::string name;                   // of it, or the period: 2026-11, 2026-Q4
    std::optional<Decimal> value;
    std::optional<Decimal> numerator, denominator;
};

struct Part {                           // what the number is made of, or stands beside it
    std::string name;
    Label label;
    std::optional<Decimal> value;
    Unit unit = Unit::money;
    std::int64_t count = 0;
    std::optional<int> from_days, to_days;
    // Of stages only.
    std::optional<std::int64_t> entered, advanced, open;
};

struct Change {                         // a ledger row that was not known yesterday
    std::string object;
    RecordId id;
    std::string title;
    Date date;
    std::int64_t amount = 0;            // scale 2
    std::int64_t count = 0;
    std::string why;
};

struct Records {                        // what a list shows with this filter
    std::string object, where, date_field, sum;
    std::int64_t count = 0;
    std::optional<Date> as_of;          // the day that the list is asked as of
    bool is_exact = true;               // false: too many differ to be named one by one
};

struct Answer {
    const Metric* metric = nullptr;
    Date from, to, as_of;
    std::string group;
    std::optional<Decimal> value, numerator, denominator, target;
    std::optional<Date> previous_from, previous_to;
    std::optional<Decimal> previous;
    std::vector<Row> rows;
    std::vector<Part> parts;
    std::vector<Records> records;       // behind it; the metric's own object first
    bool has_yesterday = false;
    std::optional<Decimal> yesterday;
    std::vector<Change> changes;
};

// Error(invalid) for a wrong period, group or window; Error(forbidden) when the actor may not read
// the objects or the amount behind it.
Answer compute(const Snapshot& snapshot, std::string_view name, const MetricRequest& request);

void write_dictionary(const Snapshot& snapshot, JsonWriter& json);
void write_answer(const Answer& answer, JsonWriter& json);

// The pages people live in, each one JSON object as docs/developer/api.md says. `period` is month,
// week, quarter or year, this one; Error(invalid) otherwise. Numbers the actor may not see are
// left out.
void workbench(const Snapshot& snapshot, std::string_view period, JsonWriter& json);
void collections(const Snapshot& snapshot, JsonWriter& json);
void unallocated(const Snapshot& snapshot, JsonWriter& json);

}  // namespace bihuan::insight
