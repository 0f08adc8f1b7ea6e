// Errors as application/problem+json in the reader's language. The only place that knows which
// failure is which HTTP status.
//
// Pure; any thread.
#pragma once

#include "base/error.h"
#include "base/sentences.h"
#include "http/response.h"

#include <string_view>

namespace bihuan::api {

int status_of(Code code);
http::Response problem(const Error& error, const Sentences& sentences, Language language,
                       std::string_view trace);
// For refusals below any handler (framing, unknown path, overload): `code` is the server's word.
http::Response refusal(int status, std::string_view code, const Sentences& sentences,
                       Language language, std::string_view trace);

}  // namespace bihuan::api
