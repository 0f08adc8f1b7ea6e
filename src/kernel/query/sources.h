// Where the columns of a query come from: the root table, joins along lookups, virtual formulas
// and, for a past day, the history beside each table.
//
// Built by one query on one thread. Implements expr::Columns, so that expressions add the joins
// they need.
#pragma once

#include "kernel/expr/to_sql.h"
#include "kernel/meta/schema.h"
#include "kernel/query/sql_text.h"
#include "kernel/snapshot.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bihuan::query {

class Sources final : public expr::Columns {
public:
    // `root_alias` names the root in the SQL; nested queries (scopes) take another one.
    Sources(const Snapshot& snapshot, const meta::Object& object, std::string root_alias,
            std::optional<Instant> as_of);

    // From now on a value beyond a lookup is NULL where the actor may not see the record that it
    // stands in; the title of that record shows with the lookup itself. For paths that people
    // name: conditions of roles, roll-ups and formulas are the company's.
    void guard() { is_guarded_ = true; }

    // The column that filters, sorts and sums use: money in the base currency.
    expr::Sql column(const expr::Path& path) override;
    // The column people see: money in the record's own currency.
    expr::Sql shown(const expr::Path& path);
    // The title at the end of `path`, shown with the lookup that ends its first `steps`.
    expr::Sql title(const expr::Path& path, std::size_t steps);
    // A system column of the root: id, version, valid_from, deleted_at.
    std::string root_column(std::string_view name) const;

    // "FROM ... LEFT JOIN ...": call after every column has been asked for.
    SqlText from() const;
    // At a past day the root is made of current rows and closed versions, read by their columns.
    const meta::Object& object() const { return object_; }
    const std::string& alias() const { return alias_; }
    const std::optional<Instant>& as_of() const { return as_of_; }
    const Snapshot& snapshot() const { return snapshot_; }

private:
    struct Join {
        std::string alias;
        const meta::Object* target;
        std::string on;             // SQL of the lookup column
    };
    class Below;                    // Columns of a formula reached through a path

    expr::Sql resolve(const std::vector<const meta::Field*>& steps, bool base);
    std::size_t lookups_to_guard(const expr::Path& path) const;
    expr::Sql guarded(expr::Sql sql, const expr::Path& path, std::size_t lookups);
    expr::Sql physical(const std::vector<const meta::Field*>& lookups, const std::string& name);
    expr::Sql formula(const std::vector<const meta::Field*>& steps);
    expr::Sql past_rollup(const std::vector<const meta::Field*>& steps);
    const meta::Object& object_after(const std::vector<const meta::Field*>& lookups) const;
    const std::string& join(const std::vector<const meta::Field*>& lookups);
    SqlText root_source() const;

    const Snapshot& snapshot_;
    const meta::Object& object_;
    std::string alias_;
    std::optional<Instant> as_of_;
    std::vector<Join> joins_;
    std::map<std::vector<const meta::Field*>, std::size_t> by_path_;
    int depth_ = 0;                 // of formulas inside formulas
    bool is_guarded_ = false;
};

// Path of field names ("account.owner.name") checked against the schema and the actor's rights.
// Fields that may not be read do not exist for the asker: Error(invalid) with the nearest name.
expr::Path resolve_path(const Snapshot& snapshot, const meta::Object& object,
                        std::string_view text, std::string_view parameter);

}  // namespace bihuan::query
