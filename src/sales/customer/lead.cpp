// What a lead keeps by itself, and its rows in the ledger: created, qualified, converted, invalid.
#include "sales/customer/customer.h"
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

namespace {

constexpr std::int64_t kMicrosPerHour = 3'600 * kMicrosPerSecond;

void check_lead(record::RuleContext& context, Issues& issues) {
    record::Record& lead = context.after;
    if (!context.before) {
        if (context.via != record::Via::import && lead.get("first_response_due").is_null()) {
            lead.set("first_response_due", Instant{context.snapshot.now().micros +
                                                   kFirstResponseHours * kMicrosPerHour});
        }
        return;
    }
    if (context.via == record::Via::form && context.before->text("state") == "converted") {
        issues.add("", "issue.lead.converted");
    }
    const bool is_taken = context.before->ref("owner") != lead.ref("owner");
    if (is_taken && lead.ref("owner")) lead.set("claimed_at", context.snapshot.now());
}

Date date_of(const Tx& tx, const record::Record& lead, std::string_view field) {
    const auto* at = lead.get(field).get_if<Instant>();
    return at ? tx.zone().date_of(*at) : tx.today();
}

void book(Tx& tx, const record::Record& lead, const char* metric, Date date,
          const std::string& tag = {}) {
    event::LedgerRow row = team::ledger_row(tx, metric, lead);
    row.date = date;
    row.count = 1;
    row.tag = tag;
    row.account = lead.ref("converted_account");
    event::append(tx.db(), row);
}

// A lead that lives again: the day it was called invalid keeps its row, today takes it back.
void take_back_invalid(Tx& tx, const record::Record& lead) {
    event::LedgerRow row = team::ledger_row(tx, "lead_invalid", lead);
    row.count = -1;
    tx.db().query("SELECT id, owner, dept, tag FROM ledger WHERE record = ? "
                  "AND metric = 'lead_invalid' AND count = 1 ORDER BY id DESC LIMIT 1",
                  {lead.id.value}, [&](const db::Row& found) {
                      row.corrects = RecordId(found.integer(0));
                      row.owner = UserId(found.integer(1));
                      row.dept = RecordId(found.integer(2));
                      row.tag = found.text(3);
                      return false;
                  });
    event::append(tx.db(), row);
}

void book_lead(Tx& tx, const record::Record* before, const record::Record& after) {
    if (!before) {
        book(tx, after, "lead_created", date_of(tx, after, "created_at"), after.text("source"));
    }
    const std::string was = before ? before->text("state") : "";
    const std::string state = after.text("state");
    const bool was_qualified = before && !before->get("qualified_at").is_null();
    if (!after.get("qualified_at").is_null() && !was_qualified) {
        book(tx, after, "lead_qualified", date_of(tx, after, "qualified_at"));
    }
    if (was == state) return;
    if (state == "converted") {
        book(tx, after, "lead_converted", date_of(tx, after, "converted_at"));
    } else if (state == "invalid") {
        book(tx, after, "lead_invalid", tx.today(), after.text("invalid_reason"));
    } else if (was == "invalid") {
        take_back_invalid(tx, after);
    }
}

}  // namespace

void register_lead(record::Registry& registry) {
    registry.rule("lead", check_lead);
    registry.after_write("lead", book_lead);
    registry.after_write("lead", team::follow_deletion);
    registry.verb("lead", "qualify", qualify);
    registry.verb("lead", "convert", convert);
    registry.verb("lead", "invalidate", invalidate);
    registry.verb("lead", "reactivate", reactivate);
    registry.verb("lead", "transfer", team::transfer_verb);
}

}  // namespace bihuan::customer
