#include "work/approval/approval.h"

#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/query/query.h"
#include "kernel/workspace.h"

#include <algorithm>
#include <utility>

namespace bihuan::approval {

namespace {

using record::Record;

const meta::Object& approvals(const Snapshot& snapshot) { return snapshot.schema().at(kObject); }

record::WriteSettings as_verb(std::string event_kind) {
    record::WriteSettings settings;
    settings.via = record::Via::verb;
    settings.event_kind = std::move(event_kind);
    return settings;
}

std::string title_of(const meta::Object& object, const Record& record) {
    const meta::Field* field = object.find(object.title_field);
    if (!field) return to_text(record.id);
    const auto* text = record.values[field->index].get_if<std::string>();
    return text ? *text : to_text(record.id);
}

std::string name_of_user(const Snapshot& snapshot, RecordId user) {
    std::string name;
    snapshot.db().query("SELECT name FROM \"user\" WHERE id = ?", {user.value},
                        [&](const db::Row& row) {
                            name = row.text(0);
                            return false;
                        });
    return name.empty() ? to_text(user) : name;
}

std::string name_of_role(const Snapshot& snapshot, RecordId role) {
    const auto found = record::load(snapshot, snapshot.schema().at("role"), role);
    return found ? found->text("name") : to_text(role);
}

bool holds(const Snapshot& snapshot, RecordId role) {
    const auto& roles = snapshot.actor().roles;
    if (std::binary_search(roles.begin(), roles.end(), role.value)) return true;
    const auto rights = access::rights_of(snapshot);
    return rights->is_administrator() || rights->is_everything();
}

// Active people with the role, besides this one.
bool has_other_holder(const Snapshot& snapshot, RecordId role, RecordId user) {
    bool found = false;
    snapshot.db().query("SELECT 1 FROM link l JOIN \"user\" u ON u.id = l.from_id "
                        "WHERE l.relation = ? AND l.to_id = ? AND l.from_id <> ? "
                        "AND u.status = 'active' AND u.deleted_at IS NULL LIMIT 1",
                        {access::kUserRole, role.value, user.value}, [&](const db::Row&) {
                            found = true;
                            return false;
                        });
    return found;
}

// In a company where nobody has the role, whoever may use the verb stands in.
bool is_holder(const Snapshot& snapshot, RecordId role) {
    return holds(snapshot, role) || !has_other_holder(snapshot, role, RecordId());
}

void demand_holder(const Snapshot& snapshot, RecordId role) {
    if (is_holder(snapshot, role)) return;
    throw Error(Code::forbidden, "error.approval.role", {{"role", name_of_role(snapshot, role)}});
}

bool is_submitter(const Snapshot& snapshot, const Record& approval) {
    const RecordId me = to_record(snapshot.actor().user);
    return me && approval.ref("submitter") == me;
}

// The actor asked for it himself, and another could decide.
bool is_own(const Snapshot& snapshot, const Record& approval) {
    return is_submitter(snapshot, approval) &&
           has_other_holder(snapshot, approval.ref("role"), approval.ref("submitter"));
}

// The record as a reader sees it, lines included; only its own fields when that is too long.
std::string content_of(const Snapshot& snapshot, const meta::Object& object, RecordId id) {
    std::string text;
    JsonWriter writer(text);
    query::one(snapshot, object, id, std::nullopt, writer);
    if (text.size() <= kSnapshotMax || text.empty()) return text;
    const Json whole = Json::parse(text);
    std::string shorter;
    JsonWriter out(shorter);
    out.begin_object();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        if (!whole.at(i).is_array()) out.key(whole.key_at(i)).raw(whole.at(i).to_text());
    }
    out.end_object();
    return shorter.size() <= kSnapshotMax ? shorter : std::string("{}");
}

Record open_approval(const Snapshot& snapshot, const meta::Object& object,
                     const Record& record) {
    demand_open(snapshot, object, record);
    return *latest(snapshot, record.id);
}

void close(Tx& tx, const Record& approval, std::string state, std::string note,
           std::string event_kind) {
    const meta::Object& object = approvals(tx);
    record::Changes changes;
    changes.set(object, "state", std::move(state));
    if (tx.actor().user) changes.set(object, "decided_by", tx.actor().user);
    changes.set(object, "decided_at", tx.now());
    if (!note.empty()) changes.set(object, "note", std::move(note));
    record::update(tx, object, approval.id, changes, as_verb(std::move(event_kind)));
}

}  // namespace

std::optional<Record> latest(const Snapshot& snapshot, RecordId record) {
    RecordId id;
    snapshot.db().query("SELECT id FROM approval WHERE record = ? AND deleted_at IS NULL "
                        "ORDER BY id DESC LIMIT 1",
                        {std::string_view(to_text(record))}, [&](const db::Row& row) {
                            id = RecordId(row.integer(0));
                            return false;
                        });
    if (!id) return std::nullopt;
    return record::load(snapshot, approvals(snapshot), id);
}

void request(Tx& tx, const meta::Object& object, const Record& record,
             std::string_view role_code, std::string title, Decimal amount) {
    const auto role = record::load_by_key(tx, tx.schema().at("role"), role_code);
    if (!role) {
        throw Error(Code::invalid, "error.approval.no_role", {{"role", std::string(role_code)}});
    }
    const auto before = latest(tx, record.id);
    if (before && before->text("state") == "approving") {
        throw Error(Code::conflict, "error.approval.open",
                    {{"object", in_both(object.label)},
                     {"title", title_of(object, record)},
                     {"name", name_of_user(tx, before->ref("submitter"))}});
    }
    const meta::Object& own = approvals(tx);
    record::Changes changes;
    changes.set(own, "name", title);
    changes.set(own, "object", object.name);
    changes.set(own, "record", to_text(record.id));
    changes.set(own, "record_version", record.version);
    changes.set(own, "amount", amount.rescale(2, Round::half_up));
    if (tx.actor().user) changes.set(own, "submitter", tx.actor().user);
    changes.set(own, "role", role->id);
    changes.set(own, "submitted_at", tx.now());
    changes.set(own, "state", "approving");
    changes.set(own, "snapshot", content_of(tx, object, record.id));
    record::create(tx, own, changes, as_verb("approval.requested"));
    record::lock(tx, record.id, title);
}

void demand_open(const Snapshot& snapshot, const meta::Object& object, const Record& record) {
    const auto approval = latest(snapshot, record.id);
    if (approval && approval->text("state") == "approving") return;
    if (!approval || approval->ref("decided_by") == RecordId()) {
        throw Error(Code::conflict, "error.approval.none",
                    {{"object", in_both(object.label)}, {"title", title_of(object, record)}});
    }
    throw Error(Code::conflict, "error.approval.decided",
                {{"object", in_both(object.label)},
                 {"title", title_of(object, record)},
                 {"name", name_of_user(snapshot, approval->ref("decided_by"))},
                 {"state", snapshot.say("approval.state." + approval->text("state"))}});
}

void decide(Tx& tx, const meta::Object& object, const Record& record, Decision decision,
            std::string note) {
    const Record approval = open_approval(tx, object, record);
    const RecordId role = approval.ref("role");
    demand_holder(tx, role);
    if (is_own(tx, approval)) {
        throw Error(Code::forbidden, "error.approval.own", {{"role", name_of_role(tx, role)}});
    }
    switch (decision) {
        case Decision::approve:
            close(tx, approval, "approved", std::move(note), "approval.approved");
            break;
        case Decision::reject:
            close(tx, approval, "rejected", std::move(note), "approval.rejected");
            break;
    }
    record::unlock(tx, record.id);
}

void withdraw(Tx& tx, const meta::Object& object, const Record& record) {
    const Record approval = open_approval(tx, object, record);
    if (!is_submitter(tx, approval)) demand_holder(tx, approval.ref("role"));
    close(tx, approval, "revoked", {}, "approval.revoked");
    record::unlock(tx, record.id);
}

void undo(Tx& tx, const meta::Object& object, const Record& record, std::string reason) {
    const auto approval = latest(tx, record.id);
    if (!approval || approval->text("state") != "approved") {
        throw Error(Code::conflict, "error.approval.not_approved",
                    {{"object", in_both(object.label)}, {"title", title_of(object, record)}});
    }
    demand_holder(tx, approval->ref("role"));
    access::audit(tx, "approval.undo", object.name, record.id, reason);
    close(tx, *approval, "undone", std::move(reason), "approval.undone");
}

bool has_role(const Snapshot& snapshot, std::string_view role_code) {
    const auto role = record::load_by_key(snapshot, snapshot.schema().at("role"), role_code);
    return holds(snapshot, role ? role->id : RecordId());
}

bool may_act_as(const Snapshot& snapshot, std::string_view role_code) {
    const auto role = record::load_by_key(snapshot, snapshot.schema().at("role"), role_code);
    return role ? is_holder(snapshot, role->id) : holds(snapshot, RecordId());
}

Allowed allowed(const Snapshot& snapshot, RecordId record) {
    Allowed out;
    const auto approval = latest(snapshot, record);
    if (!approval) return out;
    const bool holder = is_holder(snapshot, approval->ref("role"));
    out.is_open = approval->text("state") == "approving";
    out.decide = out.is_open && holder && !is_own(snapshot, *approval);
    out.withdraw = out.is_open && (holder || is_submitter(snapshot, *approval));
    out.undo = holder && approval->text("state") == "approved";
    return out;
}

void demand_role(const Snapshot& snapshot, std::string_view role_code) {
    if (may_act_as(snapshot, role_code)) return;
    const auto role = record::load_by_key(snapshot, snapshot.schema().at("role"), role_code);
    throw Error(Code::forbidden, "error.approval.role",
                {{"role", role ? role->text("name") : std::string(role_code)}});
}

void register_approval(record::Registry& registry) {
    registry.rule(std::string(kObject), [](record::RuleContext& context, Issues& issues) {
        if (context.via != record::Via::verb) issues.add("", "issue.approval.by_verb");
    });
}

}  // namespace bihuan::approval
