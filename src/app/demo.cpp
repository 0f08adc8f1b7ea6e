#include "app/demo.h"

#include "app/demo_story.h"
#include "base/error.h"
#include "kernel/access/session.h"
#include "work/company/demo.h"

#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace bihuan::app {

namespace {

constexpr const char* kLoadingFolder = ".demo-loading";

constexpr const char* kDemoHalf = "half";  // fact `demo` while the company fills

bool is_empty_company(Workspace& workspace) {
    bool is_empty = true;
    workspace.read(Actor::system(), [&](const Snapshot& snapshot) {
        for (const char* object : {"account", "lead", "opportunity", "contract"}) {
            snapshot.db().query("SELECT 1 FROM " + snapshot.dialect().quote(object) + " LIMIT 1",
                                {}, [&](const db::Row&) {
                                    is_empty = false;
                                    return false;
                                });
        }
        std::int64_t users = 0;
        snapshot.db().query("SELECT count(*) FROM \"user\"", {}, [&](const db::Row& row) {
            users = row.integer(0);
            return false;
        });
        if (users > 1 || !company_fact(snapshot, "demo").empty()) is_empty = false;
    });
    return is_empty;
}

void sync_file(const std::string& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool failed = fd < 0 || ::fsync(fd) != 0;
    if (fd >= 0) ::close(fd);
    if (failed) throw Error(Code::unavailable, "error.settings.data", {{"folder", file}});
}

}  // namespace

void load_demo(Workspace& workspace, std::uint64_t seed, const std::string& password_hash,
               const std::function<void(std::size_t, std::size_t)>& told) {
    DemoDice dice(seed);
    DemoWords words;
    std::vector<std::size_t> reps;
    for (std::size_t i = 0; i < words.people().size(); ++i) {
        if (words.people()[i].role == "sales_rep") reps.push_back(i);
    }
    const Date today = workspace.zone().date_of(workspace.clock().now());
    DemoPlan plan = make_demo_plan(dice, today, reps.size(), workspace.calendar());
    DemoScene scene(workspace);
    DemoStory story{scene, plan, words, dice, std::move(reps), 0, 0, 0, {}, {}, {}, {}, 0, {}};
    story.boss = story.person(kDemoBoss);
    story.finance = story.person(kDemoFinance);
    story.rep = story.person(kDemoRep);
    story.leaving[story.person("cao.lingfei")] = add_days(today, -410);
    story.leaving[story.person("ye.zhenyu")] = add_days(today, -140);
    tell_company(story, password_hash);
    tell_targets(story);
    tell_customers(story);
    tell_deals(story);
    tell_contracts(story);
    tell_payments(story);
    tell_today(story);
    scene.play(told);
    workspace.write(Actor::system(),
                    [](Tx& tx) { company::mark_demo(tx, company::DemoState::whole); });
}

namespace {

void load(const Settings& settings, Log& log,
          const std::function<void(std::string_view)>& progress) {
    const auto company = open_company(settings, log);
    load_demo(*company->workspace, kDemoSeed, access::hash_password(kDemoPassword),
              [&](std::size_t done, std::size_t all) {
                  if (!progress) return;
                  progress("demo " + std::to_string(done * 100 / all) + " %");
              });
    if (progress) progress("");
}

// On a server the company fills in its place; half a demo is told from a whole one by a mark.
void load_on_server(const Settings& settings, Log& log,
                    const std::function<void(std::string_view)>& progress) {
    Settings own = settings;
    own.admin_password = kDemoPassword;
    own.durable = false;
    bool is_half = false;
    {
        const auto company = open_company(own, log);
        if (!is_empty_company(*company->workspace)) {
            company->workspace->read(Actor::system(), [&](const Snapshot& snapshot) {
                is_half = company_fact(snapshot, "demo") == kDemoHalf;
            });
            if (is_half) throw Error(Code::conflict, "error.demo.half");
            return;
        }
        company->workspace->write(Actor::system(),
                                  [](Tx& tx) { set_company_fact(tx, "demo", kDemoHalf); });
    }
    load(own, log, progress);
}

}  // namespace

void prepare_demo(const Settings& settings, Log& log,
                  const std::function<void(std::string_view)>& progress) {
    if (db::is_on_server(place_of(settings))) return load_on_server(settings, log, progress);
    namespace fs = std::filesystem;
    const fs::path folder(settings.data);
    const fs::path file = folder / kDatabaseFile;
    const fs::path loading = folder / kLoadingFolder;
    if (fs::exists(loading)) {
        log.info("demo.interrupted");  // the last start was cut short: from the beginning
        fs::remove_all(loading);
    }
    if (fs::exists(file)) {
        const auto company = open_company(settings, log);
        if (!is_empty_company(*company->workspace)) return;
    }
    Settings own = settings;
    own.data = loading.string();
    own.admin_password = kDemoPassword;
    own.durable = false;
    load(own, log, progress);
    sync_file((loading / kDatabaseFile).string());
    for (const char* tail : {"-wal", "-shm"}) fs::remove(file.string() + tail);
    fs::rename(loading / kDatabaseFile, file);
    sync_file(folder.string());
    fs::remove_all(loading);
}

}  // namespace bihuan::app
