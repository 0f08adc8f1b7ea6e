// One browser listening to server-sent events.
//
// Shared between the connection and whoever publishes; send() and close() from any thread.
#pragma once

#include "http/limits.h"

#include <functional>
#include <memory>
#include <string_view>

namespace bihuan::http {

class EventStream : public std::enable_shared_from_this<EventStream> {
public:
    // `on_close` runs once, on an I/O thread, when the client has gone or was dropped: be quick,
    // never block. It does not run if the stream was never given to the server.
    static std::shared_ptr<EventStream> open(std::function<void()> on_close = {},
                                             std::size_t max_queue_bytes = kMaxEventQueueBytes);
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    // Queues one event. `id` and `name` may be empty; line breaks in `data` become data lines.
    // False when the stream is closed, or when the client was too slow and is dropped by this.
    bool send(std::string_view id, std::string_view name, std::string_view data);
    // Lets queued events go out, then ends the stream.
    void close();
    bool is_open() const;

    struct State;  // for the server
    State& state() { return *state_; }

private:
    explicit EventStream(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace bihuan::http
