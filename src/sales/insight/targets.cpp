// Actual figures against targets, and against where they should be by now.
#include "sales/insight/families.h"

#include "base/exact.h"
#include "kernel/access/rights.h"
#include "kernel/query/scope.h"
#include "sales/insight/ledger_rows.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

struct Target {
    std::string subject;
    std::int64_t dept = 0, user = 0;
    Month month;
    std::int64_t value = 0;
};

int working_days(const Snapshot& snapshot, Date from, Date to) {
    return to < from ? 0 : snapshot.calendar().working_days(add_days(from, -1), to);
}

// " AND ..." that the reader may see a target today.
SqlText visible_targets(const Snapshot& snapshot) {
    query::Sources sources(snapshot, snapshot.schema().at("target"), "t", std::nullopt);
    const SqlText scope = query::scope_predicate(sources, access::Purpose::read);
    SqlText out;
    if (scope.text.empty()) return out;
    out.add(" AND id IN (SELECT t.id ").add(sources.from()).add(" WHERE ").add(scope);
    return out.add(")"), out;
}

// Each target in the version in force at the end of `day`. One that was entered later counts as
// first entered: without it last year would have no targets in a company that moved in today.
std::vector<Target> in_force(const Snapshot& snapshot, std::string_view metric, Month first,
                             Month last, Date day) {
    const db::Dialect& dialect = snapshot.dialect();
    const std::string columns = "id, subject, dept, " + dialect.quote("user") +
                                ", month, value, state, valid_from";
    const SqlText visible = visible_targets(snapshot);
    SqlText sql;
    for (const char* table : {"target", "h_target"}) {
        if (!sql.text.empty()) sql.add(" UNION ALL ");
        sql.add("SELECT " + columns + " FROM ").add(table).add(" WHERE metric = ");
        sql.bind(Value(std::string(metric))).add(" AND month >= ");
        sql.bind(Value(to_text(first))).add(" AND month <= ").bind(Value(to_text(last)));
        sql.add(" AND deleted_at IS NULL AND state <> 'draft'").add(visible);
    }
    sql.add(" ORDER BY 1, 8");
    const std::int64_t evening = snapshot.zone().end_of(day).micros;
    std::map<std::int64_t, Target> by_id;
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        const std::int64_t id = row.integer(0);
        if (by_id.contains(id) && row.integer(7) > evening) return true;
        Target target{std::string(row.text(1)), row.integer(2), row.integer(3), {},
                      row.integer(5)};
        target.month = parse_month(row.text(4)).value_or(first);
        by_id[id] = std::move(target);
        return true;
    });
    std::vector<Target> out;
    for (auto& [id, target] : by_id) out.push_back(std::move(target));
    return out;
}

// What of a month's target falls into the period: all, or by its working days.
std::int64_t part_of(const Snapshot& snapshot, const Question& question, const Target& target) {
    const Date first = first_day(target.month);
    const Date last = last_day(target.month);
    const Date from = std::max(first, question.from);
    const Date to = std::min(last, question.to);
    if (from == first && to == last) return target.value;
    const int all = working_days(snapshot, first, last);
    if (all == 0) return 0;
    return exact::multiply_scaled(target.value, working_days(snapshot, from, to), all)
        .value_or(0);
}

// Whose targets a question without group asks for.
struct Subject {
    std::string kind = "company";
    std::int64_t id = 0;
};

Subject subject_of(const Snapshot& snapshot, const Question& question) {
    if (question.owner) return {"user", question.owner.value};
    if (question.dept) return {"department", question.dept.value};
    const View view = view_of(snapshot);
    switch (view.kind) {
        case View::Kind::company: break;
        case View::Kind::dept: return {"department", view.dept.value};
        case View::Kind::person: return {"user", view.user.value};
    }
    return {};
}

bool is_of(const Target& target, const Subject& subject) {
    if (target.subject != subject.kind) return false;
    return subject.kind == "company" ||
           (subject.kind == "user" ? target.user : target.dept) == subject.id;
}

// The people that a question without group key would count: one, or those of its departments.
std::vector<std::int64_t> people_of(const Snapshot& snapshot, const Question& question) {
    std::vector<std::int64_t> out;
    if (question.owner) return {question.owner.value};
    if (!question.dept) return out;
    snapshot.db().query("SELECT id, dept FROM " + snapshot.dialect().quote("user"), {},
                        [&](const db::Row& row) {
                            const auto& in = question.depts;
                            if (std::find(in.begin(), in.end(), row.integer(1)) != in.end()) {
                                out.push_back(row.integer(0));
                            }
                            return true;
                        });
    return out;
}

// What reaches a reader of the contracts behind a figure. A scope by expression may leave out
// some of anybody's: it tells nothing.
class Seen {
public:
    explicit Seen(const Snapshot& snapshot)
        : snapshot_(snapshot),
          reach_(access::reachable(snapshot, snapshot.schema().at("contract"),
                                   access::Purpose::read)) {}

    bool person(std::int64_t user) const {
        if (reach_.everything || holds(reach_.owners, user)) return true;
        bool is_there = false;
        snapshot_.db().query("SELECT dept FROM " + snapshot_.dialect().quote("user") +
                                 " WHERE id = ?",
                             {user}, [&](const db::Row& row) {
                                 is_there = holds(reach_.depts, row.integer(0));
                                 return false;
                             });
        return is_there;
    }
    bool dept(std::int64_t dept) const {
        return reach_.everything || holds(reach_.depts, dept);
    }
    bool of(const Subject& subject) const {
        if (subject.kind == "user") return person(subject.id);
        return subject.kind == "department" ? dept(subject.id) : reach_.everything;
    }

private:
    static bool holds(const std::vector<std::int64_t>& ids, std::int64_t id) {
        return std::find(ids.begin(), ids.end(), id) != ids.end();
    }
    const Snapshot& snapshot_;
    access::Reachable reach_;
};

// A rate of what somebody else did is none where his contracts do not show: 0 % would be false.
void hide_unseen(const Snapshot& snapshot, const Question& question, Table& table) {
    const Seen seen(snapshot);
    for (auto& [key, cell] : table.cells) {
        const bool is_seen = question.group == "owner"  ? key.id == 0 || seen.person(key.id)
                             : question.group == "dept" ? key.id == 0 || seen.dept(key.id)
                                                        : seen.of(subject_of(snapshot, question));
        if (is_seen) continue;
        cell = Cell{};
        cell.is_unseen = true;
    }
}

Table attained(const Snapshot& snapshot, const Question& question, std::string_view actual,
               bool is_pace) {
    const Pace pace = is_pace ? pace_of(snapshot, question) : Pace{1, 1};
    const auto targets = targets_of(snapshot, question, actual);
    Table table;
    if (question.group == "dept") {  // a department's target holds for all below it
        for (const auto& [key, target] : targets) {
            const Question below = in_dept(snapshot, question, RecordId(key.id));
            table.cells[key].top = total_of(measured(snapshot, below, actual));
        }
    } else {
        table = measured(snapshot, question, actual);
    }
    table.shape = Table::Shape::ratio;
    table.parts.clear();
    for (const auto& [key, target] : targets) {
        if (target <= 0 || pace.passed == 0) continue;
        table.cells[key].bottom =
            exact::multiply_scaled(target, pace.passed, pace.all).value_or(target);
    }
    hide_unseen(snapshot, question, table);
    return table;
}

Table attainment(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return attained(snapshot, question, metric.target, false);
}

Table pace(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return attained(snapshot, question, metric.target, true);
}

Metric against(const char* name, Label label, const char* actual) {
    const bool is_signed = std::string_view(actual) == "signed";
    Metric m = is_signed ? booking_metrics().front() : collecting_metrics().front();
    m.name = name;
    m.label = std::move(label);
    m.unit = Unit::percent;
    m.part = Unit::money;
    m.group_by = {"owner", "dept"};
    m.excluded = {"没有目标时不计算；看不到其合同的人和部门不显示数值",
                  "Not computed without a target; no value for people and departments whose "
                  "contracts the reader does not see"};
    return m;
}

}  // namespace

Pace pace_of(const Snapshot& snapshot, const Question& question) {
    return {working_days(snapshot, question.from, std::min(question.to, question.day)),
            working_days(snapshot, question.from, question.to)};
}

std::map<Key, std::int64_t> targets_of(const Snapshot& snapshot, const Question& question,
                                       std::string_view metric) {
    std::map<Key, std::int64_t> out;
    const meta::Object* object = snapshot.schema().find("target");
    if (!object || !access::rights_of(snapshot)->may(*object, access::Act::read)) return out;
    if (question.account) return out;
    const auto targets = in_force(snapshot, metric, month_of(question.from),
                                  month_of(question.to), std::min(question.to, question.day));
    if (question.group == "owner" || question.group == "dept") {
        const bool by_owner = question.group == "owner";
        const auto wanted = by_owner ? people_of(snapshot, question) : question.depts;
        const bool is_filtered = question.owner || question.dept;
        for (const Target& target : targets) {
            if (target.subject != (by_owner ? "user" : "department")) continue;
            const std::int64_t id = by_owner ? target.user : target.dept;
            const bool is_wanted = std::find(wanted.begin(), wanted.end(), id) != wanted.end();
            if (is_filtered && !is_wanted) continue;
            out[Key{id, ""}] += part_of(snapshot, question, target);
        }
        return out;
    }
    if (!question.group.empty() && question.group != "month") return out;
    Subject subject = subject_of(snapshot, question);
    const auto add = [&] {
        for (const Target& target : targets) {
            const bool is_wanted = subject.kind == "company" || subject.id != 0
                                       ? is_of(target, subject)
                                       : target.subject == subject.kind;
            if (!is_wanted) continue;
            const Key key =
                question.group.empty() ? Key{} : Key{0, to_text(target.month)};
            out[key] += part_of(snapshot, question, target);
        }
    };
    add();
    // A company without targets of its own: those of its departments, else of its people.
    const bool is_company = subject.kind == "company";
    for (const char* below : {"department", "user"}) {
        if (!is_company || !out.empty()) break;
        subject = {below, 0};
        add();
    }
    return out;
}

std::vector<Metric> target_metrics() {
    const Label attained_text = {
        "期内实际 ÷ 期末（进行中的期间为查询日）有效的目标。目标按月设定，期间只含部分月份时按工作日折算。",
        "Actual of the period ÷ the target in force on its last day (a running period: the day "
        "asked). Targets are monthly; a month covered in part counts by its working days."};
    const Label pace_text = {
        "期内实际 ÷（目标 × 已过工作日 ÷ 全部工作日），工作日按公司日历；100% 即与时间同步。",
        "Actual of the period ÷ (target × working days passed ÷ all working days), by the "
        "company's calendar; 100 % is in step with time."};
    Metric by_signed = against("attainment", {"签约达成率", "Attainment, signed"}, "signed");
    Metric by_collected =
        against("attainment_collected", {"回款达成率", "Attainment, collected"}, "collected");
    Metric pace_signed = against("pace", {"签约进度", "Pace, signed"}, "signed");
    Metric pace_collected =
        against("pace_collected", {"回款进度", "Pace, collected"}, "collected");
    by_signed.definition = by_collected.definition = attained_text;
    pace_signed.definition = pace_collected.definition = pace_text;
    by_signed.measure = by_collected.measure = attainment;
    pace_signed.measure = pace_collected.measure = pace;
    return {by_signed, by_collected, pace_signed, pace_collected};
}

}  // namespace bihuan::insight
