// Server-sent events of what I may see.
#include "api/endpoint.h"

#include "api/streams.h"

namespace bihuan::api {

namespace {

http::Response events(Call& call) {
    EventSeq last;
    const auto header = call.request.header("Last-Event-ID");
    const std::string text = header ? std::string(*header) : call.text("last_event_id");
    if (!text.empty()) {
        const auto seq = parse_record_id(text);
        if (!seq) {
            throw Error(Code::invalid, "error.parameter.integer",
                        {{"parameter", "Last-Event-ID"}})
                .at_field("Last-Event-ID");
        }
        last = EventSeq(seq->value);
    }
    return http::make_event_stream(call.streams.open(call.token, last));
}

}  // namespace

std::vector<Endpoint> event_endpoints() {
    return {{.method = http::Method::get, .pattern = "/events", .name = "listen",
             .summary = "Server-sent events of what I may see",
             .parameters = {"last_event_id"}, .body = "",
             .answer = "EventStream", .handler = events}};
}

}  // namespace bihuan::api
