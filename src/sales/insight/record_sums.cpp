#include "sales/insight/record_sums.h"

#include "kernel/query/scope.h"

namespace bihuan::insight {

RecordSums::RecordSums(const Snapshot& snapshot, const Question& question,
                       std::string_view object, std::string alias)
    : snapshot_(snapshot), question_(question), object_(snapshot.schema().at(object)),
      sources_(snapshot, object_, std::move(alias), question.as_of) {
    access::demand(snapshot, object_, access::Act::read);
}

SqlText text(std::string_view sql) {
    SqlText out;
    return out.add(sql), out;
}

SqlText RecordSums::column(std::string_view path) {
    SqlText out;
    out.add(sources_.column(query::resolve_path(snapshot_, object_, path, "metric")));
    return out;
}

RecordSums& RecordSums::where(std::string_view expression) {
    conditions_.push_back(query::filter_predicate(sources_, expression, "metric"));
    return *this;
}

RecordSums& RecordSums::where_sql(const SqlText& condition) {
    conditions_.push_back(condition);
    return *this;
}

RecordSums& RecordSums::by_date(SqlText date) {
    date_ = std::move(date);
    return *this;
}

SqlText RecordSums::date_of_instant(std::string_view path) {
    SqlText out = column(path);
    out.text = snapshot_.dialect().date_of_instant(
        out.text, static_cast<long>(snapshot_.zone().offset_seconds(snapshot_.now())));
    return out;
}

RecordSums& RecordSums::held_at(Instant moment) {
    if (!question_.as_of && object_.has_history && moment < snapshot_.now()) held_at_ = moment;
    return *this;
}

SqlText RecordSums::holder(const std::string& column_name) {
    if (!held_at_) return column(column_name);
    const db::Dialect& dialect = snapshot_.dialect();
    const std::string name = dialect.quote(column_name);
    SqlText out;
    out.add("COALESCE((SELECT o." + name + " FROM " + dialect.quote(object_.history_table()));
    out.add(" o WHERE o.id = " + sources_.root_column("id") + " AND o.valid_from <= ");
    out.bind(Value(held_at_->micros)).add(" AND o.valid_to > ");
    out.bind(Value(held_at_->micros)).add("), ").add(column(column_name)).add(")");
    return out;
}

SqlText RecordSums::group_sql() {
    const std::string& group = question_.group;
    if (group.empty()) return text("NULL");
    if (is_period_name(group)) {
        SqlText out = date_;
        out.text = snapshot_.dialect().date_trunc(group, date_.text);
        return out;
    }
    if (group == "owner") return holder("owner");
    if (group == "dept") return holder("owner_dept");
    if (group == "account" && object_.name == "account") return text(sources_.root_column("id"));
    return column(group);
}

SqlText RecordSums::where_of() {
    SqlText out;
    out.add(" WHERE ").add(sources_.root_column("deleted_at")).add(" IS NULL");
    if (question_.owner) {
        out.add(" AND ").add(holder("owner")).add(" = ").bind(Value(question_.owner.value));
    }
    if (question_.dept) {
        out.add(" AND ").add(holder("owner_dept")).add(" IN (");
        for (std::size_t i = 0; i < question_.depts.size(); ++i) {
            out.add(i ? ", " : "").bind(Value(question_.depts[i]));
        }
        out.add(")");
    }
    if (question_.account) {
        const bool is_account = object_.name == "account";
        out.add(" AND ");
        out.add(is_account ? text(sources_.root_column("id")) : column("account")).add(" = ");
        out.bind(Value(question_.account.value));
    }
    for (const SqlText& condition : conditions_) {
        if (!condition.text.empty()) out.add(" AND (").add(condition).add(")");
    }
    const SqlText scope = query::scope_predicate(sources_, access::Purpose::read);
    if (!scope.text.empty()) out.add(" AND (").add(scope).add(")");
    return out;
}

SqlText RecordSums::select(const SqlText& what) {
    const SqlText where = where_of();  // first: it asks for joins too
    SqlText out;
    out.add("SELECT ").add(what).add(" ").add(sources_.from()).add(where);
    return out;
}

std::string_view RecordSums::fence() const {
    return question_.as_of ? query::kFence : "";
}

void RecordSums::add_to(Table& table, const SqlText& top, const SqlText& bottom) {
    SqlText what = group_sql();
    what.add(" AS k, ").add(top).add(" AS a");
    if (!bottom.text.empty()) what.add(", ").add(bottom).add(" AS b");
    SqlText sql;
    sql.add(question_.group.empty() ? "SELECT NULL" : "SELECT k");
    sql.add(bottom.text.empty() ? ", SUM(a) FROM (" : ", SUM(a), SUM(b) FROM (");
    sql.add(select(what)).add(fence()).add(") r");
    if (!question_.group.empty()) sql.add(" GROUP BY 1");
    add_sums(snapshot_, question_, sql, table);
}

}  // namespace bihuan::insight
