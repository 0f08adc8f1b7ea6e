#include "sales/contract/totals.h"

#include <algorithm>
#include <array>
#include <optional>

namespace bihuan::contract {

namespace {

const Decimal kHundred = Decimal::of(100);

// Where a record's lines are and what else goes into its amount.
struct Summed {
    std::string_view object;
    std::string_view line;
    std::string_view by;
    bool has_discount;                  // of the whole, and freight
};
constexpr std::array<Summed, 3> kSummed = {{{"contract", "contract_line", "contract", true},
                                            {"order", "order_line", "order", false},
                                            {"invoice", "invoice_line", "invoice", false}}};

const Summed* summed(std::string_view object, bool by_line) {
    const auto found = std::find_if(kSummed.begin(), kSummed.end(), [&](const Summed& one) {
        return (by_line ? one.line : one.object) == object;
    });
    return found == kSummed.end() ? nullptr : &*found;
}

// "t13" is 13 %; exempt and not taxable are 0.
Decimal tax_percent(const Record& line) {
    const std::string key = line.text("tax_rate");
    if (key.size() < 2 || key[0] != 't') return Decimal::of(0);
    return parse_decimal(std::string_view(key).substr(1)).value_or(Decimal::of(0));
}

bool is_price_with_tax(const Snapshot& snapshot, const Record& line) {
    if (!line.object->find("product")) return true;
    const RecordId product = line.ref("product");
    if (!product) return true;
    const auto found = record::load(snapshot, object_named(snapshot, "product"), product);
    return !found || found->get("tax_included").is_null() || found->flag("tax_included");
}

void split_tax(Record& line, Decimal amount) {
    const Decimal rate = tax_percent(line);
    const Decimal net = divide(multiply(amount, kHundred, kMoneyScale, Round::half_up),
                               add(kHundred, rate), kMoneyScale, Round::half_up);
    line.set("net_amount", net);
    line.set("tax_amount", subtract(amount, net));
    line.set("amount", amount);
}

Decimal less_percent(Decimal amount, Decimal percent, int scale) {
    return divide(multiply(amount, subtract(kHundred, percent), 6, Round::half_up), kHundred,
                  scale, Round::half_up);
}

}  // namespace

void compute_line(record::RuleContext& context, Issues&) {
    Record& line = context.after;
    if (line.get("price").is_null() && !line.get("list_price").is_null()) {
        line.set("price", less_percent(line.amount("list_price"), line.amount("discount"), 6));
    }
    if (line.get("price").is_null()) return;
    const Decimal gross =
        multiply(line.amount("quantity"), line.amount("price"), kMoneyScale, Round::half_up);
    if (is_price_with_tax(context.snapshot, line)) return split_tax(line, gross);
    const Decimal tax = divide(multiply(gross, tax_percent(line), 4, Round::half_up), kHundred,
                               kMoneyScale, Round::half_up);
    line.set("net_amount", gross);
    line.set("tax_amount", tax);
    line.set("amount", add(gross, tax));
}

void compute_invoice_line(record::RuleContext& context, Issues&) {
    Record& line = context.after;
    // A price is quantity's price; an amount without one stands as it was typed.
    if (!line.get("price").is_null()) {
        split_tax(line, multiply(line.amount("quantity"), line.amount("price"), kMoneyScale,
                                 Round::half_up));
    } else if (!line.get("amount").is_null()) {
        split_tax(line, line.amount("amount"));
    }
}

bool is_frozen(const Record& record) {
    const std::string& object = record.object->name;
    if (object == "contract") {
        const std::string approval = record.text("approval_state");
        const bool decided = approval == "approved" || approval == "approving";
        return decided && record.text("stage") != "change";
    }
    const std::string state = record.text("state");
    if (object == "order") return state != "draft";
    return state != "draft" && state != "rejected";
}

void sum_up(Tx& tx, const Record& record) {
    const Summed* of = summed(record.object->name, false);
    if (!of || record.deleted_at) return;
    Decimal total(0, kMoneyScale);
    Decimal tax(0, kMoneyScale);
    bool is_priced = false;
    for (const Record& line : children_of(tx, of->line, of->by, record.id)) {
        if (line.get("amount").is_null()) continue;
        is_priced = true;
        total = add(total, line.amount("amount"));
        tax = add(tax, line.amount("tax_amount"));
    }
    if (!is_priced) return;
    if (of->has_discount) {
        const Decimal percent = record.amount("discount");
        total = less_percent(total, percent, kMoneyScale);
        tax = less_percent(tax, percent, kMoneyScale);
        total = add(total, record.amount("freight"));
    }
    FieldValues values;
    if (record.get("amount").is_null() || record.amount("amount") != total) {
        values.emplace_back("amount", total);
    }
    if (record.get("tax_amount").is_null() || record.amount("tax_amount") != tax) {
        values.emplace_back("tax_amount", tax);
    }
    if (values.empty()) return;
    // Only when an amount moves: the tax of an imported record may be filled in later.
    const bool moves = values.front().first == "amount";
    if (moves && is_frozen(record) && !record.get("amount").is_null()) {
        throw refusal("error.money.frozen", record);
    }
    save(tx, record, values);
}

void sum_up_parent(Tx& tx, const Record& line) {
    const Summed* of = summed(line.object->name, true);
    if (!of) return;
    const auto parent = record::load(tx, object_named(tx, of->object), line.ref(of->by));
    if (parent) sum_up(tx, *parent);
}

}  // namespace bihuan::contract
