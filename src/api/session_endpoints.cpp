// Log in, who am I, log out, my settings, my password.
#include "api/endpoint.h"

#include "api/present.h"
#include "api/streams.h"
#include "kernel/access/session.h"

namespace bihuan::api {

namespace {

constexpr int kCookieSeconds = static_cast<int>(access::kSessionLifeMicros / kMicrosPerSecond);

http::Response with_cookie(http::Response response, const Call& call, std::string_view token,
                           int seconds) {
    std::string cookie = std::string(kSessionCookie) + "=" + std::string(token) +
                         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (call.request.is_tls) cookie += "; Secure";
    response.headers.add("Set-Cookie", std::move(cookie));
    return response;
}

http::Response log_in(Call& call) {
    const Json& body = call.body();
    const access::Login login = access::log_in(
        call.workspace, body.text_or("login", ""), body.text_or("password", ""),
        call.request.peer, call.request.header("User-Agent").value_or(""));
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("token").string(login.token).key("csrf").string(login.csrf);
    json.key("user");
    call.workspace.read(*login.actor, [&](const Snapshot& snapshot) {
        write_user(snapshot, call.build, json);
    });
    json.end_object();
    http::Response response =
        http::make_response(201, "application/json; charset=utf-8", std::move(out));
    response.headers.add("Cache-Control", "no-store");
    return with_cookie(std::move(response), call, login.token, kCookieSeconds);
}

http::Response who_am_i(Call& call) {
    // A program with a token of narrow scopes hears whose it is and what it may, and no more.
    if (call.actor->kind == ActorKind::api_token) return call.read(write_token);
    const std::string csrf = access::csrf_of(call.token);
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        json.begin_object().key("csrf").string(csrf).key("user");
        write_user(snapshot, call.build, json);
        json.end_object();
    });
}

http::Response log_out(Call& call) {
    access::log_out(call.workspace, call.token);
    call.streams.close_of(call.token);
    return with_cookie(no_content(), call, "", 0);
}

http::Response change_settings(Call& call) {
    const Json& patch = call.body();
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        json.raw(save_settings(tx, patch));
    });
}

http::Response change_password(Call& call) {
    const std::string old_one = call.body().text_or("old", "");
    const std::string new_one = call.body().text_or("new", "");
    access::change_password(call.workspace, *call.actor, old_one, new_one);
    return no_content();
}

}  // namespace

std::vector<Endpoint> session_endpoints() {
    using http::Method;
    return {
        {.method = Method::post, .pattern = "/session", .name = "log_in",
         .entry = Entry::anyone, .effect = Effect::writes, .summary = "Log in",
         .parameters = {}, .body = "Credentials", .answer = "Session", .status = 201,
         .handler = log_in},
        {.method = Method::get, .pattern = "/session", .name = "who_am_i",
         .summary = "Who am I, with my rights", .parameters = {}, .body = "",
         .answer = "Session", .handler = who_am_i},
        {.method = Method::get, .pattern = "/session/check", .name = "check_session",
         .summary = "Whether I am still logged in; touches no data", .parameters = {},
         .body = "", .answer = "", .status = 204,
         .handler = [](Call&) { return no_content(); }, .quick = true},
        {.method = Method::del, .pattern = "/session", .name = "log_out",
         .effect = Effect::writes, .summary = "Log out", .parameters = {}, .body = "",
         .answer = "", .status = 204, .handler = log_out},
        {.method = Method::patch, .pattern = "/session/settings", .name = "change_settings",
         .effect = Effect::writes, .summary = "Change my settings", .parameters = {},
         .body = "Settings", .answer = "Settings", .handler = change_settings},
        {.method = Method::post, .pattern = "/session/password", .name = "change_password",
         .effect = Effect::writes, .summary = "Change my password", .parameters = {},
         .body = "PasswordChange", .answer = "", .status = 204, .handler = change_password},
    };
}

}  // namespace bihuan::api
