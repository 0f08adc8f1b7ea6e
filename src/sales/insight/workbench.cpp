// The page a day begins with: figures against targets, the funnel, the trend, who leads, what
// waits, what is at risk. One snapshot, a few sums over the ledger's indexes.
#include "sales/insight/families.h"
#include "sales/insight/today.h"

#include "base/error.h"
#include "base/exact.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

constexpr int kTrendMonths = 12;
constexpr int kLeadersMax = 20;
constexpr int kMoneyScale = 2;
constexpr int kPaceScale = 4;
constexpr std::int64_t kPaceOne = 10'000;

// In the order they stand on the page.
constexpr const char* kKpis[] = {"signed",   "collected",         "new_customers",
                                 "win_rate", "opportunities_created", "sales_cycle",
                                 "weighted_pipeline", "overdue"};

struct Page {
    const Snapshot& snapshot;
    JsonWriter& json;
    View view;
    Period period;
};

Question ask(const Page& page, const Metric& metric, Period period, std::string group = {}) {
    MetricRequest request;
    request.from = period.from;
    request.to = period.to;
    request.group = std::move(group);
    return resolve(page.snapshot, metric, through(page.view, std::move(request)));
}

void write_optional(JsonWriter& json, std::string_view key,
                    const std::optional<Decimal>& value) {
    json.key(key);
    if (value) json.scaled(value->coefficient(), value->scale());
    else json.null();
}

std::optional<Decimal> whole_value(const Page& page, const Metric& metric,
                                   const Question& question) {
    Table table = metric.measure(page.snapshot, question, metric);
    return value_of(table, table.whole(), metric.unit);
}

std::optional<Decimal> target_of(const Page& page, const Metric& metric,
                                 const Question& question) {
    if (metric.target.empty()) return std::nullopt;
    const auto targets = targets_of(page.snapshot, question, metric.target);
    const auto found = targets.find(Key{});
    if (found == targets.end()) return std::nullopt;
    return Decimal(found->second, kMoneyScale);
}

// The last twelve months, this one included.
Period trend_period(const Page& page) {
    const Month last = month_of(std::min(page.period.to, page.snapshot.today()));
    return {first_day(Month{last.months - kTrendMonths + 1}), last_day(last)};
}

void write_trend(const Page& page, const Metric& metric) {
    JsonWriter& json = page.json;
    json.key("trend").begin_array();
    const auto& groups = metric.group_by;
    const bool has_months = std::find(groups.begin(), groups.end(), "month") != groups.end();
    if (has_months && metric.nature == Nature::flow) {
        const Period period = trend_period(page);
        const Table table =
            metric.measure(page.snapshot, ask(page, metric, period, "month"), metric);
        for (Month month = month_of(period.from); month <= month_of(period.to);
             ++month.months) {
            const auto found = table.cells.find(Key{0, to_text(month)});
            Cell none;
            const auto value = value_of(
                table, found == table.cells.end() ? none : found->second, metric.unit);
            if (value) json.scaled(value->coefficient(), value->scale());
            else json.null();
        }
    }
    json.end_array();
}

void write_kpi(const Page& page, const Metric& metric) {
    JsonWriter& json = page.json;
    const Question question = ask(page, metric, page.period);
    json.begin_object().key("metric").string(metric.name);
    json.key("label").string(metric.label.in(page.snapshot.language()));
    json.key("unit").string(metric.unit == Unit::money     ? "money"
                            : metric.unit == Unit::percent ? "percent"
                            : metric.unit == Unit::days    ? "days"
                                                           : "count");
    write_optional(json, "value", whole_value(page, metric, question));
    const auto target = target_of(page, metric, question);
    write_optional(json, "target", target);
    std::optional<Decimal> previous;
    if (metric.nature == Nature::flow) {
        previous = whole_value(
            page, metric,
            ask(page, metric, previous_of(page.period, page.snapshot.today())));
    }
    write_optional(json, "previous", previous);
    std::optional<Decimal> passed;
    if (target) {
        const Pace pace = pace_of(page.snapshot, question);
        if (pace.all > 0) passed = Decimal(pace.passed * kPaceOne / pace.all, kPaceScale);
    }
    write_optional(json, "pace", passed);
    write_trend(page, metric);
    json.end_object();
}

void write_funnel(const Page& page) {
    const Metric& metric = metric_named("stage_conversion");
    JsonWriter& json = page.json;
    json.key("funnel").begin_array();
    if (is_readable(page.snapshot, metric)) {
        const bool is_zh = page.snapshot.language() == Language::zh;
        const auto flows = stage_flows(page.snapshot, ask(page, metric, page.period));
        for (const StageFlow& flow : flows) {
            if (flow.pipeline != flows.front().pipeline) break;
            if (flow.kind != "open" && flow.kind != "won") continue;
            const auto conversion =
                flow.kind == "open"
                    ? exact::multiply_scaled(flow.advanced, kPercentFactor, flow.entered)
                    : std::nullopt;
            json.begin_object().key("stage").id(flow.stage.value).key("code").string(flow.code);
            json.key("label").string(is_zh || flow.name_en.empty() ? flow.name : flow.name_en);
            json.key("color").string(flow.color).key("entered").integer(flow.entered);
            json.key("advanced").integer(flow.advanced).key("open").integer(flow.open);
            json.key("conversion");
            if (conversion) json.scaled(*conversion, scale_of(Unit::percent));
            else json.null();
            json.end_object();
        }
    }
    json.end_array();
}

void write_months(const Page& page) {
    JsonWriter& json = page.json;
    json.key("trend").begin_array();
    const Metric& booked = metric_named("signed");
    const Metric& received = metric_named("collected");
    const bool has_booked = is_readable(page.snapshot, booked);
    const bool has_received = is_readable(page.snapshot, received);
    const Period period = trend_period(page);
    const Question question = ask(page, booked, period, "month");
    Table a, b;
    if (has_booked) a = booked.measure(page.snapshot, question, booked);
    if (has_received) b = received.measure(page.snapshot, question, received);
    const auto targets = targets_of(page.snapshot, question, "signed");
    for (Month month = month_of(period.from); month <= month_of(period.to); ++month.months) {
        const Key key{0, to_text(month)};
        json.begin_object().key("month").string(key.text);
        const auto amount = [&](std::string_view name, const Table& table, bool has) {
            json.key(name);
            const auto found = table.cells.find(key);
            if (has) json.scaled(found == table.cells.end() ? 0 : found->second.top, kMoneyScale);
            else json.null();
        };
        amount("signed", a, has_booked);
        amount("collected", b, has_received);
        const auto target = targets.find(key);
        json.key("target");
        if (target != targets.end()) json.scaled(target->second, kMoneyScale);
        else json.null();
        json.end_object();
    }
    json.end_array();
}

struct Leader {
    std::int64_t user = 0;
    std::int64_t value = 0;
    std::optional<std::int64_t> target;
};

std::vector<Leader> leaders_of(const Page& page, const Metric& metric) {
    const Question question = ask(page, metric, page.period, "owner");
    const Table table = metric.measure(page.snapshot, question, metric);
    const auto targets = targets_of(page.snapshot, question, metric.target);
    std::map<std::int64_t, Leader> by_user;
    for (const auto& [key, cell] : table.cells) by_user[key.id] = {key.id, cell.top, {}};
    for (const auto& [key, target] : targets) {
        by_user[key.id].user = key.id;
        by_user[key.id].target = target;
    }
    by_user.erase(0);  // 未分配 leads nobody
    std::vector<Leader> out;
    for (const auto& [id, leader] : by_user) out.push_back(leader);
    std::stable_sort(out.begin(), out.end(),
                     [](const Leader& a, const Leader& b) { return a.value > b.value; });
    if (out.size() > kLeadersMax) out.resize(kLeadersMax);
    return out;
}

void write_leaders(const Page& page) {
    const Metric& metric = metric_named("signed");
    JsonWriter& json = page.json;
    json.key("leaders").begin_array();
    if (is_readable(page.snapshot, metric)) {
        const std::string user = page.snapshot.dialect().quote("user");
        for (const Leader& leader : leaders_of(page, metric)) {
            std::string name, dept;
            page.snapshot.db().query("SELECT u.name, d.name FROM " + user + " u LEFT JOIN "
                                     "department d ON d.id = u.dept WHERE u.id = ?",
                                     {leader.user}, [&](const db::Row& row) {
                                         name = row.text(0);
                                         dept = row.text(1);
                                         return false;
                                     });
            json.begin_object().key("user").begin_object().key("id").id(leader.user);
            json.key("name").string(name).end_object().key("dept").string(dept);
            json.key("value").scaled(leader.value, kMoneyScale).key("target");
            if (leader.target) json.scaled(*leader.target, kMoneyScale);
            else json.null();
            const auto attained =
                leader.target
                    ? exact::multiply_scaled(leader.value, kPercentFactor, *leader.target)
                    : std::nullopt;
            json.key("attainment");
            if (attained) json.scaled(*attained, scale_of(Unit::percent));
            else json.null();
            json.end_object();
        }
    }
    json.end_array();
}

std::string_view view_text(View::Kind kind) {
    switch (kind) {
        case View::Kind::company: return "company";
        case View::Kind::dept: return "department";
        case View::Kind::person: return "person";
    }
    return "company";
}

}  // namespace

void workbench(const Snapshot& snapshot, std::string_view period, JsonWriter& json) {
    if (period == "day" || !is_period_name(period)) {
        throw Error(Code::invalid, "error.metric.period_name",
                    {{"period", std::string(period)}})
            .at_field("period");
    }
    const Page page{snapshot, json, view_of(snapshot), period_of(snapshot.today(), period)};
    json.begin_object().key("period").begin_object();
    json.key("from").string(to_text(page.period.from));
    json.key("to").string(to_text(page.period.to));
    json.key("label").string(period_text(period, page.period.from)).end_object();
    json.key("view").string(view_text(page.view.kind));
    json.key("kpis").begin_array();
    for (const char* name : kKpis) {
        const Metric& metric = metric_named(name);
        if (is_readable(snapshot, metric)) write_kpi(page, metric);
    }
    json.end_array();
    write_funnel(page);
    write_months(page);
    write_leaders(page);
    json.key("today");
    write_today(snapshot, json);
    json.key("risks");
    write_risks(snapshot, json);
    json.end_object();
}

}  // namespace bihuan::insight
