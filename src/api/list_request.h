// From query parameters or a JSON body to query's requests, and pages back to JSON.
#pragma once

#include "api/call.h"
#include "kernel/query/query.h"

namespace bihuan::api {

query::ListRequest list_request(const Call& call);
query::ListRequest list_request(const Call& call, const Json& body);
query::AggregateRequest aggregate_request(const Call& call, const Json& body);
void write_list(const Snapshot& snapshot, const query::ListRequest& request, JsonWriter& json);

}  // namespace bihuan::api
