#include "sales/insight/ledger_rows.h"

#include "kernel/query/scope.h"

namespace bihuan::insight {

namespace {

constexpr const char* kNothing = "1 = 0";

// Rights on one object as a condition on its alias; "1 = 0" when it may not be read at all.
SqlText scope_of(const Snapshot& snapshot, const meta::Object& object, const char* alias) {
    if (!access::rights_of(snapshot)->may(object, access::Act::read)) {
        SqlText none;
        return none.add(kNothing), none;
    }
    query::Sources sources(snapshot, object, alias, std::nullopt);
    return query::scope_predicate(sources, access::Purpose::read);
}

SqlText by_record(const Snapshot& snapshot, const std::vector<std::string>& objects) {
    SqlText out;
    bool all = true;
    for (const std::string& name : objects) {
        const meta::Object& object = snapshot.schema().at(name);
        const SqlText scope = scope_of(snapshot, object, "r");
        out.add(out.text.empty() ? "(" : " OR ");
        out.add("(l.object = ").bind(Value(object.number.value));
        if (!scope.text.empty()) {
            all = false;
            out.add(" AND EXISTS (SELECT 1 FROM " + snapshot.dialect().quote(name) + " r");
            out.add(" WHERE r.id = l.record AND (").add(scope).add("))");
        }
        out.add(")");
    }
    if (all) return {};
    return out.add(")"), out;
}

SqlText by_reach(const Snapshot& snapshot, const Slice& slice) {
    if (slice.reach == Reach::record) return by_record(snapshot, slice.objects);
    const bool by_contract = slice.reach == Reach::contract;
    const meta::Object& object = snapshot.schema().at(by_contract ? "contract" : "receipt");
    const SqlText scope = scope_of(snapshot, object, "r");
    SqlText out;
    if (scope.text.empty()) return out;
    if (by_contract) {
        out.add("EXISTS (SELECT 1 FROM contract r WHERE r.id = l.contract AND (");
    } else {
        out.add("EXISTS (SELECT 1 FROM allocation a JOIN receipt r ON r.id = a.receipt "
                "WHERE a.id = l.record AND (");
    }
    return out.add(scope).add("))"), out;
}

void add_list(SqlText& out, const std::vector<std::int64_t>& ids) {
    for (std::size_t i = 0; i < ids.size(); ++i) out.add(i ? ", " : "").bind(Value(ids[i]));
}

}  // namespace

SqlText known_by(Instant evening, Date day, const std::string& alias, bool is_known) {
    SqlText out;
    out.add(" AND COALESCE((SELECT CASE WHEN e.at <= ").bind(Value(evening.micros));
    out.add(" THEN 1 ELSE 0 END FROM event e WHERE e.seq = " + alias + ".event");
    out.add(" AND e.recorded_at = " + alias + ".recorded_at), CASE WHEN " + alias + ".date <= ");
    out.bind(Value(to_text(day))).add(" AND (" + alias + ".corrects IS NULL OR " + alias);
    out.add(".recorded_at <= ").bind(Value(evening.micros)).add(") THEN 1 ELSE 0 END) = ");
    return out.add(is_known ? "1" : "0"), out;
}

SqlText known(const Question& question, const std::string& alias) {
    if (!question.as_of) return {};
    return known_by(*question.as_of, question.day, alias);
}

SqlText unless_untouched(const std::string& metric, const SqlText& condition) {
    SqlText out;
    out.add(" AND (l.record NOT IN (SELECT t.record FROM ledger t WHERE t.count < 0 "
            "AND t.metric = ").bind(Value(metric));
    return out.add(") OR (").add(condition).add("))"), out;
}

SqlText adds_up(const Question& question) {
    SqlText out;
    out.add("(SELECT SUM(s.count) FROM ledger s WHERE s.record = l.record "
            "AND s.metric = l.metric").add(known(question, "s"));
    return out.add(") > 0"), out;
}

SqlText standing(const Question& question, const std::string& metric) {
    return unless_untouched(metric, adds_up(question));
}

bool sees_all(const Snapshot& snapshot, const std::vector<std::string>& objects) {
    for (const std::string& name : objects) {
        if (!scope_of(snapshot, snapshot.schema().at(name), "r").text.empty()) return false;
    }
    return true;
}

SqlText rows_of(const Snapshot& snapshot, const Question& question, const Slice& slice) {
    SqlText out;
    out.add("FROM ledger l WHERE l.metric ");
    for (std::size_t i = 0; i < slice.metrics.size(); ++i) {
        out.add(i ? ", " : slice.metrics.size() == 1 ? "= " : "IN (").bind(
            Value(slice.metrics[i]));
    }
    if (slice.metrics.size() != 1) out.add(")");
    if (slice.from) out.add(" AND l.date >= ").bind(Value(to_text(*slice.from)));
    if (slice.to) out.add(" AND l.date <= ").bind(Value(to_text(*slice.to)));
    if (slice.is_filtered && question.owner) {
        out.add(" AND l.owner = ").bind(Value(question.owner.value));
    }
    if (slice.is_filtered && question.dept) {
        out.add(" AND l.dept IN (");
        add_list(out, question.depts);
        out.add(")");
    }
    if (slice.is_filtered && question.account) {
        out.add(" AND l.account = ").bind(Value(question.account.value));
    }
    out.add(known(question, "l"));
    const SqlText reach = by_reach(snapshot, slice);
    if (!reach.text.empty()) out.add(" AND ").add(reach);
    return out;
}

Slice slice_of(const Question& question, const Metric& metric) {
    Slice slice;
    slice.metrics = metric.ledger;
    slice.objects = metric.objects;
    slice.from = question.from;
    slice.to = question.to;
    return slice;
}

SqlText counted_rows(const Snapshot& snapshot, const Question& question, const Metric& metric,
                     const Source& source) {
    const ObjectNumber number = snapshot.schema().at(source.object).number;
    SqlText out;
    out.add("SELECT l.record ").add(rows_of(snapshot, question, slice_of(question, metric)));
    out.add(" AND l.object = ").bind(Value(number.value));
    return out.add(" GROUP BY l.record HAVING SUM(l.amount) <> 0 OR SUM(l.count) <> 0"), out;
}

std::string group_of(const Question& question) {
    if (question.group.empty()) return "NULL";
    // By day, as the index has them in order; key_of() tells each day's period.
    if (is_period_name(question.group)) return "l.date";
    return "l." + question.group;  // owner, dept, account: named alike in the ledger
}

Key key_of(const Question& question, const db::Row& row, int column) {
    Key key;
    if (question.group.empty() || row.is_null(column)) return key;
    if (!is_period_name(question.group)) {
        key.id = row.integer(column);
        return key;
    }
    const auto day = parse_date(row.text(column));
    key.text = day ? period_text(question.group, *day) : std::string(row.text(column));
    return key;
}

SqlText grouped(const Question& question, const std::string& what, const SqlText& from) {
    SqlText out;
    out.add("SELECT " + group_of(question) + ", " + what + " ").add(from);
    if (!question.group.empty()) out.add(" GROUP BY 1");
    return out;
}

void add_sums(const Snapshot& snapshot, const Question& question, const SqlText& select,
              Table& table, int sign) {
    const bool is_ratio = table.shape == Table::Shape::ratio;
    snapshot.db().query(select.text, select.borrowed(), [&](const db::Row& row) {
        Cell& cell = table.cells[key_of(question, row, 0)];
        cell.top += sign * row.integer(1);
        if (is_ratio) cell.bottom = cell.bottom.value_or(0) + sign * row.integer(2);
        return true;
    });
}

}  // namespace bihuan::insight
