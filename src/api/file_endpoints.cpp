// Attachments: upload one, read one.
#include "api/endpoint.h"
#include "api/once.h"
#include "api/upload.h"
#include "base/error.h"

namespace bihuan::api {

namespace {

http::Response store_upload(Call& call) {
    UploadParts parts(call);
    while (const auto part = parts.next()) {
        if (part->name != "file") continue;
        const file::File stored = file::store(call.workspace, *call.actor, parts.reader(),
                                              part->filename.value_or("file"));
        std::string body;
        JsonWriter json(body);
        json.begin_object().key("id").id(stored.id.value).key("name").string(stored.name);
        json.key("size").integer(stored.size).key("type").string(stored.type).end_object();
        return json_answer(201, std::move(body));
    }
    throw Error(Code::invalid, "error.upload.no_file").at_field("file");
}

http::Response upload_file(Call& call) {
    return once(call, [&] { return digest_of_upload(call); }, [&] { return store_upload(call); });
}

http::Response read_file(Call& call) {
    file::File found;
    call.workspace.read(*call.actor, [&](const Snapshot& snapshot) {
        found = file::find_visible(snapshot, call.id());
    });
    const file::Reader read = file::open(call.workspace, found);
    http::Response out = http::make_stream(found.type, [read](std::string& piece) {
        const std::size_t before = piece.size();
        piece.resize(before + 64 * 1024);
        const std::size_t got = read(std::span<char>(piece).subspan(before));
        piece.resize(before + got);
        return got > 0;
    });
    out.length = static_cast<std::uint64_t>(found.size);
    const bool is_shown = file::may_show_inline(found.type) && !call.flag("download");
    out.headers.add("Content-Disposition",
                    disposition(is_shown ? "inline" : "attachment", found.name));
    out.headers.add("Cache-Control", "private, max-age=86400, immutable");
    return out;
}

}  // namespace

std::vector<Endpoint> file_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/files", .name = "upload_file",
         .effect = Effect::writes, .summary = "Upload an attachment", .parameters = {},
         .body = "FileUpload", .answer = "StoredFile", .status = 201, .handler = upload_file,
         .upload = true},
        {.method = Method::get, .pattern = "/files/{id}", .name = "read_file",
         .summary = "The bytes of an attachment", .parameters = {"download"}, .body = "",
         .answer = "File", .handler = read_file},
    };
}

}  // namespace bihuan::api
