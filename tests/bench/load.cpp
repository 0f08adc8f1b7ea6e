#include "load.h"

#include "names.h"

#include "app/company.h"
#include "kernel/access/session.h"
#include "kernel/record/write.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <vector>

namespace bihuan::bench {

namespace {

using record::Changes;

constexpr int kRowsPerWrite = 250;
constexpr int kDepartments = 20;
constexpr int kManagers = 20;        // one for each department
constexpr int kReportEach = 50'000;  // rows
constexpr int kPastDays = 3 * 365;   // opportunities come evenly over these, up to today

struct Person {
    RecordId id;
    RecordId dept;
    std::string login;
};

class Loader {
public:
    Loader(Workspace& workspace, Size size) : workspace_(workspace), size_(size) {}
    void run(const std::string& folder);

private:
    void add_departments();
    void add_users(const std::string& folder);
    void find_stages();
    // Rows 0..count-1, made by `make`; `seen` hears each id.
    void add_many(const char* object, int count, const std::function<Changes(int)>& make,
                  const std::function<void(int, RecordId)>& seen);
    Changes account(int number) const;
    Changes opportunity(int number) const;
    const Person& owner_of(int account) const;

    Workspace& workspace_;
    Size size_;
    const meta::Object* object_ = nullptr;
    Date today_;
    std::vector<RecordId> depts_;
    std::vector<Person> people_;
    std::vector<RecordId> accounts_;
    struct Stage {
        RecordId id;
        bool open = true;
    };
    std::vector<Stage> stages_;
};

record::WriteSettings unasked() {
    record::WriteSettings out;
    out.via = record::Via::verb;
    return out;
}

void Loader::add_departments() {
    workspace_.write(Actor::system(), [&](Tx& tx) {
        depts_.clear();
        const meta::Object& object = tx.schema().at("department");
        for (int i = 0; i < kDepartments; ++i) {
            Changes changes;
            changes.set(object, "name", "销售" + std::to_string(i + 1) + "部");
            changes.set(object, "code", "D" + std::to_string(i + 1));
            depts_.push_back(record::create(tx, object, changes, unasked()).id);
        }
        access::touch_rights(tx);
    });
}

void Loader::add_users(const std::string& folder) {
    std::ofstream tokens(folder + "/tokens");
    for (int i = 0; i < size_.users; ++i) {
        const char* role = i == 0 ? "owner" : i <= kManagers ? "sales_manager" : "sales_rep";
        Person person;
        std::string token;
        workspace_.write(Actor::system(), [&](Tx& tx) {
            const meta::Object& object = tx.schema().at("user");
            person.dept = depts_[static_cast<std::size_t>(i % kDepartments)];
            person.login = "u" + std::to_string(i);
            Changes changes;
            changes.set(object, "name", bench::person(static_cast<std::uint64_t>(i)));
            changes.set(object, "login", person.login);
            changes.set(object, "dept", person.dept);
            person.id = record::create(tx, object, changes, unasked()).id;
            const auto found = record::load_by_key(tx, tx.schema().at("role"), role);
            record::add_link(tx, access::kUserRole, person.id, found->id);
            token = access::create_api_token(tx, to_user(person.id), "bench", {"read", "write"},
                                             std::nullopt);
        });
        tokens << person.login << ' ' << token << ' ' << person.id.value << '\n';
        people_.push_back(std::move(person));
    }
}

void Loader::find_stages() {
    workspace_.read(Actor::system(), [&](const Snapshot& snapshot) {
        today_ = snapshot.today();
        snapshot.db().query("SELECT id, kind FROM stage ORDER BY position", {},
                            [&](const db::Row& row) {
                                stages_.push_back({RecordId(row.integer(0)),
                                                   row.text(1) == "open"});
                                return true;
                            });
    });
}

void Loader::add_many(const char* object, int count, const std::function<Changes(int)>& make,
                      const std::function<void(int, RecordId)>& seen) {
    record::WriteSettings settings;
    settings.via = record::Via::import;
    settings.allow_duplicates = true;  // firms share phones here; the numbers are random
    WriteOptions options;
    options.lane = db::Lane::bulk;
    const auto schema = workspace_.schema();
    object_ = &schema->at(object);
    const auto began = std::chrono::steady_clock::now();
    for (int first = 0; first < count; first += kRowsPerWrite) {
        const int end = std::min(first + kRowsPerWrite, count);
        std::vector<Changes> rows;
        for (int i = first; i < end; ++i) rows.push_back(make(i));
        std::vector<record::RowResult> done;
        workspace_.write(Actor::system(), options, [&](Tx& tx) {
            done = record::create_many(tx, tx.schema().at(object), rows, settings);
        });
        for (int i = first; i < end; ++i) {
            const auto& result = done[static_cast<std::size_t>(i - first)];
            throw_if_any(result.issues);
            seen(i, result.id);
        }
        if (end % kReportEach == 0) {
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
            std::fprintf(stderr, "%s %d: %.0f rows/s\n", object, end, end / took.count());
        }
    }
}

const Person& Loader::owner_of(int account) const {
    const auto reps = people_.size() - kManagers - 1;
    const auto at = scatter(static_cast<std::uint64_t>(account)) % reps;
    return people_[kManagers + 1 + static_cast<std::size_t>(at)];
}

Changes Loader::account(int number) const {
    constexpr const char* kGrades[] = {"A", "B", "C"};
    const auto n = static_cast<std::uint64_t>(number);
    const std::uint64_t mixed = scatter(n + 77);
    Changes out;
    out.set(*object_, "name", firm(n));
    out.set(*object_, "phone", mobile(n));
    out.set(*object_, "grade", kGrades[mixed % 3]);
    out.set(*object_, "industry", mixed & 8 ? "机械制造" : "电子信息");
    out.set(*object_, "legal_rep", person(mixed));
    out.set(*object_, "employees", static_cast<std::int64_t>(mixed % 3'000));
    out.set(*object_, "owner", owner_of(number).id);
    out.set(*object_, "owner_dept", owner_of(number).dept);
    return out;
}

Changes Loader::opportunity(int number) const {
    constexpr const char* kSources[] = {"exhibition", "referral", "search", "cold_call", "other"};
    const auto n = static_cast<std::uint64_t>(number);
    const std::uint64_t mixed = scatter(n + 1'000'000'007);
    const auto account = static_cast<int>(mixed % static_cast<std::uint64_t>(size_.accounts));
    const std::uint64_t more = scatter(mixed);
    Changes out;
    out.set(*object_, "name", deal(static_cast<std::uint64_t>(account), n));
    out.set(*object_, "account", accounts_[static_cast<std::size_t>(account)]);
    out.set(*object_, "source", kSources[more % 5]);
    out.set(*object_, "amount", Decimal(static_cast<std::int64_t>(more % 500'000'000), 2));
    const auto back = static_cast<std::int32_t>(
        static_cast<std::int64_t>(size_.opportunities - 1 - number) * kPastDays /
        size_.opportunities);
    const Date created{today_.days - back};
    const auto later = [&](std::int32_t days) {
        return Date{std::min(created.days + days, today_.days)};
    };
    const auto cycle = static_cast<std::int32_t>(more >> 20 & 127);
    const Stage& stage = stages_[(more >> 40) % stages_.size()];
    out.set(*object_, "created_at", Zone::shanghai().start_of(created));
    out.set(*object_, "expected_close", Date{created.days + 20 + cycle});
    out.set(*object_, "stage", stage.id);
    out.set(*object_, "stage_entered_at", Zone::shanghai().start_of(later(cycle / 2)));
    if (!stage.open) out.set(*object_, "closed_on", later(cycle));
    out.set(*object_, "next_step", "约客户技术交流");
    out.set(*object_, "owner", owner_of(account).id);
    out.set(*object_, "owner_dept", owner_of(account).dept);
    return out;
}

void Loader::run(const std::string& folder) {
    add_departments();
    add_users(folder);
    find_stages();
    accounts_.resize(static_cast<std::size_t>(size_.accounts));
    add_many("account", size_.accounts, [&](int i) { return account(i); },
             [&](int i, RecordId id) { accounts_[static_cast<std::size_t>(i)] = id; });
    add_many("opportunity", size_.opportunities, [&](int i) { return opportunity(i); },
             [](int, RecordId) {});
}

}  // namespace

void load(const std::string& folder, const Size& size) {
    const auto log = make_stderr_log(LogLevel::warning);
    app::Settings settings;
    settings.data = folder;
    if (const char* url = std::getenv("BIHUAN_DATABASE")) settings.database = url;
    settings.admin_password = "benchmark-only";
    const auto company = app::open_company(settings, *log);
    Loader(*company->workspace, size).run(folder);
    std::ofstream(folder + "/complete") << size.opportunities << '\n';
}

}  // namespace bihuan::bench
