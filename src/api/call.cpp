#include "api/call.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "kernel/record/idempotency.h"

#include <charconv>

namespace bihuan::api {

namespace {

constexpr std::string_view kJsonType = "application/json; charset=utf-8";
constexpr std::size_t kAnswerReserve = 16'384;  // a usual page

http::Response json_response(int status, std::string body) {
    http::Response out = http::make_response(status, kJsonType, std::move(body));
    out.headers.add("Cache-Control", "no-store");
    return out;
}

[[noreturn]] void refuse(std::string_view parameter, const char* key) {
    throw Error(Code::invalid, key, {{"parameter", std::string(parameter)}})
        .at_field(std::string(parameter));
}

// "7" of an ETag that was answered; nullopt for *, which any version fulfils.
std::optional<std::int64_t> version_of_tag(std::string_view tag) {
    if (tag == "*") return std::nullopt;
    std::string_view digits = tag;
    if (digits.size() >= 2 && digits.front() == '"' && digits.back() == '"') {
        digits = digits.substr(1, digits.size() - 2);
    }
    std::int64_t version = 0;
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, version);
    if (read.ec != std::errc{} || read.ptr != end) {
        throw Error(Code::malformed, "error.request.if_match", {{"tag", std::string(tag)}})
            .at_field("If-Match");
    }
    return version;
}

}  // namespace

std::string Call::text(std::string_view parameter) const {
    const auto value = request.parameter(parameter);
    return value ? std::string(*value) : std::string();
}

std::int64_t Call::integer(std::string_view parameter, std::int64_t fallback) const {
    const auto value = request.parameter(parameter);
    if (!value) return fallback;
    std::int64_t out = 0;
    const char* end = value->data() + value->size();
    const auto read = std::from_chars(value->data(), end, out);
    if (read.ec != std::errc{} || read.ptr != end) refuse(parameter, "error.parameter.integer");
    return out;
}

bool Call::flag(std::string_view parameter) const {
    const auto value = request.parameter(parameter);
    if (!value || *value == "0" || *value == "false" || value->empty()) return false;
    if (*value == "1" || *value == "true") return true;
    refuse(parameter, "error.parameter.flag");
}

std::optional<Instant> parse_as_of(const Workspace& workspace, std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (const auto date = parse_date(text)) return workspace.zone().end_of(*date);
    if (const auto instant = parse_instant(text, workspace.zone())) return instant;
    refuse("as_of", "error.parameter.as_of");
}

std::optional<Instant> Call::as_of() const { return parse_as_of(workspace, text("as_of")); }

const Json& Call::body() const {
    if (!body_) body_ = request.body.empty() ? Json::parse("{}") : Json::parse(request.body);
    return *body_;
}

Json Call::versioned_body() const {
    const auto tag = request.header("If-Match");
    const auto version = tag ? version_of_tag(*tag) : std::nullopt;
    if (!version || !body().is_object()) return body();
    const auto named = wanted_version(body());
    if (named && *named != *version) {
        throw Error(Code::invalid, "error.parameter.two_versions").at_field("version");
    }
    return with_version(body(), *version);
}

std::string_view Call::path(std::string_view parameter) const {
    return request.path_parameter(parameter);
}

RecordId Call::id() const {
    const auto id = parse_record_id(path("id"));
    if (!id) throw Error(Code::not_found, "error.record.not_found");
    return *id;
}

const meta::Object& Call::object(const Snapshot& snapshot) const {
    return snapshot.schema().at(path("object"));
}

http::Response Call::read(const std::function<void(const Snapshot&, JsonWriter&)>& fn) {
    std::string body;
    body.reserve(kAnswerReserve);
    JsonWriter json(body);
    workspace.read(*actor, [&](const Snapshot& snapshot) { fn(snapshot, json); });
    return json_response(200, std::move(body));
}

http::Response Call::write(int status, const std::function<void(Tx&, JsonWriter&)>& fn,
                           const WriteOptions& options) {
    const auto key = request.header("Idempotency-Key");
    if (key && (key->empty() || key->size() > record::kIdempotencyKeyMax)) {
        refuse("Idempotency-Key", "error.idempotency.key");
    }
    std::string digest;
    if (key) {
        digest = to_hex(sha256(std::string(to_text(request.method)) + " " + request.path + "\n" +
                               request.body));
    }
    std::string body;
    int answered = status;
    workspace.write(*actor, options, [&](Tx& tx) {
        body.clear();
        answered = status;
        if (key) {
            if (const auto before = record::recall(tx, *key, digest)) {
                answered = before->status;
                body = before->body;
                return;
            }
        }
        JsonWriter json(body);
        fn(tx, json);
        if (key) record::remember(tx, *key, digest, {answered, body});
    });
    if (answered == 204) return no_content();
    return json_response(answered, std::move(body));
}

std::optional<std::int64_t> wanted_version(const Json& body) {
    const Json version = body.get("version");
    if (version.is_null()) return std::nullopt;
    if (version.kind() == Json::Kind::integer) return version.integer();
    throw Error(Code::invalid, "error.parameter.integer", {{"parameter", "version"}})
        .at_field("version");
}

Json with_version(const Json& body, std::int64_t version) {
    if (!body.is_object() || body.has("version")) return body;
    std::string text;
    JsonWriter json(text);
    json.begin_object();
    for (std::size_t i = 0; i < body.size(); ++i) {
        json.key(body.key_at(i)).raw(body.at(i).to_text());
    }
    json.key("version").integer(version).end_object();
    return Json::parse(text);
}

http::Response tagged(http::Response response) {
    // A key of the record itself, before its fields: within a text the quotes would be escaped.
    constexpr std::string_view kKey = "\"version\":";
    const std::string_view text = response.body;
    const std::size_t at = text.find(kKey);
    if (at == std::string_view::npos) return response;
    const std::string_view rest = text.substr(at + kKey.size());
    const std::string_view digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    if (!digits.empty()) response.headers.add("ETag", '"' + std::string(digits) + '"');
    return response;
}

http::Response no_content() { return http::make_response(204); }

}  // namespace bihuan::api
