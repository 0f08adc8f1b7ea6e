// Records: list, read, create, change, delete, restore, reveal a masked field.
#include "api/endpoint.h"

#include "api/list_request.h"
#include "api/present.h"
#include "api/read_changes.h"
#include "kernel/access/session.h"
#include "kernel/match/match.h"
#include "kernel/query/query.h"
#include "kernel/record/write.h"

namespace bihuan::api {

namespace {

http::Response list_records(Call& call) {
    const query::ListRequest request = list_request(call);
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        write_list(snapshot, request, json);
    });
}

void write_one(const Snapshot& snapshot, const meta::Object& object, RecordId id,
               std::optional<Instant> as_of, JsonWriter& json) {
    if (object_of(id) != object.number || !write_record(snapshot, object, id, as_of, json)) {
        throw Error(Code::not_found, "error.record.not_found");
    }
}

// Deleted records are for those who see the recycle bin: who may delete, and bring back.
void demand_alive(const Snapshot& snapshot, const meta::Object& object, std::string_view record) {
    if (access::rights_of(snapshot)->may(object, access::Act::remove)) return;
    // A key of the record itself: within a text the quotes would be escaped.
    if (record.find(",\"deleted_at\":\"") == std::string_view::npos) return;
    throw Error(Code::not_found, "error.record.deleted",
                {{"object", object.label.in(snapshot.language())}});
}

http::Response get_record(Call& call) {
    http::Response answer = call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        write_one(snapshot, object, call.id(), call.as_of(), json);
        if (!call.as_of()) demand_alive(snapshot, object, json.out());
    });
    return call.as_of() ? answer : tagged(std::move(answer));
}

http::Response create_record(Call& call) {
    const Json& body = call.body();
    const bool allow = call.flag("allow_duplicates");
    return tagged(call.write(201, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = call.object(tx);
        record::WriteSettings settings;
        settings.allow_duplicates = allow;
        const record::Changes changes = read_changes(tx, object, body, std::nullopt, settings);
        const record::Record made = record::create(tx, object, changes, settings);
        write_one(tx, object, made.id, std::nullopt, json);
    }));
}

http::Response change_record(Call& call) {
    const Json body = call.versioned_body();
    return tagged(call.write(200, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = call.object(tx);
        record::WriteSettings settings;
        settings.version = wanted_version(body);
        const record::Changes changes = read_changes(tx, object, body, call.id(), settings);
        record::update(tx, object, call.id(), changes, settings);
        write_one(tx, object, call.id(), std::nullopt, json);
    }));
}

http::Response remove_record(Call& call) {
    std::optional<std::int64_t> version = wanted_version(call.versioned_body());
    if (!version && call.request.parameter("version")) version = call.integer("version", 0);
    return call.write(204, [&](Tx& tx, JsonWriter&) {
        record::remove(tx, call.object(tx), call.id(), version);
    });
}

http::Response restore_record(Call& call) {
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = call.object(tx);
        record::restore(tx, object, call.id());
        write_one(tx, object, call.id(), std::nullopt, json);
    });
}

http::Response reveal_field(Call& call) {
    const std::string name = call.body().text_or("field", "");
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = call.object(tx);
        const record::Record found = record::load_visible(tx, object, call.id());
        const meta::Field* field = object.find(name);
        if (!field || !access::rights_of(tx)->can_read(object, *field)) {
            throw Error(Code::not_found, "error.field.not_found", {{"field", name}});
        }
        access::audit(tx, "reveal", object.name, found.id, name);
        json.begin_object().key("value");
        const Value& value = found.get(name);
        if (value.is_null()) json.null();
        else field->type->write_json(field->settings, value, json);
        json.end_object();
    });
}

http::Response find_duplicates(Call& call) {
    const Json& body = call.body();
    if (!body.is_object()) throw Error(Code::malformed, "error.parameter.object");
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        access::demand(snapshot, object, access::Act::create);
        Issues ignored;  // half-typed values are normal here
        const record::Changes changes =
            record::parse_changes(snapshot, object, body, ignored);
        std::vector<match::Field> fields;
        for (const auto& [field, value] : changes.values) fields.push_back({field, &value});
        json.begin_object().key("duplicates").begin_array();
        for (const auto& hit : match::find_duplicates(snapshot, object, fields, RecordId{}, 10)) {
            json.begin_object().key("id");
            if (hit.visible) json.id(hit.id.value);
            else json.null();
            json.key("kind").string(hit.kind).key("title");
            if (hit.visible) json.string(hit.title);
            else json.null();
            json.key("owner").string(hit.owner_name).end_object();
        }
        json.end_array().end_object();
    });
}

std::vector<std::string> list_parameters() {
    return {"where", "sort", "fields", "limit", "after", "at", "count", "as_of", "can", "bin"};
}

std::vector<Endpoint> writing() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/records/{object}", .name = "create_record",
         .effect = Effect::writes, .summary = "Create a record",
         .parameters = {"allow_duplicates"}, .body = "Record", .answer = "Record",
         .status = 201, .handler = create_record},
        {.method = Method::patch, .pattern = "/records/{object}/{id}", .name = "change_record",
         .effect = Effect::writes, .summary = "Change fields of a record", .parameters = {},
         .body = "Record", .answer = "Record", .handler = change_record,
         .versioned = true},
        {.method = Method::del, .pattern = "/records/{object}/{id}", .name = "remove_record",
         .effect = Effect::writes, .summary = "Move a record to the recycle bin",
         .parameters = {"version"}, .body = "", .answer = "", .status = 204,
         .handler = remove_record, .versioned = true},
        {.method = Method::post, .pattern = "/records/{object}/{id}/restore",
         .name = "restore_record", .effect = Effect::writes,
         .summary = "Bring a record back from the recycle bin", .parameters = {}, .body = "",
         .answer = "Record", .handler = restore_record},
        {.method = Method::post, .pattern = "/records/{object}/{id}/reveal",
         .name = "reveal_field", .effect = Effect::writes,
         .summary = "Read a masked field; logged", .parameters = {}, .body = "Reveal",
         .answer = "Revealed", .handler = reveal_field},
    };
}

}  // namespace

std::vector<Endpoint> record_endpoints() {
    using http::Method;
    std::vector<Endpoint> all{
        {.method = Method::get, .pattern = "/records/{object}", .name = "list_records",
         .summary = "A page of records", .parameters = list_parameters(), .body = "",
         .answer = "RecordPage", .handler = list_records},
        {.method = Method::get, .pattern = "/records/{object}/{id}", .name = "get_record",
         .summary = "One record", .parameters = {"as_of"}, .body = "", .answer = "Record",
         .handler = get_record},
        {.method = Method::post, .pattern = "/duplicates/{object}", .name = "find_duplicates",
         .summary = "Records that may be the same", .parameters = {}, .body = "Record",
         .answer = "Duplicates", .handler = find_duplicates},
    };
    for (Endpoint& endpoint : writing()) all.push_back(std::move(endpoint));
    return all;
}

}  // namespace bihuan::api
