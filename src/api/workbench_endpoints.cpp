// The pages people live in, each in one call: the workbench and the money page.
#include "api/endpoint.h"

#include "sales/insight/insight.h"

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

}  // namespace

std::vector<Endpoint> workbench_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/workbench", .name = "get_workbench",
         .summary = "Figures, funnel, trend, leaders, today's list and risks",
         .parameters = {"period"}, .body = "", .answer = "Workbench", .handler = workbench},
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
