// One answer: bytes, a view of embedded memory, a pulled stream, or an event stream.
//
// A plain value made by a handler and given to the server. A producer runs on worker threads,
// one call at a time, never two at once.
#pragma once

#include "http/headers.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan::http {

class EventStream;

// Appends the next piece (about kStreamPieceBytes) to `out`; false when that was the last. It is
// called again only after the client has taken the piece. An exception cuts the connection, so
// that the client sees that the file is not whole.
using BodyProducer = std::function<bool(std::string& out)>;

struct Response {
    int status = 200;
    ResponseHeaders headers;
    std::string body;
    std::string_view blob;                // static memory, sent without a copy; used if not empty
    BodyProducer producer;                // used if set
    std::optional<std::uint64_t> length;  // of the producer's bytes, if known; else chunked
    std::shared_ptr<EventStream> events;  // used if set
    bool close = false;                   // end the connection after this answer
};

Response make_response(int status);
Response make_response(int status, std::string_view content_type, std::string body);
Response make_blob(int status, std::string_view content_type, std::string_view memory);
Response make_stream(std::string_view content_type, BodyProducer producer);
// text/event-stream, never cached; the server keeps it open until either side closes.
Response make_event_stream(std::shared_ptr<EventStream> events);

std::string_view reason_phrase(int status);

}  // namespace bihuan::http
