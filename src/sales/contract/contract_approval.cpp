// A contract goes to the sales manager before it may be signed.
#include "sales/contract/plan_check.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

namespace bihuan::contract {

std::string submit_contract(VerbCall& call) {
    const Record& contract = call.record;
    Issues issues;
    if (!is_framework(contract) && base_of(contract, "amount").is_zero()) {
        issues.add("amount", "issue.contract.amount");
    }
    throw_if_any(std::move(issues));
    check_plan(call.tx, contract);
    const Record sent = save(call.tx, contract,
                             {{"approval_state", "approving"}, {"approval_note", Null{}}},
                             "contract.submitted");
    approval::request(call.tx, call.object, sent, kManagerRole,
                      call.tx.say("approval.title.contract", {{"title", title_of(sent)}}),
                      base_of(sent, "amount"));
    return {};
}

std::string approve_contract(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::approve, note);
    save(call.tx, call.record,
         {{"approval_state", "approved"}, {"approval_note", note.empty() ? Value() : note}},
         "contract.approved");
    return {};
}

std::string reject_contract(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::reject, note);
    save(call.tx, call.record, {{"approval_state", "rejected"}, {"approval_note", note}},
         "contract.rejected");
    return {};
}

std::string revoke_contract(VerbCall& call) {
    approval::withdraw(call.tx, call.object, call.record);
    save(call.tx, call.record, {{"approval_state", "revoked"}}, "contract.revoked");
    return {};
}

// 反审批: before it is signed an approval can be undone, so that the text may change once more.
std::string unapprove_contract(VerbCall& call) {
    const std::string reason = text_of(call, "reason");
    approval::undo(call.tx, call.object, call.record, reason);
    save(call.tx, call.record, {{"approval_state", "revoked"}, {"approval_note", reason}},
         "contract.unapproved");
    return {};
}

}  // namespace bihuan::contract
