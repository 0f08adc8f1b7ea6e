#include "sales/contract/ledger_hooks.h"

#include "kernel/workspace.h"
#include "sales/contract/due.h"
#include "sales/contract/entries.h"
#include "sales/contract/settle.h"
#include "sales/contract/switches.h"
#include "sales/team/team.h"

#include <algorithm>
#include <initializer_list>

namespace bihuan::contract {

namespace {

constexpr std::string_view kUndoOfImport = "undo import";

bool is_state(const Record* record, std::initializer_list<std::string_view> states) {
    if (!record || record->deleted_at) return false;
    const std::string state = record->text("state");
    return std::find(states.begin(), states.end(), state) != states.end();
}

Date day_or_today(const Tx& tx, const Record& record, std::string_view field) {
    return record.date(field).value_or(tx.today());
}

// Nothing that left figures behind is deleted; it is voided, reversed or reddened. An import that
// is taken back never was: its rows in the ledger are turned.
void refuse_removal(const Tx& tx, const Record* before, const Record& after, bool has_effect) {
    if (tx.cause().starts_with(kUndoOfImport)) return;
    if (before && !before->deleted_at && after.deleted_at && has_effect) {
        throw refusal("error.money.keep", *before);
    }
}

void contract_signed(Tx& tx, const Record& contract) {
    const Date day = day_or_today(tx, contract, "sign_date");
    const Date booked = contract.date("booked_on").value_or(day);
    const RecordId account = contract.ref("account");
    const std::vector<Person> people = people_on(tx, contract, day);
    if (!is_framework(contract)) {
        post_shared(tx, contract,
                    {"signed", booked, base_of(contract, "amount"), 1, 0, contract.text("type"),
                     account, contract.id},
                    people);
    }
    const bool is_supplement = contract.text("type") == "supplement";
    if (!is_supplement && count_of_account(tx, "first_signed", account) == 0) {
        post(tx, contract,
             {"first_signed", booked, Decimal(0, kMoneyScale), 1, 0, "", account, contract.id},
             owner_on(tx, contract, day));
    }
    const auto drafted = contract.date("drafted_on");
    if (drafted && *drafted <= day) {
        post(tx, contract,
             {"signing_days", booked, Decimal(0, kMoneyScale), 1,
              tx.calendar().working_days(*drafted, day), "", account, contract.id},
             owner_on(tx, contract, day));
    }
    catch_up(tx, contract.id);
}

bool another_stands(const Snapshot& snapshot, const Record& contract) {
    for (const Record& other :
         children_of(snapshot, "contract", "account", contract.ref("account"))) {
        if (other.id != contract.id && other.text("type") != "supplement" && is_in_force(other)) {
            return true;
        }
    }
    return false;
}

void contract_voided(Tx& tx, const Record& contract) {
    const Date day = day_or_today(tx, contract, "voided_on");
    take_back(tx, contract, contract.id, "signed", day);
    take_back(tx, contract, contract.id, "signing_days", day);
    const RecordId account = contract.ref("account");
    if (another_stands(tx, contract)) return;
    if (count_of_account(tx, "first_signed", account) <= 0) return;
    post(tx, contract,
         {"first_signed", day, Decimal(0, kMoneyScale), -1, 0, "", account, contract.id},
         owner_on(tx, contract, day));
}

// A change of the amount, or the rest that a termination strikes out.
void contract_moved(Tx& tx, const Record& before, const Record& after) {
    if (is_framework(after)) return;
    const Decimal change = subtract(base_of(after, "amount"), base_of(before, "amount"));
    if (!change.is_zero()) {
        post_shared(tx, after,
                    {"signed", tx.today(), change, 0, 0, "change", after.ref("account"),
                     after.id},
                    people_on(tx, after, tx.today()));
    }
    const Decimal struck = subtract(base_of(after, "terminated_amount"),
                                    base_of(before, "terminated_amount"));
    if (struck.is_zero()) return;
    std::vector<Person> people = people_of(tx, after.id, "signed");
    if (people.empty()) people = people_on(tx, after, tx.today());
    post_shared(tx, after,
                {"signed", day_or_today(tx, after, "terminated_on"), -struck, 0, 0, "terminated",
                 after.ref("account"), after.id},
                people);
}

// Whoever takes over the contract takes over its instalments; figures of the past stay.
void hand_over_plan(Tx& tx, const Record& contract) {
    for (const Record& one : children_of(tx, "instalment", "contract", contract.id)) {
        if (one.ref("owner") == contract.ref("owner")) continue;
        save(tx, one, {{"owner", contract.get("owner")}});
    }
}

void after_contract(Tx& tx, const Record* before, const Record& after) {
    const bool was = before && !before->deleted_at && is_in_force(*before);
    refuse_removal(tx, before, after, was);
    if (after.deleted_at) return;
    const bool is = is_in_force(after);
    if (!was && is) contract_signed(tx, after);
    if (was && !is) contract_voided(tx, after);
    if (was && is) contract_moved(tx, *before, after);
    if (before && before->ref("owner") != after.ref("owner")) hand_over_plan(tx, after);
}

void after_order(Tx& tx, const Record* before, const Record& after) {
    const auto counts = [&](const Record* record) {
        return is_state(record, {"confirmed", "processing", "shipped", "received"});
    };
    const bool was = counts(before);
    refuse_removal(tx, before, after, was);
    if (after.deleted_at || was == counts(&after)) return;
    if (was) {
        const Date day = day_or_today(tx, after, "cancelled_on");
        take_back(tx, after, after.id, "ordered", day);
        take_back(tx, after, after.id, "signed", day);
        return;
    }
    const Date day = after.date("confirmed_on").value_or(day_or_today(tx, after, "date"));
    const RecordId id = after.ref("contract");
    Entry entry{"ordered", day, base_of(after, "amount"), 1, 0, "", after.ref("account"), id};
    post(tx, after, entry, owner_on(tx, after, day));
    if (!id || !kFrameworkOrdersCountAsSigned) return;
    const Record contract = load_one(tx, "contract", id);
    if (!is_framework(contract)) return;
    entry.metric = "signed";
    entry.tag = "framework_order";
    const bool has_splits = !children_of(tx, "contract_split", "contract", id).empty();
    const std::vector<Person> people = has_splits
                                           ? people_on(tx, contract, day)
                                           : std::vector<Person>{owner_on(tx, after, day)};
    post_shared(tx, after, entry, people);
}

bool is_by_bill(const Record& receipt) {
    return receipt.text("method") == "bill" || receipt.ref("bill");
}

void after_receipt(Tx& tx, const Record* before, const Record& after) {
    const bool was = is_state(before, {"confirmed"});
    refuse_removal(tx, before, after, was || is_state(before, {"reversed"}));
    if (after.deleted_at) return;
    const bool is = is_state(&after, {"confirmed"});
    const Person nobody{UserId(), RecordId(), Decimal::of(1)};
    const bool waits = !kBillsCountOnReceipt && after.ref("bill");
    if (!was && is && !waits) {
        const Entry entry{"collected", day_or_today(tx, after, "date"),
                          base_of(after, "amount"), 1, 0, is_by_bill(after) ? "bill" : "",
                          after.ref("account"), after.ref("contract")};
        post(tx, after, entry, nobody);
    }
    if (was && !is) {
        take_back(tx, after, after.id, "collected", day_or_today(tx, after, "reversed_on"));
    }
    // Claimed after it was confirmed: the company's figure stays, the customer's begins.
    if (was && is && before->ref("account") != after.ref("account")) {
        const auto posted = people_of(tx, after.id, "collected");
        if (posted.empty()) return;
        take_back(tx, after, after.id, "collected", tx.today());
        post(tx, after,
             {"collected", tx.today(), posted.front().weight, 1, 0,
              is_by_bill(after) ? "bill" : "", after.ref("account"), after.ref("contract")},
             nobody);
    }
}

void after_refund(Tx& tx, const Record* before, const Record& after) {
    refuse_removal(tx, before, after, true);
    if (is_state(before, {"confirmed"}) || !is_state(&after, {"confirmed"})) return;
    const Record receipt = load_one(tx, "receipt", after.ref("receipt"));
    post(tx, receipt,
         {"collected", day_or_today(tx, after, "date"), -base_of(after, "amount"), 0, 0,
          "refund", receipt.ref("account"), receipt.ref("contract")},
         {UserId(), RecordId(), Decimal::of(1)});
}

void after_invoice(Tx& tx, const Record* before, const Record& after) {
    const bool was = is_state(before, {"issued", "delivered"});
    refuse_removal(tx, before, after, was);
    if (after.deleted_at) return;
    const bool is = is_state(&after, {"issued", "delivered"});
    if (was == is) return;
    if (is) {
        const Date day = day_or_today(tx, after, "issue_date");
        const RecordId id = after.ref("contract");
        const Record contract = load_one(tx, "contract", id);
        const bool is_red = after.flag("is_red");
        const Decimal amount = base_of(after, "amount");
        post(tx, after,
             {"invoiced", day, is_red ? -amount : amount, is_red ? -1 : 1, 0,
              is_red ? "red" : "", after.ref("account"), id},
             owner_on(tx, contract, day));
        catch_up(tx, id);
    }
    if (was) {
        take_back(tx, after, after.id, "invoiced", day_or_today(tx, after, "voided_on"));
    }
}

// An allocation's figures belong to the people of its contract on the receipt's day; what takes
// it back, to the same people on its own day.
void after_allocation(Tx& tx, const Record* before, const Record& after) {
    refuse_removal(tx, before, after, true);
    if (before || !after.flag("to_instalment")) return;
    const bool is_receipt = after.text("kind") == "receipt" || after.text("kind") == "advance";
    const std::string metric = is_receipt ? "allocated" : "written_off";
    const Date day = day_or_today(tx, after, "date");
    if (const RecordId reverses = after.ref("reverses")) {
        take_back(tx, after, reverses, metric, day);
    } else {
        const Record contract = load_one(tx, "contract", after.ref("contract"));
        post_shared(tx, after,
                    {metric, day, base_of(after, "amount"), 1, 0,
                     is_receipt ? "" : after.text("kind"), after.ref("account"), contract.id},
                    people_on(tx, contract, day));
    }
    settle(tx, after.ref("instalment"));
}

// Two customers that are one were one new customer: whose first contract is the later one is taken
// back on the day that this was found out. Its bookings are those of the one that stays by now.
void after_account(Tx& tx, const Record* before, const Record& after) {
    const RecordId kept = after.ref("merged_into");
    if (!kept || (before && before->ref("merged_into") == kept)) return;
    std::vector<RecordId> firsts;
    tx.db().query("SELECT record FROM ledger WHERE metric = 'first_signed' AND account = ? "
                  "GROUP BY record HAVING SUM(count) > 0 ORDER BY MIN(date), MIN(id)",
                  {kept.value}, [&](const db::Row& row) {
                      firsts.emplace_back(row.integer(0));
                      return true;
                  });
    for (std::size_t i = 1; i < firsts.size(); ++i) {
        const Record contract = load_one(tx, "contract", firsts[i]);
        take_back(tx, contract, contract.id, "first_signed", tx.today());
    }
}

}  // namespace

void register_hooks(record::Registry& registry) {
    // What still has an effect cannot be deleted; what rows are left then cancel out by themselves.
    for (const char* object :
         {"contract", "order", "receipt", "invoice", "allocation", "refund"}) {
        registry.after_write(object, team::follow_deletion);
    }
    registry.after_write("account", after_account);
    registry.after_write("contract", after_contract);
    registry.after_write("order", after_order);
    registry.after_write("receipt", after_receipt);
    registry.after_write("refund", after_refund);
    registry.after_write("invoice", after_invoice);
    registry.after_write("allocation", after_allocation);
    registry.after_write("instalment", [](Tx& tx, const Record* before, const Record& after) {
        if (!before || !after.deleted_at) return;
        // The plan of a contract in force adds up to its amount: it is planned anew as a whole.
        const bool is_planned = !before->flag("void") &&
                                is_in_force(load_one(tx, "contract", before->ref("contract")));
        refuse_removal(tx, before, after, is_planned || !covered(*before).is_zero());
    });
    registry.after_write("bill", [](Tx& tx, const Record* before, const Record& after) {
        if (!after.deleted_at) return;
        refuse_removal(tx, before, after, !children_of(tx, "receipt", "bill", after.id).empty());
    });
}

}  // namespace bihuan::contract
