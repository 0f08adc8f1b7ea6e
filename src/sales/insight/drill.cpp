#include "sales/insight/drill.h"

#include "sales/insight/ledger_rows.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

constexpr int kIdShift = kIdObjectBits + kIdNodeBits + kIdCounterBits;
constexpr std::int64_t kMicrosPerMs = 1'000;

bool is_by_contract(const std::vector<std::string>& ledger) {
    return std::any_of(ledger.begin(), ledger.end(), [](const std::string& name) {
        return name == "allocated" || name == "written_off";
    });
}

std::string why(const Snapshot& snapshot, const std::string& metric, std::string_view tag,
                bool is_back) {
    if (tag == "change" || tag == "terminated") {
        return snapshot.say("insight.why." + std::string(tag));
    }
    return snapshot.say("insight.why." + metric + (is_back ? "_back" : ""));
}

}  // namespace

std::vector<Change> changes_since(const Snapshot& snapshot, const Question& question,
                                  const Metric& metric, Date yesterday) {
    std::vector<Change> out;
    if (metric.ledger.empty()) return out;
    Slice slice = slice_of(question, metric);
    const bool by_person = question.owner || question.dept;
    if (metric.name == "collected" && by_person) slice.metrics = {"allocated"};
    if (is_by_contract(slice.metrics)) slice.reach = Reach::contract;
    if (metric.nature == Nature::balance) slice.from = slice.to = std::nullopt;
    const Instant evening = snapshot.zone().end_of(yesterday);
    SqlText sql;
    sql.add("SELECT l.object, l.record, l.date, l.amount, l.count, l.metric, l.tag ");
    sql.add(rows_of(snapshot, question, slice));
    // Ids carry when they were made: what was entered since yesterday has a later one.
    const std::int64_t since = evening.micros / kMicrosPerMs - kIdEpochMs;
    sql.add(" AND l.id >= ").bind(Value(since << kIdShift));
    sql.add(known_by(evening, yesterday, "l", false));
    sql.add(" ORDER BY l.id DESC LIMIT ").bind(Value(std::int64_t{kChangesMax}));
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        Change change;
        const meta::Object* object = snapshot.schema().find(ObjectNumber(row.integer(0)));
        if (object) change.object = object->name;
        change.id = RecordId(row.integer(1));
        change.date = parse_date(row.text(2)).value_or(question.day);
        change.amount = row.integer(3);
        change.count = row.integer(4);
        const bool is_back = change.amount < 0 || change.count < 0;
        change.why = why(snapshot, std::string(row.text(5)), row.text(6), is_back);
        out.push_back(std::move(change));
        return true;
    });
    for (Change& change : out) change.title = name_of(snapshot, change.id);
    return out;
}

}  // namespace bihuan::insight
