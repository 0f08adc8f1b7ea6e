#include "api/list_request.h"

#include "api/offers.h"
#include "base/error.h"
#include "base/text.h"
#include "kernel/access/rights.h"

namespace bihuan::api {

namespace {

query::Count parse_count(std::string_view text) {
    if (text.empty() || text == "none") return query::Count::none;
    if (text == "exact") return query::Count::exact;
    if (text == "quick") return query::Count::quick;
    throw Error(Code::invalid, "error.parameter.count").at_field("count");
}

std::vector<std::string> parse_fields(std::string_view text) {
    std::vector<std::string> out;
    if (text.empty()) return out;
    for (const std::string_view part : split(text, ',')) out.push_back(trim(part));
    return out;
}

std::string wanted_text(const Json& json, std::string_view place) {
    if (json.is_string()) return std::string(json.string());
    throw Error(Code::invalid, "error.parameter.text", {{"parameter", std::string(place)}})
        .at_field(std::string(place));
}

std::vector<std::string> text_list(const Json& body, const char* key) {
    std::vector<std::string> out;
    const Json list = body.get(key);
    if (list.is_null()) return out;
    if (list.is_string()) return parse_fields(list.string());
    if (!list.is_array()) wanted_text(list, key);
    for (std::size_t i = 0; i < list.size(); ++i) out.push_back(wanted_text(list.at(i), key));
    return out;
}

int bounded(std::int64_t value) {
    return value < 0 || value > query::kGroupRowsMax + 1 ? -1 : static_cast<int>(value);
}

}  // namespace

query::ListRequest list_request(const Call& call) {
    query::ListRequest out;
    out.object = std::string(call.path("object"));
    out.where = call.text("where");
    out.sort = call.text("sort");
    out.fields = parse_fields(call.text("fields"));
    out.limit = bounded(call.integer("limit", query::kPageDefault));
    out.after = call.text("after");
    if (call.request.parameter("at")) out.at = call.integer("at", 0);
    out.as_of = call.as_of();
    out.count = parse_count(call.text("count"));
    out.bin = call.flag("bin") ? query::Bin::only_deleted : query::Bin::only_live;
    out.with_can = call.flag("can");
    return out;
}

query::ListRequest list_request(const Call& call, const Json& body) {
    query::ListRequest out;
    out.object = body.text_or("object", "");
    out.where = body.text_or("where", "");
    out.sort = body.text_or("sort", "");
    out.fields = text_list(body, "fields");
    out.limit = bounded(body.integer_or("limit", query::kPageDefault));
    out.after = body.text_or("after", "");
    if (body.has("at")) out.at = body.integer_or("at", 0);
    out.as_of = parse_as_of(call.workspace, body.text_or("as_of", ""));
    out.count = parse_count(body.text_or("count", ""));
    out.bin = body.flag_or("bin", false) ? query::Bin::only_deleted : query::Bin::only_live;
    out.with_can = body.flag_or("can", false);
    return out;
}

query::AggregateRequest aggregate_request(const Call& call, const Json& body) {
    query::AggregateRequest out;
    out.object = body.text_or("object", "");
    out.where = body.text_or("where", "");
    out.sort = body.text_or("sort", "");
    out.limit = bounded(body.integer_or("limit", query::kGroupRowsMax));
    out.as_of = parse_as_of(call.workspace, body.text_or("as_of", ""));
    const Json groups = body.get("group");
    if (groups.is_string()) out.groups.push_back({std::string(groups.string()), ""});
    for (std::size_t i = 0; groups.is_array() && i < groups.size(); ++i) {
        const Json group = groups.at(i);
        if (group.is_string()) out.groups.push_back({std::string(group.string()), ""});
        else out.groups.push_back({group.text_or("field", ""), group.text_or("by", "")});
    }
    const Json measures = body.get("measures");
    if (!measures.is_null() && !measures.is_array()) {
        throw Error(Code::invalid, "error.parameter.list", {{"parameter", "measures"}})
            .at_field("measures");
    }
    for (std::size_t i = 0; measures.is_array() && i < measures.size(); ++i) {
        const Json each = measures.at(i);
        out.measures.push_back({each.text_or("fn", ""), each.text_or("field", ""),
                                each.text_or("name", "")});
    }
    if (out.measures.empty()) out.measures.push_back({"count", "", "count"});
    return out;
}

namespace {

query::Page write_rows(const Snapshot& snapshot, const query::ListRequest& request,
                       JsonWriter& json) {
    const meta::Object* object =
        request.with_can ? snapshot.schema().find(request.object) : nullptr;
    if (!object || !has_reserved_acts(*object)) return query::list(snapshot, request, json);
    std::string rows;
    JsonWriter writer(rows);
    query::Page page = query::list(snapshot, request, writer);
    json.raw(only_allowed_each(snapshot, *object, rows));
    return page;
}

}  // namespace

void write_list(const Snapshot& snapshot, const query::ListRequest& request, JsonWriter& json) {
    if (request.bin == query::Bin::only_deleted) {
        const meta::Object& object = snapshot.schema().at(request.object);
        access::demand(snapshot, object, access::Act::read);
        access::demand(snapshot, object, access::Act::remove);
    }
    json.begin_object().raw_key("\"records\":");
    const query::Page page = write_rows(snapshot, request, json);
    json.raw_key("\"next\":");
    if (page.next) json.string(*page.next);
    else json.null();
    if (page.count) json.raw_key("\"count\":").integer(*page.count);
    if (page.approximate) json.raw_key("\"approximate\":").boolean(true);
    json.end_object();
}

}  // namespace bihuan::api
