#include "sales/insight/question.h"

#include "base/error.h"
#include "base/text.h"
#include "kernel/access/rights.h"

#include <algorithm>

#include <fmt/core.h>

namespace bihuan::insight {

namespace {

constexpr int kMonthsOfQuarter = 3;
constexpr int kMonthsOfYear = 12;
constexpr int kDaysOfWeek = 7;

std::vector<std::int64_t> departments_below(const Snapshot& snapshot, RecordId top) {
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    snapshot.db().query("SELECT id, parent FROM department", {}, [&](const db::Row& row) {
        all.emplace_back(row.integer(0), row.integer(1));
        return true;
    });
    std::vector<std::int64_t> out = {top.value};
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (const auto& [id, parent] : all) {
            if (parent == out[i] && std::find(out.begin(), out.end(), id) == out.end()) {
                out.push_back(id);
            }
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

[[noreturn]] void refuse(const char* key, std::string parameter, Args args = {}) {
    throw Error(Code::invalid, key, std::move(args)).at_field(std::move(parameter));
}

void check_group(const Metric& metric, const std::string& group) {
    if (group.empty()) return;
    const auto& known = metric.group_by;
    if (std::find(known.begin(), known.end(), group) != known.end()) return;
    Error error(Code::invalid, "error.metric.group",
                {{"group", group}, {"groups", join(known, ", ")}});
    error.at_field("group");
    if (const auto near = nearest(group, known)) error.with_hint(*near);
    throw error;
}

int months_of(Period period) {
    const Month first = month_of(period.from);
    const Month last = month_of(period.to);
    if (first_day(first) != period.from || last_day(last) != period.to) return 0;
    const int months = last.months - first.months + 1;
    return months == 1 || months == kMonthsOfQuarter || months == kMonthsOfYear ? months : 0;
}

}  // namespace

Question resolve(const Snapshot& snapshot, const Metric& metric, const MetricRequest& request) {
    Question out;
    const Date today = snapshot.today();
    out.as_of = request.as_of;
    if (out.as_of && *out.as_of >= snapshot.now()) out.as_of.reset();
    out.day = out.as_of ? snapshot.zone().date_of(*out.as_of) : today;
    out.from = first_day(month_of(request.to.value_or(out.day)));
    out.to = last_day(month_of(out.day));
    if (request.from) {
        out.from = *request.from;
        out.to = std::max(out.from, out.day);
    }
    if (request.to) out.to = *request.to;
    if (out.to < out.from) refuse("error.metric.period", "to");
    if (out.to.days - out.from.days >= kPeriodDaysMax) refuse("error.metric.period_long", "to");
    // A balance is of one day: the last of the period asked, when that is past.
    if (metric.nature == Nature::balance && out.to < out.day) {
        out.day = out.to;
        out.as_of = snapshot.zone().end_of(out.day);
    }
    if (request.window_days < 1 || request.window_days > kWindowDaysMax) {
        refuse("error.metric.window", "window_days", {{"max", std::to_string(kWindowDaysMax)}});
    }
    check_group(metric, request.group);
    out.group = request.group;
    out.owner = request.owner;
    out.dept = request.dept;
    if (out.dept) out.depts = departments_below(snapshot, out.dept);
    out.account = request.account;
    out.window_days = request.window_days;
    return out;
}

Question in_dept(const Snapshot& snapshot, Question question, RecordId dept) {
    question.group.clear();
    question.dept = dept;
    question.depts = departments_below(snapshot, dept);
    return question;
}

void demand_readable(const Snapshot& snapshot, const Metric& metric) {
    const meta::Object& object = snapshot.schema().at(metric.object);
    access::demand(snapshot, object, access::Act::read);
    for (const std::string& name : metric.objects) {
        access::demand(snapshot, snapshot.schema().at(name), access::Act::read);
    }
    if (metric.amount_field.empty()) return;
    const meta::Field& field = object.at(metric.amount_field);
    if (access::rights_of(snapshot)->field(object, field) >= access::FieldRight::read) return;
    throw Error(Code::forbidden, "error.metric.field",
                {{"metric", in_both(metric.label)}, {"field", in_both(field.label)}});
}

bool is_readable(const Snapshot& snapshot, const Metric& metric) {
    const auto rights = access::rights_of(snapshot);
    const meta::Object* object = snapshot.schema().find(metric.object);
    if (!object || !rights->may(*object, access::Act::read)) return false;
    for (const std::string& name : metric.objects) {
        const meta::Object* other = snapshot.schema().find(name);
        if (!other || !rights->may(*other, access::Act::read)) return false;
    }
    if (metric.amount_field.empty()) return true;
    const meta::Field& field = object->at(metric.amount_field);
    return rights->field(*object, field) >= access::FieldRight::read;
}

bool is_period_name(std::string_view group) {
    return group == "day" || group == "week" || group == "month" || group == "quarter" ||
           group == "year";
}

Period period_of(Date day, std::string_view name) {
    if (name == "day") return {day, day};
    if (name == "week") {
        const Date monday = add_days(day, 1 - weekday(day));
        return {monday, add_days(monday, kDaysOfWeek - 1)};
    }
    const int months = name == "quarter" ? kMonthsOfQuarter : name == "year" ? kMonthsOfYear : 1;
    const int month = to_civil(day).month;
    const Month first{month_of(day).months - (month - 1) % months};
    return {first_day(first), last_day(Month{first.months + months - 1})};
}

Period previous_of(Period period, Date day) {
    const int months = months_of(period);
    const int days = period.to.days - period.from.days + 1;
    Period before{add_days(period.from, -days), add_days(period.from, -1)};
    if (months != 0) before.from = first_day(Month{month_of(period.from).months - months});
    if (day < period.to && period.from <= day) {
        const Date cut = add_days(before.from, day.days - period.from.days);
        before.to = std::min(before.to, cut);
    }
    return before;
}

std::string period_text(std::string_view name, Date first) {
    const CivilDate civil = to_civil(first);
    if (name == "month") return to_text(month_of(first));
    if (name == "year") return fmt::format("{:04}", civil.year);
    if (name == "quarter") {
        return fmt::format("{:04}-Q{}", civil.year,
                           (civil.month - 1) / kMonthsOfQuarter + 1);
    }
    if (name == "week") {
        const Date thursday = add_days(first, 4 - weekday(first));  // ISO: its year is the week's
        const CivilDate of = to_civil(thursday);
        const int week = (thursday.days - to_date(of.year, 1, 1)->days) / kDaysOfWeek + 1;
        return fmt::format("{:04}-W{:02}", of.year, week);
    }
    return to_text(first);
}

View view_of(const Snapshot& snapshot) {
    View view;
    const Actor& actor = snapshot.actor();
    const access::Reachable reach = access::reachable(
        snapshot, snapshot.schema().at("contract"), access::Purpose::read);
    if (reach.everything) return view;
    view.user = actor.user;
    view.dept = actor.dept;
    view.kind = !reach.depts.empty() && actor.dept ? View::Kind::dept : View::Kind::person;
    return view;
}

MetricRequest through(const View& view, MetricRequest request) {
    switch (view.kind) {
        case View::Kind::company: break;
        case View::Kind::dept: request.dept = view.dept; break;
        case View::Kind::person: request.owner = view.user; break;
    }
    return request;
}

std::string name_of(const Snapshot& snapshot, RecordId id) {
    std::string name = to_text(id);
    const meta::Object* object = snapshot.schema().find(object_of(id));
    const meta::Field* title = object ? object->find(object->title_field) : nullptr;
    if (!title || !title->stored) return name;
    const db::Dialect& dialect = snapshot.dialect();
    bool is_reference = false;
    snapshot.db().query("SELECT " + dialect.quote(title->name) + " FROM " +
                            dialect.quote(object->name) + " WHERE id = ?",
                        {id.value}, [&](const db::Row& row) {
                            is_reference = title->type->kind() == types::Kind::reference;
                            if (!row.text(0).empty()) name = row.text(0);
                            return false;
                        });
    if (!is_reference) return name;
    const auto other = parse_record_id(name);
    return other && *other != id ? name_of(snapshot, *other) : name;
}

}  // namespace bihuan::insight
