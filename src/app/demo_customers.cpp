// Leads and customers: where they come from, who talks to them, who hands them over.
#include "app/demo_story.h"

#include <algorithm>

namespace bihuan::app {

namespace {

constexpr int kOtherLeads = 2'300;
constexpr int kTransfers = 45;
constexpr int kVisits = 1'500;     // to customers, outside any deal
const char* const kSources[] = {"exhibition", "online_inquiry", "referral", "phone_inquiry",
                                "search", "wechat_account", "cold_call", "visit_booking"};
const char* const kRoles[] = {"decider", "influencer", "evaluator", "user", "gatekeeper"};

std::string mobile_of(DemoDice& dice) {
    return "+8619000" + std::to_string(dice.between(100'000, 999'999));
}

Value address_in(const std::string& company) {
    constexpr std::size_t kCity = 6;  // two characters
    return "{\"city\":\"" + company.substr(0, kCity) + "市\",\"detail\":\"工业园区\"}";
}

void add_contacts(DemoStory& story, DemoAccount& account, std::size_t who, int count) {
    for (int i = 0; i < count; ++i) {
        account.contacts.push_back(story.scene.create(
            who, "contact",
            {{"name", story.words.person(story.dice)},
             {"account", account.id},
             {"title", story.words.any(story.dice, "title")},
             {"mobile", mobile_of(story.dice)},
             {"decision_role", kRoles[story.dice.index(std::size(kRoles))]},
             {"is_key", i == 0}}));
    }
}

void meet(DemoStory& story, std::size_t at, const std::string& name) {
    DemoAccount& account = story.plan.accounts[at];
    const std::size_t who = story.rep_on(account.rep, account.created);
    const char* grade = account.size > 200'000 ? "A" : account.size > 60'000 ? "B" : "C";
    account.id = story.scene.create(
        who, "account",
        {{"name", name},
         {"industry", story.words.any(story.dice, "industry")},
         {"grade", grade},
         {"source", kSources[story.dice.index(std::size(kSources))]},
         {"address", address_in(name)},
         {"phone", "0512" + std::to_string(story.dice.between(60'000'000, 69'999'999))},
         {"credit_days", 30}});
    add_contacts(story, account, who, 1 + static_cast<int>(story.dice.between(0, 2)));
}

DemoValues lead_values(DemoStory& story, const std::string& name) {
    return {{"name", name},
            {"contact_name", story.words.person(story.dice)},
            {"title", story.words.any(story.dice, "title")},
            {"mobile", mobile_of(story.dice)},
            {"region", address_in(name)},
            {"industry", story.words.any(story.dice, "industry")},
            {"source", kSources[story.dice.index(std::size(kSources))]},
            {"need", story.words.any(story.dice, "lead_need")}};
}

void call_lead(DemoStory& story, RecordId lead) {
    const std::size_t who = story.scene.owner_of("lead", lead, story.boss);
    story.scene.create(who, "activity",
                       {{"kind", "follow_up"},
                        {"method", "phone"},
                        {"lead", lead},
                        {"content", story.words.any(story.dice, "call")}});
}

// A lead that becomes a customer, with its first deal.
void tell_conversion(DemoStory& story, std::size_t at, std::size_t deal_at,
                     const std::string& name) {
    const DemoAccount& account = story.plan.accounts[at];
    const Date first = add_days(account.created, -static_cast<int>(story.dice.between(2, 24)));
    const auto lead = std::make_shared<RecordId>();
    story.on(first, story.minute(), [&story, at, first, lead, name] {
        const std::size_t who = story.rep_on(story.plan.accounts[at].rep, first);
        *lead = story.scene.create(who, "lead", lead_values(story, name));
    });
    story.on(add_days(first, 1), story.minute(), [&story, lead] { call_lead(story, *lead); });
    story.on(account.created, 9 * 60, [&story, at, deal_at, lead, name] {
        DemoAccount& customer = story.plan.accounts[at];
        DemoDeal& deal = story.plan.deals[deal_at];
        const std::size_t who = story.scene.owner_of("lead", *lead, story.boss);
        std::string arguments;
        JsonWriter json(arguments);
        json.begin_object().key("create_opportunity").boolean(true);
        json.key("opportunity_name").string(name.substr(0, 12) +
                                            story.words.any(story.dice, "project"));
        json.key("amount").string(std::to_string(deal.amount));
        json.key("expected_close").string(to_text(deal.expected));
        json.key("allow_duplicate").boolean(true).end_object();
        const Json made = story.scene.verb(who, "lead", *lead, "convert", arguments);
        customer.id = *parse_record_id(made.get("account").string());
        customer.contacts.push_back(*parse_record_id(made.get("contact").string()));
        deal.id = *parse_record_id(made.get("opportunity").string());
        add_contacts(story, customer, who, static_cast<int>(story.dice.between(0, 2)));
    });
}

void tell_other_lead(DemoStory& story) {
    DemoDice& dice = story.dice;
    const int age = static_cast<int>(dice.between(1, story.plan.today.days -
                                                         story.plan.from.days));
    const Date first = add_days(story.plan.today, -age);
    const std::size_t rep = dice.index(story.reps.size());
    const std::string name = story.words.company(dice);
    const auto lead = std::make_shared<RecordId>();
    story.on(first, story.minute(), [&story, rep, first, lead, name] {
        *lead = story.scene.create(story.rep_on(rep, first), "lead", lead_values(story, name));
    });
    if (dice.happens(120)) return;  // nobody has called yet
    story.on(add_days(first, 1), story.minute(), [&story, lead] { call_lead(story, *lead); });
    const Date verdict = add_days(first, static_cast<int>(dice.between(3, 30)));
    const bool is_good = dice.happens(240);
    story.on(verdict, story.minute(), [&story, lead, is_good] {
        const std::size_t who = story.scene.owner_of("lead", *lead, story.boss);
        if (is_good) {
            story.scene.verb(who, "lead", *lead, "qualify");
        } else {
            const char* const reasons[] = {"no_need", "unreachable", "no_budget", "fake",
                                           "competitor", "other"};
            story.scene.verb(who, "lead", *lead, "invalidate",
                             demo_text("reason", reasons[story.dice.index(6)]));
        }
    });
}

void tell_transfer(DemoStory& story) {
    const std::size_t at = story.dice.index(story.plan.accounts.size());
    const Date created = std::max(story.plan.accounts[at].created, story.plan.from);
    const int span = story.plan.today.days - created.days;
    if (span < 30) return;
    const Date day = add_days(created, static_cast<int>(story.dice.between(20, span - 2)));
    story.on(day, 9 * 60 + 5, [&story, at] {
        const DemoAccount& account = story.plan.accounts[at];
        if (!account.id) return;
        const std::size_t from = story.scene.owner_of("account", account.id, story.boss);
        const std::size_t manager = story.manager_of(from);
        std::size_t to = manager + 1 + story.dice.index(5);
        if (to == from) ++to;
        if (story.leaving.count(to) || from == story.boss) return;
        story.scene.verb(manager, "account", account.id, "transfer",
                         "{\"to\":\"" + to_text(story.scene.user(to)) +
                             "\",\"with_open\":true,\"reason\":\"区域调整\"}");
    });
}

void tell_visit(DemoStory& story) {
    const std::size_t at = story.dice.index(story.plan.accounts.size());
    const Date created = std::max(story.plan.accounts[at].created, story.plan.from);
    const Date day = add_days(created, static_cast<int>(story.dice.between(
                                           2, std::max(3, story.plan.today.days - created.days))));
    story.on(day, story.minute(), [&story, at] {
        const DemoAccount& account = story.plan.accounts[at];
        const std::size_t who = story.scene.owner_of("account", account.id, story.boss);
        story.scene.create(who, "activity",
                           {{"kind", "follow_up"},
                            {"method", story.dice.happens(400) ? "visit" : "wechat"},
                            {"account", account.id},
                            {"content", story.words.any(story.dice, "after")}});
    });
}

}  // namespace

void tell_customers(DemoStory& story) {
    auto& accounts = story.plan.accounts;
    std::vector<std::string> names;
    std::map<std::size_t, std::size_t> first_deals;
    for (std::size_t i = 0; i < story.plan.deals.size(); ++i) {
        if (story.plan.deals[i].is_first_of_lead) first_deals[story.plan.deals[i].account] = i;
    }
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        const bool is_twin = accounts[i].twin != SIZE_MAX;
        std::string name = is_twin ? names[accounts[i].twin] : story.words.company(story.dice);
        names.push_back(name);
        if (accounts[i].by_lead) {
            tell_conversion(story, i, first_deals.at(i), name);
        } else {
            story.on(accounts[i].created, 8 * 60 + 30, [&story, i, name] {
                meet(story, i, name);
            });
        }
    }
    for (int i = 0; i < kOtherLeads; ++i) tell_other_lead(story);
    for (int i = 0; i < kTransfers; ++i) tell_transfer(story);
    for (int i = 0; i < kVisits; ++i) tell_visit(story);
}

}  // namespace bihuan::app
