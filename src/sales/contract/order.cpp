// An order is confirmed, worked on, or called off. Shipping is in order_ship.cpp, the ledger in
// ledger_hooks.cpp.
#include "sales/contract/verbs.h"

namespace bihuan::contract {

// From this day it counts as ordered; under a framework also as signed.
std::string confirm_order(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& order = call.record;
    const Date day = day_of(call);
    if (base_of(order, "amount") <= Decimal()) throw invalid("amount", "issue.order.amount");
    if (const RecordId id = order.ref("contract")) {
        const Record contract = load_one(tx, "contract", id);
        const std::string stage = contract.text("stage");
        if (!is_in_force(contract) || stage == "terminated" || stage == "archived") {
            throw refusal("error.contract.not_in_force", contract);
        }
    }
    save(tx, order, {{"state", "confirmed"}, {"confirmed_on", day}}, "order.confirmed");
    return {};
}

std::string process_order(VerbCall& call) {
    save(call.tx, call.record, {{"state", "processing"}}, "order.processing");
    return {};
}

void cancel_one_order(Tx& tx, const Record& order, Date day, const std::string& reason) {
    if (!order.amount("quantity_delivered").is_zero()) {
        throw refusal("error.order.delivered", order);
    }
    for (const Record& one : children_of(tx, "instalment", "order", order.id)) {
        if (one.flag("void")) continue;
        if (!covered(one).is_zero()) throw refusal("error.order.paid", order);
        save(tx, one, {{"void", true}}, "instalment.voided");
    }
    save(tx, load_one(tx, "order", order.id),
         {{"state", "cancelled"}, {"cancelled_on", day}, {"cancel_reason", reason}},
         "order.cancelled");
}

std::string cancel_order(VerbCall& call) {
    const Date day = day_of(call);
    const auto confirmed = call.record.date("confirmed_on");
    if (confirmed && day < *confirmed) {
        throw invalid("date", "issue.order.before_confirm", {{"date", to_text(*confirmed)}});
    }
    cancel_one_order(call.tx, call.record, day, text_of(call, "reason"));
    return {};
}

}  // namespace bihuan::contract
