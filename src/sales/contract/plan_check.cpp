#include "sales/contract/plan_check.h"

#include <algorithm>

namespace bihuan::contract {

Issue plan_differs(Decimal sum, Decimal total) {
    return {"instalments", "issue.plan.sum",
            {{"sum", sum.to_text()},
             {"total", total.to_text()},
             {"difference", subtract(total, sum).to_text()}},
            {}};
}

void check_plan(const Snapshot& snapshot, const Record& contract) {
    if (is_framework(contract)) return;
    Decimal sum(0, kMoneyScale);
    bool is_planned = false;
    for (const Record& one : children_of(snapshot, "instalment", "contract", contract.id)) {
        if (one.flag("void")) continue;
        is_planned = true;
        sum = add(sum, one.amount("amount"));
    }
    const Decimal total =
        subtract(contract.amount("amount"), contract.amount("terminated_amount"));
    if (!is_planned || sum == total) return;
    Issues issues;
    issues.add(plan_differs(sum, total));
    throw_if_any(std::move(issues));
}

void shorten_plan(Tx& tx, const Record& contract, Decimal rest) {
    auto plan = children_of(tx, "instalment", "contract", contract.id);
    std::erase_if(plan, [](const Record& one) { return one.flag("void"); });
    std::stable_sort(plan.begin(), plan.end(), [](const Record& a, const Record& b) {
        return a.amount("period") > b.amount("period");
    });
    for (const Record& one : plan) {
        if (rest.is_zero()) return;
        const Decimal amount = one.amount("amount");
        const Decimal open = subtract(amount, own_of(one, covered(one)));
        const Decimal cut = std::min(open, rest);
        if (cut <= Decimal(0, kMoneyScale)) continue;
        rest = subtract(rest, cut);
        if (cut == amount) {
            save(tx, one, {{"void", true}}, "instalment.voided");
        } else {
            save(tx, one, {{"amount", subtract(amount, cut)}}, "instalment.shortened");
        }
    }
}

void void_plan(Tx& tx, const Record& contract) {
    for (const Record& one : children_of(tx, "instalment", "contract", contract.id)) {
        if (!one.flag("void")) save(tx, one, {{"void", true}}, "instalment.voided");
    }
}

}  // namespace bihuan::contract
