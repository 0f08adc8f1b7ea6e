// Administration of people: passwords and API tokens.
#include "api/endpoint.h"

#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/record/record.h"
#include "sales/team/team.h"

namespace bihuan::api {

namespace {

UserId wanted_user(const Snapshot& snapshot, RecordId id) {
    const auto user = record::load(snapshot, snapshot.schema().at("user"), id);
    if (!user || user->deleted_at) throw Error(Code::not_found, "error.record.not_found");
    return to_user(user->id);
}

http::Response set_password(Call& call) {
    // Hashing takes tens of milliseconds: before the transaction, never in it.
    const std::string hash = access::hash_password(call.body().text_or("password", ""));
    return call.write(204, [&](Tx& tx, JsonWriter&) {
        access::demand_administrator(tx);
        const UserId user = wanted_user(tx, call.id());
        access::store_password_hash(tx, user, hash);
        access::end_sessions(tx, user);
        access::audit(tx, "password.set", "user", to_record(user), "");
    });
}

// Before a hand-over: what there is to hand over.
http::Response open_work(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        access::demand_verb(snapshot, snapshot.schema().at("user"), "hand_over");
        json.begin_object().key("objects").begin_array();
        for (const team::OpenWork& work :
             team::open_work(snapshot, wanted_user(snapshot, call.id()))) {
            json.begin_object().key("object").string(work.object->name).key("label");
            json.string(work.object->label.in(snapshot.language()));
            json.key("count").integer(work.count).end_object();
        }
        json.end_array().end_object();
    });
}

http::Response create_token(Call& call) {
    const Json& body = call.body();
    std::vector<std::string> scopes;
    const Json list = body.get("scopes");
    for (std::size_t i = 0; list.is_array() && i < list.size(); ++i) {
        scopes.emplace_back(list.at(i).string());
    }
    std::optional<Instant> expires;
    if (body.has("expires")) expires = parse_as_of(call.workspace, body.text_or("expires", ""));
    return call.write(201, [&](Tx& tx, JsonWriter& json) {
        const std::string token = access::create_api_token(
            tx, tx.actor().user, body.text_or("name", ""), scopes, expires);
        access::audit(tx, "token.created", "user", to_record(tx.actor().user),
                      body.text_or("name", ""));
        json.begin_object().key("token").string(token).end_object();
    });
}

}  // namespace

std::vector<Endpoint> user_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/users/{id}/password", .name = "set_password",
         .entry = Entry::administrator, .effect = Effect::writes,
         .summary = "Give a user a new password", .parameters = {}, .body = "NewPassword",
         .answer = "", .status = 204, .handler = set_password},
        {.method = Method::get, .pattern = "/users/{id}/work", .name = "get_open_work",
         .summary = "What somebody who leaves would hand over", .parameters = {}, .body = "",
         .answer = "OpenWork", .handler = open_work},
        {.method = Method::post, .pattern = "/tokens", .name = "create_token",
         .effect = Effect::writes, .summary = "Make an API token for myself", .parameters = {},
         .body = "NewToken", .answer = "Token", .status = 201, .handler = create_token},
    };
}

}  // namespace bihuan::api
