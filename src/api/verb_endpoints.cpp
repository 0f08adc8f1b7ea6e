// Business acts on one record, and batches of writes in one transaction.
#include "api/endpoint.h"

#include "api/present.h"
#include "api/read_changes.h"
#include "kernel/record/write.h"

namespace bihuan::api {

namespace {

http::Response run_verb(Call& call) {
    const Json body = call.versioned_body();
    const std::string verb(call.path("verb"));
    return tagged(call.write(200, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = call.object(tx);
        if (object_of(call.id()) != object.number) {
            throw Error(Code::not_found, "error.record.not_found");
        }
        const std::string result =
            record::run_verb(tx, object, call.id(), verb, wanted_version(body), body);
        json.begin_object().key("record");
        if (!write_record(tx, object, call.id(), std::nullopt, json)) json.null();
        json.key("result").raw(result).end_object();
    }));
}

RecordId wanted_id(const Json& step, const meta::Object& object) {
    const auto id = parse_record_id(step.text_or("id", ""));
    if (!id || object_of(*id) != object.number) {
        throw Error(Code::not_found, "error.record.not_found").at_field("id");
    }
    return *id;
}

// One step of a batch: {op, object, id?, verb?, version?, body}.
void run_step(Tx& tx, const Json& step, JsonWriter& json) {
    const meta::Object& object = tx.schema().at(step.text_or("object", ""));
    const std::string op = step.text_or("op", "");
    const Json body = step.has("body") ? step.get("body") : Json::parse("{}");
    record::WriteSettings settings;
    settings.version = wanted_version(step);
    RecordId id;
    std::string result = "null";
    if (op == "create") {
        id = record::create(tx, object, read_changes(tx, object, body, std::nullopt, settings),
                            settings).id;
    } else if (op == "update") {
        id = wanted_id(step, object);
        record::update(tx, object, id, read_changes(tx, object, body, id, settings), settings);
    } else if (op == "delete") {
        id = wanted_id(step, object);
        record::remove(tx, object, id, settings.version);
    } else if (op == "restore") {
        id = record::restore(tx, object, wanted_id(step, object)).id;
    } else if (op == "verb") {
        id = wanted_id(step, object);
        const Json known = settings.version ? with_version(body, *settings.version) : body;
        result = record::run_verb(tx, object, id, step.text_or("verb", ""), settings.version,
                                  known);
    } else {
        throw Error(Code::invalid, "error.batch.op", {{"op", op}}).at_field("op");
    }
    json.begin_object().key("op").string(op).key("id").id(id.value);
    json.key("result").raw(result).end_object();
}

// Tells which step of the batch failed; nothing of it remains.
[[noreturn]] void fail_step(const Error& error, std::size_t step) {
    const std::string item = "[" + std::to_string(step) + "]";
    Error placed = error;
    placed.at_field(item + (error.field().empty() ? "" : "." + error.field()));
    Issues issues;
    for (const Issue& issue : error.issues()) {
        issues.add(item + (issue.field.empty() ? "" : "." + issue.field), issue.key, issue.args,
                   issue.hint);
    }
    throw placed.with_issues(std::move(issues));
}

http::Response run_batch(Call& call) {
    const Json& steps = call.body();
    if (!steps.is_array()) throw Error(Code::invalid, "error.batch.list");
    if (steps.size() > static_cast<std::size_t>(record::kBatchMax)) {
        throw Error(Code::limit, "error.batch.too_long",
                    {{"max", std::to_string(record::kBatchMax)}});
    }
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        json.begin_object().key("results").begin_array();
        for (std::size_t i = 0; i < steps.size(); ++i) {
            try {
                run_step(tx, steps.at(i), json);
            } catch (const Error& error) {
                fail_step(error, i);
            }
        }
        json.end_array().end_object();
    });
}

}  // namespace

std::vector<Endpoint> verb_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/records/{object}/{id}/verbs/{verb}",
         .name = "run_verb", .effect = Effect::writes, .summary = "A business act on a record",
         .parameters = {}, .body = "VerbArguments", .answer = "VerbResult",
         .handler = run_verb, .versioned = true},
        {.method = Method::post, .pattern = "/batch", .name = "run_batch",
         .effect = Effect::writes, .summary = "Up to 1,000 writes in one transaction",
         .parameters = {}, .body = "Batch", .answer = "BatchResult", .handler = run_batch},
    };
}

}  // namespace bihuan::api
