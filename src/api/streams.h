// Browsers that listen to /events: each hears of changes it may see, in order, resumable.
//
// Owned by Api; thread-safe. One thread (the app's) calls pump() after commits and on a timer.
#pragma once

#include "http/event_stream.h"
#include "kernel/workspace.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace bihuan::api {

inline constexpr std::size_t kStreamsMax = 10'000;  // browsers at once
// A session that ended elsewhere, or ran out, has no stream for longer, even when nothing happens.
inline constexpr std::int64_t kLookMicros = 15 * kMicrosPerSecond;

class Streams {
public:
    explicit Streams(Workspace& workspace);
    ~Streams();
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    // A new listener, from the event after `last` (zero: from now on).
    // It ends with the session of `token`, and hears by the rights of the moment.
    std::shared_ptr<http::EventStream> open(std::string token, EventSeq last);
    // Reads the events since the last call and tells everyone who may see them.
    void pump();
    // Of a session that was ended here.
    void close_of(const std::string& token);
    void close_all();

private:
    struct Listener;
    std::vector<std::shared_ptr<Listener>> listeners();
    void look_after(const std::vector<std::shared_ptr<Listener>>& all);
    Workspace& workspace_;
    std::mutex mutex_;
    std::mutex pumping_;
    std::vector<std::shared_ptr<Listener>> listeners_;
    EventSeq cursor_;
    Instant looked_;              // after whose session is still open
};

}  // namespace bihuan::api
