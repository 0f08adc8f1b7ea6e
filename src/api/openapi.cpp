// OpenAPI 3.1 made from the list of endpoints: nothing is written twice.
#include "api/api.h"
#include "api/openapi_schemas.h"

#include <map>

namespace bihuan::api {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return out;
}

std::vector<std::string> path_parameters(std::string_view pattern) {
    std::vector<std::string> out;
    for (std::size_t at = pattern.find('{'); at != std::string_view::npos;
         at = pattern.find('{', at + 1)) {
        out.emplace_back(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
    }
    return out;
}

void write_parameter(JsonWriter& json, std::string_view name, bool in_path) {
    json.begin_object().key("name").string(name).key("in").string(in_path ? "path" : "query");
    json.key("required").boolean(in_path);
    const bool number = name == "limit" || name == "at" || name == "version";
    json.key("schema").begin_object().key("type").string(number ? "integer" : "string");
    json.end_object().end_object();
}

void write_if_match(JsonWriter& json) {
    json.begin_object().key("name").string("If-Match").key("in").string("header");
    json.key("description").string("The ETag of the record that was read: the version expected");
    json.key("required").boolean(false).key("schema").begin_object();
    json.key("type").string("string").end_object().end_object();
}

void write_content(JsonWriter& json, std::string_view media, std::string_view schema) {
    json.key("content").begin_object().key(media).begin_object().key("schema").begin_object();
    json.key("$ref").string("#/components/schemas/" + std::string(schema));
    json.end_object().end_object().end_object();
}

void write_problem(JsonWriter& json, int status, std::string_view what) {
    json.key(std::to_string(status)).begin_object().key("description").string(what);
    write_content(json, "application/problem+json", "Problem");
    json.end_object();
}

std::string_view media_of(std::string_view answer) {
    if (answer == "EventStream") return "text/event-stream";
    if (answer == "File") return "application/octet-stream";
    if (answer == "Page") return "text/html";
    if (answer == "Paper") return "application/pdf";
    if (answer == "Picture") return "image/png";
    return "application/json";
}

void write_answers(JsonWriter& json, const Endpoint& endpoint) {
    json.key("responses").begin_object();
    json.key(std::to_string(endpoint.status)).begin_object();
    json.key("description").string(endpoint.summary);
    if (!endpoint.answer.empty()) {
        write_content(json, media_of(endpoint.answer), endpoint.answer);
    }
    json.end_object();
    write_problem(json, 400, "The request cannot be read");
    write_problem(json, 401, "Nobody is logged in, or the password is wrong");
    write_problem(json, 403, "This right is missing");
    const bool sends = !endpoint.body.empty();
    const bool is_picture = endpoint.answer == "Picture";  // there may be none
    if (sends || is_picture || !endpoint.parameters.empty() ||
        endpoint.pattern.find('{') != std::string::npos) {
        write_problem(json, 404, "Absent, or not visible to you");
    }
    if (endpoint.effect == Effect::writes) {
        write_problem(json, 409, "Stale version or wrong state");
    }
    if (sends || endpoint.effect == Effect::writes) {
        write_problem(json, 413, "Larger than a limit");
    }
    if (sends && !endpoint.upload) write_problem(json, 415, "The body is something else than JSON");
    write_problem(json, 422, "Understood, and wrong: all issues at once");
    write_problem(json, 429, "Slow down");
    write_problem(json, 500, "Our fault");
    write_problem(json, 503, "Try again later");
    json.end_object();
}

void write_operation(JsonWriter& json, const Endpoint& endpoint) {
    json.key(lower(http::to_text(endpoint.method))).begin_object();
    json.key("operationId").string(endpoint.name).key("summary").string(endpoint.summary);
    json.key("description").string(endpoint.summary + ".");
    json.key("tags").begin_array();
    const std::size_t end = endpoint.pattern.find('/', 1);
    json.string(endpoint.pattern.substr(1, end == std::string::npos ? end : end - 1));
    json.end_array().key("parameters").begin_array();
    for (const std::string& name : path_parameters(endpoint.pattern)) {
        write_parameter(json, name, true);
    }
    for (const std::string& name : endpoint.parameters) write_parameter(json, name, false);
    if (endpoint.versioned) write_if_match(json);
    json.end_array();
    if (!endpoint.body.empty()) {
        json.key("requestBody").begin_object().key("required").boolean(true);
        write_content(json, endpoint.upload ? "multipart/form-data" : "application/json",
                      endpoint.body);
        json.end_object();
    }
    write_answers(json, endpoint);
    json.key("security").begin_array();
    if (endpoint.entry != Entry::anyone) {
        json.begin_object().key("bearer").begin_array().end_array().end_object();
        json.begin_object().key("cookie").begin_array().end_array().end_object();
    }
    json.end_array().end_object();
}

void write_security(JsonWriter& json) {
    json.key("securitySchemes").begin_object();
    json.key("bearer").begin_object().key("type").string("http");
    json.key("scheme").string("bearer").end_object();
    json.key("cookie").begin_object().key("type").string("apiKey").key("in").string("cookie");
    json.key("name").string(kSessionCookie).end_object().end_object();
}

}  // namespace

std::string openapi(const std::vector<Endpoint>& endpoints, const std::string& version) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("openapi").string("3.1.0");
    json.key("info").begin_object().key("title").string("Bihuan");
    json.key("version").string(version);
    json.key("description").string("Sales management from lead to cash.");
    json.key("license").begin_object().key("name").string("Apache-2.0");
    json.key("identifier").string("Apache-2.0").end_object().end_object();
    json.key("servers").begin_array().begin_object().key("url").string("/api/v1");
    json.end_object().end_array();
    std::map<std::string, std::vector<const Endpoint*>> by_path;
    for (const Endpoint& endpoint : endpoints) by_path[endpoint.pattern].push_back(&endpoint);
    json.key("paths").begin_object();
    for (const auto& [pattern, operations] : by_path) {
        json.key(pattern).begin_object();
        for (const Endpoint* endpoint : operations) write_operation(json, *endpoint);
        json.end_object();
    }
    json.end_object().key("components").begin_object();
    json.key("schemas").raw(component_schemas());
    write_security(json);
    json.end_object().end_object();
    return out;
}

}  // namespace bihuan::api
