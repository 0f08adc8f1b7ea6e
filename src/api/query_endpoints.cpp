// Long filters, aggregates, search.
#include "api/endpoint.h"

#include "api/list_request.h"
#include "kernel/match/match.h"

#include <algorithm>

namespace bihuan::api {

namespace {

constexpr int kHitsDefault = 20;
constexpr int kHitsMax = 100;

http::Response run_query(Call& call) {
    const Json& body = call.body();
    if (!body.has("group") && !body.has("measures")) {
        const query::ListRequest request = list_request(call, body);
        return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
            write_list(snapshot, request, json);
        });
    }
    const query::AggregateRequest request = aggregate_request(call, body);
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        json.begin_object().key("rows");
        query::aggregate(snapshot, request, json);
        json.end_object();
    });
}

http::Response search(Call& call) {
    const std::string wanted = call.text("q");
    const std::string only = call.text("object");
    const int limit = static_cast<int>(
        std::clamp<std::int64_t>(call.integer("limit", kHitsDefault), 1, kHitsMax));
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object* object = only.empty() ? nullptr : &snapshot.schema().at(only);
        json.begin_object().key("hits").begin_array();
        for (const match::Hit& hit : match::search(snapshot, wanted, object, limit)) {
            json.begin_object().key("object").string(hit.object->name);
            json.key("id").id(hit.id.value).key("title").string(hit.title);
            json.key("subtitle").string(hit.subtitle).end_object();
        }
        json.end_array().end_object();
    });
}

}  // namespace

std::vector<Endpoint> query_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/query", .name = "run_query",
         .summary = "A list with a long filter, or an aggregate", .parameters = {},
         .body = "Query", .answer = "QueryAnswer", .handler = run_query},
        {.method = Method::get, .pattern = "/search", .name = "search",
         .summary = "Find across objects what I may see",
         .parameters = {"q", "object", "limit"}, .body = "", .answer = "Hits",
         .handler = search},
    };
}

}  // namespace bihuan::api
