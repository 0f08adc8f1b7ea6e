// 红冲: the red invoice is its own record, with a positive amount and a negative signed amount; the
// blue one keeps its row and says how much of it is red. 红字确认单: pending, confirmed, issued.
#include "sales/contract/verbs.h"

namespace bihuan::contract {

namespace {

// Red records on their way that do not count in red_total yet.
Decimal waiting_reds(const Snapshot& snapshot, const Record& blue) {
    Decimal sum(0, kMoneyScale);
    for (const Record& red : children_of(snapshot, "invoice", "red_of", blue.id)) {
        if (red.text("state") == "approved") sum = add(sum, red.amount("amount"));
    }
    return sum;
}

// The whole invoice is copied line by line; a part of it is one line that says so.
std::vector<FieldValues> red_lines(const Snapshot& snapshot, const Record& blue, bool is_whole) {
    std::vector<FieldValues> rows;
    if (!is_whole) return rows;
    for (const Record& line : children_of(snapshot, "invoice_line", "invoice", blue.id)) {
        FieldValues row;
        for (const char* field : {"name", "spec", "unit", "quantity", "price", "tax_rate",
                                  "amount"}) {
            row.emplace_back(field, line.get(field));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

std::string red_invoice(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& blue = call.record;
    const Date day = day_of(call);
    const auto issued = blue.date("issue_date");
    if (issued && day < *issued) {
        throw invalid("date", "issue.invoice.before_issue", {{"date", to_text(*issued)}});
    }
    const Decimal red = add(own_of(blue, base_of(blue, "red_total")), waiting_reds(tx, blue));
    const Decimal rest = subtract(blue.amount("amount"), red);
    const auto* given = call.argument("amount").get_if<Decimal>();
    const Decimal amount = given ? *given : rest;
    if (amount <= Decimal() || amount > rest) {
        throw refusal("error.invoice.red_rest", blue,
                      {{"rest", rest.to_text()}, {"asked", amount.to_text()}});
    }
    if (own_of(blue, base_of(blue, "allocated")) > subtract(rest, amount)) {
        throw refusal("error.invoice.allocated", blue);
    }
    const std::string number = text_of(call, "invoice_number");
    const bool is_issued = !number.empty();
    FieldValues values{{"is_red", true},
                       {"red_of", blue.id},
                       {"red_reason", call.argument("reason")},
                       {"amount", amount},
                       {"state", is_issued ? "issued" : "approved"},
                       {"red_confirmation", is_issued ? "issued" : "pending"}};
    for (const char* field :
         {"contract", "account", "title", "title_name", "tax_no", "kind", "currency", "rate"}) {
        values.emplace_back(field, blue.get(field));
    }
    if (is_issued) {
        values.emplace_back("issue_date", day);
        values.emplace_back("invoice_number", number);
    }
    const bool is_whole = amount == blue.amount("amount");
    const Record record = make_with_lines(tx, "invoice", values,
                                          {{"lines", red_lines(tx, blue, is_whole)}},
                                          is_issued ? "invoice.reddened" : "invoice.red_asked");
    return "{\"invoice\":\"" + to_text(record.id) + "\"}";
}

// The buyer, or the tax office, has confirmed the 红字确认单.
std::string confirm_red_invoice(VerbCall& call) {
    save(call.tx, call.record, {{"red_confirmation", "confirmed"}}, "invoice.red_confirmed");
    return {};
}

}  // namespace bihuan::contract
