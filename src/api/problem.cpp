#include "api/problem.h"

#include "base/json.h"

#include <algorithm>

namespace bihuan::api {

namespace {

constexpr std::string_view kProblemType = "application/problem+json; charset=utf-8";
constexpr int kRetrySeconds = 5;  // told to clients that met an overload
// What is wrong is told once, however many checks found it; of more it would cost too much.
constexpr std::size_t kIssuesCompared = 500;

http::Response finish(int status, std::string body, std::string_view trace) {
    http::Response out = http::make_response(status, kProblemType, std::move(body));
    out.headers.add("Cache-Control", "no-store");
    if (status == 401) out.headers.add("WWW-Authenticate", "Bearer");
    if (status == 429 || status == 503) {
        out.headers.add("Retry-After", std::to_string(kRetrySeconds));
    }
    (void)trace;
    return out;
}

void write_head(JsonWriter& json, int status, std::string_view code, std::string_view title,
                std::string_view detail) {
    json.begin_object().key("type").string("urn:bihuan:problem:" + std::string(code));
    json.key("title").string(title).key("status").integer(status);
    json.key("code").string(code).key("detail").string(detail);
}

void write_issues(JsonWriter& json, const Error& error, const Sentences& sentences,
                  Language language) {
    if (error.issues().empty()) return;
    json.key("issues").begin_array();
    const auto& all = error.issues().list();
    for (auto at = all.begin(); at != all.end(); ++at) {
        const Issue& issue = *at;
        if (all.size() <= kIssuesCompared && std::find(all.begin(), at, issue) != at) continue;
        json.begin_object().key("field").string(issue.field);
        json.key("code").string(issue.key);
        json.key("message").string(sentences.say(language, issue.key, issue.args));
        if (!issue.hint.empty()) json.key("hint").string(issue.hint);
        for (const auto& [name, value] : issue.args) {
            if (name == "line" || name == "column") json.key(name).string(value);
        }
        json.end_object();
    }
    json.end_array();
}

}  // namespace

int status_of(Code code) {
    switch (code) {
        case Code::malformed: return 400;
        case Code::unauthenticated: return 401;
        case Code::forbidden: return 403;
        case Code::not_found: return 404;
        case Code::conflict: return 409;
        case Code::locked: return 409;
        case Code::limit: return 413;
        case Code::invalid: return 422;
        case Code::too_many: return 429;
        case Code::internal: return 500;
        case Code::unavailable: return 503;
    }
    return 500;
}

http::Response problem(const Error& error, const Sentences& sentences, Language language,
                       std::string_view trace) {
    const int status = status_of(error.code());
    const std::string_view code = to_text(error.code());
    std::string body;
    JsonWriter json(body);
    write_head(json, status, code, sentences.say(language, "problem." + std::string(code)),
               sentences.say(language, error.key(), error.args()));
    json.key("key").string(error.key());
    if (!error.field().empty()) json.key("field").string(error.field());
    if (!error.hint().empty()) json.key("hint").string(error.hint());
    write_issues(json, error, sentences, language);
    json.key("trace").string(trace).end_object();
    return finish(status, std::move(body), trace);
}

http::Response refusal(int status, std::string_view code, const Sentences& sentences,
                       Language language, std::string_view trace) {
    std::string body;
    JsonWriter json(body);
    const std::string key = "error.http." + std::string(code);
    const std::string said = sentences.say(language, sentences.has(key) ? key : "http.refused");
    write_head(json, status, code, said, said);
    json.key("trace").string(trace).end_object();
    return finish(status, std::move(body), trace);
}

}  // namespace bihuan::api
