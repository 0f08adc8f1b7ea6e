// What is asked of a metric, with every default filled in. Private.
//
// Plain values; functions take a Snapshot, one thread each.
#pragma once

#include "sales/insight/insight.h"

namespace bihuan::insight {

struct Question {
    Date from, to;                       // both included
    Date day;                            // the day asked: today, or that of `as_of`
    std::optional<Instant> as_of;        // none: everything known now
    std::string group;
    UserId owner;
    RecordId dept;
    std::vector<std::int64_t> depts;     // it and all below it
    RecordId account;
    int window_days = kWindowDays;

    bool is_filtered() const { return owner || dept || account; }
};

Question resolve(const Snapshot& snapshot, const Metric& metric, const MetricRequest& request);
// The same of one department and all below it.
Question in_dept(const Snapshot& snapshot, Question question, RecordId dept);
// Error(forbidden) when the actor may not read what is behind the metric.
void demand_readable(const Snapshot& snapshot, const Metric& metric);
bool is_readable(const Snapshot& snapshot, const Metric& metric);

struct Period { Date from, to; };
bool is_period_name(std::string_view group);               // day week month quarter year
Period period_of(Date day, std::string_view name);          // the one that holds the day
// The one before: a whole month, quarter or year after its kind, else as many days. Of a period
// that still runs, as much of the one before as has passed of it.
Period previous_of(Period period, Date day);
std::string period_text(std::string_view name, Date first);  // 2026-11, 2026-Q4, 2026-W48, ...

// What figures without a filter mean to this person: the company, a department, himself.
struct View {
    enum class Kind { company, dept, person };
    Kind kind = Kind::company;
    UserId user;
    RecordId dept;
};
View view_of(const Snapshot& snapshot);
// Narrows a question to the view.
MetricRequest through(const View& view, MetricRequest request);

// {"id","name"} of a record as references are called; the id stands in when it has no name.
std::string name_of(const Snapshot& snapshot, RecordId id);

}  // namespace bihuan::insight
