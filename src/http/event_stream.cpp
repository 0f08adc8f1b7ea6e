#include "http/event_stream.h"

#include "http/internal/event_state.h"

namespace bihuan::http {

namespace {

// A field value must stay on its line; everything from a line break on is dropped.
void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    std::size_t end = value.find_first_of(std::string_view("\r\n\0", 3));
    out.append(name).append(value.substr(0, end)).push_back('\n');
}

void append_data(std::string& out, std::string_view data) {
    while (true) {
        std::size_t end = data.find_first_of("\r\n");
        out.append("data: ").append(data.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos) return;
        bool pair = data[end] == '\r' && end + 1 < data.size() && data[end + 1] == '\n';
        data.remove_prefix(end + (pair ? 2 : 1));
    }
}

// Called with the mutex held. The stream is kept alive until its loop has looked.
void tell_sink(const std::shared_ptr<EventStream>& stream, EventStream::State& state) {
    if (state.told || state.loop == nullptr) return;
    state.told = true;
    state.loop->post([stream] {
        EventStream::State& shared = stream->state();
        EventSink* sink = nullptr;
        {
            std::lock_guard lock(shared.mutex);
            shared.told = false;
            sink = shared.sink;
        }
        if (sink != nullptr) sink->on_events();
    });
}

}  // namespace

EventStream::EventStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
EventStream::~EventStream() = default;

std::shared_ptr<EventStream> EventStream::open(std::function<void()> on_close,
                                               std::size_t max_queue_bytes) {
    auto state = std::make_unique<State>();
    state->on_close = std::move(on_close);
    state->max_bytes = max_queue_bytes;
    return std::shared_ptr<EventStream>(new EventStream(std::move(state)));
}

bool EventStream::send(std::string_view id, std::string_view name, std::string_view data) {
    std::lock_guard lock(state_->mutex);
    if (state_->closing || state_->dropped || state_->detached) return false;
    std::size_t need = id.size() + name.size() + data.size() + 32;
    if (state_->pending.size() + need > state_->max_bytes) {
        state_->dropped = true;
        state_->pending = std::string();
        tell_sink(shared_from_this(), *state_);
        return false;
    }
    append_field(state_->pending, "id: ", id);
    append_field(state_->pending, "event: ", name);
    append_data(state_->pending, data);
    state_->pending.push_back('\n');
    tell_sink(shared_from_this(), *state_);
    return true;
}

void EventStream::close() {
    std::lock_guard lock(state_->mutex);
    if (state_->closing || state_->detached) return;
    state_->closing = true;
    tell_sink(shared_from_this(), *state_);
}

bool EventStream::is_open() const {
    std::lock_guard lock(state_->mutex);
    return !state_->closing && !state_->dropped && !state_->detached;
}

}  // namespace bihuan::http
