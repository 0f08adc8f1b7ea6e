#include "api/streams.h"

#include "base/json.h"
#include "kernel/access/session.h"
#include "kernel/event/event.h"
#include "kernel/query/query.h"
#include "work/job/job.h"

#include <algorithm>

namespace bihuan::api {

struct Streams::Listener {
    std::string token;
    std::shared_ptr<http::EventStream> stream;
    EventSeq sent;
};

namespace {

constexpr std::string_view kJobChanged = "job.changed";

std::string_view name_of(const event::Event& event) {
    if (event.kind == kJobChanged) return "job";
    return event.object ? "change" : "schema";
}

std::string describe(const Snapshot& snapshot, const event::Event& event) {
    std::string out;
    JsonWriter json(out);
    const auto job = event.kind == kJobChanged ? job::find(snapshot, event.record) : std::nullopt;
    if (job) {
        job::write_json(snapshot, *job, json);
        return out;
    }
    const meta::Object* object = snapshot.schema().find(event.object);
    json.begin_object().key("object").string(object ? object->name : "");
    json.key("id").id(event.record.value).key("version").integer(event.version);
    json.key("kind").string(event.kind).key("fields").begin_array();
    for (const std::string& field : event.fields) json.string(field);
    json.end_array().key("actor").id(event.actor.value).end_object();
    return out;
}

// Design changes concern everyone; record changes only who may see the record now.
bool concerns(const Snapshot& snapshot, const event::Event& event) {
    if (event.kind == kJobChanged) return event.actor == snapshot.actor().user;
    if (!event.object) return event.kind == "schema.changed";
    const meta::Object* object = snapshot.schema().find(event.object);
    if (!object || object->hidden) return false;
    if (!access::rights_of(snapshot)->may(*object, access::Act::read)) return false;
    return query::is_visible(snapshot, *object, event.record, access::Purpose::read);
}

}  // namespace

Streams::Streams(Workspace& workspace) : workspace_(workspace) {
    workspace_.read(Actor::system(),
                    [&](const Snapshot& snapshot) { cursor_ = event::last(snapshot.db()); });
}

Streams::~Streams() { close_all(); }

std::vector<std::shared_ptr<Streams::Listener>> Streams::listeners() {
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [](const auto& each) { return !each->stream->is_open(); });
    return listeners_;
}

std::shared_ptr<http::EventStream> Streams::open(std::string token, EventSeq last) {
    auto listener = std::make_shared<Listener>();
    listener->token = std::move(token);
    listener->stream = http::EventStream::open();
    const std::lock_guard pumping(pumping_);
    listener->sent = last ? last : cursor_;
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [](const auto& each) { return !each->stream->is_open(); });
    if (listeners_.size() >= kStreamsMax) throw Error(Code::unavailable, "error.events.too_many");
    listeners_.push_back(listener);
    if (last) cursor_ = std::min(cursor_, last);  // the next pump sends what was missed
    return listener->stream;
}

void Streams::pump() {
    const std::lock_guard pumping(pumping_);
    const auto all = listeners();
    std::vector<event::Event> events;
    workspace_.read(Actor::system(), [&](const Snapshot& snapshot) {
        if (all.empty()) cursor_ = event::last(snapshot.db());
        else events = event::tail(snapshot.db(), cursor_);
    });
    if (events.empty()) return look_after(all);
    for (const auto& listener : all) {
        const auto who = access::authenticate(workspace_, listener->token, access::Use::ignored);
        if (!who) {
            listener->stream->close();
            continue;
        }
        workspace_.read(*who->actor, [&](const Snapshot& snapshot) {
            for (const event::Event& event : events) {
                if (event.seq <= listener->sent) continue;
                listener->sent = event.seq;
                if (!concerns(snapshot, event)) continue;
                listener->stream->send(std::to_string(event.seq.value),
                                       name_of(event), describe(snapshot, event));
            }
        });
    }
    cursor_ = events.back().seq;
}

void Streams::look_after(const std::vector<std::shared_ptr<Listener>>& all) {
    const Instant now = workspace_.clock().now();
    const std::int64_t passed = now.micros - looked_.micros;
    if (passed >= 0 && passed < kLookMicros) return;
    looked_ = now;
    for (const auto& listener : all) {
        const auto who = access::authenticate(workspace_, listener->token, access::Use::ignored);
        if (!who) listener->stream->close();
    }
}

void Streams::close_of(const std::string& token) {
    for (const auto& listener : listeners()) {
        if (listener->token == token) listener->stream->close();
    }
}

void Streams::close_all() {
    for (const auto& listener : listeners()) listener->stream->close();
}

}  // namespace bihuan::api
