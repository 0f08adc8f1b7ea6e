// The parts of the demo company's story; each one hands its acts to the scene.
//
// References are lent and outlive the play. One thread.
#pragma once

#include "app/demo_scene.h"

#include <string>
#include <vector>

namespace bihuan::app {

inline constexpr const char* kDemoPassword = "bihuan-demo";
inline constexpr const char* kDemoRep = "li.wenjing";      // whose day the demo shows
inline constexpr const char* kDemoManager = "wang.haitao";
inline constexpr const char* kDemoFinance = "chen.yulan";
inline constexpr const char* kDemoBoss = "zhou.mingyuan";

struct DemoStory {
    DemoScene& scene;
    DemoPlan& plan;
    DemoWords& words;
    DemoDice& dice;
    std::vector<std::size_t> reps;      // people by place in the list
    std::size_t boss = 0, finance = 0, rep = 0;
    std::map<std::string, RecordId> departments;
    std::map<std::string, RecordId> products;
    std::map<std::size_t, Date> leaving; // who leaves, and when

    std::size_t person(std::string_view login) const;
    std::size_t manager_of(std::size_t person) const;
    // The plan's rep on a day; somebody else when he has left by then.
    std::size_t rep_on(std::size_t number, Date day) const;
    int minute() { return static_cast<int>(dice.between(9 * 60, 17 * 60)); }
    // On this day, at the latest a moment ago.
    void on(Date day, int minute, std::function<void()> act);
    RecordId stage(const std::string& code) const { return stages.at(code); }
    std::map<std::string, RecordId> stages;
    int documents = 0;                  // numbers of bills and invoices
    std::map<std::size_t, std::shared_ptr<RecordId>> quotes;  // of won deals
};

void tell_company(DemoStory& story, const std::string& password_hash);  // demo_company.cpp
void tell_targets(DemoStory& story);
void tell_customers(DemoStory& story);                                  // demo_customers.cpp
void tell_deals(DemoStory& story);                                      // demo_deals.cpp
void tell_contracts(DemoStory& story);                                  // demo_contracts.cpp
void tell_payments(DemoStory& story);                                   // demo_payments.cpp
void tell_today(DemoStory& story);                                      // demo_today.cpp

// Priced lines of a document that add up to `amount` yuan, `percent` of it each.
DemoLines demo_lines(DemoStory& story, std::int64_t amount, int percent, std::uint64_t seed);

}  // namespace bihuan::app
