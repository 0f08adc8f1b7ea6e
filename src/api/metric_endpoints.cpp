// Metrics: the dictionary, and one metric's answer.
#include "api/endpoint.h"

#include "sales/insight/insight.h"

#include <algorithm>

namespace bihuan::api {

namespace {

std::optional<Date> date_of(const Call& call, std::string_view parameter) {
    const std::string text = call.text(parameter);
    if (text.empty()) return std::nullopt;
    if (const auto date = parse_date(text)) return date;
    throw Error(Code::invalid, "error.metric.date", {{"parameter", std::string(parameter)}})
        .at_field(std::string(parameter));
}

// An id of this object, or zero when it is not given.
RecordId id_of(const Call& call, const Snapshot& snapshot, std::string_view parameter,
               std::string_view object) {
    const std::string text = call.text(parameter);
    if (text.empty()) return RecordId();
    if (text == "me" && object == "user") return to_record(snapshot.actor().user);
    const auto id = parse_record_id(text);
    if (id && object_of(*id) == snapshot.schema().at(object).number) return *id;
    throw Error(Code::invalid, "error.record.not_found").at_field(std::string(parameter));
}

http::Response metrics(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        insight::write_dictionary(snapshot, json);
    });
}

http::Response metric(Call& call) {
    insight::MetricRequest request;
    request.from = date_of(call, "from");
    request.to = date_of(call, "to");
    request.group = call.text("group");
    request.as_of = call.as_of();
    // Beyond the limits it stays beyond them, and is refused.
    const std::int64_t days = call.integer("window_days", insight::kWindowDays);
    request.window_days =
        static_cast<int>(std::clamp<std::int64_t>(days, 0, insight::kWindowDaysMax + 1));
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        request.owner = to_user(id_of(call, snapshot, "owner", "user"));
        request.dept = id_of(call, snapshot, "dept", "department");
        request.account = id_of(call, snapshot, "account", "account");
        insight::write_answer(insight::compute(snapshot, call.path("name"), request), json);
    });
}

}  // namespace

std::vector<Endpoint> metric_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/metrics", .name = "list_metrics",
         .summary = "The metric dictionary: every number by one definition", .parameters = {},
         .body = "", .answer = "Metrics", .handler = metrics},
        {.method = Method::get, .pattern = "/metrics/{name}", .name = "get_metric",
         .summary = "One metric of a period or day, with what is behind it",
         .parameters = {"from", "to", "group", "owner", "dept", "account", "as_of",
                        "window_days"},
         .body = "", .answer = "Metric", .handler = metric},
    };
}

}  // namespace bihuan::api
