// What an EventStream shares with the connection that writes it.
//
// Internal to http/. `sink` is set and cleared on the connection's loop only, under the mutex.
#pragma once

#include "http/event_stream.h"
#include "http/internal/loop.h"

#include <functional>
#include <mutex>
#include <string>

namespace bihuan::http {

// The connection, as the stream sees it: told on its own loop that something changed.
class EventSink {
public:
    virtual void on_events() = 0;

protected:
    ~EventSink() = default;
};

struct EventStream::State {
    std::mutex mutex;
    std::string pending;
    std::size_t max_bytes = kMaxEventQueueBytes;
    bool closing = false;   // no more events; what is queued still goes out
    bool dropped = false;   // too slow: ends at once
    bool detached = false;  // the connection has gone
    bool told = false;      // a wake-up is on its way
    Loop* loop = nullptr;
    EventSink* sink = nullptr;
    std::function<void()> on_close;
};

}  // namespace bihuan::http
