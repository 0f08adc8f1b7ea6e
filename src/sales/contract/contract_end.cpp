// The two ends before the time: terminated (what was delivered or paid stays) and void (as if it
// had never been, which is possible only while no money lies on it).
#include "sales/contract/plan_check.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

#include <algorithm>

namespace bihuan::contract {

namespace {

bool is_delivered(const Record& order) {
    const std::string state = order.text("state");
    return state == "shipped" || state == "received";
}

// In the company's currency; of an order shipped in part, that part by quantity.
Decimal delivered_of(const Snapshot& snapshot, const Record& contract) {
    Decimal sum(0, kMoneyScale);
    for (const Record& order : children_of(snapshot, "order", "contract", contract.id)) {
        const Decimal ordered = order.amount("quantity_ordered");
        const Decimal sent = order.amount("quantity_delivered");
        if (is_delivered(order)) {
            sum = add(sum, base_of(order, "amount"));
        } else if (!sent.is_zero() && sent < ordered) {
            const Decimal part = divide(sent, ordered, 6, Round::half_up);
            sum = add(sum, multiply(base_of(order, "amount"), part, kMoneyScale,
                                    Round::half_up));
        }
    }
    return sum;
}

// Orders nobody has shipped end with their contract.
void cancel_open_orders(Tx& tx, const Record& contract, Date day, const std::string& reason) {
    for (const Record& order : children_of(tx, "order", "contract", contract.id)) {
        const std::string state = order.text("state");
        if (state == "cancelled" || is_delivered(order)) continue;
        if (!order.amount("quantity_delivered").is_zero()) continue;
        cancel_one_order(tx, order, day, reason);
    }
}

void check_day(const Record& contract, Date day) {
    const auto signed_on = contract.date("sign_date");
    if (!signed_on || *signed_on <= day) return;
    throw invalid("date", "issue.contract.before_signing", {{"date", to_text(*signed_on)}});
}

// Receipts of this contract that are neither refunded nor reversed, allocated or not.
bool has_money(const Snapshot& snapshot, const Record& contract) {
    if (!base_of(contract, "received").is_zero()) return true;
    for (const Record& receipt : children_of(snapshot, "receipt", "contract", contract.id)) {
        if (receipt.text("state") != "confirmed") continue;
        if (base_of(receipt, "amount") != base_of(receipt, "refunded")) return true;
    }
    return false;
}

void check_voidable(const Snapshot& snapshot, const Record& contract) {
    if (has_money(snapshot, contract)) throw refusal("error.contract.void_received", contract);
    if (!base_of(contract, "written_off").is_zero()) {
        throw refusal("error.contract.void_written_off", contract);
    }
    if (!base_of(contract, "invoiced").is_zero()) {
        throw refusal("error.contract.void_invoiced", contract);
    }
    const auto orders = children_of(snapshot, "order", "contract", contract.id);
    if (std::any_of(orders.begin(), orders.end(), is_delivered)) {
        throw refusal("error.contract.void_delivered", contract);
    }
}

}  // namespace

// The rest that is neither delivered nor collected becomes a negative difference on that day.
std::string terminate_contract(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& contract = call.record;
    const Date day = correction_day_of(call);
    check_day(contract, day);
    const std::string reason = text_of(call, "reason");
    Decimal struck(0, kMoneyScale);
    if (!is_framework(contract)) {
        const Decimal kept =
            own_of(contract, std::max(delivered_of(tx, contract), covered(contract)));
        struck = std::max(struck, subtract(contract.amount("amount"), kept));
        shorten_plan(tx, contract, struck);
    }
    cancel_open_orders(tx, contract, day, reason);
    save(tx, load_one(tx, "contract", contract.id),
         {{"stage", "terminated"},
          {"terminated_on", day},
          {"terminated_amount", struck},
          {"stop_reason", reason}},
         "contract.terminated");
    return {};
}

std::string void_contract(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& contract = call.record;
    const Date day = correction_day_of(call);
    check_day(contract, day);
    check_voidable(tx, contract);
    const std::string reason = text_of(call, "reason");
    if (contract.text("approval_state") == "approving") {
        approval::withdraw(tx, call.object, contract);
    }
    cancel_open_orders(tx, contract, day, reason);
    void_plan(tx, contract);
    FieldValues values{{"stage", "void"}, {"voided_on", day}, {"stop_reason", reason}};
    if (contract.text("approval_state") == "approving") {
        values.emplace_back("approval_state", "revoked");
    }
    save(tx, load_one(tx, "contract", contract.id), values, "contract.voided");
    return {};
}

}  // namespace bihuan::contract
