// Which debts a receipt pays: to many instalments and invoices in one act, or none of them.
#include "sales/contract/contract.h"
#include "sales/contract/read_json.h"
#include "sales/contract/settle.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

#include <algorithm>
#include <map>

namespace bihuan::contract {

namespace {

constexpr std::size_t kTargetsMax = 200;  // one receipt; each is two writes in one transaction
constexpr std::string_view kAutomatic = "auto";

struct Target {
    RecordId instalment;
    RecordId invoice;
    Decimal amount = Decimal(0, kMoneyScale);
};

std::vector<Target> read_targets(const VerbCall& call) {
    std::vector<Target> targets;
    const std::string text = text_of(call, "allocations");
    if (text == kAutomatic) {
        for (const Proposal& one : propose_allocations(call.tx, call.record)) {
            targets.push_back({one.instalment, RecordId(), one.amount});
        }
        if (targets.empty()) throw refusal("error.receipt.nothing_open", call.record);
        return targets;
    }
    Issues issues;
    const Json json = read_list(text, "allocations", kTargetsMax);
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string place = "allocations[" + std::to_string(i) + "].";
        Target target;
        target.instalment = read_id(json.at(i), "instalment", place, issues);
        target.invoice = read_id(json.at(i), "invoice", place, issues);
        const auto amount = read_decimal(json.at(i), "amount", place, issues);
        if (!amount || *amount <= Decimal()) {
            issues.add(place + "amount", "issue.allocation.amount");
        } else {
            target.amount = *amount;
        }
        if (!target.instalment && !target.invoice) {
            issues.add(place + "instalment", "issue.allocation.target");
        }
        targets.push_back(target);
    }
    throw_if_any(std::move(issues));
    return targets;
}

// Groups pay for each other: one account may stand above the other.
bool may_pay_for(const Snapshot& snapshot, RecordId payer, RecordId debtor) {
    if (payer == debtor) return true;
    const auto parent = [&](RecordId id) {
        const auto account = record::load(snapshot, object_named(snapshot, "account"), id);
        return account ? account->ref("parent") : RecordId();
    };
    return parent(payer) == debtor || parent(debtor) == payer;
}

// Everything one act of allocating looks at, each record read once.
class Allocating {
public:
    Allocating(Tx& tx, const Record& receipt)
        : tx_(tx), receipt_(receipt), rest_(rest_of(tx, receipt)) {}

    void check(const std::vector<Target>& targets);
    std::string write(const std::vector<Target>& targets);

private:
    void check_instalment(const Target& target, const std::string& place);
    void check_invoice(const Target& target, const std::string& place);
    void check_account(const Record& target, const std::string& field);
    void short_of(const std::string& field, const Record& record, Decimal rest, Decimal asked);

    Tx& tx_;
    const Record& receipt_;
    Rest rest_;
    std::map<RecordId, Record> records_;
    std::map<RecordId, Decimal> asked_;
    Issues issues_;
};

void Allocating::short_of(const std::string& field, const Record& record, Decimal rest,
                          Decimal asked) {
    issues_.add(field, "issue.allocation.rest",
                {{"title", title_of(record)},
                 {"rest", rest.to_text()},
                 {"asked", asked.to_text()}});
}

void Allocating::check_account(const Record& target, const std::string& field) {
    if (may_pay_for(tx_, receipt_.ref("account"), target.ref("account"))) return;
    issues_.add(field, "issue.account.other", {{"title", title_of(target)}});
}

void Allocating::check_instalment(const Target& target, const std::string& place) {
    if (!target.instalment) return;
    const Record& one = records_.try_emplace(target.instalment,
                                             load_one(tx_, "instalment", target.instalment))
                            .first->second;
    const Record contract = load_one(tx_, "contract", one.ref("contract"));
    const std::string field = place + "instalment";
    if (one.flag("void") || !is_in_force(contract)) {
        issues_.add(field, "issue.allocation.not_open", {{"title", title_of(one)}});
        return;
    }
    check_account(one, field);
    Decimal& asked = asked_[one.id];
    asked = add(asked, target.amount);
    if (asked > remaining(one)) short_of(place + "amount", one, remaining(one), asked);
}

void Allocating::check_invoice(const Target& target, const std::string& place) {
    if (!target.invoice) return;
    const Record& one = records_.try_emplace(target.invoice,
                                             load_one(tx_, "invoice", target.invoice))
                            .first->second;
    const std::string field = place + "invoice";
    const std::string state = one.text("state");
    if (one.flag("is_red") || (state != "issued" && state != "delivered")) {
        issues_.add(field, "issue.allocation.not_issued", {{"title", title_of(one)}});
        return;
    }
    check_account(one, field);
    const Decimal open = subtract(subtract(base_of(one, "amount"), base_of(one, "red_total")),
                                  base_of(one, "allocated"));
    Decimal& asked = asked_[one.id];
    asked = add(asked, target.amount);
    if (asked > open) short_of(place + "amount", one, open, asked);
    if (!target.instalment) return;
    const RecordId contract = records_.at(target.instalment).ref("contract");
    if (contract == one.ref("contract")) return;
    issues_.add(field, "issue.allocation.other_contract", {{"title", title_of(one)}});
}

void Allocating::check(const std::vector<Target>& targets) {
    Decimal to_instalments(0, kMoneyScale);
    Decimal to_invoices(0, kMoneyScale);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::string place = "allocations[" + std::to_string(i) + "].";
        check_instalment(targets[i], place);
        check_invoice(targets[i], place);
        Decimal& sum = targets[i].instalment ? to_instalments : to_invoices;
        sum = add(sum, targets[i].amount);
        if (targets[i].instalment && targets[i].invoice) {
            to_invoices = add(to_invoices, targets[i].amount);
        }
    }
    if (to_instalments > rest_.instalments) {
        short_of("allocations", receipt_, rest_.instalments, to_instalments);
    }
    if (to_invoices > rest_.invoices) {
        short_of("allocations", receipt_, rest_.invoices, to_invoices);
    }
    // Not the input's fault alone: somebody may have been quicker. Nothing is written.
    if (!issues_.empty()) {
        throw refusal("error.receipt.allocate", receipt_).with_issues(std::move(issues_));
    }
}

std::string Allocating::write(const std::vector<Target>& targets) {
    std::string out;
    JsonWriter writer(out);
    writer.begin_object().key("allocations").begin_array();
    for (const Target& target : targets) {
        const Record& owed =
            records_.at(target.instalment ? target.instalment : target.invoice);
        const Record row = make(tx_, "allocation",
                                {{"receipt", receipt_.id},
                                 {"instalment", or_null(target.instalment)},
                                 {"invoice", or_null(target.invoice)},
                                 {"contract", or_null(owed.ref("contract"))},
                                 {"account", or_null(owed.ref("account"))},
                                 {"amount", target.amount},
                                 {"date", receipt_.get("date")},
                                 {"allocated_on", tx_.today()},
                                 {"kind", "receipt"},
                                 {"to_instalment", static_cast<bool>(target.instalment)},
                                 {"to_invoice", static_cast<bool>(target.invoice)},
                                 {"reversed", false}},
                                "receipt.allocated");
        writer.id(row.id.value);
    }
    writer.end_array().end_object();
    return out;
}

bool is_due_before(const Record& a, const Record& b) {
    const auto due_a = a.date("due_date");
    const auto due_b = b.date("due_date");
    if (due_a.has_value() != due_b.has_value()) return due_a.has_value();
    if (due_a && *due_a != *due_b) return *due_a < *due_b;
    return a.id < b.id;
}

// Open instalments of contracts in force, those of the receipt's contract only when it has one
// that is still open.
std::vector<Record> open_instalments(const Snapshot& snapshot, const Record& receipt) {
    std::vector<Record> open =
        children_of(snapshot, "instalment", "account", receipt.ref("account"));
    std::erase_if(open, [](const Record& one) {
        return one.flag("void") || remaining(one) <= Decimal();
    });
    std::map<RecordId, bool> in_force;
    std::erase_if(open, [&](const Record& one) {
        const RecordId id = one.ref("contract");
        const auto known = in_force.find(id);
        if (known != in_force.end()) return !known->second;
        return !(in_force[id] = is_in_force(load_one(snapshot, "contract", id)));
    });
    const RecordId contract = receipt.ref("contract");
    const auto is_its_own = [&](const Record& one) { return one.ref("contract") == contract; };
    std::stable_sort(open.begin(), open.end(), is_due_before);
    std::stable_partition(open.begin(), open.end(), is_its_own);
    return open;
}

}  // namespace

std::vector<Proposal> propose_allocations(const Snapshot& snapshot, const Record& receipt) {
    std::vector<Proposal> proposals;
    if (receipt.text("state") != "confirmed" || !receipt.ref("account")) return proposals;
    Decimal rest = rest_of(snapshot, receipt).instalments;
    if (rest <= Decimal()) return proposals;
    const std::vector<Record> open = open_instalments(snapshot, receipt);
    for (const Record& one : open) {
        if (remaining(one) == rest) return {{one.id, one.ref("contract"), rest}};
    }
    for (const Record& one : open) {
        const Decimal amount = std::min(rest, remaining(one));
        proposals.push_back({one.id, one.ref("contract"), amount});
        rest = subtract(rest, amount);
        if (rest.is_zero()) break;
    }
    return proposals;
}

std::string allocate_receipt(VerbCall& call) {
    if (!call.record.ref("account")) throw refusal("error.receipt.unclaimed", call.record);
    const std::vector<Target> targets = read_targets(call);
    Allocating allocating(call.tx, call.record);
    allocating.check(targets);
    return allocating.write(targets);
}

std::string reverse_allocation_verb(VerbCall& call) {
    approval::demand_role(call.tx, kFinanceRole);
    const Record row = reverse_allocation(call.tx, call.record, call.tx.today(),
                                          text_of(call, "reason"));
    return "{\"allocation\":\"" + to_text(row.id) + "\"}";
}

}  // namespace bihuan::contract
