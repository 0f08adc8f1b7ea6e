// The payment plan: a list of instalments that adds up to the contract. Planning again keeps what
// was paid: those instalments stay, unpaid ones that are not named become void.
#include "base/json.h"
#include "base/text.h"
#include "sales/contract/due.h"
#include "sales/contract/plan_check.h"
#include "sales/contract/read_json.h"
#include "sales/contract/verbs.h"

#include <algorithm>
#include <map>
#include <set>

namespace bihuan::contract {

namespace {

constexpr std::size_t kPeriodsMax = 200;  // 16 years of months; more is a mistake

struct Row {
    RecordId id;                          // an instalment of the plan before
    RecordId order;
    std::optional<Decimal> share;
    std::optional<Decimal> amount;
    FieldValues values;
};

struct Plan {
    std::vector<Row> rows;
    std::vector<Record> kept;             // paid, not named: stay as they are
    std::vector<Record> dropped;          // unpaid, not named: become void
};

void read_choice(const Json& row, std::string_view name, const meta::Object& object,
                 const std::string& place, Row& into, Issues& issues) {
    if (!row.has(name)) return;
    const meta::Field& field = object.at(name);
    Issues found;
    const Value value = field.type->normalise(field.settings, row.get(name), found);
    if (found.empty()) field.type->validate(field.settings, value, found);
    issues.append(std::move(found), place + std::string(name));
    into.values.emplace_back(field.name, value);
}

Row read_row(const Json& json, const meta::Object& object, const std::string& place,
             Issues& issues) {
    static const std::vector<std::string> kNames = {
        "id", "kind", "basis", "event", "days", "share", "amount", "due_date",
        "note", "order", "method", "remind_days", "event_date"};
    Row row;
    if (!json.is_object()) {
        issues.add(place.substr(0, place.size() - 1), "issue.record.object");
        return row;
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string name(json.key_at(i));
        if (std::find(kNames.begin(), kNames.end(), name) == kNames.end()) {
            issues.add(place + name, "issue.unknown_field", {}, nearest(name, kNames).value_or(""));
        }
    }
    row.id = read_id(json, "id", place, issues);
    row.order = read_id(json, "order", place, issues);
    row.share = read_decimal(json, "share", place, issues);
    row.amount = read_decimal(json, "amount", place, issues);
    for (const char* name :
         {"kind", "basis", "event", "due_date", "note", "method", "remind_days", "event_date"}) {
        read_choice(json, name, object, place, row, issues);
    }
    if (const auto days = read_decimal(json, "days", place, issues)) {
        row.values.emplace_back("event_days", days->rescale(0, Round::half_up).coefficient());
    }
    if (row.share.has_value() == row.amount.has_value()) {
        issues.add(place + "amount", "issue.plan.share_or_amount");
    }
    const auto is_positive = [](const std::optional<Decimal>& part) {
        return !part || part->coefficient() > 0;
    };
    if (!is_positive(row.share) || !is_positive(row.amount)) {
        issues.add(place + "amount", "issue.plan.positive");
    }
    if (row.order) row.values.emplace_back("order", row.order);
    return row;
}

std::vector<Row> read_rows(const VerbCall& call, const meta::Object& object) {
    Issues issues;
    std::vector<Row> rows;
    const Json json = read_list(text_of(call, "instalments"), "instalments", kPeriodsMax);
    for (std::size_t i = 0; i < json.size(); ++i) {
        rows.push_back(read_row(json.at(i), object,
                                "instalments[" + std::to_string(i) + "].", issues));
    }
    throw_if_any(std::move(issues));
    return rows;
}

// What is there already: kept, dropped, or named by a row.
void match_existing(const Snapshot& snapshot, const Record& contract, Plan& plan) {
    Issues issues;
    std::set<RecordId> named;
    std::vector<Record> live = children_of(snapshot, "instalment", "contract", contract.id);
    std::erase_if(live, [](const Record& one) { return one.flag("void"); });
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
        const RecordId id = plan.rows[i].id;
        if (!id) continue;
        const bool is_known = std::any_of(live.begin(), live.end(),
                                          [&](const Record& one) { return one.id == id; });
        if (!is_known || !named.insert(id).second) {
            issues.add("instalments[" + std::to_string(i) + "].id", "issue.line.unknown");
        }
    }
    throw_if_any(std::move(issues));
    for (Record& one : live) {
        if (named.count(one.id)) continue;
        (covered(one).is_zero() ? plan.dropped : plan.kept).push_back(std::move(one));
    }
}

// Shares become amounts: parts of `total` that, with the rest nobody asked for, are exact.
void apply_shares(Plan& plan, RecordId order, bool by_order, Decimal total) {
    std::vector<Row*> shared;
    std::vector<Decimal> weights;
    Decimal sum(0, kMoneyScale);
    for (Row& row : plan.rows) {
        if (!row.share || (by_order && row.order != order)) continue;
        shared.push_back(&row);
        weights.push_back(*row.share);
        sum = add(sum, *row.share);
    }
    if (shared.empty()) return;
    const Decimal rest = subtract(Decimal::of(100), sum);
    if (rest.is_negative()) {
        throw invalid("instalments", "issue.plan.shares", {{"sum", sum.to_trimmed()}});
    }
    weights.push_back(rest);
    const auto parts = apportion(total, weights);
    for (std::size_t i = 0; i < shared.size(); ++i) shared[i]->amount = parts[i];
}

Decimal sum_of(const Plan& plan, RecordId order, bool by_order) {
    Decimal sum(0, kMoneyScale);
    for (const Row& row : plan.rows) {
        if (!by_order || row.order == order) sum = add(sum, row.amount.value_or(Decimal()));
    }
    for (const Record& one : plan.kept) {
        if (!by_order || one.ref("order") == order) sum = add(sum, one.amount("amount"));
    }
    return sum;
}

void check_orders(const Snapshot& snapshot, const Record& contract, const Plan& plan) {
    Issues issues;
    for (std::size_t i = 0; i < plan.rows.size(); ++i) {
        const RecordId id = plan.rows[i].order;
        if (!id) continue;
        const auto order = record::load(snapshot, object_named(snapshot, "order"), id);
        if (order && order->ref("contract") == contract.id) continue;
        issues.add("instalments[" + std::to_string(i) + "].order", "issue.plan.order");
    }
    throw_if_any(std::move(issues));
}

// A framework is planned order by order; every other contract as a whole.
void complete_amounts(const Snapshot& snapshot, const Record& contract, Plan& plan) {
    check_orders(snapshot, contract, plan);
    if (!is_framework(contract)) {
        const Decimal total =
            subtract(contract.amount("amount"), contract.amount("terminated_amount"));
        apply_shares(plan, RecordId(), false, total);
        const Decimal sum = sum_of(plan, RecordId(), false);
        if (sum == total) return;
        Issues issues;
        issues.add(plan_differs(sum, total));
        throw_if_any(std::move(issues));
        return;
    }
    std::set<RecordId> orders;
    for (const Row& row : plan.rows) orders.insert(row.order);
    for (const RecordId id : orders) {
        if (!id) {
            apply_shares(plan, id, true, contract.amount("amount"));
            continue;
        }
        const Decimal total = load_one(snapshot, "order", id).amount("amount");
        apply_shares(plan, id, true, total);
        const Decimal sum = sum_of(plan, id, true);
        if (sum <= total) continue;
        Issues issues;
        issues.add(plan_differs(sum, total));
        throw_if_any(std::move(issues));
    }
}

// Instalments of other orders stay when a framework is planned for one order.
void spare_other_orders(const Record& contract, Plan& plan) {
    if (!is_framework(contract)) return;
    std::set<RecordId> orders;
    for (const Row& row : plan.rows) orders.insert(row.order);
    std::erase_if(plan.dropped, [&](const Record& one) {
        return orders.count(one.ref("order")) == 0;
    });
}

std::string write_plan(Tx& tx, const Record& contract, const Plan& plan) {
    for (const Record& one : plan.dropped) {
        save(tx, one, {{"void", true}}, "instalment.voided");
    }
    std::set<std::int64_t> taken;
    for (const Record& one : children_of(tx, "instalment", "contract", contract.id)) {
        if (!one.flag("void")) taken.insert(one.get("period").as<std::int64_t>());
    }
    std::string out;
    JsonWriter writer(out);
    writer.begin_object().key("instalments").begin_array();
    std::int64_t period = 0;
    for (const Row& row : plan.rows) {
        FieldValues values = row.values;
        values.emplace_back("amount", *row.amount);
        if (row.share) values.emplace_back("share", *row.share);
        else values.emplace_back("share", Null{});
        if (row.id) {
            save(tx, load_one(tx, "instalment", row.id), values, "instalment.planned");
            writer.id(row.id.value);
            continue;
        }
        do ++period;
        while (taken.count(period));
        values.emplace_back("contract", contract.id);
        values.emplace_back("period", period);
        writer.id(make(tx, "instalment", values, "instalment.planned").id.value);
    }
    writer.end_array().end_object();
    return out;
}

}  // namespace

std::string plan_contract(VerbCall& call) {
    Tx& tx = call.tx;
    Plan plan;
    plan.rows = read_rows(call, object_named(tx, "instalment"));
    match_existing(tx, call.record, plan);
    spare_other_orders(call.record, plan);
    complete_amounts(tx, call.record, plan);
    std::string result = write_plan(tx, call.record, plan);
    catch_up(tx, call.record.id);
    return result;
}

}  // namespace bihuan::contract
