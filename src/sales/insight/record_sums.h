// Sums over records the actor may see, as they stood on the day asked: what a list with the same
// filter adds up to, by construction. Private.
//
// Built by one question on one thread.
#pragma once

#include "kernel/query/sources.h"
#include "sales/insight/ledger_rows.h"

namespace bihuan::insight {

class RecordSums {
public:
    RecordSums(const Snapshot& snapshot, const Question& question, std::string_view object,
               std::string alias = "t");

    // A field or path ("contract.in_force") as SQL; money in the company's currency.
    SqlText column(std::string_view path);
    RecordSums& where(std::string_view expression);
    RecordSums& where_sql(const SqlText& condition);
    // The day that period groups go by, as SQL of a date.
    RecordSums& by_date(SqlText date);
    SqlText date_of_instant(std::string_view path);
    // Whose record it was at that moment is what `owner` and `dept` go by, not whose it is now: the
    // past of a person does not move when a colleague takes over.
    RecordSums& held_at(Instant moment);

    // Adds the sums of these values of each record to the table's cells; `bottom` makes them
    // ratios.
    void add_to(Table& table, const SqlText& top, const SqlText& bottom = {});
    // "SELECT `what` FROM ... WHERE ...", without group.
    SqlText select(const SqlText& what);

    // After a select() that is the inner query of another: on a past day SQLite, merging the two,
    // would read all versions again for each roll-up.
    std::string_view fence() const;

    query::Sources& sources() { return sources_; }

private:
    SqlText group_sql();
    SqlText holder(const std::string& column_name);
    SqlText where_of();

    const Snapshot& snapshot_;
    const Question& question_;
    const meta::Object& object_;
    query::Sources sources_;
    std::vector<SqlText> conditions_;
    SqlText date_;
    std::optional<Instant> held_at_;
};

SqlText text(std::string_view sql);

}  // namespace bihuan::insight
