#include "sales/contract/due.h"

#include <algorithm>

namespace bihuan::contract {

namespace {

// One order's day, else the last day once all of them have one.
std::optional<Date> day_of_orders(const std::vector<Record>& orders, RecordId order,
                                  std::string_view field) {
    std::optional<Date> last;
    for (const Record& one : orders) {
        if (order && one.id != order) continue;
        if (one.text("state") == "cancelled") continue;
        const auto day = one.date(field);
        if (!day) return std::nullopt;
        if (!last || *last < *day) last = day;
    }
    return last;
}

// The latest issue day of the contract's blue invoices.
std::optional<Date> last_invoice(const std::vector<Record>& invoices) {
    std::optional<Date> last;
    for (const Record& invoice : invoices) {
        const std::string state = invoice.text("state");
        if (invoice.flag("is_red") || (state != "issued" && state != "delivered")) continue;
        const auto day = invoice.date("issue_date");
        if (day && (!last || *last < *day)) last = day;
    }
    return last;
}

struct Events {
    Record contract;
    std::vector<Record> orders;
    std::vector<Record> invoices;

    std::optional<Date> day(const Record& instalment, bool is_invoiced) const {
        const std::string event = instalment.text("event");
        const RecordId order = instalment.ref("order");
        if (event == "signed") return contract.date("sign_date");
        if (event == "shipped") return day_of_orders(orders, order, "shipped_on");
        if (event == "accepted" || event == "reconciled") {
            return day_of_orders(orders, order, "received_on");
        }
        if (event == "invoiced" && is_invoiced) return last_invoice(invoices);
        return std::nullopt;
    }
};

}  // namespace

std::optional<Date> due_date_of(const Record& instalment) {
    const std::string basis = instalment.text("basis");
    const auto event = instalment.date("event_date");
    if (basis == "date" || !event) return std::nullopt;
    const auto* given = instalment.get("event_days").get_if<std::int64_t>();
    const int days = given ? static_cast<int>(*given) : 0;
    return add_days(basis == "month_end" ? last_day(month_of(*event)) : *event, days);
}

void catch_up(Tx& tx, RecordId id) {
    std::vector<Record> plan = children_of(tx, "instalment", "contract", id);
    std::erase_if(plan, [](const Record& one) {
        return one.flag("void") || one.text("basis") == "date";
    });
    const bool is_waiting = std::any_of(plan.begin(), plan.end(), [](const Record& one) {
        return one.get("event_date").is_null();
    });
    if (!is_waiting) return;
    Events events{load_one(tx, "contract", id), {}, {}};
    if (!is_in_force(events.contract)) return;
    events.orders = children_of(tx, "order", "contract", id);
    events.invoices = children_of(tx, "invoice", "contract", id);
    std::stable_sort(plan.begin(), plan.end(), [](const Record& a, const Record& b) {
        return a.amount("period") < b.amount("period");
    });
    const Decimal invoiced = base_of(events.contract, "invoiced");
    Decimal before(0, kMoneyScale);  // of earlier instalments that wait for invoices
    for (const Record& instalment : plan) {
        const bool by_invoice = instalment.text("event") == "invoiced";
        const bool is_reached = by_invoice && before < invoiced;
        if (by_invoice) before = add(before, base_of(instalment, "amount"));
        if (!instalment.get("event_date").is_null()) continue;
        const auto day = events.day(instalment, is_reached);
        if (day) save(tx, instalment, {{"event_date", *day}}, "instalment.event_happened");
    }
}

}  // namespace bihuan::contract
