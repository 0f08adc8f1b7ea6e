// Opportunities: their way through the stages, the talks on the way, quotes, and how they end.
#include "app/demo_story.h"

#include <algorithm>
#include <array>

namespace bihuan::app {

namespace {

constexpr std::array<int, 3> kStageShare = {15, 40, 72};  // percent of the cycle
constexpr std::array<const char*, 3> kStageLeft = {"contact", "needs", "proposal"};
constexpr int kNow = 17 * 60 + 20;
constexpr int kValidDays = 150;

Date part_of(Date from, Date to, int percent) {
    return add_days(from, (to.days - from.days) * percent / 100);
}

void open_deal(DemoStory& story, std::size_t at) {
    DemoDeal& deal = story.plan.deals[at];
    const DemoAccount& account = story.plan.accounts[deal.account];
    const std::size_t who = story.scene.owner_of("account", account.id, story.boss);
    const bool is_parts = deal.amount < 50'000;
    DemoValues values{
        {"name", story.words.any(story.dice, is_parts ? "spare_project" : "project")},
        {"account", account.id},
        {"type", is_parts ? "expand" : "new"},
        {"amount", demo_yuan(deal.amount)},
        {"expected_close", deal.expected},
        {"source", story.dice.happens(500) ? "referral" : "exhibition"}};
    if (!account.contacts.empty()) values.emplace_back("contact", account.contacts.front());
    if (deal.outcome == DemoOutcome::open) {
        DemoDice own(at);  // its own, so that what is said changes nothing else
        values.emplace_back("next_step", story.words.any(own, "next_step"));
    }
    deal.id = story.scene.create(who, "opportunity", values);
}

std::size_t owner_of(DemoStory& story, const DemoDeal& deal) {
    return story.scene.owner_of("opportunity", deal.id, story.boss);
}

void talk(DemoStory& story, std::size_t at, bool plans_next) {
    const DemoDeal& deal = story.plan.deals[at];
    const bool is_visit = story.dice.happens(300);
    DemoValues values{{"kind", "follow_up"},
                      {"method", is_visit ? "visit" : "phone"},
                      {"opportunity", deal.id},
                      {"content", story.words.any(story.dice, is_visit ? "visit" : "call")}};
    if (plans_next) {
        const auto days = story.dice.between(-3, 14);
        values.emplace_back("next_time", Instant{story.scene.now().micros +
                                                 (days + 5) * kMicrosPerDay});
    }
    story.scene.create(owner_of(story, deal), "activity", values);
}

void quote_once(DemoStory& story, std::size_t who, RecordId quote) {
    story.scene.verb(who, "quote", quote, "submit");
    story.scene.verb(story.manager_of(who), "quote", quote, "approve");
    story.scene.verb(who, "quote", quote, "send");
}

// The second version is the one that is cheaper.
void revise(DemoStory& story, std::size_t who, RecordId& quote, std::int64_t amount,
            std::uint64_t seed) {
    DemoScene& scene = story.scene;
    const Json made = scene.verb(who, "quote", quote, "revise");
    quote = *parse_record_id(made.get("quote").string());
    const auto ids = scene.lines_of("quote_line", "quote", quote);
    const DemoLines lines = demo_lines(story, amount, 100, seed);
    for (std::size_t i = 0; i < ids.size() && i < lines.size(); ++i) {
        scene.update(who, "quote_line", ids[i], {lines[i].back()});
    }
    const Date today = scene.workspace().zone().date_of(scene.now());
    scene.update(who, "quote", quote, {{"valid_until", add_days(today, kValidDays)}});
    quote_once(story, who, quote);
}

void tell_quotes(DemoStory& story, std::size_t at, std::shared_ptr<RecordId> quote, Date end) {
    const DemoDeal& deal = story.plan.deals[at];
    const std::uint64_t seed = at * 2 + 1;
    story.on(part_of(deal.created, end, 45), 11 * 60 + 20, [&story, at, quote, seed] {
        const DemoDeal& sold = story.plan.deals[at];
        const std::size_t who = owner_of(story, sold);
        const char* terms = sold.amount < 50'000 ? "monthly" : "t3331";
        const Date today = story.scene.workspace().zone().date_of(story.scene.now());
        *quote = story.scene.create(
            who, "quote",
            {{"opportunity", sold.id},
             {"name", "报价 " + std::to_string(at + 1)},
             {"account", story.plan.accounts[sold.account].id},
             {"valid_until", add_days(today, kValidDays)},
             {"payment_terms", terms}},
            "lines", demo_lines(story, sold.amount, sold.quotes > 1 ? 105 : 100, seed));
        quote_once(story, who, *quote);
    });
    if (deal.quotes < 2) return;
    story.on(part_of(deal.created, end, 62), 11 * 60 + 40, [&story, at, quote, seed] {
        const DemoDeal& sold = story.plan.deals[at];
        const std::size_t manager = story.manager_of(owner_of(story, sold));
        revise(story, story.scene.owner_of("quote", *quote, manager), *quote, sold.amount, seed);
    });
}

void tell_end(DemoStory& story, std::size_t at, std::shared_ptr<RecordId> quote) {
    const DemoDeal& deal = story.plan.deals[at];
    story.on(deal.closed, 16 * 60 + 10, [&story, at, quote] {
        DemoDeal& ended = story.plan.deals[at];
        const std::size_t who = owner_of(story, ended);
        if (ended.outcome == DemoOutcome::dropped) {
            const char* const reasons[] = {"duplicate", "mistake", "not_real"};
            story.scene.verb(who, "opportunity", ended.id, "void",
                             demo_text("reason", reasons[story.dice.index(3)]));
            return;
        }
        if (*quote) {
            const std::size_t seller =
                story.scene.owner_of("quote", *quote, story.manager_of(who));
            story.scene.verb(seller, "quote", *quote, "decline", demo_text("reason", "价格偏高"));
        }
        const char* const reasons[] = {"price", "price", "competitor", "no_budget", "timing",
                                       "no_decision", "product_fit", "relation"};
        std::string arguments;
        JsonWriter json(arguments);
        json.begin_object().key("reason").string(reasons[story.dice.index(8)]);
        json.key("lost_to").string(story.words.any(story.dice, "rival")).end_object();
        story.scene.verb(who, "opportunity", ended.id, "lose", arguments);
    });
}

void tell_way(DemoStory& story, std::size_t at, Date end) {
    const DemoDeal& deal = story.plan.deals[at];
    for (int stage = 0; stage < deal.stages; ++stage) {
        const Date day = part_of(deal.created, end, kStageShare[static_cast<std::size_t>(stage)]);
        const char* left = kStageLeft[static_cast<std::size_t>(stage)];
        story.on(day, 10 * 60 + 20 + stage * 10, [&story, at, left] {
            const DemoDeal& moved = story.plan.deals[at];
            const std::string from = R"({"from": {"key": ")" + std::string(left) + R"("}})";
            story.scene.verb(owner_of(story, moved), "opportunity", moved.id, "advance", from);
        });
    }
    const bool is_open = deal.outcome == DemoOutcome::open;
    const int talks = 1 + deal.stages * 2 / 3 + static_cast<int>(story.dice.between(0, 1));
    for (int i = 0; i < talks; ++i) {
        const Date day = part_of(deal.created, end, 5 + 90 * (i + 1) / (talks + 1));
        const bool is_last = is_open && i + 1 == talks;
        story.on(day, std::min(kNow, story.minute() + 60), [&story, at, is_last] {
            talk(story, at, is_last);
        });
    }
}

}  // namespace

void tell_deals(DemoStory& story) {
    for (std::size_t i = 0; i < story.plan.deals.size(); ++i) {
        const DemoDeal& deal = story.plan.deals[i];
        if (!deal.is_first_of_lead) {
            story.on(deal.created, 9 * 60 + 30, [&story, i] { open_deal(story, i); });
        }
        const bool is_open = deal.outcome == DemoOutcome::open;
        const Date end = is_open ? story.plan.today : deal.closed;
        tell_way(story, i, end);
        const auto quote = std::make_shared<RecordId>();
        const bool is_won = deal.outcome == DemoOutcome::won;
        if (deal.quotes > 0 && !is_won) tell_quotes(story, i, quote, end);
        if (!is_open && !is_won) tell_end(story, i, quote);
        if (is_won && deal.quotes > 0) {
            // Accepted and turned into the contract by the contract's own part of the story.
            tell_quotes(story, i, quote, end);
            story.quotes[i] = quote;
        }
    }
}

}  // namespace bihuan::app
