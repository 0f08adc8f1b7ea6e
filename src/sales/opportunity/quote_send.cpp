// An approved quote goes to the customer, who accepts or declines it; or it is void. Versions of
// one quote count once in the ledger, under the number of the first.
#include "kernel/workspace.h"
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"
#include "work/approval/approval.h"

namespace bihuan::opportunity {

namespace {

constexpr int kVersionsMax = 200;  // bounds the walk to the first version

std::string first_number(const Snapshot& snapshot, const record::Record& quote) {
    std::string number = quote.text("number");
    RecordId before = quote.ref("revision_of");
    for (int i = 0; before && i < kVersionsMax; ++i) {
        RecordId next;
        snapshot.db().query("SELECT number, revision_of FROM quote WHERE id = ?",
                            {before.value}, [&](const db::Row& row) {
                                number = row.text(0);
                                next = RecordId(row.integer(1));
                                return false;
                            });
        before = next;
    }
    return number;
}

void book_once(Tx& tx, const char* metric, const record::Record& quote, Date date) {
    event::LedgerRow row = team::ledger_row(tx, metric, quote);
    row.tag = first_number(tx, quote);
    bool is_booked = false;
    tx.db().query("SELECT 1 FROM ledger WHERE metric = ? AND tag = ? AND object = ?",
                  {std::string_view(row.metric), std::string_view(row.tag), row.object.value},
                  [&](const db::Row&) {
                      is_booked = true;
                      return false;
                  });
    if (is_booked) return;
    row.date = date;
    row.count = 1;
    row.amount = team::base_amount(quote, "amount");
    event::append(tx.db(), row);
}

}  // namespace

std::string send(record::VerbCall& call) {
    if (const auto* note = call.argument("note").get_if<std::string>()) {
        call.tx.set_cause("verb send: " + *note);
    }
    record::Changes changes;
    changes.set(call.object, "state", "sent");
    changes.set(call.object, "sent_at", call.tx.now());
    const record::Record quote = record::update(call.tx, call.object, call.record.id, changes,
                                                team::by_verb("quote.sent"));
    book_once(call.tx, "quote_sent", quote, call.tx.today());
    return "null";
}

std::string accept(record::VerbCall& call) {
    const Value& given = call.argument("date");
    const Date day = given.is<Date>() ? given.as<Date>() : call.tx.today();
    Issues issues;
    const auto* sent = call.record.get("sent_at").get_if<Instant>();
    if (day > call.tx.today()) {
        issues.add("date", "issue.date.future");
    } else if (sent && day < call.tx.zone().date_of(*sent)) {
        issues.add("date", "issue.quote.before_sent");
    }
    throw_if_any(std::move(issues));
    record::Changes changes;
    changes.set(call.object, "state", "accepted");
    changes.set(call.object, "accepted_at", moment_of(call.tx, day));
    const record::Record quote = record::update(call.tx, call.object, call.record.id, changes,
                                                team::by_verb("quote.accepted"));
    book_once(call.tx, "quote_accepted", quote, day);
    return "null";
}

std::string decline(record::VerbCall& call) {
    record::Changes changes;
    changes.set(call.object, "state", "declined");
    changes.set(call.object, "decline_reason", call.argument("reason"));
    record::update(call.tx, call.object, call.record.id, changes,
                   team::by_verb("quote.declined"));
    return "null";
}

std::string void_quote(record::VerbCall& call) {
    if (call.record.text("state") == "approving") {
        approval::withdraw(call.tx, call.object, call.record);
    }
    if (const auto* reason = call.argument("reason").get_if<std::string>()) {
        call.tx.set_cause("verb void: " + *reason);
    }
    record::Changes changes;
    changes.set(call.object, "state", "void");
    record::update(call.tx, call.object, call.record.id, changes, team::by_verb("quote.voided"));
    return "null";
}

}  // namespace bihuan::opportunity
