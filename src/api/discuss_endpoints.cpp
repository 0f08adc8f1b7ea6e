// Comments and followers of records, and my notices.
#include "api/endpoint.h"

#include "api/present.h"
#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/query/query.h"
#include "work/discuss/discuss.h"

namespace bihuan::api {

namespace {

constexpr int kNoticesDefault = 50;

const meta::Object& demand_seen(const Snapshot& snapshot, const Call& call) {
    const meta::Object& object = call.object(snapshot);
    if (object_of(call.id()) != object.number ||
        !query::is_visible(snapshot, object, call.id(), access::Purpose::read)) {
        throw Error(Code::not_found, "error.record.not_found");
    }
    return object;
}

void write_comment(const Snapshot& snapshot, const discuss::Comment& comment, bool administrator,
                   JsonWriter& json) {
    json.begin_object().key("id").id(comment.id.value).key("at").string(to_text(comment.at));
    json.key("author");
    write_reference(snapshot, to_record(comment.author), json);
    json.key("text").string(comment.text).key("can").begin_object().key("remove");
    json.boolean(administrator || comment.author == snapshot.actor().user);
    json.end_object().end_object();
}

void write_discussion(const Snapshot& snapshot, RecordId record, JsonWriter& json) {
    const bool administrator = access::rights_of(snapshot)->is_administrator();
    json.begin_object().key("comments").begin_array();
    for (const discuss::Comment& each : discuss::comments(snapshot, record)) {
        write_comment(snapshot, each, administrator, json);
    }
    json.end_array().key("followers").begin_array();
    for (const UserId user : discuss::followers(snapshot, record)) {
        write_reference(snapshot, to_record(user), json);
    }
    json.end_array().key("following").boolean(discuss::is_following(snapshot, record));
    json.end_object();
}

http::Response list_comments(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        demand_seen(snapshot, call);
        write_discussion(snapshot, call.id(), json);
    });
}

std::vector<RecordId> id_list(const Json& body, const char* key) {
    std::vector<RecordId> out;
    const Json list = body.get(key);
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
        const Json one = list.at(i);
        const auto id = one.is_string() ? parse_record_id(one.string()) : std::nullopt;
        if (!id) {
            throw Error(Code::invalid, "issue.reference.invalid", {{"value", one.to_text()}})
                .at_field(key);
        }
        out.push_back(*id);
    }
    return out;
}

http::Response add_comment(Call& call) {
    const Json& body = call.body();
    const std::string text = body.text_or("text", "");
    std::vector<UserId> mentions;
    for (const RecordId id : id_list(body, "mentions")) mentions.emplace_back(id.value);
    return call.write(201, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = demand_seen(tx, call);
        const auto made = discuss::add_comment(tx, object, call.id(), text, mentions);
        write_comment(tx, made, false, json);
    });
}

http::Response remove_comment(Call& call) {
    const auto comment = parse_record_id(call.path("comment"));
    if (!comment) throw Error(Code::not_found, "error.record.not_found");
    return call.write(204, [&](Tx& tx, JsonWriter&) {
        demand_seen(tx, call);
        discuss::remove_comment(tx, call.id(), *comment);
    });
}

http::Response follow(Call& call) {
    const bool on = call.body().flag_or("follow", true);
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        const meta::Object& object = demand_seen(tx, call);
        discuss::follow(tx, object, call.id(), on);
        json.begin_object().key("following").boolean(on).end_object();
    });
}

http::Response list_notices(Call& call) {
    const bool only_unread = call.flag("unread");
    const int limit = static_cast<int>(call.integer("limit", kNoticesDefault));
    if (limit < 1 || limit > discuss::kNoticesMax) {
        throw Error(Code::invalid, "error.parameter.integer", {{"parameter", "limit"}})
            .at_field("limit");
    }
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        json.begin_object().key("notices").begin_array();
        for (const discuss::Notice& each : discuss::notices(snapshot, only_unread, limit)) {
            json.begin_object().key("id").id(each.id.value).key("kind").string(each.kind);
            json.key("at").string(to_text(each.at)).key("actor");
            write_reference(snapshot, to_record(each.actor), json);
            json.key("object").string(each.object).key("record");
            write_reference(snapshot, each.record, json);
            json.key("text").string(each.text).key("read").boolean(each.read);
            json.key("count").integer(each.count).end_object();
        }
        json.end_array().key("unread").integer(discuss::unread(snapshot)).end_object();
    });
}

http::Response read_notices(Call& call) {
    const std::vector<RecordId> ids = id_list(call.body(), "ids");
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        discuss::mark_read(tx, ids);
        json.begin_object().key("unread").integer(discuss::unread(tx)).end_object();
    });
}

http::Response put_off_notice(Call& call) {
    const auto until = parse_as_of(call.workspace, call.body().text_or("until", ""));
    if (!until) throw Error(Code::invalid, "issue.required").at_field("until");
    return call.write(204,
                      [&](Tx& tx, JsonWriter&) { discuss::put_off(tx, call.id(), *until); });
}

}  // namespace

std::vector<Endpoint> discuss_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/records/{object}/{id}/comments",
         .name = "list_comments", .summary = "What people say about it, and who follows it",
         .parameters = {}, .body = "", .answer = "Discussion", .handler = list_comments},
        {.method = Method::post, .pattern = "/records/{object}/{id}/comments",
         .name = "add_comment", .effect = Effect::writes,
         .summary = "Say something; who is named is told", .parameters = {},
         .body = "CommentText", .answer = "Comment", .status = 201, .handler = add_comment},
        {.method = Method::del, .pattern = "/records/{object}/{id}/comments/{comment}",
         .name = "remove_comment", .effect = Effect::writes, .summary = "Take it back",
         .parameters = {}, .body = "", .answer = "", .status = 204, .handler = remove_comment},
        {.method = Method::post, .pattern = "/records/{object}/{id}/follow", .name = "follow",
         .effect = Effect::writes, .summary = "Be told what is said about it, or no more",
         .parameters = {}, .body = "FollowChange", .answer = "Following", .handler = follow},
        {.method = Method::get, .pattern = "/notices", .name = "list_notices",
         .summary = "What I should know", .parameters = {"unread", "limit"}, .body = "",
         .answer = "Notices", .handler = list_notices},
        {.method = Method::post, .pattern = "/notices/read", .name = "read_notices",
         .effect = Effect::writes, .summary = "I have seen them; all without ids",
         .parameters = {}, .body = "NoticeIds", .answer = "Unread", .handler = read_notices},
        {.method = Method::post, .pattern = "/notices/{id}/later", .name = "put_off_notice",
         .effect = Effect::writes, .summary = "Tell me again later", .parameters = {},
         .body = "Later", .answer = "", .status = 204, .handler = put_off_notice},
    };
}

}  // namespace bihuan::api
