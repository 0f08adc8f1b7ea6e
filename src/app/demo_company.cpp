// The company itself: departments, people, products, prices, targets.
#include "app/company.h"
#include "app/demo_jobs.h"
#include "app/demo_story.h"
#include "base/error.h"
#include "kernel/access/session.h"
#include "sales/team/team.h"

#include <algorithm>
#include <array>

namespace bihuan::app {

namespace {

struct Department { const char* code; const char* name; };
constexpr std::array<Department, 4> kDepartments = {{{"east", "华东销售部"},
                                                      {"south", "华南销售部"},
                                                      {"key", "大客户部"},
                                                      {"office", "综合管理部"}}};

void open_departments(DemoStory& story) {
    for (const auto& [code, name] : kDepartments) {
        story.departments[code] = story.scene.create(DemoScene::kSystem, "department",
                                                     {{"code", code}, {"name", name}});
    }
}

void hire(DemoStory& story, const std::string& password_hash) {
    DemoScene& scene = story.scene;
    const auto& people = story.words.people();
    for (std::size_t i = 0; i < people.size(); ++i) {
        const DemoPerson& person = people[i];
        const RecordId id = scene.create(
            DemoScene::kSystem, "user",
            {{"login", person.login},
             {"name", person.name},
             {"dept", story.departments.at(person.dept)},
             {"position", person.position},
             {"mobile", "+86190000" + std::to_string(10'000 + i)},
             {"email", person.login + "@tuoyuan.example"},
             {"hire_date", add_days(story.plan.start, -static_cast<int>(i * 37 % 1'500) - 1)}});
        scene.employ(i, id);
        scene.in_tx(DemoScene::kSystem, [&](Tx& tx) {
            const auto role = record::load_by_key(tx, tx.schema().at("role"), person.role);
            if (!role) throw Error(Code::internal, "error.internal").because(person.role);
            record::add_link(tx, access::kUserRole, id, role->id);
            access::store_password_hash(tx, to_user(id), password_hash);
        });
    }
    const RecordId boss = scene.user(story.boss);
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (i == story.boss) continue;
        const std::size_t manager = story.manager_of(i);
        scene.update(DemoScene::kSystem, "user", scene.user(i),
                     {{"leader", manager == i ? boss : scene.user(manager)}});
        if (manager == i) {
            scene.update(DemoScene::kSystem, "department",
                         story.departments.at(people[i].dept), {{"leader", scene.user(i)}});
        }
    }
    scene.update(DemoScene::kSystem, "department", story.departments.at("office"),
                 {{"leader", boss}});
    scene.in_tx(DemoScene::kSystem, [](Tx& tx) {
        access::touch_rights(tx);
        if (company_fact(tx, "company_name").empty()) {
            set_company_fact(tx, "company_name", kDemoCompanyName);
        }
    });
    scene.refresh_people();
}

void offer(DemoStory& story) {
    DemoScene& scene = story.scene;
    DemoLines standard, graded;
    for (const DemoProduct& product : story.words.products()) {
        const RecordId id = scene.create(DemoScene::kSystem, "product",
                                         {{"code", product.code},
                                          {"name", product.name},
                                          {"category", product.category},
                                          {"unit", product.unit},
                                          {"spec", product.spec},
                                          {"list_price", demo_yuan(product.price)},
                                          {"cost", demo_yuan(product.cost)}});
        story.products[product.code] = id;
        standard.push_back({{"product", id},
                            {"price", demo_yuan(product.price)},
                            {"floor", demo_yuan(product.floor)}});
        graded.push_back({{"product", id},
                          {"price", demo_yuan(product.price * 95 / 100)},
                          {"floor", demo_yuan(product.floor * 97 / 100)}});
    }
    scene.create(DemoScene::kSystem, "price_book", {{"name", "标准价格表"}}, "lines", standard);
    scene.create(DemoScene::kSystem, "price_book", {{"name", "A 级客户价格表"}, {"grade", "A"}},
                 "lines", graded);
}

void read_stages(DemoStory& story) {
    story.scene.in_tx(DemoScene::kSystem, [&](Tx& tx) {
        tx.db().query("SELECT code, id FROM stage", {}, [&](const db::Row& row) {
            story.stages[std::string(row.text(0))] = RecordId(row.integer(1));
            return true;
        });
    });
}

// Gives everything that is open away, record by record, before the person's account is closed.
void hand_over(DemoStory& story, std::size_t from, std::size_t to) {
    static constexpr std::array<std::pair<const char*, const char*>, 8> kOpen = {{
        {"lead", "state IN ('new', 'following', 'qualified')"},
        {"account", "1 = 1"},
        {"contact", "1 = 1"},
        {"opportunity", "state = 'open'"},
        {"quote", "state NOT IN ('converted', 'declined', 'void')"},
        {"contract", "stage IN ('pending_signing', 'signed', 'in_progress', 'change')"},
        {"activity", "state IN ('prepared', 'underway')"},
        {"task", "state = 'open'"},
    }};
    DemoScene& scene = story.scene;
    for (const auto& [name, where] : kOpen) {
        scene.in_tx(DemoScene::kSystem, [&](Tx& tx) {
            const meta::Object& object = tx.schema().at(name);
            std::vector<RecordId> ids;
            tx.db().query("SELECT id FROM " + tx.dialect().quote(name) + " WHERE owner = ? AND " +
                              where,
                          {scene.user(from).value}, [&](const db::Row& row) {
                              ids.emplace_back(row.integer(0));
                              return true;
                          });
            for (const RecordId id : ids) {
                const auto record = record::load(tx, object, id);
                if (record) team::transfer(tx, *record, to_user(scene.user(to)));
            }
        });
    }
}

void say_goodbye(DemoStory& story) {
    for (const auto& leaver : story.leaving) {
        const std::size_t from = leaver.first;
        story.on(leaver.second, 17 * 60 + 30, [&story, from] {
            DemoScene& scene = story.scene;
            const std::size_t to = story.manager_of(from) + 1 + (from % 2);
            hand_over(story, from, to);
            scene.leave(from);
            scene.verb(DemoScene::kSystem, "user", scene.user(from), "leave",
                       demo_text("to", to_text(scene.user(to))));
            scene.refresh_people();
        });
    }
}

}  // namespace

std::size_t DemoStory::person(std::string_view login) const {
    const auto& people = words.people();
    const auto found = std::find_if(people.begin(), people.end(), [&](const DemoPerson& one) {
        return one.login == login;
    });
    return static_cast<std::size_t>(found - people.begin());
}

std::vector<std::string> demo_department_codes() {
    std::vector<std::string> out;
    for (const Department& one : kDepartments) out.emplace_back(one.code);
    return out;
}

std::size_t DemoStory::manager_of(std::size_t of) const {
    const auto& people = words.people();
    for (std::size_t i = 0; i < people.size(); ++i) {
        const bool is_same = people[i].dept == people[of].dept || of == boss;
        if (is_same && people[i].role == "sales_manager") return i;
    }
    return boss;
}

std::size_t DemoStory::rep_on(std::size_t number, Date day) const {
    std::size_t at = number % reps.size();
    for (;;) {
        const auto left = leaving.find(reps[at]);
        if (left == leaving.end() || day < left->second) return reps[at];
        at = (at + 1) % reps.size();
    }
}

void DemoStory::on(Date day, int minute, std::function<void()> act) {
    const Workspace& workspace = scene.workspace();
    const Instant midnight = workspace.zone().start_of(day);
    const Instant when{midnight.micros + minute * 60 * kMicrosPerSecond};
    // Nothing of the story lies ahead; what would is left for the person who tries it out.
    if (day < plan.today) scene.at(when, std::move(act));
}

void tell_company(DemoStory& story, const std::string& password_hash) {
    story.on(add_days(story.plan.start, -1), 8 * 60, [&story, password_hash] {
        open_departments(story);
        hire(story, password_hash);
        read_stages(story);
        offer(story);
    });
    say_goodbye(story);
}

namespace {

struct Goal { std::string subject; std::string field; RecordId id; std::int64_t weight; };

// Company, departments, people; each person's weight follows from what he is planned to sell.
std::vector<Goal> goals_of(const DemoStory& story) {
    std::vector<std::int64_t> sold(story.words.people().size(), 0);
    std::int64_t all = 0;
    for (const DemoDeal& deal : story.plan.deals) {
        if (deal.outcome != DemoOutcome::won) continue;
        sold[story.rep_on(story.plan.accounts[deal.account].rep, deal.closed)] += deal.amount;
        all += deal.amount;
    }
    std::map<std::string, std::int64_t> departments;
    std::vector<Goal> people;
    const auto reps = static_cast<std::int64_t>(story.reps.size());
    for (const std::size_t rep : story.reps) {
        const std::int64_t weight = 300'000 / reps + sold[rep] * 700'000 / all;
        people.push_back({"user", "user", story.scene.user(rep), weight});
        departments[story.words.people()[rep].dept] += weight;
    }
    std::vector<Goal> goals{{"company", "", RecordId(), 1'000'000}};
    for (const auto& [code, weight] : departments) {
        goals.push_back({"department", "dept", story.departments.at(code), weight});
    }
    goals.insert(goals.end(), people.begin(), people.end());
    return goals;
}

void set_year(DemoStory& story, int year) {
    const bool is_over = year < to_civil(story.plan.today).year;
    for (const Goal& goal : goals_of(story)) {
        for (int number = 1; number <= 12; ++number) {
            const Month month = month_of(*to_date(year, number, 1));
            for (const char* metric : {"signed", "collected"}) {
                const int percent = metric[0] == 's' ? 106 : 98;
                const std::int64_t value =
                    story.plan.month_goal(month) * percent / 100 * goal.weight / 1'000'000;
                DemoValues values{{"metric", metric},
                                  {"subject", goal.subject},
                                  {"month", month},
                                  {"value", demo_yuan(value / 1'000 * 1'000)},
                                  {"state", is_over ? "locked" : "published"}};
                if (!goal.field.empty()) values.emplace_back(goal.field, goal.id);
                story.scene.create(story.boss, "target", values);
            }
        }
    }
}

}  // namespace

void tell_targets(DemoStory& story) {
    const int year = to_civil(story.plan.today).year;
    for (const int one : {year - 1, year}) {
        const Date day = std::max(story.plan.start, add_days(*to_date(one, 1, 1), -12));
        story.on(day, 10 * 60, [&story, one] { set_year(story, one); });
    }
}

DemoLines demo_lines(DemoStory& story, std::int64_t amount, int percent, std::uint64_t seed) {
    const auto& products = story.words.products();
    constexpr std::size_t kMachines = 9;         // the first of the list; then parts, then service
    constexpr std::int64_t kMachineLeast = 50'000;
    DemoDice dice(seed);
    const bool is_machine = amount >= kMachineLeast;
    std::size_t chosen = is_machine ? 0 : kMachines + dice.index(8);
    if (is_machine) {
        while (chosen + 1 < kMachines && products[chosen].price > amount) ++chosen;
    }
    const std::int64_t main = is_machine ? amount * 9 / 10 : amount;
    const std::int64_t quantity =
        std::max<std::int64_t>(1, main / std::max<std::int64_t>(1, products[chosen].price));
    const auto line = [&](const DemoProduct& product, std::int64_t count, std::int64_t price) {
        return DemoValues{{"product", story.products.at(product.code)},
                          {"quantity", Decimal(count, 0)},
                          {"price", Decimal(price * percent, 2)}};
    };
    const std::int64_t price = main / quantity;
    DemoLines lines{line(products[chosen], quantity, price)};
    const std::int64_t rest = amount - price * quantity;
    if (rest > 0) lines.push_back(line(products[17 + dice.index(3)], 1, rest));
    return lines;
}

}  // namespace bihuan::app
