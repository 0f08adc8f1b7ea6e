// What will happen in the demo company, decided before anything is written: who buys what and
// when, who pays when. Everything that gives the company its shape is here.
//
// Plain values, made from a seed and a day; amounts in yuan.
#pragma once

#include "app/demo_dice.h"
#include "base/calendar_time.h"
#include "base/ids.h"
#include "kernel/calendar.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bihuan::app {

enum class DemoOutcome { open, won, lost, dropped };
enum class DemoTerms { thirds, monthly, full, halves };
enum class DemoFate { normal, void_, terminated, framework };

struct DemoAccount {
    Date created;
    bool by_lead = false;              // a lead becomes this customer, with its first deal
    std::size_t rep = 0;               // of the plan's reps
    std::int64_t size = 0;             // yuan of a usual deal
    std::size_t twin = SIZE_MAX;       // the same company, entered again by somebody else
    RecordId id;                       // once written
    std::vector<RecordId> contacts;
};

struct DemoDeal {
    std::size_t account = 0;
    DemoOutcome outcome = DemoOutcome::open;
    Date created, closed;              // closed: only when it is
    Date expected;
    std::int64_t amount = 0;
    int stages = 0;                    // how often it advances
    int quotes = 0;                    // versions
    bool is_first_of_lead = false;
    RecordId id;
};

struct DemoInstalment {
    std::int64_t amount = 0;
    std::optional<Date> due;           // none: what it waits for has not happened
    std::optional<Date> paid;
};

struct DemoOrder {
    Date confirmed, shipped, received; // a day to come: has not happened
    std::int64_t amount = 0;
    std::size_t instalment = 0;
    RecordId id;
};

struct DemoContract {
    std::size_t deal = SIZE_MAX;
    std::size_t account = 0;
    DemoTerms terms = DemoTerms::thirds;
    DemoFate fate = DemoFate::normal;
    Date drafted, signed_on;
    std::int64_t amount = 0;
    std::vector<DemoOrder> orders;
    std::vector<DemoInstalment> plan;  // one per order for a framework
    std::optional<Date> invoiced;
    bool is_reddened = false;
    RecordId id;
    std::vector<RecordId> instalments;
    RecordId invoice;
    std::int64_t invoice_rest = 0;     // not yet allocated
};

struct DemoPayment {
    std::size_t contract = 0;
    std::size_t instalment = 0;
    Date date;
    std::int64_t amount = 0;
    bool by_bill = false;
};

struct DemoPlan {
    Date today, from, start;           // from: 24 months ago; start: the stock it begins with
    std::size_t reps = 0;
    std::vector<DemoAccount> accounts; // by day
    std::vector<DemoDeal> deals;
    std::vector<DemoContract> contracts;
    std::vector<DemoPayment> payments; // by day
    // Signed amount a month should reach, in yuan; for targets.
    std::int64_t month_goal(Month month) const;
};

DemoPlan make_demo_plan(DemoDice& dice, Date today, std::size_t reps, const Calendar& calendar);

// demo_plan_money.cpp: contracts of the won deals, their orders, instalments, payments.
void plan_demo_money(DemoPlan& plan, DemoDice& dice, const Calendar& calendar);
Date demo_working_day(const Calendar& calendar, Date date);

}  // namespace bihuan::app
