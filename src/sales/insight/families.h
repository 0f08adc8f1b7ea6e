// The families of metrics: one file each, every definition beside the code that measures it.
// Private.
//
// Functions take a Snapshot, one thread each.
#pragma once

#include "kernel/query/sql_text.h"
#include "sales/insight/question.h"
#include "sales/insight/table.h"

namespace bihuan::insight {

std::vector<Metric> booking_metrics();     // signed, ordered, invoiced, counts of what happened
std::vector<Metric> collecting_metrics();  // collected, rates of collection
std::vector<Metric> owing_metrics();       // uncollected, receivable, overdue, ageing, DSO
std::vector<Metric> closing_metrics();     // won and lost, cycle
std::vector<Metric> pipeline_metrics();    // open, weighted, coverage
std::vector<Metric> stage_metrics();       // conversion of a cohort
std::vector<Metric> lead_metrics();
std::vector<Metric> customer_metrics();    // new, converted, bought again
std::vector<Metric> document_metrics();    // quotes and signing
std::vector<Metric> target_metrics();      // attainment and pace

// Sums of the ledger in the question's period.
Table sum_amounts(const Snapshot& snapshot, const Question& question, const Metric& metric);
Table sum_counts(const Snapshot& snapshot, const Question& question, const Metric& metric);
// A metric by name, measured without further checks of rights on its object.
Table measured(const Snapshot& snapshot, const Question& question, std::string_view name);
std::int64_t total_of(const Table& table);
// Medians and p80 of `days` of the ledger rows that "FROM ledger l ..." names.
Table durations(const Snapshot& snapshot, const Question& question, const query::SqlText& from);

// By person from allocations, with what belongs to nobody yet under the empty key.
Table collected(const Snapshot& snapshot, const Question& question, const Metric& metric);

struct Bucket {                            // of ageing
    std::string name;
    Label label;
    std::optional<int> from_days, to_days;
    std::int64_t amount = 0;
    std::int64_t count = 0;
};
std::vector<Bucket> ageing_of(const Snapshot& snapshot, const Question& question);

struct StageFlow {                         // of a cohort
    RecordId stage, pipeline;
    std::string code;
    std::string name, name_en, color;
    std::string kind;
    std::int64_t entered = 0;              // cases that entered it in the period
    std::int64_t advanced = 0;             // of these, ever in a later one within the window
    std::int64_t open = 0;                 // of these, neither advanced nor closed, in the window
};
// Stages of the default pipeline in their order; others follow pipeline by pipeline.
std::vector<StageFlow> stage_flows(const Snapshot& snapshot, const Question& question);

// Targets in force, at scale 2: on the last day of the period or the day asked, whichever is
// first. Months that the period covers in part count by their working days. By the question's
// group (none, owner, dept, month); without filter of the view the actor has.
std::map<Key, std::int64_t> targets_of(const Snapshot& snapshot, const Question& question,
                                       std::string_view metric);
// Working days of the period that have passed on the day asked, and all of them.
struct Pace { int passed = 0, all = 0; };
Pace pace_of(const Snapshot& snapshot, const Question& question);

}  // namespace bihuan::insight
