// A visit begins and ends on the spot: the server's time counts, the device's time and place are
// kept beside it. Minutes given at the end complete the visit.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

std::string check_in(record::VerbCall& call) {
    record::Changes changes;
    const meta::Object& object = call.object;
    changes.set(object, "check_in_at", call.tx.now());
    if (call.record.text("state") == "prepared") changes.set(object, "state", "underway");
    const auto take = [&](std::string_view argument, std::string_view field) {
        const Value& value = call.argument(argument);
        if (!value.is_null()) changes.set(object, field, value);
    };
    take("place", "check_in_place");
    take("latitude", "latitude");
    take("longitude", "longitude");
    take("coordinate_system", "coordinate_system");
    take("device_time", "check_in_device_at");
    const bool has_place = !call.argument("latitude").is_null();
    if (has_place != !call.argument("longitude").is_null()) {
        Issues issues;
        issues.add(has_place ? "longitude" : "latitude", "issue.required");
        throw_if_any(std::move(issues));
    }
    if (has_place && call.argument("coordinate_system").is_null()) {
        changes.set(object, "coordinate_system", "gcj02");  // what phones in China answer
    }
    record::update(call.tx, object, call.record.id, changes,
                   team::by_verb("activity.checked_in"));
    return "null";
}

std::string check_out(record::VerbCall& call) {
    record::Changes changes;
    const meta::Object& object = call.object;
    changes.set(object, "check_out_at", call.tx.now());
    const Value& minutes = call.argument("minutes");
    if (!minutes.is_null()) {
        changes.set(object, "minutes", minutes);
        if (call.record.text("content").empty()) changes.set(object, "content", minutes);
        changes.set(object, "state", "completed");
        changes.set(object, "time", call.record.get("check_in_at"));
    }
    record::update(call.tx, object, call.record.id, changes,
                   team::by_verb("activity.checked_out"));
    return "null";
}

}  // namespace bihuan::customer
