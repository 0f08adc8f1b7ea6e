// Money that came in: checked by finance, claimed by whose customer it is, taken back when it was
// wrong. Allocation is in receipt_allocate.cpp, the ledger in ledger_hooks.cpp.
#include "sales/contract/settle.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

namespace bihuan::contract {

namespace {

void confirm(VerbCall& call, FieldValues values) {
    values.emplace_back("state", "confirmed");
    values.emplace_back("confirmed_on", call.tx.today());
    save(call.tx, call.record, values, "receipt.confirmed");
}

}  // namespace

std::string submit_receipt(VerbCall& call) {
    const Record sent = save(call.tx, call.record,
                             {{"state", "approving"}, {"approval_note", Null{}}},
                             "receipt.submitted");
    approval::request(call.tx, call.object, sent, kFinanceRole,
                      call.tx.say("approval.title.receipt", {{"title", title_of(sent)}}),
                      base_of(sent, "amount"));
    return {};
}

std::string approve_receipt(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::approve, note);
    confirm(call, {{"approval_note", note.empty() ? Value() : Value(note)}});
    return {};
}

std::string reject_receipt(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::reject, note);
    save(call.tx, call.record, {{"state", "rejected"}, {"approval_note", note}},
         "receipt.rejected");
    return {};
}

// Finance sees it on the bank's statement: no second person is needed.
std::string confirm_receipt(VerbCall& call) {
    approval::demand_role(call.tx, kFinanceRole);
    FieldValues values;
    if (!call.argument("date").is_null()) values.emplace_back("date", day_of(call));
    if (call.record.text("state") == "approving") {
        approval::decide(call.tx, call.object, call.record, approval::Decision::approve, {});
    }
    confirm(call, std::move(values));
    return {};
}

// An unknown payer's money finds its customer; two who claim at once: the first has it.
std::string claim_receipt(VerbCall& call) {
    const Record account =
        load_one(call.tx, "account", call.argument("account").as<RecordId>());
    FieldValues values{{"account", account.id}};
    if (call.record.get("owner").is_null()) values.emplace_back("owner", account.get("owner"));
    save(call.tx, call.record, values, "receipt.claimed");
    return {};
}

std::string reverse_receipt_verb(VerbCall& call) {
    approval::demand_role(call.tx, kFinanceRole);
    reverse_receipt(call.tx, call.record, correction_day_of(call), text_of(call, "reason"));
    return {};
}

}  // namespace bihuan::contract
