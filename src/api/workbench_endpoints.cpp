// The pages people live in, each in one call: the workbench and the money page; and which widgets
// the people of a role begin with.
#include "api/endpoint.h"

#include "sales/insight/insight.h"
#include "work/company/desk.h"

namespace bihuan::api {

namespace {

http::Response workbench(Call& call) {
    const std::string asked = call.text("period");
    const std::string period = asked.empty() ? "month" : asked;
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        insight::workbench(snapshot, period, json);
    });
}

http::Response collections(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        insight::collections(snapshot, json);
    });
}

http::Response unallocated(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        insight::unallocated(snapshot, json);
    });
}

http::Response list_desks(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        json.begin_object().key("roles").begin_array();
        for (const company::Desk& desk : company::desks(snapshot)) company::write(desk, json);
        json.end_array().end_object();
    });
}

http::Response change_desk(Call& call) {
    const Json& body = call.body();
    const auto version = wanted_version(call.versioned_body());
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        company::write(company::arrange_desk(tx, call.id(), body, version), json);
    });
}

}  // namespace

std::vector<Endpoint> workbench_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/workbench", .name = "get_workbench",
         .summary = "Figures, funnel, trend, leaders, today's list and risks",
         .parameters = {"period"}, .body = "", .answer = "Workbench", .handler = workbench},
        {.method = Method::get, .pattern = "/workbench/roles", .name = "list_role_workbenches",
         .entry = Entry::administrator, .summary = "What each role's workbench shows",
         .parameters = {}, .body = "", .answer = "RoleWorkbenches", .handler = list_desks},
        {.method = Method::patch, .pattern = "/workbench/roles/{id}",
         .name = "change_role_workbench", .entry = Entry::administrator,
         .effect = Effect::writes, .summary = "Arrange the workbench of a role",
         .parameters = {}, .body = "RoleWorkbenchChange", .answer = "RoleWorkbench",
         .handler = change_desk, .versioned = true},
        {.method = Method::get, .pattern = "/collections", .name = "get_collections",
         .summary = "What is owed, by age, customer and instalment", .parameters = {},
         .body = "", .answer = "Collections", .handler = collections},
        {.method = Method::get, .pattern = "/collections/unallocated",
         .name = "list_unallocated_receipts",
         .summary = "Receipts that wait for allocation, each with a proposal", .parameters = {},
         .body = "", .answer = "UnallocatedReceipts", .handler = unallocated},
    };
}

}  // namespace bihuan::api
