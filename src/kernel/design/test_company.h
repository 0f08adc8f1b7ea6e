// A small company in a temporary file, for tests of the rooms of the kernel and above.
//
// Departments: sales (east, west below it) and finance. Users: admin (system administrator),
// wang (leader of sales, sees the tree), li and zhao (east; own records), chen (west), fan (in
// finance, reads all). Objects: account, contact, stage, opportunity with lines, organisation.
#pragma once

#include "db/engine/scratch.h"
#include "kernel/actor.h"
#include "kernel/record/write.h"
#include "kernel/workspace.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::design {

class TestCompany {
public:
    // 2026-03-02T09:00+08:00; the clock stands still until a test moves it.
    static Instant start();

    TestCompany();
    // With further objects, as JSON object files.
    explicit TestCompany(const std::vector<std::string>& more_objects,
                         db::ScratchPlace::Engine engine = db::ScratchPlace::Engine::as_told);
    ~TestCompany();
    TestCompany(const TestCompany&) = delete;
    TestCompany& operator=(const TestCompany&) = delete;

    Workspace& workspace() { return *workspace_; }
    ManualClock& clock() { return *clock_; }
    const std::string& folder() const { return scratch_.folder(); }
    const db::Place& place() const { return scratch_.place(); }
    // Users by login, departments and roles by key: "li", "east", "rep".
    RecordId id(std::string_view key) const;
    Actor actor(std::string_view login);
    const Actor& system() const { return system_; }
    const meta::Object& object(std::string_view name);

    // One write each, as this actor; values as in an API body.
    RecordId create(const Actor& actor, std::string_view object, std::string_view json,
                    const record::WriteSettings& settings = {});
    record::Record update(const Actor& actor, RecordId id, std::string_view json,
                          const record::WriteSettings& settings = {});
    void remove(const Actor& actor, RecordId id);
    record::Record load(RecordId id);
    // The first column of the first row, as the database has it.
    std::int64_t integer(const std::string& sql);
    std::string text(const std::string& sql);
    // Of every row, joined.
    std::string texts(const std::string& sql, std::string_view separator = ",");
    // Closes the workspace and opens it again on the same file.
    void reopen();

private:
    void open();
    void install(const std::vector<std::string>& more_objects);
    void fill();

    db::ScratchPlace scratch_;
    ManualClock* clock_ = nullptr;               // owned by the workspace
    std::unique_ptr<Log> log_;
    std::unique_ptr<Sentences> sentences_;
    std::unique_ptr<Workspace> workspace_;
    Actor system_;
    std::map<std::string, RecordId, std::less<>> ids_;
    std::shared_ptr<const meta::Schema> schema_;  // keeps objects alive for the test
};

}  // namespace bihuan::design
