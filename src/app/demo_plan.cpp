#include "app/demo_plan.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace bihuan::app {

namespace {

constexpr int kAccounts = 1'995;          // and five that were entered twice
constexpr int kTwins = 5;
constexpr int kByLead = 700;
constexpr int kWon = 1'092;
constexpr int kLost = 2'310;              // 32 % of the closed ones are won
constexpr int kDropped = 168;
constexpr int kOpen = 1'430;
constexpr int kStartDays = 200;           // the stock it begins with is older than the 24 months
constexpr std::int64_t kYearGoal = 90'000'000;
// January to December: a trough in February, the peak in December.
constexpr std::array<std::int64_t, 12> kSeason = {80, 35, 95, 92, 98, 118, 88, 90, 112, 92, 110,
                                                  190};
constexpr std::int64_t kSeasonSum =
    std::accumulate(kSeason.begin(), kSeason.end(), std::int64_t{0});

Date day_between(DemoDice& dice, Date from, Date to) {
    return add_days(from, static_cast<int>(dice.between(0, std::max(0, to.days - from.days))));
}

// Months that the 24 months touch, each cut to them.
struct Span { Date from, to; std::int64_t goal; };
std::vector<Span> months_of(const DemoPlan& plan) {
    std::vector<Span> spans;
    const Date last = add_days(plan.today, -1);
    for (Month month = month_of(plan.from); month <= month_of(last); ++month.months) {
        const Date from = std::max(plan.from, first_day(month));
        const Date to = std::min(last, last_day(month));
        if (to < from) continue;
        const std::int64_t days = last_day(month).days - first_day(month).days + 1;
        spans.push_back({from, to, plan.month_goal(month) * (to.days - from.days + 1) / days});
    }
    return spans;
}

void make_accounts(DemoPlan& plan, DemoDice& dice) {
    for (int i = 0; i < kAccounts; ++i) {
        DemoAccount account;
        const bool is_stock = i % 100 < 45;
        account.created = is_stock ? day_between(dice, plan.start, add_days(plan.from, -1))
                                   : day_between(dice, plan.from, add_days(plan.today, -3));
        account.rep = dice.index(plan.reps);
        account.size = dice.on({{0, 14'000}, {300, 30'000}, {550, 52'000}, {750, 96'000},
                                {900, 190'000}, {970, 330'000}, {1000, 600'000}});
        plan.accounts.push_back(account);
    }
    std::stable_sort(plan.accounts.begin(), plan.accounts.end(),
                     [](const DemoAccount& a, const DemoAccount& b) {
                         return a.created < b.created;
                     });
}

Date created_before(DemoPlan& plan, DemoDice& dice, Date closed) {
    const auto cycle = dice.on({{0, 9}, {100, 22}, {250, 38}, {500, 57}, {750, 84}, {900, 120},
                                {1000, 190}});
    return std::max(plan.start, add_days(closed, -static_cast<int>(cycle)));
}

void make_closed(DemoPlan& plan, DemoDice& dice, const Calendar& calendar) {
    const auto spans = months_of(plan);
    std::int64_t goals = 0;
    for (const Span& span : spans) goals += span.goal;
    std::int64_t even = 0;
    for (const Span& span : spans) even += span.to.days - span.from.days + 1;
    const auto add = [&](DemoOutcome outcome, const Span& span) {
        DemoDeal deal;
        deal.outcome = outcome;
        deal.closed = demo_working_day(calendar, day_between(dice, span.from, span.to));
        if (deal.closed >= plan.today || deal.closed < plan.from) deal.closed = span.from;
        deal.created = created_before(plan, dice, deal.closed);
        plan.deals.push_back(deal);
    };
    for (const Span& span : spans) {
        const std::int64_t days = span.to.days - span.from.days + 1;
        // More deals close in a strong month, and they are larger, too.
        const std::int64_t won = kWon * (span.goal * even + days * goals) / (2 * goals * even);
        for (std::int64_t i = 0; i < won; ++i) add(DemoOutcome::won, span);
        for (std::int64_t i = 0; i < kLost * days / even; ++i) add(DemoOutcome::lost, span);
        for (std::int64_t i = 0; i < kDropped * days / even; ++i) add(DemoOutcome::dropped, span);
    }
}

void make_open(DemoPlan& plan, DemoDice& dice) {
    for (int i = 0; i < kOpen; ++i) {
        DemoDeal deal;
        const auto age = dice.on({{0, 1}, {400, 25}, {750, 60}, {930, 110}, {1000, 190}});
        deal.created = add_days(plan.today, -static_cast<int>(age));
        const auto left = dice.on({{0, -20}, {80, 0}, {400, 45}, {700, 95}, {1000, 200}});
        deal.expected = add_days(plan.today, static_cast<int>(left));
        plan.deals.push_back(deal);
    }
}

// The first deal of a customer that came as a lead begins with him; the others go to customers
// that are there already, the large ones more often.
void share_out(DemoPlan& plan, DemoDice& dice) {
    const auto is_earlier = [](const DemoDeal& a, const DemoDeal& b) {
        return a.created < b.created;
    };
    std::stable_sort(plan.deals.begin(), plan.deals.end(), is_earlier);
    std::size_t next = 0;
    int leads = 0;
    std::vector<bool> is_taken(plan.deals.size());
    for (std::size_t i = 0; i < plan.accounts.size() && leads < kByLead; ++i) {
        DemoAccount& account = plan.accounts[i];
        if (account.created < plan.from || !dice.happens(720)) continue;
        while (next < plan.deals.size() && plan.deals[next].created < account.created) ++next;
        if (next == plan.deals.size()) break;
        account.created = plan.deals[next].created;
        account.by_lead = true;
        plan.deals[next].account = i;
        plan.deals[next].is_first_of_lead = true;
        is_taken[next++] = true;
        ++leads;
    }
    std::vector<std::int64_t> until;  // sums of weights
    std::vector<Date> since;          // accounts may have moved by a few days
    Date latest = plan.start;
    for (const DemoAccount& account : plan.accounts) {
        until.push_back((until.empty() ? 0 : until.back()) + 60 + account.size / 2'500);
        since.push_back(latest = std::max(latest, account.created));
    }
    for (std::size_t i = 0; i < plan.deals.size(); ++i) {
        DemoDeal& deal = plan.deals[i];
        if (is_taken[i]) continue;
        auto known = std::upper_bound(since.begin(), since.end(), deal.created) - since.begin();
        if (known == 0) {
            known = 1;
            deal.created = since.front();
        }
        const std::int64_t at = dice.between(0, until[static_cast<std::size_t>(known) - 1] - 1);
        deal.account = static_cast<std::size_t>(
            std::upper_bound(until.begin(), until.begin() + known, at) - until.begin());
    }
}

void give_amounts(DemoPlan& plan, DemoDice& dice) {
    for (DemoDeal& deal : plan.deals) {
        const auto share =
            dice.on({{0, 350}, {500, 850}, {900, 1'700}, {1000, 3'000}});
        deal.amount = std::max<std::int64_t>(3'000, plan.accounts[deal.account].size * share /
                                                        100'000 * 100);
        const bool is_large = deal.amount > 60'000;
        if (deal.outcome == DemoOutcome::won) {
            deal.stages = 3;
            deal.quotes = dice.happens(is_large ? 550 : 250) ? (dice.happens(350) ? 2 : 1) : 0;
            deal.expected = add_days(deal.closed, static_cast<int>(dice.between(-12, 20)));
        } else if (deal.outcome == DemoOutcome::open) {
            const int age = plan.today.days - deal.created.days;
            deal.stages = static_cast<int>(std::min<std::int64_t>(
                3, dice.between(0, 1 + std::min(age, 80) / 22)));
        } else {
            deal.stages = static_cast<int>(dice.on({{0, 0}, {200, 1}, {550, 2}, {850, 3},
                                                    {1000, 3}}));
            deal.quotes = deal.stages >= 2 && dice.happens(160) ? 1 : 0;
            deal.expected = add_days(deal.closed, static_cast<int>(dice.between(-15, 45)));
        }
    }
    // Each month reaches what the season asks for.
    for (const Span& span : months_of(plan)) {
        std::int64_t sum = 0;
        const auto is_in = [&](const DemoDeal& deal) {
            return deal.outcome == DemoOutcome::won && deal.closed >= span.from &&
                   deal.closed <= span.to;
        };
        for (const DemoDeal& deal : plan.deals) sum += is_in(deal) ? deal.amount : 0;
        if (sum == 0) continue;
        for (DemoDeal& deal : plan.deals) {
            if (!is_in(deal)) continue;
            deal.amount = std::max<std::int64_t>(2'000, deal.amount * (span.goal * 92 / 100) / sum);
            deal.amount = deal.amount / 100 * 100;
        }
    }
}

// Open deals expected in this quarter are worth three times what the quarter still lacks.
void cover_quarter(DemoPlan& plan) {
    const Month now = month_of(plan.today);
    Month quarter = now;
    while (quarter.months % 3 != 0) --quarter.months;
    std::int64_t lacks = 0;
    for (Month month = quarter; month.months < quarter.months + 3; ++month.months) {
        lacks += plan.month_goal(month) * 106 / 100;
    }
    const auto counts = [&](Date day) { return day >= first_day(quarter) && day < plan.today; };
    for (const DemoContract& contract : plan.contracts) {
        if (contract.fate != DemoFate::framework) {
            if (counts(contract.signed_on)) lacks -= contract.amount;
            continue;
        }
        for (const DemoOrder& order : contract.orders) {
            if (counts(order.confirmed)) lacks -= order.amount;
        }
    }
    const Date end = last_day(Month{quarter.months + 2});
    std::int64_t open = 0;
    const auto is_of_quarter = [&](const DemoDeal& deal) {
        return deal.outcome == DemoOutcome::open && deal.expected >= first_day(quarter) &&
               deal.expected <= end;
    };
    for (const DemoDeal& deal : plan.deals) open += is_of_quarter(deal) ? deal.amount : 0;
    for (DemoDeal& deal : plan.deals) {
        if (deal.outcome != DemoOutcome::open || deal.expected < plan.today) continue;
        const bool is_in = deal.expected <= end;
        if (is_in && open > lacks * 33 / 10) {
            deal.expected = add_days(end, 1 + (deal.expected.days * 7) % 75);
            open -= deal.amount;
        } else if (!is_in && open < lacks * 3) {
            deal.expected = std::max(plan.today, add_days(end, -((deal.expected.days * 5) % 25)));
            open += deal.amount;
        }
    }
    // On the last days of a quarter those that are late outweigh the little that it lacks.
    for (DemoDeal& deal : plan.deals) {
        if (open <= lacks * 33 / 10) break;
        if (!is_of_quarter(deal)) continue;
        deal.expected = add_days(end, 1 + (deal.expected.days * 7) % 75);
        open -= deal.amount;
    }
}

void make_twins(DemoPlan& plan, DemoDice& dice) {
    for (int i = 0; i < kTwins; ++i) {
        const std::size_t original = dice.index(plan.accounts.size());
        DemoAccount twin = plan.accounts[original];
        twin.twin = original;
        twin.by_lead = false;
        twin.rep = (twin.rep + 1 + dice.index(plan.reps - 1)) % plan.reps;
        twin.created = std::min(add_days(plan.today, -4), add_days(twin.created, 40 + i * 9));
        plan.accounts.push_back(twin);
    }
}

}  // namespace

std::int64_t DemoPlan::month_goal(Month month) const {
    const CivilDate civil = to_civil(first_day(month));
    const std::int64_t growth = civil.year < to_civil(today).year ? 98 : 104;
    return kYearGoal * growth / 100 * kSeason[static_cast<std::size_t>(civil.month - 1)] /
           kSeasonSum;
}

Date demo_working_day(const Calendar& calendar, Date date) {
    return calendar.is_working_day(date) ? date : calendar.add_working_days(date, 1);
}

DemoPlan make_demo_plan(DemoDice& dice, Date today, std::size_t reps, const Calendar& calendar) {
    DemoPlan plan;
    plan.today = today;
    plan.from = add_months(today, -24);
    plan.start = add_days(plan.from, -kStartDays);
    plan.reps = reps;
    make_accounts(plan, dice);
    make_closed(plan, dice, calendar);
    make_open(plan, dice);
    share_out(plan, dice);
    give_amounts(plan, dice);
    make_twins(plan, dice);
    plan_demo_money(plan, dice, calendar);
    cover_quarter(plan);
    return plan;
}

}  // namespace bihuan::app
