#include "sales/insight/today.h"

#include "kernel/query/query.h"
#include "sales/insight/record_sums.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

struct Item {
    std::string kind;
    std::string object;
    RecordId id;
    std::string title;
    std::string subtitle;
    Instant when;                     // to sort by
    std::string at;                   // a date or an instant
    int overdue_days = 0;
};

bool may_read(const Snapshot& snapshot, std::string_view name) {
    const meta::Object* object = snapshot.schema().find(name);
    return object && access::rights_of(snapshot)->may(*object, access::Act::read);
}

std::string text_of(const Value& value) {
    const auto* text = value.get_if<std::string>();
    return text ? *text : std::string();
}

// Where an item stands in time, from a date or an instant.
void set_time(const Snapshot& snapshot, Item& item, const Value& value) {
    const Date today = snapshot.today();
    Date day = today;
    if (const Date* date = value.get_if<Date>()) {
        day = *date;
        item.when = snapshot.zone().start_of(day);
        item.at = to_text(day);
    } else if (const Instant* instant = value.get_if<Instant>()) {
        day = snapshot.zone().date_of(*instant);
        item.when = *instant;
        item.at = to_text(*instant);
    }
    item.overdue_days = std::max(0, today.days - day.days);
}

// A source of the list: values come as title, time, subtitle.
struct DueList {
    const char* kind;
    const char* object;
    std::string where;
    const char* title;
    const char* time;
    const char* subtitle;
};

void add_source(const Snapshot& snapshot, const DueList& source, std::vector<Item>& items) {
    if (!may_read(snapshot, source.object)) return;
    query::ListRequest request;
    request.object = source.object;
    request.where = source.where;
    request.sort = source.time;
    request.fields = {source.title, source.time, source.subtitle};
    request.limit = kTodayMax;
    query::each(snapshot, request, [&](RecordId id, const std::vector<Value>& values) {
        Item item;
        item.kind = source.kind;
        item.object = source.object;
        item.id = id;
        item.title = text_of(values[0]);
        item.subtitle = text_of(values[2]);
        set_time(snapshot, item, values[1]);
        items.push_back(std::move(item));
        return true;
    });
}

// Approvals that one of my roles decides: the item is the record to be approved.
void add_approvals(const Snapshot& snapshot, std::vector<Item>& items) {
    if (!may_read(snapshot, "approval")) return;
    const auto& roles = snapshot.actor().roles;
    std::string any;
    for (const std::int64_t role : roles) {
        any += any.empty() ? "(" : " or ";
        any += "role == \"" + std::to_string(role) + "\"";
    }
    if (any.empty()) return;
    query::ListRequest request;
    request.object = "approval";
    request.where = "state == \"approving\" and " + any + ")";
    request.sort = "submitted_at";
    request.fields = {"name", "submitted_at", "submitter.name", "object", "record"};
    request.limit = kTodayMax;
    query::each(snapshot, request, [&](RecordId, const std::vector<Value>& values) {
        const auto record = parse_record_id(text_of(values[4]));
        if (!record) return true;
        Item item;
        item.kind = "approval";
        item.object = text_of(values[3]);
        item.id = *record;
        item.title = text_of(values[0]);
        item.subtitle = text_of(values[2]);
        set_time(snapshot, item, values[1]);
        items.push_back(std::move(item));
        return true;
    });
}

struct Risk {
    const char* kind;
    const char* object;
    std::string where;
    const char* amount;               // summed; empty: none
};

std::vector<Risk> risks() {
    return {
        {"overdue", "instalment", "overdue", "remaining"},
        {"stuck", "opportunity", "stuck", "amount"},
        {"slipped", "opportunity", "state == \"open\" and expected_close < today()", "amount"},
        {"no_next_step", "opportunity", "state == \"open\" and next_time is empty", "amount"},
        {"silent", "account",
         "open_opportunities > 0 and (last_follow_at is empty or last_follow_at < today() - " +
             std::to_string(kSilentDays) + ")",
         ""},
        {"unallocated", "receipt", "unallocated > 0", "unallocated"},
        {"bill_matures", "bill",
         "state == \"held\" and maturity <= today() + " + std::to_string(kSilentDays), "amount"},
    };
}

}  // namespace

void write_today(const Snapshot& snapshot, JsonWriter& json) {
    const std::string by_tomorrow = " < today() + 1";
    const std::vector<DueList> sources = {
        {"task", "task", "owner == me and state == \"open\" and due <= today()", "name", "due",
         "account.name"},
        {"plan", "activity",
         "owner == me and state in [\"prepared\",\"underway\"] and planned_at" + by_tomorrow,
         "subject", "planned_at", "account.name"},
        {"follow_up", "opportunity",
         "owner == me and state == \"open\" and next_time" + by_tomorrow, "name", "next_time",
         "next_step"},
        {"follow_up", "lead",
         "owner == me and state in [\"new\",\"following\",\"qualified\"] and next_time" +
             by_tomorrow,
         "name", "next_time", "contact_name"},
        {"follow_up", "account", "owner == me and next_time" + by_tomorrow, "name", "next_time",
         "short_name"},
    };
    std::vector<Item> items;
    for (const DueList& source : sources) add_source(snapshot, source, items);
    add_approvals(snapshot, items);
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.when < b.when; });
    json.begin_array();
    for (const Item& item : items) {
        json.begin_object().key("kind").string(item.kind).key("object").string(item.object);
        json.key("id").id(item.id.value).key("title").string(item.title);
        json.key("subtitle").string(item.subtitle).key("at").string(item.at);
        json.key("overdue_days").integer(item.overdue_days).end_object();
    }
    json.end_array();
}

void write_risks(const Snapshot& snapshot, JsonWriter& json) {
    Question question;
    question.day = snapshot.today();
    json.begin_array();
    for (const Risk& risk : risks()) {
        if (!may_read(snapshot, risk.object)) continue;
        RecordSums sums(snapshot, question, risk.object);
        sums.where(risk.where);
        SqlText what = text("COUNT(*), ");
        if (*risk.amount == '\0') what.add("0");
        else what.add("SUM(").add(sums.column(risk.amount)).add(")");
        const SqlText sql = sums.select(what);
        snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
            if (row.integer(0) == 0) return false;
            json.begin_object().key("kind").string(risk.kind);
            json.key("label").string(snapshot.say("insight.risk." + std::string(risk.kind)));
            json.key("count").integer(row.integer(0)).key("amount");
            if (*risk.amount == '\0') json.null();
            else json.scaled(row.integer(1), 2);
            json.key("object").string(risk.object).key("where").string(risk.where);
            json.end_object();
            return false;
        });
    }
    json.end_array();
}

}  // namespace bihuan::insight
