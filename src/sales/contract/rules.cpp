#include "sales/contract/rules.h"

#include "sales/contract/due.h"
#include "sales/contract/totals.h"
#include "work/approval/approval.h"

#include <initializer_list>
#include <optional>

namespace bihuan::contract {

namespace {

// Money that turns up later than this is a slip of the pen; old receipts come by import.
constexpr int kReceivedAgoMax = 366;

using record::RuleContext;
using record::Via;

bool differs(const RuleContext& context, std::string_view field) {
    return context.before->get(field) != context.after.get(field);
}

// What the money rests on does not change by a form once others have decided on it.
void keep_frozen(const RuleContext& context, std::initializer_list<std::string_view> fields,
                 std::string_view key, Issues& issues) {
    if (!context.before || context.via == Via::verb || !is_frozen(*context.before)) return;
    for (const std::string_view field : fields) {
        if (differs(context, field)) issues.add(std::string(field), std::string(key));
    }
}

std::optional<Record> target(const RuleContext& context, std::string_view object,
                             std::string_view field) {
    const RecordId id = context.after.ref(field);
    if (!id) return std::nullopt;
    return record::load(context.snapshot, object_named(context.snapshot, object), id);
}

// Account, currency and rate are those of the contract.
void follow_contract(RuleContext& context, const Record& contract) {
    context.after.set("account", or_null(contract.ref("account")));
    context.after.set("currency", contract.get("currency"));
    context.after.set("rate", contract.get("rate"));
}

void check_same_account(const RuleContext& context, std::string_view object,
                        std::string_view field, Issues& issues) {
    if (context.before && !differs(context, field) && !differs(context, "account")) return;
    const auto other = target(context, object, field);
    if (!other || other->ref("account") == context.after.ref("account")) return;
    issues.add(std::string(field), "issue.account.other",
               {{"title", title_of(*other)}});
}

// What finance enters belongs to the person whose customer it is, so that he sees it. Money that
// nobody has claimed belongs to nobody.
void give_to_customer_owner(RuleContext& context, const std::optional<Record>& contract) {
    Record& record = context.after;
    const RecordId me = to_record(context.snapshot.actor().user);
    if (context.before || !me || record.ref("owner") != me) return;
    if (!approval::has_role(context.snapshot, kFinanceRole)) return;
    if (contract) return record.set("owner", contract->get("owner"));
    const auto account = target(context, "account", "account");
    record.set("owner", account ? account->get("owner") : Value());
}

void contract_rule(RuleContext& context, Issues& issues) {
    Record& contract = context.after;
    const RecordId me = to_record(context.snapshot.actor().user);
    if (!context.before && contract.get("our_signer").is_null() && me) {
        contract.set("our_signer", me);
    }
    const auto start = contract.date("start_date");
    const auto end = contract.date("end_date");
    if (start && end && *end < *start) issues.add("end_date", "issue.contract.end_before_start");
    if (contract.ref("parent") == contract.id && contract.id) {
        issues.add("parent", "issue.contract.own_parent");
    }
    if (context.via == Via::form) {
        const auto signed_on = contract.date("sign_date");
        if (signed_on && *signed_on > context.snapshot.today() &&
            (!context.before || differs(context, "sign_date"))) {
            issues.add("sign_date", "issue.date.future", {{"date", to_text(*signed_on)}});
        }
        check_same_account(context, "opportunity", "opportunity", issues);
        check_same_account(context, "quote", "quote", issues);
        check_same_account(context, "contract", "parent", issues);
    }
    keep_frozen(context,
                {"account", "type", "currency", "rate", "discount", "freight", "amount",
                 "sign_date"},
                "issue.contract.frozen", issues);
}

void order_rule(RuleContext& context, Issues& issues) {
    const auto contract = target(context, "contract", "contract");
    if (contract && (!context.before || differs(context, "contract"))) {
        if (context.after.get("account").is_null()) {
            context.after.set("account", or_null(contract->ref("account")));
        }
        context.after.set("currency", contract->get("currency"));
        context.after.set("rate", contract->get("rate"));
        context.after.set("framework", contract->text("type") == "framework");
    }
    if (context.via == Via::form) check_same_account(context, "contract", "contract", issues);
    keep_frozen(context, {"account", "contract", "currency", "rate", "amount"},
                "issue.order.frozen", issues);
}

void instalment_rule(RuleContext& context, Issues& issues) {
    Record& instalment = context.after;
    if (!context.before) {
        if (const auto contract = target(context, "contract", "contract")) {
            follow_contract(context, *contract);
            instalment.set("owner", contract->get("owner"));
        }
    }
    if (const auto due = due_date_of(instalment)) instalment.set("due_date", *due);
    const Decimal base = multiply(instalment.amount("amount"), rate_of(instalment), kMoneyScale,
                                  Round::half_up);
    const Decimal paid = covered(instalment);
    instalment.set("settled", !instalment.flag("void") && paid >= base);
    if (context.before && base < paid && differs(context, "amount")) {
        issues.add("amount", "issue.instalment.below_paid", {{"paid", paid.to_text()}});
    }
    if (context.via != Via::form) return;
    // The plan as a whole adds up to the contract: only the act of planning moves its money.
    if (!context.before) issues.add("", "issue.instalment.by_plan");
    for (const std::string_view field : {"contract", "order", "amount", "share"}) {
        if (context.before && differs(context, field)) {
            issues.add(std::string(field), "issue.instalment.by_plan");
        }
    }
}

bool is_off(const Record& receipt) {
    const std::string state = receipt.text("state");
    return state == "rejected" || state == "reversed";
}

// What the receipts of a bill come to, but for one of them.
Decimal paid_by(const Snapshot& snapshot, RecordId bill, RecordId but) {
    Decimal sum(0, kMoneyScale);
    for (const Record& other : children_of(snapshot, "receipt", "bill", bill)) {
        if (other.id != but && !is_off(other)) sum = add(sum, base_of(other, "amount"));
    }
    return sum;
}

// A bill pays what is written on it, once.
void check_bill(const RuleContext& context, Issues& issues) {
    const Record& receipt = context.after;
    if (is_off(receipt)) return;
    const bool is_same = context.before && !is_off(*context.before) &&
                         !differs(context, "bill") && !differs(context, "amount") &&
                         !differs(context, "rate");
    const auto bill = is_same ? std::nullopt : target(context, "bill", "bill");
    if (!bill) return;
    const Decimal rest = subtract(base_of(*bill, "amount"),
                                  paid_by(context.snapshot, bill->id, receipt.id));
    const Decimal asked =
        multiply(receipt.amount("amount"), rate_of(receipt), kMoneyScale, Round::half_up);
    if (asked > rest) {
        issues.add("amount", "issue.bill.exceeded",
                   {{"title", title_of(*bill)}, {"rest", rest.to_text()}});
    }
}

void receipt_rule(RuleContext& context, Issues& issues) {
    Record& receipt = context.after;
    const auto contract = target(context, "contract", "contract");
    if (contract && receipt.get("account").is_null()) {
        receipt.set("account", or_null(contract->ref("account")));
    }
    give_to_customer_owner(context, contract);
    const auto day = receipt.date("date");
    const bool is_new_day = !context.before || differs(context, "date");
    if (day && is_new_day && *day > context.snapshot.today()) {
        issues.add("date", "issue.date.future", {{"date", to_text(*day)}});
    }
    if (day && is_new_day && context.via == Via::form &&
        *day < add_days(context.snapshot.today(), -kReceivedAgoMax)) {
        issues.add("date", "issue.receipt.long_ago", {{"days", std::to_string(kReceivedAgoMax)}});
    }
    check_bill(context, issues);
    keep_frozen(context, {"date", "account", "currency", "rate", "amount", "method", "bill"},
                "issue.receipt.frozen", issues);
}

void choose_title(RuleContext& context) {
    Record& invoice = context.after;
    const Snapshot& snapshot = context.snapshot;
    const bool is_given = !invoice.get("title").is_null();
    if (!is_given && !context.before) {
        for (const Record& title :
             children_of(snapshot, "invoice_title", "account", invoice.ref("account"))) {
            if (title.flag("is_default")) invoice.set("title", title.id);
        }
    }
    if (context.before && !differs(context, "title")) return;
    const auto title = target(context, "invoice_title", "title");
    if (!title) return;
    if (is_given || invoice.get("title_name").is_null()) {
        invoice.set("title_name", title->get("name"));
        invoice.set("tax_no", title->get("tax_no"));
    }
}

void invoice_rule(RuleContext& context, Issues& issues) {
    Record& invoice = context.after;
    if (!context.before) {
        const auto contract = target(context, "contract", "contract");
        if (contract) follow_contract(context, *contract);
        give_to_customer_owner(context, contract);
    }
    choose_title(context);
    const Decimal amount = invoice.amount("amount");
    if (amount.is_negative()) issues.add("amount", "issue.invoice.negative");
    keep_frozen(context, {"contract", "account", "title", "kind", "currency", "rate", "amount"},
                "issue.invoice.frozen", issues);
}

void bill_rule(RuleContext& context, Issues& issues) {
    const auto received = context.after.date("received_on");
    const auto maturity = context.after.date("maturity");
    if (received && maturity && *maturity < *received) {
        issues.add("maturity", "issue.bill.maturity");
    }
    const auto from = context.after.get("range_from").get_if<std::int64_t>();
    const auto to = context.after.get("range_to").get_if<std::int64_t>();
    if (from && to && *to < *from) issues.add("range_to", "issue.bill.range");
    if (!context.before || !differs(context, "amount")) return;
    const Decimal paid = paid_by(context.snapshot, context.after.id, RecordId());
    const Decimal amount = multiply(context.after.amount("amount"), rate_of(context.after),
                                    kMoneyScale, Round::half_up);
    if (amount < paid) {
        issues.add("amount", "issue.bill.below_receipts", {{"paid", paid.to_text()}});
    }
}

void only_by_verb(RuleContext& context, Issues& issues) {
    if (context.via == Via::form) issues.add("", "issue.money.by_verb");
}

void new_only_by_verb(RuleContext& context, Issues& issues) {
    if (context.via == Via::form && !context.before) issues.add("", "issue.money.by_verb");
}

}  // namespace

void register_rules(record::Registry& registry) {
    registry.rule("contract", contract_rule);
    registry.rule("contract_line", price_line_of_contract);
    registry.rule("order", order_rule);
    registry.rule("order_line", price_line_of_order);
    registry.rule("instalment", instalment_rule);
    registry.rule("receipt", receipt_rule);
    registry.rule("invoice", invoice_rule);
    registry.rule("invoice_line", split_line_of_invoice);
    registry.lines_rule("contract", total_contract);
    registry.lines_rule("order", total_order);
    registry.lines_rule("invoice", total_invoice);
    registry.rule("bill", bill_rule);
    registry.rule("allocation", only_by_verb);
    registry.rule("refund", only_by_verb);
    registry.rule("delivery", new_only_by_verb);
}

}  // namespace bihuan::contract
