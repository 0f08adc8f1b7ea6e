// A company with all standard objects in a temporary file, for the tests of the sales modules.
//
// Departments: sales (east and west below it) and finance. People by login: admin
// (administrator), boss (owner), wang (sales_manager of sales), li and zhao (east) and chen (west)
// (sales_rep), fan (finance), sun (after_sales), gu (viewer).
// A test owns its company and names the modules it stands on; one thread, unless it says otherwise.
#pragma once

#include "db/engine/scratch.h"
#include "kernel/record/write.h"
#include "kernel/workspace.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::team {

struct TestModule {
    std::function<void(record::Registry&)> add;
    std::function<void(Tx&)> install;               // may be empty
};

class TestCompany {
public:
    // 2026-03-02T09:00+08:00, a Monday; the clock stands still until a test moves it.
    static Instant start();

    explicit TestCompany(const std::vector<TestModule>& modules = {});
    ~TestCompany();
    TestCompany(const TestCompany&) = delete;
    TestCompany& operator=(const TestCompany&) = delete;

    Workspace& workspace() { return *workspace_; }
    ManualClock& clock() { return *clock_; }
    // Moves the clock to `hour` o'clock of a day such as "2026-03-05".
    void go_to(std::string_view day, int hour = 9);
    const Actor& system() const { return system_; }
    // Users by login, departments and roles by code.
    RecordId id(const std::string& key) const { return ids_.at(key); }
    const meta::Object& object(std::string_view name) const { return schema_->at(name); }
    Actor actor(const std::string& login);

    // One write each, as this person ("" is the system); values as in an API body. By import and
    // by verb read-only fields may be set too.
    RecordId create(const std::string& login, std::string_view name, std::string_view json,
                    record::Via via = record::Via::form);
    record::Record update(const std::string& login, RecordId record, std::string_view json,
                          record::Via via = record::Via::form);
    void remove(const std::string& login, RecordId record);
    Json verb(const std::string& login, RecordId record, std::string_view name,
              std::string_view json = "{}");
    void write(const std::string& login, const std::function<void(Tx&)>& fn);

    record::Record load(RecordId record);
    std::vector<record::Record> children(std::string_view name, std::string_view by,
                                         RecordId parent);
    // The first column of the first row, as the database has it.
    std::int64_t integer(const std::string& sql);
    // "amount/count" summed over the ledger rows of a metric that fulfil `where`.
    std::string ledger(const std::string& metric, const std::string& where = "1 = 1");

private:
    void open(const std::vector<TestModule>& modules);
    void install(const std::vector<TestModule>& modules);
    void department(const std::string& code, const std::string& name, const std::string& above);
    void user(const std::string& login, const std::string& name, const std::string& dept,
              const std::string& leader, const std::string& role);
    void hire();

    db::ScratchPlace scratch_;
    std::unique_ptr<Log> log_;
    std::unique_ptr<Sentences> sentences_;
    ManualClock* clock_ = nullptr;  // owned by the workspace
    std::unique_ptr<Workspace> workspace_;
    Actor system_ = Actor::system();
    std::map<std::string, RecordId> ids_;
    std::shared_ptr<const meta::Schema> schema_;  // keeps objects alive for the test
};

// What went wrong, as "conflict error.verb.state" or "invalid error.invalid; date issue.required";
// empty when nothing did.
std::string problem(const std::function<void()>& act);

}  // namespace bihuan::team
