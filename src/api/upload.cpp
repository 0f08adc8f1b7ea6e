#include "api/upload.h"

namespace bihuan::api {

UploadParts::UploadParts(Call& call)
    : source_(call.request.body_source()),
      reader_(*source_,
              http::multipart_boundary(call.request.header("Content-Type").value_or(""))) {}

file::Reader UploadParts::reader() {
    return [this](std::span<char> out) { return reader_.read(out); };
}

std::string disposition(std::string_view kind, std::string_view name) {
    // Old readers take the plain name: ASCII only.
    std::string plain;
    for (const char c : name) {
        const bool usual = c >= ' ' && c < '\x7f' && c != '"' && c != '\\';
        plain += usual ? c : '_';
    }
    return std::string(kind) + "; filename=\"" + plain + "\"; filename*=UTF-8''" +
           http::percent_encode(name);
}

http::Response json_answer(int status, std::string body) {
    http::Response out =
        http::make_response(status, "application/json; charset=utf-8", std::move(body));
    out.headers.add("Cache-Control", "no-store");
    return out;
}

}  // namespace bihuan::api
