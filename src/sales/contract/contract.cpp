#include "sales/contract/contract.h"

#include "sales/contract/ledger_hooks.h"
#include "sales/contract/rules.h"
#include "sales/contract/verbs.h"
#include "sales/team/team.h"

namespace bihuan::contract {

std::string text_of(const VerbCall& call, std::string_view argument) {
    const auto* text = call.argument(argument).get_if<std::string>();
    return text ? *text : std::string();
}

namespace {

struct Known {
    const char* object;
    const char* verb;
    std::string (*act)(VerbCall&);
};

constexpr Known kVerbs[] = {
    {"quote", "convert", convert_quote},
    {"contract", "submit", submit_contract},
    {"contract", "approve", approve_contract},
    {"contract", "reject", reject_contract},
    {"contract", "revoke", revoke_contract},
    {"contract", "unapprove", unapprove_contract},
    {"contract", "sign", sign_contract},
    {"contract", "plan", plan_contract},
    {"contract", "start", start_contract},
    {"contract", "complete", complete_contract},
    {"contract", "change", change_contract},
    {"contract", "finish_change", finish_change_contract},
    {"contract", "archive", archive_contract},
    {"contract", "transfer", team::transfer_verb},
    {"contract", "terminate", terminate_contract},
    {"contract", "void", void_contract},
    {"instalment", "write_off", write_off_instalment},
    {"instalment", "mark_event", mark_event_of_instalment},
    {"order", "confirm", confirm_order},
    {"order", "process", process_order},
    {"order", "ship", ship_order},
    {"order", "receive", receive_order},
    {"order", "cancel", cancel_order},
    {"receipt", "submit", submit_receipt},
    {"receipt", "approve", approve_receipt},
    {"receipt", "reject", reject_receipt},
    {"receipt", "confirm", confirm_receipt},
    {"receipt", "claim", claim_receipt},
    {"receipt", "allocate", allocate_receipt},
    {"receipt", "reverse", reverse_receipt_verb},
    {"receipt", "refund", refund_receipt},
    {"allocation", "reverse", reverse_allocation_verb},
    {"refund", "approve", approve_refund},
    {"refund", "reject", reject_refund},
    {"invoice", "submit", submit_invoice},
    {"invoice", "approve", approve_invoice},
    {"invoice", "reject", reject_invoice},
    {"invoice", "issue", issue_invoice},
    {"invoice", "deliver", deliver_invoice},
    {"invoice", "void", void_invoice},
    {"invoice", "red", red_invoice},
    {"invoice", "confirm_red", confirm_red_invoice},
    {"bill", "endorse", endorse_bill},
    {"bill", "discount", discount_bill},
    {"bill", "collect", collect_bill},
    {"bill", "honour", honour_bill},
    {"bill", "dishonour", dishonour_bill},
};

}  // namespace

bool is_for_finance(std::string_view object, std::string_view verb) {
    if (verb == "reverse") return object == "receipt" || object == "allocation";
    return (object == "receipt" && verb == "confirm") ||
           (object == "instalment" && verb == "write_off");
}

void register_contract(record::Registry& registry) {
    register_rules(registry);
    register_hooks(registry);
    for (const Known& known : kVerbs) registry.verb(known.object, known.verb, known.act);
}

}  // namespace bihuan::contract
