// The verbs of this module, one family per file, put into the registry by contract.cpp. Private.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

std::string convert_quote(VerbCall& call);              // quote_convert.cpp

std::string submit_contract(VerbCall& call);            // contract_approval.cpp
std::string approve_contract(VerbCall& call);
std::string reject_contract(VerbCall& call);
std::string revoke_contract(VerbCall& call);
std::string unapprove_contract(VerbCall& call);
std::string sign_contract(VerbCall& call);              // contract_sign.cpp
std::string plan_contract(VerbCall& call);              // contract_plan.cpp
std::string start_contract(VerbCall& call);             // contract_stages.cpp
std::string complete_contract(VerbCall& call);
std::string change_contract(VerbCall& call);
std::string finish_change_contract(VerbCall& call);
std::string archive_contract(VerbCall& call);
std::string terminate_contract(VerbCall& call);         // contract_end.cpp
std::string void_contract(VerbCall& call);

std::string write_off_instalment(VerbCall& call);       // instalment.cpp
std::string mark_event_of_instalment(VerbCall& call);

std::string confirm_order(VerbCall& call);              // order.cpp
std::string process_order(VerbCall& call);
std::string ship_order(VerbCall& call);                 // order_ship.cpp
std::string receive_order(VerbCall& call);
std::string cancel_order(VerbCall& call);
// Also of a contract that ends; `day` is the cancellation's.
void cancel_one_order(Tx& tx, const Record& order, Date day, const std::string& reason);

std::string submit_receipt(VerbCall& call);             // receipt.cpp
std::string approve_receipt(VerbCall& call);
std::string reject_receipt(VerbCall& call);
std::string confirm_receipt(VerbCall& call);
std::string claim_receipt(VerbCall& call);
std::string reverse_receipt_verb(VerbCall& call);
std::string allocate_receipt(VerbCall& call);           // receipt_allocate.cpp
std::string reverse_allocation_verb(VerbCall& call);
std::string refund_receipt(VerbCall& call);             // refund.cpp
std::string approve_refund(VerbCall& call);
std::string reject_refund(VerbCall& call);

std::string submit_invoice(VerbCall& call);             // invoice.cpp
std::string approve_invoice(VerbCall& call);
std::string reject_invoice(VerbCall& call);
std::string issue_invoice(VerbCall& call);
std::string deliver_invoice(VerbCall& call);
std::string void_invoice(VerbCall& call);
// What of an invoice may still be reddened; `but`: a red one that is not counted.
Decimal rest_to_redden(const Snapshot& snapshot, const Record& blue, RecordId but);
// Error(conflict) when a red invoice (zero: a new one) of this amount takes more than that, or
// more than is not paid.
void check_red(const Snapshot& snapshot, const Record& blue, RecordId red, Decimal amount);
// Error(invalid) when another invoice has this number.
void check_number(const Snapshot& snapshot, RecordId invoice, const std::string& number);
std::string red_invoice(VerbCall& call);                // invoice_red.cpp
std::string confirm_red_invoice(VerbCall& call);

std::string endorse_bill(VerbCall& call);               // bill.cpp
std::string discount_bill(VerbCall& call);
std::string collect_bill(VerbCall& call);
std::string honour_bill(VerbCall& call);
std::string dishonour_bill(VerbCall& call);

// The text of an argument; empty when not given.
std::string text_of(const VerbCall& call, std::string_view argument);

}  // namespace bihuan::contract
