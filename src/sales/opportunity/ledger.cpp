// What opportunities write into the ledger: created, each stage entered, closed and reopened.
//
// From before and after, so that verbs, imports and corrections are booked by the same code.
#include "kernel/workspace.h"
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

using record::Record;

Date date_of(const Tx& tx, const Record& record, std::string_view field) {
    const auto* at = record.get(field).get_if<Instant>();
    return at ? tx.zone().date_of(*at) : tx.today();
}

event::LedgerRow row_of(Tx& tx, const char* metric, const Record& record) {
    event::LedgerRow row = team::ledger_row(tx, metric, record);
    row.count = 1;
    row.amount = team::base_amount(record, "amount");
    return row;
}

void book_stage(Tx& tx, const Record& after) {
    event::LedgerRow row = row_of(tx, "stage_entered", after);
    const auto closed = after.date("closed_on");
    const bool is_open = after.text("state") == "open";
    row.date = !is_open && closed ? *closed : date_of(tx, after, "stage_entered_at");
    row.tag = code_of_stage(tx, after.ref("stage"));
    event::append(tx.db(), row);
}

void book_close(Tx& tx, const Record& after) {
    event::LedgerRow row = row_of(tx, "closed", after);
    row.date = after.date("closed_on").value_or(tx.today());
    row.tag = after.text("state");
    row.days = std::max(0, row.date.days - first_day_of(tx, after).days);
    event::append(tx.db(), row);
}

// The close keeps its row and its day; today takes back the same amount from the same person.
void book_reopen(Tx& tx, const Record& after) {
    event::LedgerRow row = team::ledger_row(tx, "closed", after);
    row.count = -1;
    tx.db().query("SELECT id, amount, days, tag, owner, dept FROM ledger WHERE record = ? "
                  "AND metric = 'closed' AND count = 1 ORDER BY id DESC LIMIT 1",
                  {after.id.value}, [&](const db::Row& found) {
                      row.corrects = RecordId(found.integer(0));
                      row.amount = -found.integer(1);
                      row.days = -found.integer(2);
                      row.tag = found.text(3);
                      row.owner = UserId(found.integer(4));
                      row.dept = RecordId(found.integer(5));
                      return false;
                  });
    event::append(tx.db(), row);
}

void book(Tx& tx, const Record* before, const Record& after) {
    if (after.deleted_at || (before && before->deleted_at)) return;
    if (!before) {
        event::LedgerRow row = row_of(tx, "opportunity_created", after);
        row.date = date_of(tx, after, "created_at");
        event::append(tx.db(), row);
    }
    const std::string was = before ? before->text("state") : "open";
    const std::string state = after.text("state");
    if (was != "open" && was != state) book_reopen(tx, after);
    if (!before || before->ref("stage") != after.ref("stage")) book_stage(tx, after);
    if (state != "open" && was != state) book_close(tx, after);
}

}  // namespace

void register_ledger(record::Registry& registry) {
    registry.after_write("opportunity", book);
    for (const char* object : {"opportunity", "quote"}) {
        registry.after_write(object, team::follow_deletion);
    }
}

}  // namespace bihuan::opportunity
