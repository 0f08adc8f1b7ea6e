// Saved views of lists: mine and those shared with me.
#include "api/endpoint.h"

#include "api/present.h"
#include "kernel/access/rights.h"
#include "work/view/view.h"

namespace bihuan::api {

namespace {

void write_view(const Snapshot& snapshot, const view::View& view, JsonWriter& json) {
    json.begin_object().key("id").id(view.id.value).key("object").string(view.object);
    json.key("name").string(view.name).key("kind").string(view.kind);
    json.key("where").string(view.where).key("sort").string(view.sort);
    json.key("columns").begin_array();
    for (const std::string& column : view.columns) json.string(column);
    json.end_array().key("group_by").string(view.group_by);
    json.key("settings").raw(view.settings);
    json.key("share").string(view::to_text(view.share)).key("with");
    write_reference(snapshot, view.with, json);
    json.key("owner");
    write_reference(snapshot, to_record(view.owner), json);
    json.key("version").integer(view.version);
    const bool mine = view::may_change(snapshot, view);
    json.key("can").begin_object().key("update").boolean(mine);
    json.key("remove").boolean(mine).end_object().end_object();
}

http::Response list_views(Call& call) {
    return call.read([&](const Snapshot& snapshot, JsonWriter& json) {
        const std::string object = call.text("object");
        if (!object.empty()) snapshot.schema().at(object);  // says so when there is none
        json.begin_object().key("views").begin_array();
        for (const view::View& each : view::list(snapshot, object)) {
            write_view(snapshot, each, json);
        }
        json.end_array().key("share").begin_array().string("private");
        const auto rights = access::rights_of(snapshot);
        if (rights->may_share_views()) json.string("team").string("role");
        if (rights->is_administrator()) json.string("company");
        json.end_array().end_object();
    });
}

http::Response create_view(Call& call) {
    const Json& body = call.body();
    return call.write(201, [&](Tx& tx, JsonWriter& json) {
        write_view(tx, view::create(tx, body), json);
    });
}

http::Response change_view(Call& call) {
    const Json& body = call.body();
    const auto version = wanted_version(call.versioned_body());
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        write_view(tx, view::update(tx, call.id(), body, version), json);
    });
}

http::Response remove_view(Call& call) {
    return call.write(204, [&](Tx& tx, JsonWriter&) { view::remove(tx, call.id()); });
}

}  // namespace

std::vector<Endpoint> view_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/views", .name = "list_views",
         .summary = "Saved views: mine and those shared with me", .parameters = {"object"},
         .body = "", .answer = "SavedViews", .handler = list_views},
        {.method = Method::post, .pattern = "/views", .name = "create_view",
         .effect = Effect::writes, .summary = "Save a view", .parameters = {},
         .body = "SavedViewChange", .answer = "SavedView", .status = 201,
         .handler = create_view},
        {.method = Method::patch, .pattern = "/views/{id}", .name = "change_view",
         .effect = Effect::writes, .summary = "Change or share a saved view", .parameters = {},
         .body = "SavedViewChange", .answer = "SavedView", .handler = change_view,
         .versioned = true},
        {.method = Method::del, .pattern = "/views/{id}", .name = "remove_view",
         .effect = Effect::writes, .summary = "Throw a saved view away", .parameters = {},
         .body = "", .answer = "", .status = 204, .handler = remove_view},
    };
}

}  // namespace bihuan::api
