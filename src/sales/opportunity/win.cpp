// Won: with a contract, an accepted quote or a typed amount behind it, on a day that has come.
#include "kernel/workspace.h"
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

// The amount of the newest contract in force, else of the quote that was accepted.
std::optional<Decimal> proven_amount(const Snapshot& snapshot, RecordId opportunity) {
    std::optional<Decimal> amount;
    const auto look = [&](std::string_view name, std::string_view where) {
        const meta::Object* object = snapshot.schema().find(name);
        if (!object || amount) return;
        const int scale = object->at("amount").settings.scale;
        snapshot.db().query("SELECT amount FROM " + snapshot.dialect().quote(object->name) +
                                " WHERE opportunity = ? AND deleted_at IS NULL AND amount > 0 "
                                "AND " + std::string(where) + " ORDER BY id DESC LIMIT 1",
                            {opportunity.value}, [&](const db::Row& row) {
                                amount = Decimal(row.integer(0), scale);
                                return false;
                            });
    };
    look("contract", "stage <> 'void' AND approval_state = 'approved'");
    look("quote", "state IN ('accepted', 'converted')");
    return amount;
}

Value won_amount(const record::VerbCall& call, Issues& issues) {
    const auto* typed = call.argument("amount").get_if<Decimal>();
    if (typed && typed->is_negative()) issues.add("amount", "issue.opportunity.win_amount");
    if (typed) return *typed;
    if (call.record.amount("amount") > Decimal::of(0)) return call.record.get("amount");
    if (const auto proven = proven_amount(call.tx, call.record.id)) return *proven;
    issues.add("amount", "issue.opportunity.win_amount");
    return Null{};
}

}  // namespace

Date first_day_of(const Snapshot& snapshot, const record::Record& opportunity) {
    if (const auto engaged = opportunity.date("engaged_on")) return *engaged;
    const auto* made = opportunity.get("created_at").get_if<Instant>();
    return made ? snapshot.zone().date_of(*made) : snapshot.today();
}

Instant moment_of(const Snapshot& snapshot, Date day) {
    return day == snapshot.today() ? snapshot.now() : snapshot.zone().start_of(day);
}

Date closing_day(const record::VerbCall& call, Issues& issues) {
    const Value& given = call.argument("date");
    const Date day = given.is<Date>() ? given.as<Date>() : call.tx.today();
    if (day > call.tx.today()) {
        issues.add("date", "issue.date.future");
    } else if (const Date first = first_day_of(call.tx, call.record); day < first) {
        issues.add("date", "issue.opportunity.closed_before", {{"date", to_text(first)}});
    }
    return day;
}

std::string win(record::VerbCall& call) {
    const meta::Object& object = call.object;
    Issues issues;
    const Date day = closing_day(call, issues);
    const Value amount = won_amount(call, issues);
    const auto stage = stage_of_kind(call.tx, call.record.ref("pipeline"), "won");
    if (!stage) throw Error(Code::conflict, "error.opportunity.no_stage");
    check_entry(call.tx, call.record, *stage, issues);
    throw_if_any(std::move(issues));
    record::Changes changes;
    enter(call.tx, changes, object, *stage);
    changes.set(object, "amount", amount);
    changes.set(object, "closed_on", day);
    changes.set(object, "won_at", moment_of(call.tx, day));
    changes.set(object, "close_note", call.argument("note"));
    record::update(call.tx, object, call.record.id, changes, team::by_verb("opportunity.won"));
    return "null";
}

}  // namespace bihuan::opportunity
