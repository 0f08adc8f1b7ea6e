// Files in requests and answers: multipart parts as readers, streams with a file name.
//
// An UploadParts belongs to the request it reads and to its worker thread.
#pragma once

#include "api/call.h"
#include "http/multipart.h"
#include "work/file/file.h"

#include <memory>
#include <optional>
#include <string>

namespace bihuan::api {

class UploadParts {
public:
    // Error(malformed) when the body is no multipart/form-data.
    explicit UploadParts(Call& call);

    std::optional<http::Part> next() { return reader_.next(); }
    std::string read_text() { return reader_.read_text(); }
    // The bytes of the current part.
    file::Reader reader();

private:
    std::unique_ptr<http::BodySource> source_;
    http::MultipartReader reader_;
};

// Content-Disposition that browsers of all languages understand.
std::string disposition(std::string_view kind, std::string_view name);
// A whole JSON answer.
http::Response json_answer(int status, std::string body);

}  // namespace bihuan::api
