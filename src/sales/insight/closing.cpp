// What was won and lost: every opportunity once, at its last close known on the day asked.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

constexpr int kPercentile80 = 4;  // fifths

Metric closing(std::string name, Label label) {
    Metric m;
    m.name = std::move(name);
    m.label = std::move(label);
    m.date = "closed_on";
    m.group_by = {"owner", "dept", "account", "month", "quarter", "year"};
    m.object = "opportunity";
    m.where = "state in [\"won\",\"lost\"]";
    m.date_field = "closed_on";
    m.ledger = {"closed"};
    m.objects = {"opportunity"};
    return m;
}

// Closes of the period that no later close of the same opportunity follows, and that stand: what
// was reopened or deleted adds up to nothing. Rows that book a restored one again are no closes.
// A second close comes after a reopening, which takes the first back.
SqlText last_closes(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    SqlText sql = rows_of(snapshot, question, slice_of(question, metric));
    sql.add(" AND l.count > 0 AND l.corrects IS NULL");
    SqlText last;
    last.add("NOT EXISTS (SELECT 1 FROM ledger n WHERE n.record = l.record AND n.metric = 'closed' "
             "AND n.count > 0 AND n.corrects IS NULL AND n.id > l.id").add(known(question, "n"));
    last.add(") AND ").add(adds_up(question));
    return sql.add(unless_untouched("closed", last)), sql;
}

SqlText closed_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                   const Source&) {
    SqlText out;
    out.add("SELECT l.record ").add(last_closes(snapshot, question, metric));
    return out.add(" AND l.tag IN ('won', 'lost')"), out;
}

SqlText won_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                const Source&) {
    SqlText out;
    out.add("SELECT l.record ").add(last_closes(snapshot, question, metric));
    return out.add(" AND l.tag = 'won'"), out;
}

Table sums(const Snapshot& snapshot, const Question& question, const Metric& metric,
           Table::Shape shape, const char* what) {
    Table table;
    table.shape = shape;
    add_sums(snapshot, question,
             grouped(question, what, last_closes(snapshot, question, metric)), table);
    return table;
}

Table win_rate(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return sums(snapshot, question, metric, Table::Shape::ratio,
                "SUM(CASE WHEN l.tag = 'won' THEN 1 ELSE 0 END), "
                "SUM(CASE WHEN l.tag IN ('won', 'lost') THEN 1 ELSE 0 END)");
}

Table win_rate_amount(const Snapshot& snapshot, const Question& question,
                      const Metric& metric) {
    return sums(snapshot, question, metric, Table::Shape::ratio,
                "SUM(CASE WHEN l.tag = 'won' THEN l.amount ELSE 0 END), "
                "SUM(CASE WHEN l.tag IN ('won', 'lost') THEN l.amount ELSE 0 END)");
}

Table won(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return sums(snapshot, question, metric, Table::Shape::sum,
                "SUM(CASE WHEN l.tag = 'won' THEN l.amount ELSE 0 END)");
}

Table won_count(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    return sums(snapshot, question, metric, Table::Shape::sum,
                "SUM(CASE WHEN l.tag = 'won' THEN 1 ELSE 0 END)");
}

Table sales_cycle(const Snapshot& snapshot, const Question& question, const Metric& metric) {
    SqlText from = last_closes(snapshot, question, metric);
    from.add(" AND l.tag = 'won'");
    return durations(snapshot, question, from);
}

}  // namespace

Table durations(const Snapshot& snapshot, const Question& question, const SqlText& from) {
    Table table;
    table.shape = Table::Shape::median;
    SqlText sql;
    sql.add("SELECT " + group_of(question) + ", l.days ").add(from);
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        table.cells[key_of(question, row, 0)].days.push_back(row.integer(1));
        return true;
    });
    for (auto& [key, cell] : table.cells) std::sort(cell.days.begin(), cell.days.end());
    if (!question.group.empty()) return table;
    const std::vector<std::int64_t>& days = table.whole().days;
    const auto add = [&](const char* name, Label label, std::optional<Decimal> value) {
        Part part;
        part.name = name;
        part.label = std::move(label);
        part.value = value;
        part.unit = Unit::days;
        part.count = static_cast<std::int64_t>(days.size());
        table.parts.push_back(std::move(part));
    };
    add("median", {"中位数", "Median"}, median(days));
    add("p80", {"80 分位", "80th percentile"}, percentile(days, kPercentile80));
    return table;
}

std::vector<Metric> closing_metrics() {
    Metric rate = closing("win_rate", {"赢单率", "Win rate"});
    rate.unit = Unit::percent;
    rate.part = Unit::count;
    rate.definition = {"赢单数 ÷（赢单数 + 输单数），按关闭日期计入；每个商机只计一次，以查询日已知的最后一次关闭"
                       "为准，已重新打开的不算关闭。",
                       "Won ÷ (won + lost), by close date; each opportunity once, at its last "
                       "close known on the day asked; a reopened one is not closed."};
    rate.excluded = {"无效商机；未关闭的商机", "Void opportunities; open ones"};
    rate.counted = closed_ids;
    rate.measure = win_rate;

    Metric by_amount = rate;
    by_amount.name = "win_rate_amount";
    by_amount.label = {"赢单率（金额）", "Win rate by amount"};
    by_amount.part = Unit::money;
    by_amount.amount_field = "amount";
    by_amount.sum = "amount";
    by_amount.definition = {"赢单金额 ÷（赢单金额 + 输单金额），其余同赢单率。",
                            "Won amount ÷ (won + lost amount), otherwise as the win rate."};
    by_amount.measure = win_rate_amount;

    Metric amount = closing("won", {"赢单金额", "Won amount"});
    amount.unit = Unit::money;
    amount.amount_field = "amount";
    amount.where = "state == \"won\"";
    amount.sum = "amount";
    amount.counted = won_ids;
    amount.definition = {"赢单商机在关闭时的金额，按关闭日期计入；每个商机只计一次，以最后一次关闭为准。"
                         "它是销售判断，签约额以合同为准。",
                         "Amount of won opportunities when they closed, by close date; each once, "
                         "at its last close. A judgement of sales: the signed amount goes by "
                         "contracts."};
    amount.excluded = {"输单、无效和重新打开的商机", "Lost, void and reopened opportunities"};
    amount.measure = won;

    Metric count = amount;
    count.name = "won_count";
    count.label = {"赢单数", "Won opportunities"};
    count.unit = Unit::count;
    count.amount_field.clear();
    count.sum.clear();
    count.definition = {"赢单的商机数，按关闭日期计入；每个商机只计一次，以最后一次关闭为准。",
                        "Opportunities won, by close date; each once, at its last close."};
    count.measure = won_count;

    Metric cycle = count;
    cycle.name = "sales_cycle";
    cycle.label = {"成交周期", "Sales cycle"};
    cycle.unit = Unit::days;
    cycle.definition = {"期内赢单的商机从接触日（没有则为建立日）到赢单日的天数，取中位数，并列 80 分位"
                        "（相邻值之间线性插值）。",
                        "Days from engagement (else creation) to the win, of opportunities won in "
                        "the period: median, with the 80th percentile beside it (linear between "
                        "neighbours)."};
    cycle.measure = sales_cycle;
    return {rate, by_amount, amount, count, cycle};
}

}  // namespace bihuan::insight
