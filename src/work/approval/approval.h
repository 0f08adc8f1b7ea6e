// One step of approval by role: a record is submitted, locked, and decided by one person.
//
// Verbs of modules call these inside their transaction; the module keeps its own state field, this
// room keeps the `approval` record, the lock and the events approval.requested/decided/withdrawn.
// Functions take the Tx; one thread. Nothing here knows what is being approved.
#pragma once

#include "kernel/record/write.h"

#include <optional>
#include <string>
#include <string_view>

namespace bihuan::approval {

inline constexpr std::string_view kObject = "approval";
inline constexpr std::size_t kSnapshotMax = 100'000;  // bytes: a long text holds no more

enum class Decision { approve, reject };

// Opens an approval of `record` by the role with this code, keeps the record's content as it is
// now, and locks it against forms. `amount` is in the company's currency.
// Error(conflict) when one is open already, Error(invalid) when there is no such role.
void request(Tx& tx, const meta::Object& object, const record::Record& record,
             std::string_view role_code, std::string title, Decimal amount);

// The actor decides: he must have the role (or be an administrator). The one who submitted decides
// only when nobody else has the role. Error(forbidden) names the role; Error(conflict) says who
// has decided already. Unlocks the record. The caller then sets its own state.
void decide(Tx& tx, const meta::Object& object, const record::Record& record, Decision decision,
            std::string note);

// The submitter, or an approver, takes the request back. Error(conflict) when it was decided.
void withdraw(Tx& tx, const meta::Object& object, const record::Record& record);

// 反审批: the last approval of the record counts no more, by who might have given it; the row says
// so and the audit log keeps it. Error(conflict) when there is none.
void undo(Tx& tx, const meta::Object& object, const record::Record& record, std::string reason);

// The newest approval of a record; nullopt when it was never submitted.
std::optional<record::Record> latest(const Snapshot& snapshot, RecordId record);

// Error(conflict) that names who decided and how, when the record's newest approval is closed;
// for verbs whose state has moved on while the actor was looking at it.
void demand_open(const Snapshot& snapshot, const meta::Object& object,
                 const record::Record& record);

// Whether the actor holds the role with this code; administrators and the system hold every one.
bool has_role(const Snapshot& snapshot, std::string_view role_code);
// Error(forbidden) that names the role.
void demand_role(const Snapshot& snapshot, std::string_view role_code);

// What the acts above would let the actor do with the record's newest approval as it stands; for
// pages that offer them. Without an open (for undo: approved) one none is allowed.
struct Allowed {
    bool is_open = false;
    bool decide = false;
    bool withdraw = false;
    bool undo = false;
};
Allowed allowed(const Snapshot& snapshot, RecordId record);
// Whether demand_role would let the actor pass.
bool may_act_as(const Snapshot& snapshot, std::string_view role_code);

// Approvals are made and decided by verbs alone: forms and imports are refused.
void register_approval(record::Registry& registry);

}  // namespace bihuan::approval
