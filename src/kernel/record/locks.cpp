#include "kernel/record/locks.h"

#include "kernel/access/session.h"
#include "kernel/event/event.h"
#include "kernel/record/reach.h"
#include "kernel/record/write.h"

namespace bihuan::record {

namespace {

void tell_link(Tx& tx, std::string_view kind, std::string_view relation, RecordId from) {
    event::Event event;
    event.seq = tx.new_event();
    event.at = tx.now();
    event.actor = tx.actor().user;
    event.kind = kind;
    event.object = object_of(from);
    event.record = from;
    event.fields.emplace_back(relation);
    event.cause = tx.cause();
    event.recorded_at = tx.recorded_at();
    event::append(tx.db(), event);
}

// Around a change of links: whose roles, departments or collaborations it changes is resolved anew.
class RightsWatch {
public:
    RightsWatch(Tx& tx, std::string_view relation, RecordId to)
        : tx_(tx), user_(to_user(to)), affects_(access::affects_rights(relation)),
          collaboration_(relation == access::kCollaborator) {
        if (collaboration_) before_ = access::collaborates(tx, user_);
    }
    void end() const {
        if (affects_ || (collaboration_ && access::collaborates(tx_, user_) != before_)) {
            access::touch_rights(tx_);
        }
    }

private:
    Tx& tx_;
    UserId user_;
    bool affects_;
    bool collaboration_;
    access::Collaborates before_;
};

}  // namespace

void check_lock(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record) {
    std::int64_t parent = 0;
    if (plan.parent) {
        const auto* id = record.values[plan.parent->index].get_if<RecordId>();
        if (id) parent = id->value;
    }
    std::string reason;
    bool locked = false;
    snapshot.db().query("SELECT reason FROM record_lock WHERE record IN (?, ?)",
                        {record.id.value, parent}, [&](const db::Row& row) {
                            locked = true;
                            reason = row.text(0);
                            return false;
                        });
    if (!locked) return;
    throw Error(Code::locked, "error.record.locked",
                {{"object", plan.object->label.in(snapshot.language())},
                 {"title", title_of(plan, record, snapshot.language())},
                 {"reason", reason}});
}

void lock(Tx& tx, RecordId record, std::string_view reason) {
    tx.db().post("DELETE FROM record_lock WHERE record = ?", {record.value});
    tx.db().post("INSERT INTO record_lock (record, reason, fields, at) VALUES (?, ?, '', ?)",
                 {record.value, reason, tx.now().micros});
}

void unlock(Tx& tx, RecordId record) {
    tx.db().post("DELETE FROM record_lock WHERE record = ?", {record.value});
}

void add_link(Tx& tx, std::string_view relation, RecordId from, RecordId to,
              std::string_view role) {
    const RightsWatch watch(tx, relation, to);
    const auto changed = tx.db().execute(
        "UPDATE link SET role = ? WHERE relation = ? AND from_id = ? AND to_id = ?",
        {role, relation, from.value, to.value});
    if (changed > 0) return watch.end();
    tx.db().post("INSERT INTO link (relation, from_id, to_id, role, created_by, created_at) "
                 "VALUES (?, ?, ?, ?, ?, ?)",
                 {relation, from.value, to.value, role, tx.actor().user.value,
                  tx.now().micros});
    tell_link(tx, "linked", relation, from);
    watch.end();
}

void remove_link(Tx& tx, std::string_view relation, RecordId from, RecordId to) {
    const RightsWatch watch(tx, relation, to);
    const auto changed =
        tx.db().execute("DELETE FROM link WHERE relation = ? AND from_id = ? AND to_id = ?",
                        {relation, from.value, to.value});
    if (changed == 0) return;
    tell_link(tx, "unlinked", relation, from);
    watch.end();
}

}  // namespace bihuan::record
