// Idempotency-Key for calls that open their own transactions: uploads, changes of imports.
//
// Runs on the request's worker thread.
#pragma once

#include "api/call.h"

#include <functional>
#include <string>

namespace bihuan::api {

// Runs `act` and keeps its answer under the request's Idempotency-Key; answers a repetition with
// what was answered before. Without the header it only runs. `content` makes the digest of what
// was sent; it is asked for only with the header. Error(invalid) when the same key comes with
// other content, Error(conflict) while the first request with it is still at work. A crash
// between the act and the keeping of its answer forgets the key.
http::Response once(Call& call, const std::function<std::string()>& content,
                    const std::function<http::Response()>& act);

// The digest of a multipart body: names and bytes of its parts, whatever their boundary.
std::string digest_of_upload(Call& call);

}  // namespace bihuan::api
