// An invoice is approved by finance, issued, delivered; a paper one may be voided in its month.
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

namespace bihuan::contract {

namespace {

bool is_paper(const Record& invoice) {
    const std::string kind = invoice.text("kind");
    return kind == "special" || kind == "normal" || kind == "receipt";
}

// Issued less red never exceeds what the contract is worth.
void check_room(const Snapshot& snapshot, const Record& invoice) {
    if (invoice.flag("is_red")) {
        return check_red(snapshot, load_one(snapshot, "invoice", invoice.ref("red_of")),
                         invoice.id, invoice.amount("amount"));
    }
    const Record contract = load_one(snapshot, "contract", invoice.ref("contract"));
    if (!is_in_force(contract)) throw refusal("error.contract.not_in_force", contract);
    const Decimal room = subtract(amount_in_force(contract), base_of(contract, "invoiced"));
    if (base_of(invoice, "amount") <= room) return;
    throw refusal("error.invoice.too_much", contract,
                  {{"room", room.to_text()}, {"asked", base_of(invoice, "amount").to_text()}});
}

}  // namespace

void check_number(const Snapshot& snapshot, RecordId invoice, const std::string& number) {
    bool taken = false;
    snapshot.db().query("SELECT 1 FROM invoice WHERE invoice_number = ? AND id <> ? "
                        "AND state <> 'void' AND deleted_at IS NULL LIMIT 1",
                        {std::string_view(number), invoice.value}, [&](const db::Row&) {
                            taken = true;
                            return false;
                        });
    if (taken) throw invalid("invoice_number", "issue.invoice.number", {{"number", number}});
}

std::string submit_invoice(VerbCall& call) {
    if (call.record.amount("amount") <= Decimal()) {
        throw invalid("amount", "issue.allocation.amount");
    }
    check_room(call.tx, call.record);
    const Record sent = save(call.tx, call.record,
                             {{"state", "approving"}, {"approval_note", Null{}}},
                             "invoice.submitted");
    approval::request(call.tx, call.object, sent, kFinanceRole,
                      call.tx.say("approval.title.invoice", {{"title", title_of(sent)}}),
                      base_of(sent, "amount"));
    return {};
}

std::string approve_invoice(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::approve, note);
    save(call.tx, call.record,
         {{"state", "approved"}, {"approval_note", note.empty() ? Value() : Value(note)}},
         "invoice.approved");
    return {};
}

std::string reject_invoice(VerbCall& call) {
    const std::string note = text_of(call, "note");
    approval::decide(call.tx, call.object, call.record, approval::Decision::reject, note);
    save(call.tx, call.record, {{"state", "rejected"}, {"approval_note", note}},
         "invoice.rejected");
    return {};
}

std::string issue_invoice(VerbCall& call) {
    const Record& invoice = call.record;
    const Date day = day_of(call);
    const std::string number = text_of(call, "invoice_number");
    const std::string confirmation = invoice.text("red_confirmation");
    if (invoice.flag("is_red") && confirmation != "confirmed") {
        throw refusal("error.invoice.red_unconfirmed", invoice);
    }
    check_room(call.tx, invoice);
    check_number(call.tx, invoice.id, number);
    FieldValues values{{"state", "issued"}, {"issue_date", day}, {"invoice_number", number}};
    if (invoice.flag("is_red")) values.emplace_back("red_confirmation", "issued");
    save(call.tx, invoice, values, invoice.flag("is_red") ? "invoice.reddened"
                                                          : "invoice.issued");
    return {};
}

std::string deliver_invoice(VerbCall& call) {
    save(call.tx, call.record,
         {{"state", "delivered"}, {"courier_number", call.argument("courier_number")}},
         "invoice.delivered");
    return {};
}

// Before it is issued any; afterwards only paper, in the month of issue, with nothing on it.
std::string void_invoice(VerbCall& call) {
    const Record& invoice = call.record;
    const Date day = day_of(call);
    const std::string state = invoice.text("state");
    if (state == "issued") {
        const auto issued = invoice.date("issue_date");
        if (!is_paper(invoice) || !issued || month_of(*issued) != month_of(day) || day < *issued) {
            throw refusal("error.invoice.void_needs_red", invoice);
        }
        if (!base_of(invoice, "allocated").is_zero()) {
            throw refusal("error.invoice.allocated", invoice);
        }
        if (!base_of(invoice, "red_total").is_zero()) {
            throw refusal("error.invoice.void_needs_red", invoice);
        }
    }
    if (state == "approving") approval::withdraw(call.tx, call.object, invoice);
    save(call.tx, invoice,
         {{"state", "void"}, {"voided_on", day}, {"note", call.argument("reason")}},
         "invoice.voided");
    return {};
}

}  // namespace bihuan::contract
