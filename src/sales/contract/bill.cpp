// 票据: held, passed on, discounted, collected; honoured or refused by its acceptor. A refused bill
// takes its receipt back, so that the instalments and their old due dates are open again.
#include "sales/contract/entries.h"
#include "sales/contract/settle.h"
#include "sales/contract/switches.h"
#include "sales/contract/verbs.h"

namespace bihuan::contract {

namespace {

void check_day(const Record& bill, Date day) {
    const auto received = bill.date("received_on");
    if (!received || *received <= day) return;
    throw invalid("date", "issue.bill.before", {{"date", to_text(*received)}});
}

}  // namespace

std::string endorse_bill(VerbCall& call) {
    const Date day = day_of(call);
    check_day(call.record, day);
    save(call.tx, call.record,
         {{"state", "endorsed"}, {"endorsed_to", call.argument("to")}, {"settled_on", day}},
         "bill.endorsed");
    return {};
}

std::string discount_bill(VerbCall& call) {
    const Date day = day_of(call);
    check_day(call.record, day);
    const Decimal fee = call.argument("fee").as<Decimal>();
    if (fee.is_negative() || fee > base_of(call.record, "amount")) {
        throw invalid("fee", "issue.bill.fee");
    }
    save(call.tx, call.record,
         {{"state", "discounted"}, {"discount_fee", fee}, {"settled_on", day}},
         "bill.discounted");
    return {};
}

std::string collect_bill(VerbCall& call) {
    check_day(call.record, day_of(call));
    save(call.tx, call.record, {{"state", "collecting"}}, "bill.collecting");
    return {};
}

std::string honour_bill(VerbCall& call) {
    Tx& tx = call.tx;
    const Date day = day_of(call);
    check_day(call.record, day);
    save(tx, call.record, {{"state", "honoured"}, {"settled_on", day}}, "bill.honoured");
    if (kBillsCountOnReceipt) return {};
    for (const Record& receipt : children_of(tx, "receipt", "bill", call.record.id)) {
        if (receipt.text("state") != "confirmed") continue;
        post(tx, receipt,
             {"collected", day, base_of(receipt, "amount"), 1, 0, "bill",
              receipt.ref("account"), receipt.ref("contract")},
             {UserId(), RecordId(), Decimal::of(1)});
    }
    return {};
}

std::string dishonour_bill(VerbCall& call) {
    Tx& tx = call.tx;
    const Date day = day_of(call);
    check_day(call.record, day);
    const std::string reason = text_of(call, "reason");
    for (const Record& receipt : children_of(tx, "receipt", "bill", call.record.id)) {
        if (receipt.text("state") != "confirmed") continue;
        reverse_receipt(tx, receipt, day, reason);
    }
    save(tx, call.record,
         {{"state", "dishonoured"}, {"settled_on", day}, {"dishonour_reason", reason}},
         "bill.dishonoured");
    return {};
}

}  // namespace bihuan::contract
