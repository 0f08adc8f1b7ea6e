#include "work/view/view.h"

#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/query/query.h"
#include "kernel/record/record.h"
#include "work/view/reach.h"

#include <algorithm>
#include <tuple>

namespace bihuan::view {

namespace {

constexpr std::string_view kColumns =
    "id, object, name, kind, filter, sort, columns, group_by, settings, share, with_id, owner, "
    "version";
const std::vector<std::string> kKinds = {"table", "board", "calendar"};
const std::vector<std::string> kShares = {"private", "team", "role", "company"};
const std::vector<std::string> kMembers = {"object",   "name",     "kind",  "where", "sort",
                                           "columns",  "group_by", "share", "with",  "settings",
                                           "version"};

std::optional<Share> parse_share(std::string_view text) {
    for (const Share each : {Share::mine, Share::team, Share::role, Share::company}) {
        if (to_text(each) == text) return each;
    }
    return std::nullopt;
}

View from_row(const db::Row& row) {
    View view;
    view.id = RecordId(row.integer(0));
    view.object = row.text(1);
    view.name = row.text(2);
    view.kind = row.text(3);
    view.where = row.text(4);
    view.sort = row.text(5);
    if (!row.text(6).empty()) {
        for (const std::string_view each : split(row.text(6), ',')) {
            view.columns.emplace_back(each);
        }
    }
    view.group_by = row.text(7);
    view.settings = row.text(8);
    view.share = parse_share(row.text(9)).value_or(Share::mine);
    view.with = RecordId(row.integer(10));
    view.owner = UserId(row.integer(11));
    view.version = row.integer(12);
    return view;
}

// The text of a member, or what the view has already; anything but a text is an issue.
void read_text(const Json& body, std::string_view name, std::string& into, Issues& issues) {
    if (!body.has(name)) return;
    const Json value = body.get(name);
    if (value.is_null()) into.clear();
    else if (value.is_string()) into = std::string(value.string());
    else issues.add(std::string(name), "issue.view.text");
}

void read_word(const Json& body, std::string_view name, const std::vector<std::string>& known,
               std::string& into, Issues& issues) {
    read_text(body, name, into, issues);
    if (std::find(known.begin(), known.end(), into) != known.end()) return;
    issues.add(std::string(name), "issue.view.word", {{"word", into}},
               nearest(into, known).value_or(known.front()));
}

void read_columns(const Json& body, View& view, Issues& issues) {
    if (!body.has("columns")) return;
    const Json list = body.get("columns");
    view.columns.clear();
    if (!list.is_array() || list.size() > static_cast<std::size_t>(query::kFieldsMax)) {
        issues.add("columns", "issue.view.columns",
                   {{"max", std::to_string(query::kFieldsMax)}});
        return;
    }
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Json item = list.at(i);
        const bool is_name = item.is_string() && !item.string().empty() &&
                             item.string().find(',') == std::string_view::npos;
        if (is_name) view.columns.emplace_back(item.string());
        else issues.add("columns[" + std::to_string(i) + "]", "issue.view.text");
    }
}

void read_settings(const Json& body, View& view, Issues& issues) {
    if (!body.has("settings")) return;
    const Json settings = body.get("settings");
    view.settings = settings.is_null() ? "{}" : settings.to_text();
    if (!settings.is_null() && !settings.is_object()) {
        issues.add("settings", "issue.view.settings");
    } else if (view.settings.size() > kSettingsMax) {
        issues.add("settings", "issue.view.settings_size",
                   {{"max", std::to_string(kSettingsMax / 1024)}});
    }
}

void read_share(const Snapshot& snapshot, const Json& body, View& view, Issues& issues) {
    std::string share(to_text(view.share));
    read_word(body, "share", kShares, share, issues);
    view.share = parse_share(share).value_or(Share::mine);
    if (body.has("with")) {
        const Json with = body.get("with");
        const auto id = with.is_string() ? parse_record_id(with.string()) : std::nullopt;
        view.with = id.value_or(RecordId());
        if (!id && !with.is_null()) issues.add("with", "issue.view.with");
    }
    const bool has_with = view.share == Share::team || view.share == Share::role;
    if (!has_with) {
        view.with = RecordId();
        return;
    }
    if (!view.with && view.share == Share::team) view.with = snapshot.actor().dept;
    const meta::Object& target =
        snapshot.schema().at(view.share == Share::team ? "department" : "role");
    const bool fits = view.with && object_of(view.with) == target.number;
    const auto found = fits ? record::load(snapshot, target, view.with) : std::nullopt;
    if (!found || found->deleted_at) issues.add("with", "issue.view.with");
}

// A wrong filter, sort or column is said now and not when the view is opened.
void check_list(const Snapshot& snapshot, const View& view) {
    query::ListRequest probe;
    probe.object = view.object;
    probe.where = view.where;
    probe.sort = view.sort;
    probe.fields = view.columns;
    if (!view.group_by.empty()) probe.fields.push_back(view.group_by);
    probe.limit = 1;
    query::each(snapshot, probe, [](RecordId, const std::vector<Value>&) { return false; });
}

void read(const Snapshot& snapshot, const Json& body, View& view) {
    Issues issues;
    if (!body.is_object()) throw Error(Code::invalid, "issue.record.object");
    for (std::size_t i = 0; i < body.size(); ++i) {
        const std::string name(body.key_at(i));
        if (std::find(kMembers.begin(), kMembers.end(), name) != kMembers.end()) continue;
        issues.add(name, "issue.unknown_field", {}, nearest(name, kMembers).value_or(""));
    }
    read_text(body, "name", view.name, issues);
    view.name = trim(view.name);
    if (view.name.empty()) issues.add("name", "issue.required");
    if (count_code_points(view.name) > kNameMax) {
        issues.add("name", "issue.text.too_long", {{"max", std::to_string(kNameMax)}});
    }
    read_word(body, "kind", kKinds, view.kind, issues);
    read_text(body, "where", view.where, issues);
    read_text(body, "sort", view.sort, issues);
    read_text(body, "group_by", view.group_by, issues);
    read_columns(body, view, issues);
    read_settings(body, view, issues);
    read_share(snapshot, body, view, issues);
    throw_if_any(std::move(issues));
    check_list(snapshot, view);
}

void demand_share(const Snapshot& snapshot, const View& view) {
    if (may_share(snapshot, view)) return;
    throw Error(Code::forbidden, "error.view.share").at_field("share");
}

View demand_changeable(const Snapshot& snapshot, RecordId id) {
    const auto view = find(snapshot, id);
    if (!view) throw Error(Code::not_found, "error.view.not_found");
    if (!may_change(snapshot, *view)) throw Error(Code::forbidden, "error.view.not_yours");
    return *view;
}

void demand_room(const Snapshot& snapshot) {
    std::int64_t count = 0;
    snapshot.db().query("SELECT COUNT(*) FROM saved_view WHERE owner = ?",
                        {snapshot.actor().user.value}, [&](const db::Row& row) {
                            count = row.integer(0);
                            return false;
                        });
    if (count < kViewsPerPersonMax) return;
    throw Error(Code::limit, "error.view.too_many",
                {{"max", std::to_string(kViewsPerPersonMax)}});
}

void note(Tx& tx, const char* act, const View& view) {
    if (view.share != Share::mine) access::audit(tx, act, view.object, view.id, view.name);
}

}  // namespace

std::string_view to_text(Share share) {
    switch (share) {
        case Share::mine: return "private";
        case Share::team: return "team";
        case Share::role: return "role";
        case Share::company: return "company";
    }
    return "private";
}

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS saved_view (\n"
           "  id BIGINT PRIMARY KEY, object TEXT NOT NULL, name TEXT NOT NULL,\n"
           "  kind TEXT NOT NULL, filter TEXT NOT NULL, sort TEXT NOT NULL,\n"
           "  columns TEXT NOT NULL, group_by TEXT NOT NULL, settings TEXT NOT NULL,\n"
           "  share TEXT NOT NULL, with_id BIGINT NOT NULL, owner BIGINT NOT NULL,\n"
           "  version BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS saved_view_owner ON saved_view (owner);\n"
           "CREATE INDEX IF NOT EXISTS saved_view_share ON saved_view (share, with_id);\n";
}

std::vector<View> list(const Snapshot& snapshot, std::string_view object) {
    const auto rights = access::rights_of(snapshot);
    std::vector<View> out;
    const std::int64_t me = snapshot.actor().user.value;
    const std::string select = "SELECT " + std::string(kColumns) + " FROM saved_view WHERE ";
    const auto take = [&](const db::Row& row) {
        out.push_back(from_row(row));
        return true;
    };
    snapshot.db().query(select + "owner = ?", {me}, take);
    for (const Audience& audience : audiences_of(snapshot)) {
        snapshot.db().query(select + "share = ? AND with_id = ? AND owner <> ?",
                            {to_text(audience.share), audience.with, me}, take);
    }
    std::erase_if(out, [&](const View& view) {
        const meta::Object* of = snapshot.schema().find(view.object);
        return (!object.empty() && view.object != object) || !of ||
               !rights->may(*of, access::Act::read);
    });
    std::sort(out.begin(), out.end(), [](const View& a, const View& b) {
        return std::tie(a.object, a.name, a.id) < std::tie(b.object, b.name, b.id);
    });
    return out;
}

std::optional<View> find(const Snapshot& snapshot, RecordId id) {
    std::optional<View> found;
    snapshot.db().query("SELECT " + std::string(kColumns) + " FROM saved_view WHERE id = ?",
                        {id.value}, [&](const db::Row& row) {
                            found = from_row(row);
                            return false;
                        });
    if (found && !may_see(snapshot, *found)) return std::nullopt;
    return found;
}

bool may_change(const Snapshot& snapshot, const View& view) {
    if (view.owner == snapshot.actor().user) return true;
    return view.share != Share::mine && access::rights_of(snapshot)->is_administrator();
}

View create(Tx& tx, const Json& body) {
    View view;
    view.object = body.is_object() ? body.text_or("object", "") : "";
    access::demand(tx, tx.schema().at(view.object), access::Act::read);
    demand_room(tx);
    read(tx, body, view);
    demand_share(tx, view);
    view.id = tx.new_id(kNumber);
    view.owner = tx.actor().user;
    const std::string columns = join(view.columns, ",");
    tx.db().post(
        "INSERT INTO saved_view (" + std::string(kColumns) + ", created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {view.id.value, std::string_view(view.object), std::string_view(view.name),
         std::string_view(view.kind), std::string_view(view.where), std::string_view(view.sort),
         std::string_view(columns), std::string_view(view.group_by),
         std::string_view(view.settings), to_text(view.share), view.with.value,
         view.owner.value, view.version, tx.now().micros, tx.now().micros});
    note(tx, "view.shared", view);
    return view;
}

View update(Tx& tx, RecordId id, const Json& body, std::optional<std::int64_t> version) {
    View view = demand_changeable(tx, id);
    if (version && *version != view.version) throw Error(Code::conflict, "error.view.stale");
    if (body.is_object() && body.text_or("object", view.object) != view.object) {
        throw Error(Code::invalid, "error.view.object").at_field("object");
    }
    const Share share = view.share;
    const RecordId with = view.with;
    note(tx, "view.changed", view);
    read(tx, body, view);
    if (view.share != share || view.with != with) {
        demand_share(tx, view);
        note(tx, "view.shared", view);
    }
    ++view.version;
    const std::string columns = join(view.columns, ",");
    tx.db().post(
        "UPDATE saved_view SET name = ?, kind = ?, filter = ?, sort = ?, columns = ?, "
        "group_by = ?, settings = ?, share = ?, with_id = ?, version = ?, updated_at = ? "
        "WHERE id = ?",
        {std::string_view(view.name), std::string_view(view.kind), std::string_view(view.where),
         std::string_view(view.sort), std::string_view(columns),
         std::string_view(view.group_by), std::string_view(view.settings), to_text(view.share),
         view.with.value, view.version, tx.now().micros, id.value});
    return view;
}

void remove(Tx& tx, RecordId id) {
    const View view = demand_changeable(tx, id);
    tx.db().post("DELETE FROM saved_view WHERE id = ?", {id.value});
    note(tx, "view.removed", view);
}

}  // namespace bihuan::view
