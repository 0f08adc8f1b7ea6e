// Money goes back to the customer: asked for on the receipt, approved by finance. Only what is
// not allocated can go back; allocations are reversed first, so that debts are open again.
#include "sales/contract/settle.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

namespace bihuan::contract {

namespace {

void check_free(const Record& receipt, Decimal free, Decimal amount) {
    if (amount <= free) return;
    throw refusal("error.receipt.refund_rest", receipt,
                  {{"rest", free.to_text()}, {"asked", amount.to_text()}});
}

}  // namespace

std::string refund_receipt(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& receipt = call.record;
    const Decimal amount = call.argument("amount").as<Decimal>();
    if (amount <= Decimal()) throw invalid("amount", "issue.allocation.amount");
    const Date day = day_of(call);
    check_free(receipt, rest_of(tx, receipt).free, amount);
    const Record refund = make(tx, "refund",
                               {{"receipt", receipt.id},
                                {"account", or_null(receipt.ref("account"))},
                                {"amount", amount},
                                {"date", day},
                                {"reason", call.argument("reason")},
                                {"state", "approving"}},
                               "refund.requested");
    approval::request(tx, *refund.object, refund, kFinanceRole,
                      tx.say("approval.title.refund", {{"title", title_of(receipt)}}), amount);
    return "{\"refund\":\"" + to_text(refund.id) + "\"}";
}

// The money is taken back on the day it is approved, never in a month that is closed.
std::string approve_refund(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& refund = call.record;
    const Record receipt = load_one(tx, "receipt", refund.ref("receipt"));
    if (receipt.text("state") != "confirmed") {
        throw refusal("error.receipt.not_confirmed", receipt);
    }
    const Decimal amount = base_of(refund, "amount");
    check_free(receipt, add(rest_of(tx, receipt).free, amount), amount);
    const std::string note = text_of(call, "note");
    approval::decide(tx, call.object, refund, approval::Decision::approve, note);
    save(tx, refund,
         {{"state", "confirmed"},
          {"date", tx.today()},
          {"approval_note", note.empty() ? Value() : Value(note)}},
         "refund.confirmed");
    return {};
}

std::string reject_refund(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::reject, note);
    save(call.tx, call.record, {{"state", "rejected"}, {"approval_note", note}},
         "refund.rejected");
    return {};
}

}  // namespace bihuan::contract
