// Objects, fields, relations, views, verbs that I may see; changes of the design by
// administrators.
#include "api/endpoint.h"

#include "api/present.h"
#include "kernel/design/design.h"
#include "kernel/expr/expression.h"

namespace bihuan::api {

namespace {

http::Response list_schema(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        json.begin_object().key("version").integer(snapshot.schema().version());
        json.key("objects").begin_array();
        for (const meta::Object& object : snapshot.schema().objects()) {
            if (is_readable(snapshot, object)) write_object(snapshot, object, json);
        }
        json.end_array().end_object();
    });
}

http::Response one_object(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = call.object(snapshot);
        if (!is_readable(snapshot, object)) {
            throw Error(Code::not_found, "error.schema.object", {{"name", object.name}});
        }
        write_object(snapshot, object, json);
    });
}

// The design is published after the commit: the answer is read from the new one.
http::Response answer_with(Call& call, int status, const std::string& name) {
    http::Response response =
        call.read([&](const Snapshot& snapshot, JsonWriter& json) {
            write_object(snapshot, snapshot.schema().at(name), json);
        });
    response.status = status;
    return response;
}

http::Response change_object(Call& call) {
    const std::string name(call.path("object"));
    const Json& patch = call.body();
    call.workspace.write(*call.actor, [&](Tx& tx) { design::patch_object(tx, name, patch); });
    return answer_with(call, 200, name);
}

http::Response create_object(Call& call) {
    const Json& body = call.body();
    call.workspace.write(*call.actor, [&](Tx& tx) { design::create_object(tx, body); });
    return answer_with(call, 201, body.text_or("object", ""));
}

std::string_view kind_name(types::Kind kind) {
    switch (kind) {
        case types::Kind::boolean: return "boolean";
        case types::Kind::integer: return "integer";
        case types::Kind::decimal: return "decimal";
        case types::Kind::text: return "text";
        case types::Kind::date: return "date";
        case types::Kind::month: return "month";
        case types::Kind::instant: return "datetime";
        case types::Kind::reference: return "reference";
        case types::Kind::list: return "list";
        case types::Kind::none: return "none";
    }
    return "none";
}

http::Response check_expression(Call& call) {
    const Json& body = call.body();
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const meta::Object& object = snapshot.schema().at(body.text_or("object", ""));
        const std::string text = body.text_or("expression", "");
        const expr::Env env{&snapshot.schema(), &object, {}};
        Issues issues;
        const auto program = body.text_or("as", "filter") == "filter"
                                 ? expr::compile_filter(text, env, issues)
                                 : expr::compile(text, env, issues);
        throw_if_any(std::move(issues));
        json.begin_object().key("type").string(kind_name(program->type().kind)).end_object();
    });
}

}  // namespace

std::vector<Endpoint> schema_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/schema", .name = "list_schema",
         .summary = "Everything I may see of the design", .parameters = {}, .body = "",
         .answer = "Schema", .handler = list_schema},
        {.method = Method::get, .pattern = "/schema/{object}", .name = "get_object",
         .summary = "One object of the design", .parameters = {}, .body = "",
         .answer = "Object", .handler = one_object},
        {.method = Method::post, .pattern = "/schema", .name = "create_object",
         .entry = Entry::administrator, .effect = Effect::writes,
         .summary = "Add a custom object", .parameters = {}, .body = "Object",
         .answer = "Object", .status = 201, .handler = create_object},
        {.method = Method::patch, .pattern = "/schema/{object}", .name = "change_object",
         .entry = Entry::administrator, .effect = Effect::writes,
         .summary = "Add or change fields, verbs, views of an object", .parameters = {},
         .body = "Object", .answer = "Object", .handler = change_object},
        {.method = Method::post, .pattern = "/schema/check", .name = "check_expression",
         .summary = "Check an expression without saving it", .parameters = {},
         .body = "ExpressionCheck", .answer = "ExpressionType", .handler = check_expression},
    };
}

}  // namespace bihuan::api
