// Whether a request was made by a page of this server: one of another site may write nothing in
// the name of a visitor.
//
// Pure; any thread.
#pragma once

#include "http/request.h"

namespace bihuan::api {

// Error(forbidden) when the browser says that the page is another site's: Sec-Fetch-Site, or an
// Origin that is not the host asked. A proxy that changes Host tells it as X-Forwarded-Host, which
// no page of another site can send.
void demand_own_page(const http::Request& request);
// False for a body that says it is something else than JSON: forms of any site may send those.
bool may_be_json(const http::Request& request);

}  // namespace bihuan::api
