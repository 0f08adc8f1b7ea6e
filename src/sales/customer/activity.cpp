// Follow-ups, plans, visits and calls: what they are about, how long they may be edited, and what
// a completed one tells the lead, the account and the opportunity.
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/query/query.h"
#include "kernel/workspace.h"
#include "sales/customer/customer.h"
#include "sales/customer/internal.h"
#include "sales/team/team.h"

#include <algorithm>

namespace bihuan::customer {

namespace {

constexpr std::size_t kSubjectLength = 40;  // code points of the content that become the subject

RecordId account_of(const Snapshot& snapshot, std::string_view object, RecordId id) {
    const meta::Object* known = snapshot.schema().find(object);
    if (!known || !id) return RecordId();
    const auto record = record::load(snapshot, *known, id);
    return record ? record->ref("account") : RecordId();
}

void fill_account(record::RuleContext& context) {
    record::Record& activity = context.after;
    if (activity.ref("account")) return;
    for (const char* object : {"opportunity", "contract", "contact"}) {
        const RecordId account =
            account_of(context.snapshot, object, activity.ref(object));
        if (account) {
            activity.set("account", account);
            return;
        }
    }
}

std::string first_words(const std::string& text) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < text.size() && count < kSubjectLength; ++count) {
        if (text[at] == '\n') break;
        next_code_point(text, at);
    }
    return text.substr(0, at);
}

void fill_subject(record::RuleContext& context) {
    record::Record& activity = context.after;
    if (!activity.text("subject").empty()) return;
    std::string subject = first_words(trim(activity.text("content")));
    if (subject.empty()) {
        const meta::Field& method = activity.object->at("method");
        subject = method.type->to_text(method.settings, activity.get("method"),
                                       context.snapshot.language());
    }
    activity.set("subject", text_or_null(std::move(subject)));
}

bool leads_others(const Snapshot& snapshot, const meta::Object& object) {
    return access::rights_of(snapshot)->may(object, access::Act::transfer);
}

// What was written down stays as it was, for all but those who lead others.
void check_late_edit(const record::RuleContext& context, Issues& issues) {
    if (context.via != record::Via::form || !context.before) return;
    const record::Record& before = *context.before;
    const auto* made = before.get("created_at").get_if<Instant>();
    const std::int64_t open_for = kActivityEditHours * 3'600 * kMicrosPerSecond;
    if (before.text("state") != "completed" || !made ||
        context.snapshot.now().micros - made->micros <= open_for) {
        return;
    }
    if (leads_others(context.snapshot, *before.object)) return;
    for (const char* field : {"kind", "method", "content", "result", "time", "minutes", "lead",
                              "account", "opportunity"}) {
        if (before.get(field) != context.after.get(field)) {
            issues.add(field, "issue.activity.late",
                       {{"hours", std::to_string(kActivityEditHours)}});
        }
    }
}

void check_activity(record::RuleContext& context, Issues& issues) {
    fill_account(context);
    fill_subject(context);
    const record::Record& activity = context.after;
    const bool is_about = activity.ref("lead") || activity.ref("account") ||
                          activity.ref("opportunity") || activity.ref("contract");
    if (!is_about && context.via != record::Via::import) {
        issues.add("account", "issue.activity.about");
    }
    check_late_edit(context, issues);
}

void after_activity(Tx& tx, const record::Record* before, const record::Record& after) {
    if (after.deleted_at || after.text("state") != "completed") return;
    if (before && before->text("state") == "completed") return;
    event::LedgerRow row = team::ledger_row(tx, "activity_done", after);
    if (const auto* time = after.get("time").get_if<Instant>()) {
        row.date = tx.zone().date_of(*time);
    }
    row.count = 1;
    row.tag = after.text("kind");
    event::append(tx.db(), row);
    follow_up(tx, after);
}

// When the customer was last contacted by this activity, and is to be next.
void set_contacted(record::Changes& changes, const record::Record& target,
                   const record::Record& activity, Instant time) {
    const meta::Object& object = *target.object;
    const auto* last = target.get("last_follow_at").get_if<Instant>();
    if (!last || *last < time) changes.set(object, "last_follow_at", time);
    const Value& next = activity.get("next_time");
    const auto* planned = target.get("next_time").get_if<Instant>();
    if (!next.is_null()) changes.set(object, "next_time", next);
    else if (planned && *planned <= time) changes.set(object, "next_time", Null{});
}

void tell(Tx& tx, std::string_view name, const record::Record& activity, Instant time) {
    const RecordId id = activity.ref(name);
    if (!id) return;
    const meta::Object& object = tx.schema().at(name);
    if (!query::is_visible(tx, object, id, access::Purpose::read)) return;
    const auto target = record::load(tx, object, id);
    if (!target) return;
    record::Changes changes;
    set_contacted(changes, *target, activity, time);
    if (name == "lead") {
        if (target->text("state") == "converted" || target->text("state") == "invalid") return;
        changes.set(object, "last_follow_by", activity.get("owner"));
        if (target->get("first_response_at").is_null()) {
            changes.set(object, "first_response_at", time);
        }
        if (target->text("state") == "new") changes.set(object, "state", "following");
    }
    if (changes.values.empty()) return;
    record::update(tx, object, id, changes, team::by_verb(""));
}

}  // namespace

void follow_up(Tx& tx, const record::Record& activity) {
    const auto* at = activity.get("time").get_if<Instant>();
    const Instant time = at ? *at : tx.now();
    for (const char* name : {"lead", "account", "opportunity"}) tell(tx, name, activity, time);
}

void register_activity(record::Registry& registry) {
    registry.rule("activity", check_activity);
    registry.after_write("activity", after_activity);
    registry.after_write("activity", team::follow_deletion);
    registry.verb("activity", "start", start_activity);
    registry.verb("activity", "complete", complete_activity);
    registry.verb("activity", "cancel", cancel_activity);
    registry.verb("activity", "check_in", check_in);
    registry.verb("activity", "check_out", check_out);
}

}  // namespace bihuan::customer
