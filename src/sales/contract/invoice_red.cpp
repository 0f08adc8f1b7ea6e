// 红冲: the red invoice is its own record, with a positive amount and a negative signed amount; the
// blue one keeps its row and says how much of it is red. 红字确认单: pending, confirmed, issued.
#include "base/exact.h"
#include "sales/contract/verbs.h"
#include "work/approval/approval.h"

#include <algorithm>

namespace bihuan::contract {

namespace {

bool is_waiting(const Record& red) {
    const std::string state = red.text("state");
    return state == "approving" || state == "approved";
}

bool stands(const Record& red) {
    const std::string state = red.text("state");
    return state == "issued" || state == "delivered" || is_waiting(red);
}

// Red records on their way that do not count in red_total yet, but for one of them.
Decimal waiting_reds(const Snapshot& snapshot, const Record& blue, RecordId but) {
    Decimal sum(0, kMoneyScale);
    for (const Record& red : children_of(snapshot, "invoice", "red_of", blue.id)) {
        if (red.id != but && is_waiting(red)) sum = add(sum, red.amount("amount"));
    }
    return sum;
}

// What of each line of the blue invoice no red one has taken yet: the lines of a red invoice stand
// in the places of those they are of.
std::vector<Decimal> rest_of_lines(const Snapshot& snapshot, const Record& blue,
                                   const std::vector<Record>& lines) {
    std::vector<Decimal> rest;
    for (const Record& line : lines) {
        rest.push_back(line.amount("amount").rescale(kMoneyScale, Round::half_up));
    }
    for (const Record& red : children_of(snapshot, "invoice", "red_of", blue.id)) {
        if (!stands(red)) continue;
        for (const Record& line : children_of(snapshot, "invoice_line", "invoice", red.id)) {
            for (std::size_t i = 0; i < lines.size(); ++i) {
                if (lines[i].get("position") != line.get("position")) continue;
                rest[i] = subtract(rest[i], line.amount("amount"));
            }
        }
    }
    return rest;
}

// Each line's share of `amount`, by what is left of it; what rounding leaves goes to the lines that
// have room. The shares add up to the amount, so they are those of the last red one too.
std::vector<Decimal> shares_of(const std::vector<Decimal>& rest, Decimal amount) {
    Decimal whole(0, kMoneyScale);
    for (const Decimal& one : rest) whole = add(whole, one);
    std::vector<Decimal> shares;
    Decimal left = amount;
    for (const Decimal& one : rest) {
        const auto fen = exact::multiply_scaled(one.coefficient(), amount.coefficient(),
                                                whole.coefficient());
        shares.emplace_back(fen.value_or(0), kMoneyScale);
        left = subtract(left, shares.back());
    }
    for (std::size_t i = 0; i < rest.size() && !left.is_zero(); ++i) {
        const Decimal room = subtract(rest[i], shares[i]);
        const Decimal more = left.is_negative() ? std::max(left, -shares[i])
                                                : std::min(left, room);
        shares[i] = add(shares[i], more);
        left = subtract(left, more);
    }
    return shares;
}

// The whole invoice is copied line by line; of a part each line has its share, at its own rate, so
// that the tax follows.
std::vector<FieldValues> red_lines(const Snapshot& snapshot, const Record& blue,
                                   Decimal amount) {
    const auto lines = children_of(snapshot, "invoice_line", "invoice", blue.id);
    const bool is_whole = amount == blue.amount("amount");
    const auto shares = shares_of(rest_of_lines(snapshot, blue, lines),
                                  amount.rescale(kMoneyScale, Round::half_up));
    std::vector<FieldValues> rows;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!is_whole && shares[i].is_zero()) continue;
        FieldValues row;
        for (const char* field : {"position", "name", "spec", "unit", "tax_rate"}) {
            row.emplace_back(field, lines[i].get(field));
        }
        if (is_whole) {
            row.emplace_back("quantity", lines[i].get("quantity"));
            row.emplace_back("price", lines[i].get("price"));
        }
        row.emplace_back("amount", is_whole ? lines[i].get("amount") : Value(shares[i]));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

Decimal rest_to_redden(const Snapshot& snapshot, const Record& blue, RecordId but) {
    const Decimal issued = own_of(blue, base_of(blue, "red_total"));
    return subtract(subtract(blue.amount("amount"), issued),
                    waiting_reds(snapshot, blue, but));
}

void check_red(const Snapshot& snapshot, const Record& blue, RecordId red, Decimal amount) {
    const Decimal rest = rest_to_redden(snapshot, blue, red);
    if (amount <= Decimal() || amount > rest) {
        throw refusal("error.invoice.red_rest", blue,
                      {{"rest", rest.to_text()}, {"asked", amount.to_text()}});
    }
    if (own_of(blue, base_of(blue, "allocated")) > subtract(rest, amount)) {
        throw refusal("error.invoice.allocated", blue);
    }
}

std::string red_invoice(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& blue = call.record;
    const Date day = day_of(call);
    const auto issued = blue.date("issue_date");
    if (issued && day < *issued) {
        throw invalid("date", "issue.invoice.before_issue", {{"date", to_text(*issued)}});
    }
    const auto* given = call.argument("amount").get_if<Decimal>();
    const Decimal amount = given ? *given : rest_to_redden(tx, blue, RecordId());
    check_red(tx, blue, RecordId(), amount);
    const std::string number = text_of(call, "invoice_number");
    const bool is_issued = !number.empty();
    // Finance tells of one that the tax office has issued; else it is asked for and approved.
    if (is_issued) {
        approval::demand_role(tx, kFinanceRole);
        check_number(tx, RecordId(), number);
    }
    FieldValues values{{"is_red", true},
                       {"red_of", blue.id},
                       {"red_reason", call.argument("reason")},
                       {"amount", amount},
                       {"state", is_issued ? "issued" : "approving"},
                       {"red_confirmation", is_issued ? "issued" : "pending"}};
    for (const char* field :
         {"contract", "account", "title", "title_name", "tax_no", "kind", "currency", "rate"}) {
        values.emplace_back(field, blue.get(field));
    }
    if (is_issued) {
        values.emplace_back("issue_date", day);
        values.emplace_back("invoice_number", number);
    }
    const Record record = make_with_lines(tx, "invoice", values,
                                          {{"lines", red_lines(tx, blue, amount)}},
                                          is_issued ? "invoice.reddened" : "invoice.red_asked");
    if (!is_issued) {
        approval::request(tx, *record.object, record, kFinanceRole,
                          tx.say("approval.title.invoice", {{"title", title_of(record)}}),
                          base_of(record, "signed_amount"));
    }
    return "{\"invoice\":\"" + to_text(record.id) + "\"}";
}

// The buyer, or the tax office, has confirmed the 红字确认单.
std::string confirm_red_invoice(VerbCall& call) {
    save(call.tx, call.record, {{"red_confirmation", "confirmed"}}, "invoice.red_confirmed");
    return {};
}

}  // namespace bihuan::contract
