#include "work/company/desk.h"

#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/record/record.h"
#include "work/company/company.h"

#include <algorithm>
#include <set>

namespace bihuan::company {

namespace {

std::string fact_key(RecordId role) { return "desk:" + std::to_string(role.value); }

// What the fact says; as nothing arranged when there is none.
void read_fact(const Snapshot& snapshot, Desk& desk) {
    const std::string kept = fact(snapshot, fact_key(desk.role));
    if (kept.empty()) return;
    const Json json = Json::parse(kept);
    desk.version = json.integer_or("version", 0);
    desk.layout = json.get("layout").to_text();
}

std::vector<Desk> load(const Snapshot& snapshot, const std::vector<std::int64_t>* only) {
    std::vector<Desk> out;
    snapshot.db().query("SELECT id, name FROM role WHERE deleted_at IS NULL ORDER BY name, id", {},
                        [&](const db::Row& row) {
                            const std::int64_t id = row.integer(0);
                            if (only && std::find(only->begin(), only->end(), id) == only->end()) {
                                return true;
                            }
                            Desk desk;
                            desk.role = RecordId(id);
                            desk.role_name = std::string(row.text(1));
                            out.push_back(std::move(desk));
                            return true;
                        });
    for (Desk& desk : out) read_fact(snapshot, desk);
    return out;
}

bool is_widget_name(std::string_view text) {
    return !text.empty() && text.size() <= kWidgetNameMax &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// The layout as it is kept: what was asked for and nothing beside it.
std::string read_layout(const Json& body, Issues& issues) {
    const Json list = body.get("layout");
    if (list.is_null() && body.has("layout")) return "null";
    std::string out;
    JsonWriter json(out);
    json.begin_array();
    if (!list.is_array() || list.size() > kWidgetsMax) {
        issues.add("layout", "issue.desk.layout", {{"max", std::to_string(kWidgetsMax)}});
        return "null";
    }
    std::set<std::string> seen;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Json item = list.at(i);
        const std::string place = "layout[" + std::to_string(i) + "]";
        const std::string key = item.is_object() ? item.text_or("key", "") : "";
        const std::int64_t span = item.is_object() ? item.integer_or("span", 0) : 0;
        if (!is_widget_name(key) || !seen.insert(key).second) {
            issues.add(place + ".key", "issue.desk.widget");
        } else if (span < 1 || span > kWidthMax) {
            issues.add(place + ".span", "issue.company.range",
                       {{"min", "1"}, {"max", std::to_string(kWidthMax)}});
        }
        json.begin_object().key("key").string(key).key("span").integer(span).end_object();
    }
    json.end_array();
    return out;
}

Desk demand_desk(const Snapshot& snapshot, RecordId role) {
    const meta::Object& object = snapshot.schema().at("role");
    const bool is_role = role && object_of(role) == object.number;
    const auto found = is_role ? record::load(snapshot, object, role) : std::nullopt;
    if (!found || found->deleted_at) throw Error(Code::not_found, "error.desk.no_role");
    const std::vector<std::int64_t> only{role.value};
    return load(snapshot, &only).front();
}

}  // namespace

std::vector<Desk> desks(const Snapshot& snapshot) {
    access::demand_administrator(snapshot);
    return load(snapshot, nullptr);
}

std::vector<Desk> own_desks(const Snapshot& snapshot) {
    std::vector<Desk> out = load(snapshot, &snapshot.actor().roles);
    std::erase_if(out, [](const Desk& desk) { return desk.layout == "null"; });
    return out;
}

Desk arrange_desk(Tx& tx, RecordId role, const Json& body, std::optional<std::int64_t> version) {
    access::demand_administrator(tx);
    if (!body.is_object()) throw Error(Code::invalid, "issue.record.object");
    Desk desk = demand_desk(tx, role);
    if (version && *version != desk.version) throw Error(Code::conflict, "error.desk.stale");
    Issues issues;
    const std::string layout = read_layout(body, issues);
    throw_if_any(std::move(issues));
    if (layout == desk.layout) return desk;
    std::string detail;
    JsonWriter change(detail);
    change.begin_array().raw(desk.layout).raw(layout).end_array();
    desk.layout = layout;
    ++desk.version;
    std::string kept;
    JsonWriter json(kept);
    json.begin_object().key("version").integer(desk.version);
    json.key("layout").raw(desk.layout).end_object();
    set_fact(tx, fact_key(role), kept);
    access::audit(tx, "workbench.arranged", "role", role, detail);
    return desk;
}

void write(const Desk& desk, JsonWriter& json) {
    json.begin_object().key("role").begin_object().key("id").id(desk.role.value);
    json.key("name").string(desk.role_name).end_object();
    json.key("layout").raw(desk.layout);
    json.key("version").integer(desk.version).end_object();
}

}  // namespace bihuan::company
