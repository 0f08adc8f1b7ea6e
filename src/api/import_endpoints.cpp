// Imports: upload and check, look at, change options, run, undo, error file.
#include "api/endpoint.h"
#include "api/once.h"
#include "api/upload.h"
#include "base/error.h"
#include "work/exchange/import.h"

namespace bihuan::api {

namespace {

http::Response answer(Call& call, int status, RecordId id) {
    std::string body;
    JsonWriter json(body);
    call.workspace.read(*call.actor, [&](const Snapshot& snapshot) {
        exchange::write_import(snapshot, exchange::visible_import(snapshot, id), true, json);
    });
    return json_answer(status, std::move(body));
}

// The parts may come in any order: the texts are read first, then the file.
http::Response take_upload(Call& call) {
    std::string object = call.text("object");
    std::string options;
    UploadParts texts(call);
    while (const auto part = texts.next()) {
        if (part->name == "object") object = texts.read_text();
        if (part->name == "options") options = texts.read_text();
    }
    if (object.empty()) {
        throw Error(Code::invalid, "error.upload.no_object").at_field("object");
    }
    UploadParts parts(call);
    while (const auto part = parts.next()) {
        if (part->name != "file") continue;
        const exchange::Import made = exchange::create_import(
            call.workspace, *call.actor, {parts.reader(), part->filename.value_or("file")},
            object, options);
        return answer(call, 201, made.id);
    }
    throw Error(Code::invalid, "error.upload.no_file").at_field("file");
}

http::Response create_import(Call& call) {
    return once(call, [&] { return digest_of_upload(call); }, [&] { return take_upload(call); });
}

http::Response list_imports(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        json.begin_object().key("imports").begin_array();
        for (const exchange::Import& each : exchange::list_imports(snapshot)) {
            exchange::write_import(snapshot, each, false, json);
        }
        json.end_array().end_object();
    });
}

http::Response get_import(Call& call) { return answer(call, 200, call.id()); }

http::Response change_import(Call& call) {
    const Json options = call.body().get("options");
    if (!options.is_object()) {
        throw Error(Code::invalid, "issue.import.object").at_field("options");
    }
    return once(call, [&] { return options.to_text(); }, [&] {
        exchange::change_options(call.workspace, *call.actor, call.id(), options.to_text());
        return answer(call, 200, call.id());
    });
}

http::Response run_import(Call& call) {
    return call.write(202, [&](Tx& tx, JsonWriter& json) {
        exchange::write_import(tx, exchange::run_import(tx, call.id()), true, json);
    });
}

http::Response undo_import(Call& call) {
    return call.write(202, [&](Tx& tx, JsonWriter& json) {
        exchange::write_import(tx, exchange::undo_import(tx, call.id()), true, json);
    });
}

http::Response read_errors(Call& call) {
    std::shared_ptr<exchange::ErrorFile> file;
    std::string name;
    call.workspace.read(*call.actor, [&](const Snapshot& snapshot) {
        const exchange::Import import = exchange::visible_import(snapshot, call.id());
        name = snapshot.say("import.error_file.name", {{"file", import.file}}) + ".csv";
        file = std::make_shared<exchange::ErrorFile>(call.workspace, call.actor, import);
    });
    http::Response out = http::make_stream(
        "text/csv; charset=utf-8", [file](std::string& piece) { return file->next(piece); });
    out.headers.add("Content-Disposition", disposition("attachment", name));
    out.headers.add("Cache-Control", "no-store");
    return out;
}

}  // namespace

std::vector<Endpoint> import_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/imports", .name = "create_import",
         .effect = Effect::writes,
         .summary = "Upload a CSV or XLSX file, propose a mapping and check it",
         .parameters = {"object"}, .body = "ImportUpload", .answer = "Import", .status = 201,
         .handler = create_import, .upload = true},
        {.method = Method::get, .pattern = "/imports", .name = "list_imports",
         .summary = "My imports", .parameters = {}, .body = "", .answer = "Imports",
         .handler = list_imports},
        {.method = Method::get, .pattern = "/imports/{id}", .name = "get_import",
         .summary = "One import", .parameters = {}, .body = "", .answer = "Import",
         .handler = get_import},
        {.method = Method::patch, .pattern = "/imports/{id}", .name = "change_import",
         .effect = Effect::writes, .summary = "Change its options and check again",
         .parameters = {}, .body = "ImportChange", .answer = "Import",
         .handler = change_import},
        {.method = Method::post, .pattern = "/imports/{id}/run", .name = "run_import",
         .effect = Effect::writes, .summary = "Write the rows of a checked import",
         .parameters = {}, .body = "", .answer = "Import", .status = 202,
         .handler = run_import},
        {.method = Method::post, .pattern = "/imports/{id}/undo", .name = "undo_import",
         .effect = Effect::writes, .summary = "Take back what an import wrote",
         .parameters = {}, .body = "", .answer = "Import", .status = 202,
         .handler = undo_import},
        {.method = Method::get, .pattern = "/imports/{id}/errors.csv",
         .name = "read_import_errors", .summary = "The rows that did not come in, and why",
         .parameters = {}, .body = "", .answer = "File", .handler = read_errors},
    };
}

}  // namespace bihuan::api
