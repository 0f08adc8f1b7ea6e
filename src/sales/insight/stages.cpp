// Stage conversion of a cohort: who entered a stage in the period, and who ever got further.
#include "sales/insight/families.h"

#include "sales/insight/ledger_rows.h"

#include <algorithm>
#include <unordered_map>

namespace bihuan::insight {

namespace {

struct Place {
    std::size_t index = 0;       // in the flows
    std::int64_t pipeline = 0;
    std::int64_t position = 0;
    bool is_forward = false;     // open or won: lost and void lead nowhere
};

struct Visit {
    Date date;
    Place place;
};

struct Stages {
    std::vector<StageFlow> flows;
    std::unordered_map<std::string, Place> by_code;
};

Stages load_stages(const Snapshot& snapshot) {
    Stages out;
    snapshot.db().query(
        "SELECT s.id, s.code, s.name, COALESCE(s.name_en, ''), COALESCE(s.color, ''), s.kind, "
        "s.pipeline, s.position FROM stage s LEFT JOIN pipeline p ON p.id = s.pipeline "
        "WHERE s.deleted_at IS NULL ORDER BY CASE WHEN p.is_default = 1 THEN 0 ELSE 1 END, "
        "s.pipeline, s.position, s.id",
        {}, [&](const db::Row& row) {
            StageFlow flow;
            flow.stage = RecordId(row.integer(0));
            flow.pipeline = RecordId(row.integer(6));
            flow.code = row.text(1);
            flow.name = row.text(2);
            flow.name_en = row.text(3);
            flow.color = row.text(4);
            flow.kind = row.text(5);
            out.by_code[flow.code] = {out.flows.size(), row.integer(6), row.integer(7),
                                      flow.kind == "open" || flow.kind == "won"};
            out.flows.push_back(std::move(flow));
            return true;
        });
    return out;
}

// Visits of one case from the period's begin on, in the order they were written.
void count_case(const std::vector<Visit>& visits, bool is_closed, const Question& question,
                std::vector<StageFlow>& flows) {
    std::vector<std::size_t> seen;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const Visit& visit = visits[i];
        const bool is_again =
            std::find(seen.begin(), seen.end(), visit.place.index) != seen.end();
        if (is_again || visit.date < question.from || visit.date > question.to) continue;
        seen.push_back(visit.place.index);
        StageFlow& flow = flows[visit.place.index];
        ++flow.entered;
        const Date until = add_days(visit.date, question.window_days);
        const bool is_advanced =
            std::any_of(visits.begin() + static_cast<std::ptrdiff_t>(i) + 1, visits.end(),
                        [&](const Visit& later) {
                            return later.place.is_forward && later.date <= until &&
                                   later.place.pipeline == visit.place.pipeline &&
                                   later.place.position > visit.place.position;
                        });
        if (is_advanced) ++flow.advanced;
        else if (!is_closed && question.day <= until) ++flow.open;
    }
}

// Whether the last close known of each case of the period still stands; `cases` are those that
// entered a stage in it, when they are not everybody's.
std::unordered_map<std::int64_t, bool> closed_cases(const Snapshot& snapshot,
                                                    const Question& question,
                                                    const SqlText& cases) {
    std::unordered_map<std::int64_t, bool> closed;
    SqlText sql;
    sql.add("SELECT l.record, l.count FROM ledger l WHERE l.metric = 'closed' AND l.date >= ");
    sql.bind(Value(to_text(question.from))).add(known(question, "l"));
    if (!cases.text.empty()) {
        sql.add(" AND l.record IN (SELECT l.record ").add(cases).add(")");
    }
    sql.add(" ORDER BY l.id");
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        closed[row.integer(0)] = row.integer(1) > 0;
        return true;
    });
    return closed;
}

Table conversion(const Snapshot& snapshot, const Question& question, const Metric&) {
    Table table;
    table.shape = Table::Shape::ratio;
    for (const StageFlow& flow : stage_flows(snapshot, question)) {
        if (flow.kind != "open") continue;
        if (question.group == "stage") {
            table.cells[Key{flow.stage.value, ""}] = {flow.advanced, flow.entered, {}};
            continue;
        }
        Cell& whole = table.whole();
        whole.top += flow.advanced;
        whole.bottom = whole.bottom.value_or(0) + flow.entered;
        Part part;
        part.name = flow.code;
        part.label = {flow.name, flow.name_en};
        part.unit = Unit::percent;
        part.value = value_of(table, {flow.advanced, flow.entered, {}}, Unit::percent);
        part.count = flow.entered;
        part.entered = flow.entered;
        part.advanced = flow.advanced;
        part.open = flow.open;
        table.parts.push_back(std::move(part));
    }
    return table;
}

constexpr std::string_view kEntered = " AND l.count > 0 AND l.corrects IS NULL";

SqlText entered_ids(const Snapshot& snapshot, const Question& question, const Metric& metric,
                    const Source&) {
    SqlText out;
    out.add("SELECT l.record ").add(rows_of(snapshot, question, slice_of(question, metric)));
    out.add(kEntered).add(standing(question, "stage_entered"));
    out.add(" AND l.tag IN (SELECT s.code FROM stage s WHERE s.kind = 'open'"
            " AND s.deleted_at IS NULL)");
    return out;
}

}  // namespace

std::vector<StageFlow> stage_flows(const Snapshot& snapshot, const Question& question) {
    Stages stages = load_stages(snapshot);
    Slice slice;
    slice.metrics = {"stage_entered"};
    slice.objects = {"opportunity"};
    slice.from = question.from;
    slice.to = add_days(question.to, question.window_days);
    const SqlText rows = rows_of(snapshot, question, slice);
    const bool is_part = question.is_filtered() || !sees_all(snapshot, slice.objects);
    const auto closed = closed_cases(snapshot, question, is_part ? rows : SqlText());
    SqlText sql;
    sql.add("SELECT l.record, l.tag, l.date ").add(rows);
    sql.add(kEntered).add(standing(question, "stage_entered"));
    sql.add(" ORDER BY l.record, l.id");
    std::int64_t record = 0;
    std::vector<Visit> visits;
    const auto finish = [&] {
        const auto at = closed.find(record);
        count_case(visits, at != closed.end() && at->second, question, stages.flows);
        visits.clear();
    };
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        if (row.integer(0) != record) finish();
        record = row.integer(0);
        const auto place = stages.by_code.find(std::string(row.text(1)));
        const auto date = parse_date(row.text(2));
        if (place != stages.by_code.end() && date) visits.push_back({*date, place->second});
        return true;
    });
    finish();
    return std::move(stages.flows);
}

std::vector<Metric> stage_metrics() {
    Metric m;
    m.name = "stage_conversion";
    m.label = {"阶段转化率", "Stage conversion"};
    m.unit = Unit::percent;
    m.part = Unit::count;
    m.definition = {
        "期内进入某阶段的商机（同批）中，在窗口天数（默认 90 天）内曾进入更后阶段的比例；每个商机在每个阶段"
        "只计首次进入。仍在进行且窗口未满的另列为「尚未」，仍在分母中。总值为各进行中阶段合计。",
        "Of opportunities that entered a stage in the period (the cohort): the share that ever "
        "entered a later one within the window (90 days unless asked otherwise); each counts once "
        "per stage, at its first entry. Those still open within the window stand apart as not yet "
        "and stay in the denominator. The total is over all open stages."};
    m.excluded = {"进入输单、无效阶段不算前进；不是「现在的后阶段数 ÷ 现在的前阶段数」",
                  "Entering a lost or void stage is no advance; never count now ÷ count now"};
    m.date = "stage_entered_at";
    m.group_by = {"stage"};
    m.object = "opportunity";
    m.where = "";
    m.date_field = "stage_entered_at";
    m.ledger = {"stage_entered"};
    m.objects = {"opportunity"};
    m.counted = entered_ids;
    m.measure = conversion;
    return {m};
}

}  // namespace bihuan::insight
