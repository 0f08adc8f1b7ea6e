// What an account keeps by itself: who had it before, no circle of parents, one default invoice
// title; locked and unlocked against recycling.
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

namespace {

constexpr int kParentsMax = 50;  // groups of companies are shallower; ends a walk in old data

bool makes_circle(const Snapshot& snapshot, RecordId start, RecordId parent) {
    for (int depth = 0; parent && depth < kParentsMax; ++depth) {
        if (parent == start) return true;
        RecordId above;
        snapshot.db().query("SELECT parent FROM account WHERE id = ?", {parent.value},
                            [&](const db::Row& row) {
                                above = RecordId(row.integer(0));
                                return false;
                            });
        parent = above;
    }
    return false;
}

void check_account(record::RuleContext& context, Issues& issues) {
    if (!context.before) return;
    const record::Record& before = *context.before;
    record::Record& account = context.after;
    if (before.ref("owner") != account.ref("owner")) {
        if (before.ref("owner")) account.set("previous_owner", before.get("owner"));
        account.set("claimed_at", context.snapshot.now());
    }
    const RecordId parent = account.ref("parent");
    if (parent && parent != before.ref("parent") &&
        makes_circle(context.snapshot, before.id, parent)) {
        issues.add("parent", "issue.account.circle");
    }
}

void keep_one_default(Tx& tx, const record::Record* before, const record::Record& after) {
    if (!after.flag("is_default") || after.deleted_at) return;
    if (before && before->flag("is_default")) return;
    const meta::Object& object = *after.object;
    for (const record::Record& other :
         record::load_children(tx, object, "account", after.ref("account"))) {
        if (other.id == after.id || !other.flag("is_default")) continue;
        record::Changes changes;
        changes.set(object, "is_default", false);
        record::update(tx, object, other.id, changes, team::by_verb(""));
    }
}

std::string set_locked(record::VerbCall& call, bool locked) {
    record::Changes changes;
    changes.set(call.object, "locked", locked);
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb(locked ? "account.locked" : "account.unlocked"));
    return "null";
}

}  // namespace

void register_account(record::Registry& registry) {
    registry.rule("account", check_account);
    registry.after_write("invoice_title", keep_one_default);
    registry.verb("account", "transfer", transfer_account);
    registry.verb("account", "lock",
                  [](record::VerbCall& call) { return set_locked(call, true); });
    registry.verb("account", "unlock",
                  [](record::VerbCall& call) { return set_locked(call, false); });
}

}  // namespace bihuan::customer
