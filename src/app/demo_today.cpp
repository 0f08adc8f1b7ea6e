// What is left for today: plans, late tasks, things that wait for a manager or for finance.
#include "app/demo_story.h"

#include <algorithm>

namespace bihuan::app {

namespace {

constexpr int kTasks = 420;
constexpr int kLate = 2;
constexpr int kLastMinute = 17 * 60 + 50;   // of yesterday

// Some of the records a person owns, the newest first.
std::vector<RecordId> owned(DemoStory& story, const std::string& table, const std::string& where,
                            std::size_t who, int limit) {
    std::vector<RecordId> ids;
    story.scene.in_tx(DemoScene::kSystem, [&](Tx& tx) {
        tx.db().query("SELECT id FROM " + tx.dialect().quote(table) + " WHERE owner = ? AND " +
                          where + " ORDER BY id DESC LIMIT ?",
                      {story.scene.user(who).value, std::int64_t{limit}}, [&](const db::Row& row) {
                          ids.emplace_back(row.integer(0));
                          return true;
                      });
    });
    return ids;
}

void tell_tasks(DemoStory& story) {
    for (int i = 0; i < kTasks; ++i) {
        const int age = static_cast<int>(story.dice.between(2, 300));
        const Date day = add_days(story.plan.today, -age);
        const Date due = add_days(day, static_cast<int>(story.dice.between(1, 12)));
        const std::size_t rep = story.dice.index(story.reps.size());
        const auto task = std::make_shared<RecordId>();
        story.on(day, story.minute(), [&story, rep, day, due, task] {
            *task = story.scene.create(story.rep_on(rep, day), "task",
                                       {{"name", story.words.any(story.dice, "task")},
                                        {"due", due}});
        });
        if (due >= story.plan.today || story.dice.happens(40)) continue;
        story.on(due, story.minute(), [&story, task] {
            const std::size_t who = story.scene.owner_of("task", *task, story.boss);
            story.scene.verb(who, "task", *task, "finish");
        });
    }
}

void plan_day(DemoStory& story) {
    DemoScene& scene = story.scene;
    const auto deals = owned(story, "opportunity", "state = 'open'", story.rep, 8);
    const Instant midnight = scene.workspace().zone().start_of(story.plan.today);
    const auto hour = [&](int at) {
        return Instant{midnight.micros + at * 3'600 * kMicrosPerSecond};
    };
    int at = 10;
    for (std::size_t i = 0; i < deals.size() && i < 3; ++i, at += 3) {
        scene.create(story.rep, "activity",
                     {{"kind", "plan"},
                      {"method", i == 0 ? "visit" : "phone"},
                      {"subject", story.words.any(story.dice, "plan")},
                      {"opportunity", deals[i]},
                      {"planned_at", hour(at)}});
    }
    for (std::size_t i = 3; i < deals.size() && i < 5; ++i) {
        scene.update(story.rep, "opportunity", deals[i], {{"next_time", hour(14)}});
    }
    for (int i = 0; i < kLate; ++i) {
        scene.create(story.rep, "task",
                     {{"name", story.words.any(story.dice, "task")},
                      {"priority", "high"},
                      {"due", add_days(story.plan.today, -1 - i)}});
        scene.create(story.rep, "task",
                     {{"name", story.words.any(story.dice, "task")},
                      {"due", story.plan.today}});
    }
}

void leave_quotes(DemoStory& story) {
    DemoScene& scene = story.scene;
    const auto deals = owned(story, "opportunity", "state = 'open' AND amount > 0", story.rep, 9);
    for (std::size_t i = 5; i < deals.size() && i < 7; ++i) {
        RecordId account;
        scene.in_tx(story.rep, [&](Tx& tx) {
            account = record::load(tx, tx.schema().at("opportunity"), deals[i])->ref("account");
        });
        const RecordId quote = scene.create(story.rep, "quote",
                                            {{"name", "设备报价"},
                                             {"opportunity", deals[i]},
                                             {"account", account}},
                                            "lines", demo_lines(story, 286'000, 88, i));
        scene.verb(story.rep, "quote", quote, "submit");
    }
}

// Contracts that a manager is to approve, and one that waits for its signature.
void leave_contracts(DemoStory& story) {
    DemoScene& scene = story.scene;
    const auto accounts = owned(story, "account", "1 = 1", story.rep, 4);
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        const RecordId contract = scene.create(
            story.rep, "contract",
            {{"name", story.words.any(story.dice, "project")},
             {"account", accounts[i]},
             {"payment_terms", "full"}},
            "lines", demo_lines(story, 96'000 + static_cast<std::int64_t>(i) * 41'000, 100, i));
        scene.verb(story.rep, "contract", contract, "submit");
        if (i == 0) {
            scene.verb(story.manager_of(story.rep), "contract", contract, "approve");
        }
    }
}

// Invoices and a receipt that finance is to decide on.
void leave_money(DemoStory& story) {
    DemoScene& scene = story.scene;
    int left = 2;
    for (std::size_t i = story.plan.contracts.size(); i-- > 0 && left > 0;) {
        const DemoContract& contract = story.plan.contracts[i];
        const bool fits = contract.id && contract.fate == DemoFate::normal && !contract.invoice &&
                          contract.signed_on < story.plan.today;
        if (!fits) continue;
        const std::size_t who = scene.owner_of("contract", contract.id, story.boss);
        if (who == story.boss) continue;
        const RecordId account = story.plan.accounts[contract.account].id;
        const RecordId invoice = scene.create(who, "invoice",
                                              {{"contract", contract.id},
                                               {"account", account},
                                               {"amount", demo_yuan(contract.amount * 3 / 10)}});
        scene.verb(who, "invoice", invoice, "submit");
        const RecordId receipt = scene.create(who, "receipt",
                                              {{"account", account},
                                               {"contract", contract.id},
                                               {"amount", demo_yuan(contract.amount / 10)},
                                               {"note", "客户已发付款回单"}});
        if (left == 2) scene.verb(who, "receipt", receipt, "submit");
        --left;
    }
}

}  // namespace

void tell_today(DemoStory& story) {
    tell_tasks(story);
    story.on(add_days(story.plan.today, -1), kLastMinute, [&story] {
        plan_day(story);
        leave_quotes(story);
        leave_contracts(story);
        leave_money(story);
    });
}

}  // namespace bihuan::app
