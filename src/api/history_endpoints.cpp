// What happened to a record: versions, timeline, related lists, collaborators.
#include "api/endpoint.h"

#include "api/present.h"
#include "kernel/event/event.h"
#include "kernel/query/query.h"
#include "kernel/record/write.h"

#include <algorithm>

namespace bihuan::api {

namespace {

constexpr int kRelatedShown = 3;      // newest records of each related list
constexpr int kTimelineDefault = 30;
constexpr int kTimelineMax = 200;

void demand_visible(const Snapshot& snapshot, const meta::Object& object, RecordId id) {
    access::demand(snapshot, object, access::Act::read);
    if (object_of(id) != object.number ||
        !query::is_visible(snapshot, object, id, access::Purpose::read)) {
        throw Error(Code::not_found, "error.record.not_found");
    }
}

http::Response history(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        json.begin_object().key("versions");
        if (object_of(call.id()) != object.number ||
            !query::history(snapshot, object, call.id(), json)) {
            throw Error(Code::not_found, "error.record.not_found");
        }
        json.end_object();
    });
}

http::Response related(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        const RecordId id = call.id();
        demand_visible(snapshot, object, id);
        const auto rights = access::rights_of(snapshot);
        json.begin_object().key("relations").begin_array();
        for (const meta::Relation& relation : snapshot.schema().relations_to(object)) {
            const meta::Object& other = *relation.object;
            if (other.hidden || !other.parent_field.empty()) continue;
            if (!rights->may(other, access::Act::read)) continue;
            if (relation.field->hidden || !rights->can_read(other, *relation.field)) continue;
            query::ListRequest request;
            request.object = other.name;
            request.where = relation.field->name + " == \"" + to_text(id) + "\"";
            request.limit = kRelatedShown;
            request.count = query::Count::quick;
            json.begin_object().key("object").string(other.name);
            json.key("field").string(relation.field->name).key("label").begin_object();
            json.key("zh").string(other.label.zh).key("en").string(other.label.en).end_object();
            json.key("records");
            const query::Page page = query::list(snapshot, request, json);
            json.key("count").integer(page.count.value_or(0)).end_object();
        }
        json.end_array().end_object();
    });
}

// One entry of the timeline, ready to be sorted with the others.
struct Entry {
    Instant at;
    std::string json;
};

void add_activities(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                    int limit, std::optional<Instant> before, std::vector<Entry>& entries) {
    const meta::Object* activity = snapshot.schema().find("activity");
    if (!activity || !is_readable(snapshot, *activity)) return;
    const meta::Field* link = activity->find(object.name);
    if (!link || link->type->kind() != types::Kind::reference) return;
    query::ListRequest request;
    request.object = "activity";
    request.where = object.name + " == \"" + to_text(id) + "\"";
    if (before) request.where += " and time < datetime(\"" + to_text(*before) + "\")";
    request.sort = "-time";
    request.limit = limit;
    request.fields = {"time"};
    std::vector<std::pair<RecordId, Instant>> found;
    query::each(snapshot, request, [&](RecordId each, const std::vector<Value>& values) {
        const auto* time = values[0].get_if<Instant>();
        found.emplace_back(each, time ? *time : Instant{});
        return true;
    });
    for (const auto& [activity_id, time] : found) {
        Entry entry{time, {}};
        JsonWriter json(entry.json);
        json.begin_object().key("kind").string("activity").key("at").string(to_text(time));
        json.key("object").string("activity").key("record");
        query::one(snapshot, *activity, activity_id, std::nullopt, json);
        json.end_object();
        entries.push_back(std::move(entry));
    }
}

void add_events(const Snapshot& snapshot, const meta::Object& object, RecordId id, int limit,
                std::optional<Instant> before, std::vector<Entry>& entries) {
    std::string versions;
    JsonWriter writer(versions);
    if (!query::history(snapshot, object, id, writer)) return;
    const Json list = Json::parse(versions);
    for (std::size_t i = 0; i < list.size() && limit > 0; ++i) {
        const Json version = list.at(i);
        const auto at = parse_instant(version.get("at").string(), snapshot.zone());
        if (!at || (before && *at >= *before)) continue;
        const std::string kind = version.text_or("kind", "");
        if (version.get("changes").size() == 0 && kind == "updated") continue;
        --limit;
        Entry entry{*at, {}};
        JsonWriter json(entry.json);
        json.begin_object().key("kind").string("event").key("at").string(to_text(*at));
        json.key("event").string(kind).key("actor").raw(version.get("actor").to_text());
        json.key("cause").raw(version.get("cause").to_text());
        json.key("version").raw(version.get("version").to_text());
        json.key("object").string(object.name);
        json.key("changes").raw(version.get("changes").to_text()).end_object();
        entries.push_back(std::move(entry));
    }
}

http::Response timeline(Call& call) {
    const int limit = static_cast<int>(
        std::clamp<std::int64_t>(call.integer("limit", kTimelineDefault), 1, kTimelineMax));
    std::optional<Instant> before;
    if (const std::string text = call.text("before"); !text.empty()) {
        before = parse_instant(text, call.workspace.zone());
        if (!before) {
            throw Error(Code::invalid, "error.parameter.as_of", {{"parameter", "before"}})
                .at_field("before");
        }
    }
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        demand_visible(snapshot, object, call.id());
        std::vector<Entry> entries;
        add_activities(snapshot, object, call.id(), limit + 1, before, entries);
        add_events(snapshot, object, call.id(), limit + 1, before, entries);
        std::stable_sort(entries.begin(), entries.end(),
                         [](const Entry& a, const Entry& b) { return a.at > b.at; });
        const bool more = entries.size() > static_cast<std::size_t>(limit);
        if (more) entries.resize(static_cast<std::size_t>(limit));
        json.begin_object().key("items").begin_array();
        for (const Entry& entry : entries) json.raw(entry.json);
        json.end_array().key("next");
        if (more) json.string(to_text(entries.back().at));
        else json.null();
        json.end_object();
    });
}

void write_collaborators(const Snapshot& snapshot, RecordId id, JsonWriter& json) {
    json.begin_object().key("collaborators").begin_array();
    snapshot.db().query("SELECT to_id, role FROM link WHERE relation = 'collaborator' "
                        "AND from_id = ? ORDER BY to_id",
                        {id.value}, [&](const db::Row& row) {
                            json.begin_object().key("user");
                            write_reference(snapshot, RecordId(row.integer(0)), json);
                            json.key("role").string(row.text(1)).end_object();
                            return true;
                        });
    json.end_array().end_object();
}

http::Response collaborators(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        demand_visible(snapshot, call.object(snapshot), call.id());
        write_collaborators(snapshot, call.id(), json);
    });
}

void demand_writable(Tx& tx, const meta::Object& object, RecordId id) {
    demand_visible(tx, object, id);
    access::demand(tx, object, access::Act::update);
    if (!query::is_visible(tx, object, id, access::Purpose::write)) {
        throw Error(Code::forbidden, "error.record.not_writable");
    }
}

http::Response add_collaborator(Call& call) {
    const Json& body = call.body();
    const auto user = parse_record_id(body.text_or("user", ""));
    const std::string role = body.text_or("role", "read");
    if (!user) throw Error(Code::invalid, "issue.required").at_field("user");
    if (role != "read" && role != "write") {
        throw Error(Code::invalid, "error.collaborator.role").at_field("role");
    }
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        demand_writable(tx, call.object(tx), call.id());
        const auto who = record::load(tx, tx.schema().at("user"), *user);
        if (!who || who->deleted_at) {
            throw Error(Code::invalid, "error.collaborator.user").at_field("user");
        }
        record::remove_link(tx, "collaborator", call.id(), *user);
        record::add_link(tx, "collaborator", call.id(), *user, role);
        write_collaborators(tx, call.id(), json);
    });
}

http::Response remove_collaborator(Call& call) {
    const auto user = parse_record_id(call.path("user"));
    if (!user) throw Error(Code::not_found, "error.record.not_found");
    return call.write(204, [&](Tx& tx, JsonWriter&) {
        demand_writable(tx, call.object(tx), call.id());
        record::remove_link(tx, "collaborator", call.id(), *user);
    });
}

}  // namespace

std::vector<Endpoint> history_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/records/{object}/{id}/history",
         .name = "get_history", .summary = "Every version of a record", .parameters = {},
         .body = "", .answer = "History", .handler = history},
        {.method = Method::get, .pattern = "/records/{object}/{id}/related",
         .name = "get_related", .summary = "Records that point here", .parameters = {},
         .body = "", .answer = "Related", .handler = related},
        {.method = Method::get, .pattern = "/records/{object}/{id}/timeline",
         .name = "get_timeline", .summary = "Activities and changes, newest first",
         .parameters = {"limit", "before"}, .body = "", .answer = "Timeline",
         .handler = timeline},
        {.method = Method::get, .pattern = "/records/{object}/{id}/collaborators",
         .name = "list_collaborators", .summary = "Who works on it beside the owner",
         .parameters = {}, .body = "", .answer = "Collaborators", .handler = collaborators},
        {.method = Method::post, .pattern = "/records/{object}/{id}/collaborators",
         .name = "add_collaborator", .effect = Effect::writes,
         .summary = "Let somebody work on it", .parameters = {}, .body = "Collaborator",
         .answer = "Collaborators", .handler = add_collaborator},
        {.method = Method::del, .pattern = "/records/{object}/{id}/collaborators/{user}",
         .name = "remove_collaborator", .effect = Effect::writes,
         .summary = "End a collaboration", .parameters = {}, .body = "", .answer = "",
         .status = 204, .handler = remove_collaborator},
    };
}

}  // namespace bihuan::api
