#include "sales/contract/settle.h"

#include <algorithm>

namespace bihuan::contract {

namespace {

Decimal waiting_refunds(const Snapshot& snapshot, const Record& receipt) {
    Decimal sum(0, kMoneyScale);
    for (const Record& refund : children_of(snapshot, "refund", "receipt", receipt.id)) {
        if (refund.text("state") == "approving") sum = add(sum, base_of(refund, "amount"));
    }
    return sum;
}

}  // namespace

void settle(Tx& tx, RecordId id) {
    if (!id) return;
    const Record instalment = load_one(tx, "instalment", id);
    const bool is_settled =
        !instalment.flag("void") && covered(instalment) >= base_of(instalment, "amount");
    if (instalment.flag("settled") == is_settled) return;
    save(tx, instalment, {{"settled", is_settled}},
         is_settled ? "instalment.settled" : "instalment.reopened");
}

Record reverse_allocation(Tx& tx, const Record& allocation, Date day, const std::string& note) {
    if (allocation.flag("reversed") || allocation.ref("reverses")) {
        throw refusal("error.allocation.reversed", allocation);
    }
    const Record negative = make(
        tx, "allocation",
        {{"receipt", or_null(allocation.ref("receipt"))},
         {"instalment", or_null(allocation.ref("instalment"))},
         {"invoice", or_null(allocation.ref("invoice"))},
         {"contract", or_null(allocation.ref("contract"))},
         {"account", or_null(allocation.ref("account"))},
         {"amount", -allocation.amount("amount")},
         {"date", day},
         {"allocated_on", tx.today()},
         {"kind", allocation.get("kind")},
         {"to_instalment", allocation.flag("to_instalment")},
         {"to_invoice", allocation.flag("to_invoice")},
         {"reverses", allocation.id},
         {"reversed", false},
         {"note", note.empty() ? Value() : Value(note)}},
        "allocation.reversed");
    save(tx, allocation, {{"reversed", true}});
    return negative;
}

void reverse_receipt(Tx& tx, const Record& receipt, Date day, const std::string& reason) {
    if (!waiting_refunds(tx, receipt).is_zero()) {
        throw refusal("error.receipt.refund_waits", receipt);
    }
    const auto received = receipt.date("date");
    if (received && day < *received) {
        throw invalid("date", "issue.receipt.before", {{"date", to_text(*received)}});
    }
    for (const Record& allocation : children_of(tx, "allocation", "receipt", receipt.id)) {
        if (allocation.flag("reversed") || allocation.ref("reverses")) continue;
        reverse_allocation(tx, allocation, day, reason);
    }
    const Record now = load_one(tx, "receipt", receipt.id);
    save(tx, now, {{"state", "reversed"}, {"reversed_on", day}, {"reverse_reason", reason}},
         "receipt.reversed");
}

Rest rest_of(const Snapshot& snapshot, const Record& receipt) {
    const Decimal kept = subtract(base_of(receipt, "amount"), base_of(receipt, "refunded"));
    Rest rest;
    rest.instalments = subtract(kept, base_of(receipt, "allocated"));
    rest.invoices = subtract(kept, base_of(receipt, "allocated_invoices"));
    const Decimal waiting = waiting_refunds(snapshot, receipt);
    rest.instalments = subtract(rest.instalments, waiting);
    rest.invoices = subtract(rest.invoices, waiting);
    rest.free = std::min(rest.instalments, rest.invoices);
    return rest;
}

}  // namespace bihuan::contract
