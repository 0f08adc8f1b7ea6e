#include "app/demo_plan.h"

#include <algorithm>

namespace bihuan::app {

namespace {

constexpr int kFrameworksAYear = 8;
constexpr int kVoid = 2;
constexpr int kTerminated = 1;
constexpr int kRed = 3;
constexpr std::int64_t kOverdueShare = 148;   // thousandths of what is uncollected
constexpr std::int64_t kBillShare = 250;      // thousandths of collections
constexpr std::int64_t kBillLeast = 20'000;   // smaller sums come by transfer

int days(DemoDice& dice, int low, int high) { return static_cast<int>(dice.between(low, high)); }

bool has_come(const DemoPlan& plan, Date date) { return date < plan.today; }

std::optional<Date> due_after(const DemoPlan& plan, Date event, int days) {
    if (!has_come(plan, event)) return std::nullopt;
    return add_days(event, days);
}

void plan_thirds(const DemoPlan& plan, DemoContract& contract, DemoDice& dice,
                 const Calendar& calendar) {
    DemoOrder order;
    order.amount = contract.amount;
    order.confirmed = demo_working_day(calendar, add_days(contract.signed_on, days(dice, 1, 4)));
    order.shipped = demo_working_day(calendar, add_days(order.confirmed, days(dice, 20, 50)));
    order.received = demo_working_day(calendar, add_days(order.shipped, days(dice, 6, 24)));
    contract.invoiced = add_days(order.shipped, 1);
    const auto share = [&](std::int64_t percent) { return contract.amount * percent / 100; };
    if (contract.terms == DemoTerms::thirds) {
        contract.plan.push_back({share(30), due_after(plan, contract.signed_on, 7), {}});
        contract.plan.push_back({share(30), due_after(plan, order.shipped, 15), {}});
        contract.plan.push_back({share(30), due_after(plan, order.received, 30), {}});
        contract.plan.push_back({share(10), due_after(plan, order.received, 365), {}});
    } else {
        contract.plan.push_back({share(50), due_after(plan, contract.signed_on, 7), {}});
        contract.plan.push_back({share(50), due_after(plan, order.received, 30), {}});
    }
    contract.orders.push_back(order);
}

void plan_simple(const DemoPlan& plan, DemoContract& contract, DemoDice& dice,
                 const Calendar& calendar) {
    contract.invoiced =
        demo_working_day(calendar, add_days(contract.signed_on, days(dice, 4, 18)));
    if (contract.terms == DemoTerms::full) {
        contract.plan.push_back({contract.amount, add_days(contract.signed_on, 15), {}});
        return;
    }
    std::optional<Date> due;
    if (has_come(plan, *contract.invoiced)) {
        due = add_days(last_day(month_of(*contract.invoiced)), 30);
    }
    contract.plan.push_back({contract.amount, due, {}});
}

DemoTerms terms_of(DemoDice& dice, std::size_t at) {
    // 60 % thirds; with the frameworks 25 % by the month; the rest at once or in halves.
    const std::size_t place = at * 37 % 100;
    if (place < 61) return DemoTerms::thirds;
    if (place < 85) return DemoTerms::monthly;
    return dice.happens(600) ? DemoTerms::full : DemoTerms::halves;
}

void contracts_of_deals(DemoPlan& plan, DemoDice& dice, const Calendar& calendar) {
    for (std::size_t i = 0; i < plan.deals.size(); ++i) {
        const DemoDeal& deal = plan.deals[i];
        if (deal.outcome != DemoOutcome::won) continue;
        DemoContract contract;
        contract.deal = i;
        contract.account = deal.account;
        contract.amount = deal.amount;
        contract.signed_on = deal.closed;
        // After the last quote of the deal was sent.
        const int drafting =
            std::min(days(dice, 2, 9), (deal.closed.days - deal.created.days) * 28 / 100);
        contract.drafted = add_days(deal.closed, -std::max(1, drafting));
        contract.terms = terms_of(dice, plan.contracts.size());
        const bool has_order =
            contract.terms == DemoTerms::thirds || contract.terms == DemoTerms::halves;
        if (has_order) plan_thirds(plan, contract, dice, calendar);
        else plan_simple(plan, contract, dice, calendar);
        plan.contracts.push_back(contract);
    }
}

void contracts_of_years(DemoPlan& plan, DemoDice& dice, const Calendar& calendar) {
    std::vector<std::size_t> large;
    for (std::size_t i = 0; i < plan.accounts.size(); ++i) {
        const DemoAccount& account = plan.accounts[i];
        if (account.created < plan.from && account.size > 120'000 && account.twin == SIZE_MAX) {
            large.push_back(i);
        }
    }
    for (int number = 0; number < 2 * kFrameworksAYear && !large.empty(); ++number) {
        DemoContract contract;
        contract.account = large[static_cast<std::size_t>(number % kFrameworksAYear) * 3 %
                                 large.size()];
        contract.fate = DemoFate::framework;
        contract.terms = DemoTerms::monthly;
        const int year = number / kFrameworksAYear;
        const Date first = add_days(add_months(plan.from, 12 * year), 8 + number % 20);
        contract.signed_on = demo_working_day(calendar, first);
        contract.drafted = add_days(contract.signed_on, -6);
        contract.amount = dice.between(5, 9) * 100'000;
        for (int month = 0; month < 12; ++month) {
            DemoOrder order;
            order.confirmed = demo_working_day(
                calendar, add_days(add_months(contract.signed_on, month), days(dice, 2, 12)));
            if (!has_come(plan, order.confirmed)) break;
            order.shipped = add_days(order.confirmed, days(dice, 2, 6));
            order.received = add_days(order.shipped, days(dice, 1, 4));
            order.amount = contract.amount / 1200 * dice.between(60, 140) / 10 * 10;
            order.instalment = contract.plan.size();
            std::optional<Date> due;
            if (has_come(plan, order.received)) {
                due = add_days(last_day(month_of(order.received)), 30);
            }
            contract.plan.push_back({order.amount, due, {}});
            contract.orders.push_back(order);
        }
        plan.contracts.push_back(contract);
    }
}

// Contracts whose story ends badly; none of their money has come.
void choose_fates(DemoPlan& plan) {
    int voided = 0, terminated = 0, red = 0;
    for (std::size_t i = plan.contracts.size() / 3; i < plan.contracts.size(); ++i) {
        DemoContract& contract = plan.contracts[i];
        if (contract.fate != DemoFate::normal || contract.amount > 150'000) continue;
        if (plan.today.days - contract.signed_on.days < 150 || i % 7 != 0) continue;
        if (contract.terms == DemoTerms::thirds && voided < kVoid) {
            contract.fate = DemoFate::void_;
            ++voided;
        } else if (contract.terms == DemoTerms::thirds && terminated < kTerminated) {
            contract.fate = DemoFate::terminated;
            ++terminated;
        } else if (contract.terms == DemoTerms::monthly && red < kRed) {
            contract.is_reddened = true;
            ++red;
        }
        if (contract.fate == DemoFate::normal) continue;
        contract.orders.clear();
        contract.invoiced.reset();
    }
}

bool owes(const DemoContract& contract) { return contract.fate != DemoFate::void_; }

void pay(DemoPlan& plan, DemoDice& dice, const Calendar& calendar) {
    for (DemoContract& contract : plan.contracts) {
        for (std::size_t i = 0; i < contract.plan.size(); ++i) {
            DemoInstalment& one = contract.plan[i];
            // Of a terminated one the first instalment came, the rest is struck out.
            const bool ends = contract.fate == DemoFate::void_ ||
                              (contract.fate == DemoFate::terminated && i > 0);
            if (!one.due || ends) continue;
            const auto delay = dice.on({{0, -6}, {350, 0}, {650, 5}, {880, 18}, {1000, 48}});
            Date day = add_days(*one.due, static_cast<int>(delay));
            day = demo_working_day(calendar, std::max(day, add_days(contract.signed_on, 1)));
            if (has_come(plan, day)) one.paid = day;
        }
    }
}

// What is overdue today is the share of the uncollected it should be.
void settle_overdue(DemoPlan& plan) {
    std::int64_t open = 0, overdue = 0;
    std::vector<DemoInstalment*> paid, late;
    for (DemoContract& contract : plan.contracts) {
        if (!owes(contract) || contract.fate == DemoFate::terminated) continue;
        for (DemoInstalment& one : contract.plan) {
            const bool is_due = one.due && *one.due < plan.today;
            if (!one.paid) open += one.amount;
            if (!one.paid && is_due) {
                overdue += one.amount;
                late.push_back(&one);
            }
            if (one.paid && is_due && contract.deal != SIZE_MAX) paid.push_back(&one);
        }
    }
    const auto by_due = [](const DemoInstalment* a, const DemoInstalment* b) {
        return *a->due < *b->due;
    };
    std::stable_sort(late.begin(), late.end(), by_due);
    for (std::size_t i = 0; i < late.size() && overdue * 1000 > open * kOverdueShare; ++i) {
        late[i]->paid = add_days(plan.today, -1 - static_cast<int>(i % 4));
        overdue -= late[i]->amount;
        open -= late[i]->amount;
    }
    std::stable_sort(paid.begin(), paid.end(), by_due);
    // Mostly young debts, some that are old.
    for (std::size_t i = 0; i < paid.size() && overdue * 1000 < open * kOverdueShare; ++i) {
        const std::size_t back = i % 3 == 0 ? i * 7 % paid.size() : i;
        DemoInstalment& one = *paid[paid.size() - 1 - back];
        if (!one.paid || one.amount > 400'000) continue;
        one.paid.reset();
        overdue += one.amount;
        open += one.amount;
    }
}

void collect(DemoPlan& plan) {
    for (std::size_t c = 0; c < plan.contracts.size(); ++c) {
        const DemoContract& contract = plan.contracts[c];
        for (std::size_t i = 0; i < contract.plan.size(); ++i) {
            const DemoInstalment& one = contract.plan[i];
            if (one.paid && one.amount > 0) {
                plan.payments.push_back({c, i, *one.paid, one.amount, false});
            }
        }
    }
    std::stable_sort(plan.payments.begin(), plan.payments.end(),
                     [](const DemoPayment& a, const DemoPayment& b) { return a.date < b.date; });
    std::int64_t sum = 0, bills = 0;
    for (DemoPayment& payment : plan.payments) {
        sum += payment.amount;
        if (payment.amount < kBillLeast) continue;
        if ((bills + payment.amount) * 1000 > sum * kBillShare) continue;
        payment.by_bill = true;
        bills += payment.amount;
    }
}

}  // namespace

void plan_demo_money(DemoPlan& plan, DemoDice& dice, const Calendar& calendar) {
    contracts_of_deals(plan, dice, calendar);
    contracts_of_years(plan, dice, calendar);
    choose_fates(plan);
    pay(plan, dice, calendar);
    settle_overdue(plan);
    collect(plan);
}

}  // namespace bihuan::app
