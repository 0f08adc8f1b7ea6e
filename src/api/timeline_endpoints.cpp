// What happened with a record, newest first, in one shape: follow-ups, changes, acts.
#include "api/endpoint.h"

#include "api/present.h"
#include "kernel/query/query.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace bihuan::api {

namespace {

constexpr int kTimelineDefault = 30;
constexpr int kTimelineMax = 200;

// At one moment: follow-ups before what they changed.
enum class Rank : std::int64_t { activity, event, last };

// Where an entry stands: later first, then by rank, then the younger record or version.
struct Place {
    Instant at;
    Rank rank = Rank::activity;
    std::int64_t id = 0;

    bool operator<(const Place& other) const {
        return std::tie(other.at, rank, other.id) < std::tie(at, other.rank, id);
    }
};

struct Entry {
    Place place;
    std::string json;
};

std::string to_cursor(const Place& place) {
    return std::to_string(place.at.micros) + "." +
           std::to_string(static_cast<std::int64_t>(place.rank)) + "." + std::to_string(place.id);
}

std::optional<Place> parse_cursor(std::string_view text) {
    std::int64_t numbers[3] = {};
    const char* at = text.data();
    const char* const end = text.data() + text.size();
    for (std::size_t i = 0; i < 3; ++i) {
        if (i > 0 && (at == end || *at++ != '.')) return std::nullopt;
        const auto read = std::from_chars(at, end, numbers[i]);
        if (read.ec != std::errc{}) return std::nullopt;
        at = read.ptr;
    }
    if (at != end || numbers[1] < 0 || numbers[1] > 1) return std::nullopt;
    return Place{Instant{numbers[0]}, static_cast<Rank>(numbers[1]), numbers[2]};
}

// Where the page begins: behind a cursor, or before a moment.
std::optional<Place> wanted_place(const Call& call) {
    const std::string text = call.text("before");
    if (text.empty()) return std::nullopt;
    if (const auto place = parse_cursor(text)) return place;
    if (const auto at = parse_instant(text, call.workspace.zone())) {
        return Place{*at, Rank::last, 0};
    }
    throw Error(Code::invalid, "error.parameter.as_of", {{"parameter", "before"}})
        .at_field("before");
}

// The places of the newest activities behind `from`, at most `limit`.
std::vector<Place> find_activities(const Snapshot& snapshot, const meta::Object& object,
                                   RecordId id, int limit, const std::optional<Place>& from) {
    query::ListRequest request;
    request.object = "activity";
    request.where = object.name + " == \"" + to_text(id) + "\"";
    if (from) request.where += " and time <= datetime(\"" + to_text(from->at) + "\")";
    request.sort = "-time";
    request.limit = limit;
    request.fields = {"time"};
    std::vector<Place> found;
    while (found.size() < static_cast<std::size_t>(limit)) {
        const auto next = query::each_cell(
            snapshot, request, [&](RecordId each, const std::vector<query::Cell>& cells) {
                const auto* time = cells[0].value.get_if<Instant>();
                const Place place{time ? *time : Instant{}, Rank::activity, each.value};
                if (!from || *from < place) found.push_back(place);
                return true;
            });
        if (!next) break;
        request.after = *next;
    }
    return found;
}

// The person of an activity: its owner, else who wrote it down.
Json actor_of(const Json& record) {
    const Json owner = record.get("owner");
    return owner.is_object() ? owner : record.get("created_by");
}

void add_activities(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                    int limit, const std::optional<Place>& from, std::vector<Entry>& entries) {
    const meta::Object* activity = snapshot.schema().find("activity");
    if (!activity || !is_readable(snapshot, *activity)) return;
    const meta::Field* link = activity->find(object.name);
    const meta::Field* time = activity->find("time");
    const auto rights = access::rights_of(snapshot);
    if (!link || link->type->kind() != types::Kind::reference || !time) return;
    if (!rights->can_read(*activity, *link) || !rights->can_read(*activity, *time)) return;
    for (const Place& place : find_activities(snapshot, object, id, limit, from)) {
        std::string text;
        JsonWriter writer(text);
        query::one(snapshot, *activity, RecordId(place.id), std::nullopt, writer);
        const Json record = Json::parse(text);
        const std::string subject = record.text_or("subject", "");
        const std::string content = record.text_or("content", "");
        Entry entry{place, {}};
        JsonWriter json(entry.json);
        json.begin_object().key("kind").string("activity").key("at").string(to_text(place.at));
        json.key("actor").raw(actor_of(record).to_text());
        json.key("text").string(content.empty() ? subject : content);
        json.key("object").string("activity");
        json.key("record").begin_object().key("id").id(place.id);
        json.key("name").string(subject).end_object();
        json.key("about").raw(text).key("changes").begin_array().end_array().end_object();
        entries.push_back(std::move(entry));
    }
}

// "opportunity.won" by "verb win" -> what the button of it says; made, deleted, restored in words.
std::string said(const Snapshot& snapshot, const meta::Object& object, const std::string& kind,
                 const std::string& cause) {
    constexpr std::string_view kVerb = "verb ";
    if (cause.starts_with(kVerb)) {
        // "verb transfer: why he said"
        const std::string_view act = std::string_view(cause).substr(kVerb.size());
        const meta::Verb* verb = object.find_verb(act.substr(0, act.find(':')));
        if (verb) return verb->label.in(snapshot.language());
    }
    if (kind == "created") return snapshot.say("timeline.created");
    if (kind == "deleted") return snapshot.say("timeline.deleted");
    if (kind == "restored") return snapshot.say("timeline.restored");
    return {};
}

void add_events(const Snapshot& snapshot, const meta::Object& object, RecordId id, int limit,
                const std::optional<Place>& from, std::vector<Entry>& entries) {
    std::string versions;
    JsonWriter writer(versions);
    if (!query::history(snapshot, object, id, writer)) return;
    const Json list = Json::parse(versions);
    for (std::size_t i = 0; i < list.size() && limit > 0; ++i) {
        const Json version = list.at(i);
        const auto at = parse_instant(version.get("at").string(), snapshot.zone());
        const std::string kind = version.text_or("kind", "");
        if (!at || (version.get("changes").size() == 0 && kind == "updated")) continue;
        const Place place{*at, Rank::event, version.integer_or("version", 0)};
        if (from && !(*from < place)) continue;
        --limit;
        const std::string cause = version.text_or("cause", "");
        Entry entry{place, {}};
        JsonWriter json(entry.json);
        json.begin_object().key("kind").string("event").key("at").string(to_text(*at));
        json.key("event").string(kind).key("actor").raw(version.get("actor").to_text());
        json.key("text").string(said(snapshot, object, kind, cause));
        json.key("cause").string(cause).key("version").integer(place.id);
        json.key("object").string(object.name).key("record").null();
        json.key("changes");
        if (kind == "created") json.begin_array().end_array();  // all of it is new
        else json.raw(version.get("changes").to_text());
        json.end_object();
        entries.push_back(std::move(entry));
    }
}

http::Response timeline(Call& call) {
    const int limit = static_cast<int>(
        std::clamp<std::int64_t>(call.integer("limit", kTimelineDefault), 1, kTimelineMax));
    const std::optional<Place> from = wanted_place(call);
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        access::demand(snapshot, object, access::Act::read);
        if (object_of(call.id()) != object.number ||
            !query::is_visible(snapshot, object, call.id(), access::Purpose::read)) {
            throw Error(Code::not_found, "error.record.not_found");
        }
        std::vector<Entry> entries;
        add_activities(snapshot, object, call.id(), limit + 1, from, entries);
        add_events(snapshot, object, call.id(), limit + 1, from, entries);
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return a.place < b.place; });
        const bool more = entries.size() > static_cast<std::size_t>(limit);
        if (more) entries.resize(static_cast<std::size_t>(limit));
        json.begin_object().key("items").begin_array();
        for (const Entry& entry : entries) json.raw(entry.json);
        json.end_array().key("next");
        if (more) json.string(to_cursor(entries.back().place));
        else json.null();
        json.end_object();
    });
}

}  // namespace

std::vector<Endpoint> timeline_endpoints() {
    return {
        {.method = http::Method::get, .pattern = "/records/{object}/{id}/timeline",
         .name = "get_timeline", .summary = "Follow-ups, changes and acts, newest first",
         .parameters = {"limit", "before"}, .body = "", .answer = "Timeline",
         .handler = timeline},
    };
}

}  // namespace bihuan::api
