#include "sales/contract/totals.h"

#include "sales/opportunity/opportunity.h"

#include <algorithm>
#include <optional>

namespace bihuan::contract {

namespace {

const Decimal kHundred = Decimal::of(100);

// "t13" is 13 %; exempt and not taxable are 0.
Decimal tax_percent(const Record& line) {
    const std::string key = line.text("tax_rate");
    if (key.size() < 2 || key[0] != 't') return Decimal::of(0);
    return parse_decimal(std::string_view(key).substr(1)).value_or(Decimal::of(0));
}

void split_tax(Record& line, Decimal amount) {
    const Decimal net = divide(multiply(amount, kHundred, kMoneyScale, Round::half_up),
                               add(kHundred, tax_percent(line)), kMoneyScale, Round::half_up);
    line.set("net_amount", net);
    line.set("tax_amount", subtract(amount, net));
    line.set("amount", amount);
}

void price(record::RuleContext& context, std::string_view object) {
    Record& line = context.after;
    std::optional<Record> loaded;
    if (!context.parent) {
        loaded = record::load(context.snapshot, object_named(context.snapshot, object),
                              line.ref(object));
    }
    const Record* document = context.parent ? context.parent : loaded ? &*loaded : nullptr;
    if (!document) return;  // said as a missing reference
    // A line taken over from a quote keeps the reason it had there.
    const Value reason = line.get("price_reason");
    opportunity::price_line(context.snapshot, context.before, line,
                            opportunity::question_of(context.snapshot, *document));
    if (!context.before && !reason.is_null()) line.set("price_reason", reason);
}

bool differs(const record::LinesContext& context, std::string_view field) {
    return context.before && context.before->get(field) != context.after.get(field);
}

bool is_priced(const std::vector<const Record*>& lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [](const Record* line) { return !line->get("amount").is_null() &&
                                                       !line->amount("amount").is_zero(); });
}

// False when a form touches lines of a frozen record: nothing is summed then.
bool may_touch(const record::LinesContext& context, std::string_view key, Issues& issues) {
    const bool refused = context.via != record::Via::verb && context.before &&
                         is_frozen(*context.before) && context.lines.is_touched("lines");
    if (refused) issues.add("lines", std::string(key));
    return !refused;
}

// By verb too: that is how a line written by itself reaches its record.
bool is_moving(const record::LinesContext& context) {
    return !context.before || context.via == record::Via::verb ||
           context.lines.is_touched("lines") || differs(context, "amount");
}

// A line that was written by itself may not move what is frozen either.
void keep_amount(const record::LinesContext& context, std::string_view key, Issues& issues) {
    if (!context.before || !is_frozen(*context.before) || !differs(context, "amount")) return;
    if (context.before->get("amount").is_null()) return;
    issues.add("lines", std::string(key));
}

void total(record::LinesContext& context, bool is_discounted) {
    const bool moves =
        is_moving(context) ||
        (is_discounted && (differs(context, "discount") || differs(context, "freight")));
    if (!moves) return;
    const auto lines = context.lines.of("lines");
    if (!is_priced(lines)) return;
    Record& record = context.after;
    const Decimal none = Decimal::of(0);
    const auto totals =
        opportunity::total_of(lines, is_discounted ? record.amount("discount") : none,
                              is_discounted ? record.amount("freight") : none);
    record.set("amount", totals.amount);
    record.set("tax_amount", totals.tax);
}

void check_splits(record::LinesContext& context, Issues& issues) {
    const bool is_touched = context.lines.is_touched("splits");
    if (!is_touched && context.via != record::Via::verb) return;
    const auto splits = context.lines.of("splits");
    if (splits.empty()) return;
    Decimal sum(0, kMoneyScale);
    for (const Record* split : splits) sum = add(sum, split->amount("share"));
    if (sum != kHundred) issues.add("splits", "issue.splits.sum", {{"sum", sum.to_trimmed()}});
}

}  // namespace

void price_line_of_contract(record::RuleContext& context, Issues&) {
    price(context, "contract");
}

void price_line_of_order(record::RuleContext& context, Issues&) { price(context, "order"); }

void split_line_of_invoice(record::RuleContext& context, Issues&) {
    Record& line = context.after;
    // A price is quantity's price; an amount without one stands as it was typed.
    if (!line.get("price").is_null()) {
        split_tax(line, multiply(line.amount("quantity"), line.amount("price"), kMoneyScale,
                                 Round::half_up));
    } else if (!line.get("amount").is_null()) {
        split_tax(line, line.amount("amount"));
    }
}

void total_contract(record::LinesContext& context, Issues& issues) {
    check_splits(context, issues);
    if (!may_touch(context, "issue.contract.frozen", issues)) return;
    total(context, true);
    if (context.via == record::Via::verb) keep_amount(context, "issue.contract.frozen", issues);
}

void total_order(record::LinesContext& context, Issues& issues) {
    if (!may_touch(context, "issue.order.frozen", issues)) return;
    total(context, false);
    if (context.via == record::Via::verb) keep_amount(context, "issue.order.frozen", issues);
}

void total_invoice(record::LinesContext& context, Issues& issues) {
    if (!may_touch(context, "issue.invoice.frozen", issues)) return;
    Record& invoice = context.after;
    const auto lines = context.lines.of("lines");
    if (is_moving(context) && is_priced(lines)) {
        Decimal amount(0, kMoneyScale);
        Decimal tax(0, kMoneyScale);
        for (const Record* line : lines) {
            amount = add(amount, line->amount("amount"));
            tax = add(tax, line->amount("tax_amount"));
        }
        invoice.set("amount", amount);
        invoice.set("tax_amount", tax);
    }
    const Decimal amount = invoice.amount("amount");
    invoice.set("signed_amount", invoice.flag("is_red") ? -amount : amount);
    if (context.via == record::Via::verb) keep_amount(context, "issue.invoice.frozen", issues);
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

}  // namespace bihuan::contract
