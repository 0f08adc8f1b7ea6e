// What happened to a record and who sees it: versions, related lists, collaborators, access.
#include "api/endpoint.h"

#include "api/present.h"
#include "kernel/access/explain.h"
#include "kernel/query/query.h"
#include "kernel/record/write.h"

#include <algorithm>

namespace bihuan::api {

namespace {

constexpr int kRelatedShown = 3;      // newest records of each related list

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

void write_side(std::string_view key, const access::Answer& answer, JsonWriter& json) {
    json.key(key).begin_object().key("allowed").boolean(answer.allowed);
    json.key("reasons").begin_array();
    for (const std::string& sentence : answer.reasons) json.string(sentence);
    json.end_array().key("obstacles").begin_array();
    for (const std::string& sentence : answer.obstacles) json.string(sentence);
    json.end_array().end_object();
}

// Administrators ask about anybody, others about themselves and those below them.
UserId asked_person(const Snapshot& snapshot, const Call& call) {
    const auto id = parse_record_id(call.text("user"));
    if (!id) throw Error(Code::invalid, "issue.required").at_field("user");
    const auto who = record::load(snapshot, snapshot.schema().at("user"), *id);
    if (!who || who->deleted_at) throw Error(Code::not_found, "error.record.not_found");
    const Actor& actor = snapshot.actor();
    const bool below =
        std::find(actor.team.begin(), actor.team.end(), id->value) != actor.team.end();
    if (!below && to_user(*id) != actor.user &&
        !access::rights_of(snapshot)->is_administrator()) {
        throw Error(Code::forbidden, "error.access.not_your_team").at_field("user");
    }
    return to_user(*id);
}

http::Response explain(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        demand_visible(snapshot, object, call.id());
        const UserId user = asked_person(snapshot, call);
        const access::Explanation why =
            access::explain_access(snapshot, object, call.id(), user);
        json.begin_object().key("user");
        write_reference(snapshot, to_record(user), json);
        json.key("active").boolean(why.active).key("roles").begin_array();
        for (const std::string& role : why.roles) json.string(role);
        json.end_array();
        write_side("read", why.read, json);
        write_side("write", why.write, json);
        json.key("fields").begin_array();
        for (const auto& [field, right] : why.fields) {
            json.begin_object().key("name").string(field->name);
            json.key("label").string(field->label.in(snapshot.language())).key("right");
            json.string(right == access::FieldRight::hidden ? "hidden" : "masked").end_object();
        }
        json.end_array().end_object();
    });
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
        {.method = Method::get, .pattern = "/records/{object}/{id}/access",
         .name = "explain_access", .summary = "Why a person sees a record, or does not",
         .parameters = {"user"}, .body = "", .answer = "Access", .handler = explain},
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
