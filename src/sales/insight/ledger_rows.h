// Rows of the ledger that count: of these metrics, in this period, known on the day asked, of
// records that the actor may see. Private.
//
// SQL text is built and run on the caller's thread.
#pragma once

#include "kernel/query/sql_text.h"
#include "sales/insight/question.h"
#include "sales/insight/table.h"

namespace bihuan::insight {

using query::SqlText;

// By whose rights a row is seen: its record's, its contract's, or those of the receipt that its
// allocation came from.
enum class Reach { record, contract, receipt };

struct Slice {
    std::vector<std::string> metrics;
    std::vector<std::string> objects;      // of Reach::record: whose rows those are
    std::optional<Date> from, to;
    Reach reach = Reach::record;
    bool is_filtered = true;               // by the question's owner, department and account
};

// "FROM ledger l WHERE ..."
SqlText rows_of(const Snapshot& snapshot, const Question& question, const Slice& slice);
// The slice of a metric in the question's period.
Slice slice_of(const Question& question, const Metric& metric);

// " AND ..." that a row of the ledger was known on the day asked; empty for now. Known is what had
// been entered by the end of that day: its event says when. Rows without one (written outside the
// write path) count from their own date on, those that correct another from when they were
// recorded on.
SqlText known(const Question& question, const std::string& alias);
SqlText known_by(Instant evening, Date day, const std::string& alias, bool is_known = true);

// " AND ..." that the record of row l still adds up to something under this metric, as known on the
// day asked: not when it was taken back, reopened or deleted.
SqlText standing(const Question& question, const std::string& metric);
// The same without " AND " and for every row.
SqlText adds_up(const Question& question);
// " AND ..." of a condition that only rows can fail whose record has one that takes back: few, and
// an index of their own, so that the others are not asked one by one.
SqlText unless_untouched(const std::string& metric, const SqlText& condition);

// True when the actor sees every record of these objects.
bool sees_all(const Snapshot& snapshot, const std::vector<std::string>& objects);

// The SQL that a question groups by: a column of the ledger. Of a period every day is a row, and
// key_of() gives each its period's key.
std::string group_of(const Question& question);
Key key_of(const Question& question, const db::Row& row, int column);

// Runs "SELECT group, top[, bottom] ... GROUP BY 1" and adds to the cells; `sign` -1 subtracts.
void add_sums(const Snapshot& snapshot, const Question& question, const SqlText& select,
              Table& table, int sign = 1);

// Ids of the records of one object that the metric's rows of the period are of; what adds up to
// nothing in it was not counted.
SqlText counted_rows(const Snapshot& snapshot, const Question& question, const Metric& metric,
                     const Source& source);

// "SELECT group, `what` FROM ... GROUP BY 1", `what` being one or two sums.
SqlText grouped(const Question& question, const std::string& what, const SqlText& from);

}  // namespace bihuan::insight
