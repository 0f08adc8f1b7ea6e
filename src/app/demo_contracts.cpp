// Contracts from the draft to the last delivery, frameworks with their monthly orders, and the
// few whose story ends badly.
#include "app/demo_story.h"

#include <algorithm>

namespace bihuan::app {

namespace {

std::string list_argument(const std::string& name, const std::string& list) {
    return demo_text(name, list);
}

const char* terms_key(DemoTerms terms) {
    switch (terms) {
        case DemoTerms::thirds: return "t3331";
        case DemoTerms::monthly: return "monthly";
        case DemoTerms::full: return "full";
        case DemoTerms::halves: return "t55";
    }
    return "other";
}

std::string plan_of(const DemoContract& contract) {
    switch (contract.terms) {
        case DemoTerms::thirds:
            return R"([{"kind":"advance","basis":"event","event":"signed","days":"7",)"
                   R"("share":"30"},)"
                   R"({"kind":"shipment","basis":"event","event":"shipped","days":"15",)"
                   R"("share":"30"},)"
                   R"({"kind":"acceptance","basis":"event","event":"accepted","days":"30",)"
                   R"("share":"30"},)"
                   R"({"kind":"retention","basis":"event","event":"accepted","days":"365",)"
                   R"("share":"10"}])";
        case DemoTerms::halves:
            return R"([{"kind":"advance","basis":"event","event":"signed","days":"7",)"
                   R"("share":"50"},)"
                   R"({"kind":"acceptance","basis":"event","event":"accepted","days":"30",)"
                   R"("share":"50"}])";
        case DemoTerms::full:
            return R"([{"kind":"other","basis":"date","share":"100","due_date":")" +
                   to_text(add_days(contract.signed_on, 15)) + "\"}]";
        case DemoTerms::monthly:
            return R"([{"kind":"monthly","basis":"month_end","event":"invoiced","days":"30",)"
                   R"("share":"100"}])";
    }
    return "[]";
}

std::size_t owner_of(DemoStory& story, const DemoContract& contract) {
    return story.scene.owner_of("contract", contract.id, story.boss);
}

// Who sees both the order and the plan that its delivery moves.
std::size_t sender_of(DemoStory& story, const DemoContract& contract, RecordId order) {
    const std::size_t owner = owner_of(story, contract);
    const bool is_same = story.scene.owner_of("order", order, story.boss) == owner;
    return is_same ? owner : story.manager_of(owner);
}

void take_instalments(DemoContract& contract, const Json& planned) {
    const Json list = planned.get("instalments");
    for (std::size_t i = 0; i < list.size(); ++i) {
        contract.instalments.push_back(*parse_record_id(list.at(i).string()));
    }
}

void draft_deal(DemoStory& story, std::size_t at) {
    DemoScene& scene = story.scene;
    DemoContract& contract = story.plan.contracts[at];
    const DemoDeal& deal = story.plan.deals[contract.deal];
    const std::size_t who = scene.owner_of("opportunity", deal.id, story.boss);
    const auto quote = story.quotes.find(contract.deal);
    if (quote != story.quotes.end() && *quote->second) {
        const std::size_t seller =
            scene.owner_of("quote", *quote->second, story.manager_of(who));
        scene.verb(seller, "quote", *quote->second, "accept");
        const Json made = scene.verb(seller, "quote", *quote->second, "convert");
        contract.id = *parse_record_id(made.get("contract").string());
        scene.update(seller, "contract", contract.id,
                     {{"payment_terms", terms_key(contract.terms)}});
    } else {
        const bool is_parts = contract.amount < 50'000;
        contract.id = scene.create(
            who, "contract",
            {{"name", story.words.any(story.dice, is_parts ? "spare_project" : "project")},
             {"account", story.plan.accounts[contract.account].id},
             {"opportunity", deal.id},
             {"payment_terms", terms_key(contract.terms)}},
            "lines", demo_lines(story, contract.amount, 100, contract.deal * 2 + 1));
    }
    const std::size_t owner = owner_of(story, contract);
    take_instalments(contract,
                     scene.verb(owner, "contract", contract.id, "plan",
                                list_argument("instalments", plan_of(contract))));
    scene.verb(owner, "contract", contract.id, "submit");
}

void draft_framework(DemoStory& story, std::size_t at) {
    DemoContract& contract = story.plan.contracts[at];
    const RecordId account = story.plan.accounts[contract.account].id;
    const std::size_t who = story.scene.owner_of("account", account, story.boss);
    contract.id = story.scene.create(who, "contract",
                                     {{"name", "年度备件框架协议"},
                                      {"account", account},
                                      {"type", "framework"},
                                      {"amount", demo_yuan(contract.amount)},
                                      {"end_date", add_months(contract.signed_on, 12)},
                                      {"renew_remind_days", 60},
                                      {"payment_terms", "monthly"}});
    story.scene.verb(who, "contract", contract.id, "submit");
}

void sign(DemoStory& story, std::size_t at) {
    DemoContract& contract = story.plan.contracts[at];
    const std::size_t who = owner_of(story, contract);
    story.scene.verb(who, "contract", contract.id, "sign",
                     demo_text("date", to_text(contract.signed_on)));
    if (contract.deal == SIZE_MAX) return;
    const DemoDeal& deal = story.plan.deals[contract.deal];
    story.scene.verb(story.scene.owner_of("opportunity", deal.id, story.boss), "opportunity",
                     deal.id, "win", demo_text("amount", std::to_string(contract.amount)));
}

void confirm_order(DemoStory& story, std::size_t at, std::size_t number) {
    DemoScene& scene = story.scene;
    DemoContract& contract = story.plan.contracts[at];
    DemoOrder& order = contract.orders[number];
    const std::size_t who = owner_of(story, contract);
    const bool is_framework = contract.fate == DemoFate::framework;
    const std::uint64_t seed = (is_framework ? at : contract.deal) * 2 + 1;
    order.id = scene.create(who, "order",
                            {{"account", story.plan.accounts[contract.account].id},
                             {"contract", contract.id}},
                            "lines", demo_lines(story, order.amount, 100, seed));
    scene.verb(who, "order", order.id, "confirm");
    if (!is_framework) {
        scene.verb(who, "contract", contract.id, "start");
        return;
    }
    const std::string plan = R"([{"kind":"monthly","basis":"month_end","event":"reconciled",)"
                             R"("days":"30","share":"100","order":")" +
                             to_text(order.id) + "\"}]";
    take_instalments(contract, scene.verb(who, "contract", contract.id, "plan",
                                          list_argument("instalments", plan)));
}

void tell_orders(DemoStory& story, std::size_t at) {
    const DemoContract& contract = story.plan.contracts[at];
    for (std::size_t i = 0; i < contract.orders.size(); ++i) {
        const DemoOrder& order = contract.orders[i];
        story.on(order.confirmed, 10 * 60, [&story, at, i] { confirm_order(story, at, i); });
        story.on(order.shipped, 15 * 60, [&story, at, i] {
            const DemoContract& sent = story.plan.contracts[at];
            story.scene.verb(sender_of(story, sent, sent.orders[i].id), "order",
                             sent.orders[i].id, "ship",
                             demo_text("tracking_number",
                                       "SF" + std::to_string(10'000'000 + at * 20 + i)));
        });
        story.on(order.received, 16 * 60 + 30, [&story, at, i] {
            const DemoContract& sent = story.plan.contracts[at];
            story.scene.verb(sender_of(story, sent, sent.orders[i].id), "order",
                             sent.orders[i].id, "receive");
        });
    }
}

void tell_fate(DemoStory& story, std::size_t at) {
    const DemoContract& contract = story.plan.contracts[at];
    if (contract.fate != DemoFate::void_ && contract.fate != DemoFate::terminated) return;
    const bool is_void = contract.fate == DemoFate::void_;
    story.on(add_days(contract.signed_on, is_void ? 16 : 75), 14 * 60, [&story, at, is_void] {
        const DemoContract& ended = story.plan.contracts[at];
        const std::size_t manager = story.manager_of(owner_of(story, ended));
        story.scene.verb(manager, "contract", ended.id, is_void ? "void" : "terminate",
                         demo_text("reason", story.words.any(story.dice, "stop")));
    });
}

}  // namespace

void tell_contracts(DemoStory& story) {
    for (std::size_t i = 0; i < story.plan.contracts.size(); ++i) {
        const DemoContract& contract = story.plan.contracts[i];
        const bool is_framework = contract.fate == DemoFate::framework;
        story.on(contract.drafted, 14 * 60, [&story, i, is_framework] {
            if (is_framework) draft_framework(story, i);
            else draft_deal(story, i);
        });
        story.on(std::min(add_days(contract.drafted, 1), contract.signed_on), 14 * 60 + 20,
                 [&story, i] {
                     const DemoContract& sent = story.plan.contracts[i];
                     const std::size_t manager = story.manager_of(owner_of(story, sent));
                     story.scene.verb(manager, "contract", sent.id, "approve");
                 });
        story.on(contract.signed_on, 15 * 60 + 10, [&story, i] { sign(story, i); });
        tell_orders(story, i);
        tell_fate(story, i);
    }
}

}  // namespace bihuan::app
