// Jobs: how they stand, cancel, undo; and acts on many records, which are jobs.
#include "api/endpoint.h"
#include "base/error.h"
#include "work/job/bulk.h"

namespace bihuan::api {

namespace {

http::Response get_job(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        job::write_json(snapshot, job::find_visible(snapshot, call.id()), json);
    });
}

http::Response cancel_job(Call& call) {
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        job::cancel(tx, job::find_visible(tx, call.id()));
        job::write_json(tx, job::find_visible(tx, call.id()), json);
    });
}

http::Response undo_job(Call& call) {
    return call.write(202, [&](Tx& tx, JsonWriter& json) {
        job::undo(tx, job::find_visible(tx, call.id()));
        job::write_json(tx, job::find_visible(tx, call.id()), json);
    });
}

// {ids or where, args}; the verb is a business act that may be done in bulk, or update, delete,
// restore.
http::Response run_bulk(Call& call) {
    const Json& body = call.body();
    job::BulkRequest request;
    request.object = call.path("object");
    request.act = call.path("verb");
    request.where = body.text_or("where", "");
    const Json ids = body.get("ids");
    if (!ids.is_null() && !ids.is_array()) {
        throw Error(Code::invalid, "error.bulk.which").at_field("ids");
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const Json one = ids.at(i);
        const auto id = one.is_string() ? parse_record_id(one.string()) : std::nullopt;
        if (!id) {
            throw Error(Code::invalid, "issue.reference.invalid", {{"value", one.to_text()}})
                .at_field("ids[" + std::to_string(i) + "]");
        }
        request.ids.push_back(*id);
    }
    const Json args = body.get("args");
    if (args.is_object()) request.body = args.to_text();
    return call.write(202, [&](Tx& tx, JsonWriter& json) {
        const RecordId id = job::add_bulk(tx, request);
        json.begin_object().key("job");
        job::write_json(tx, *job::find(tx, id), json);
        json.end_object();
    });
}

}  // namespace

std::vector<Endpoint> job_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/records/{object}/verbs/{verb}",
         .name = "run_bulk", .effect = Effect::writes,
         .summary = "A business act, update, delete or restore on many records, as a job",
         .parameters = {}, .body = "Bulk", .answer = "BulkStarted", .status = 202,
         .handler = run_bulk},
        {.method = Method::get, .pattern = "/jobs/{id}", .name = "get_job",
         .summary = "How a job stands", .parameters = {}, .body = "", .answer = "Job",
         .handler = get_job},
        {.method = Method::post, .pattern = "/jobs/{id}/cancel", .name = "cancel_job",
         .effect = Effect::writes, .summary = "Stop a job after its current chunk",
         .parameters = {}, .body = "", .answer = "Job", .handler = cancel_job},
        {.method = Method::post, .pattern = "/jobs/{id}/undo", .name = "undo_job",
         .effect = Effect::writes, .summary = "Take back what a job did", .parameters = {},
         .body = "", .answer = "Job", .status = 202, .handler = undo_job},
    };
}

}  // namespace bihuan::api
