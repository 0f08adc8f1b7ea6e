#include "import.h"

#include "names.h"

#include "app/company.h"
#include "kernel/record/write.h"
#include "work/job/chunk.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <vector>

namespace bihuan::bench {

namespace {

using SteadyClock = std::chrono::steady_clock;
using Millis = std::chrono::duration<double, std::milli>;

constexpr int kAccounts = 5'000;     // that the rows are about
constexpr std::chrono::milliseconds kPause{20};  // between the other person's saves

double process_micros() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

std::vector<RecordId> some_accounts(Workspace& workspace) {
    std::vector<RecordId> out;
    workspace.read(Actor::system(), [&](const Snapshot& snapshot) {
        snapshot.db().query("SELECT id FROM account ORDER BY name LIMIT ?",
                            {std::int64_t{kAccounts}}, [&](const db::Row& row) {
                                out.emplace_back(row.integer(0));
                                return true;
                            });
    });
    return out;
}

// As a row of a file: texts, normalised and checked like those of a form.
std::string row_json(RecordId account, int number) {
    const auto n = static_cast<std::uint64_t>(number);
    const std::uint64_t mixed = scatter(n + 99);
    std::string out = "{\"name\":\"" + deal(mixed % 8'000'000, n) + "\",\"account\":\"" +
                      std::to_string(account.value) + "\",\"amount\":\"" +
                      std::to_string(mixed % 1'000'000) +
                      ".50\",\"expected_close\":\"2027-0" + std::to_string(mixed % 9 + 1) +
                      "-15\",\"source\":\"exhibition\",\"next_step\":\"约客户技术交流\"}";
    return out;
}

// Saves one account again and again until `stop`; returns how long each save took.
std::vector<double> save_meanwhile(Workspace& workspace, RecordId account,
                                   const std::atomic<bool>& stop) {
    std::vector<double> waits;
    record::WriteSettings settings;
    while (!stop) {
        const auto began = SteadyClock::now();
        workspace.write(Actor::system(), [&](Tx& tx) {
            const meta::Object& object = tx.schema().at("account");
            record::Changes changes;
            changes.set(object, "employees", static_cast<std::int64_t>(waits.size() + 1));
            record::update(tx, object, account, changes, settings);
        });
        waits.push_back(Millis(SteadyClock::now() - began).count());
        std::this_thread::sleep_for(kPause);
    }
    std::sort(waits.begin(), waits.end());
    return waits;
}

void import_all(Workspace& workspace, const std::vector<RecordId>& accounts, int rows) {
    record::WriteSettings settings;
    settings.via = record::Via::import;
    WriteOptions options;
    options.lane = db::Lane::bulk;
    options.cause = "import";
    const auto schema = workspace.schema();
    const meta::Object& object = schema->at("opportunity");
    job::Chunk chunk;
    for (int first = 0, end = 0; first < rows; first = end) {
        end = std::min(first + static_cast<int>(chunk.size()), rows);
        std::vector<record::Changes> changes;
        Issues issues;
        workspace.read(Actor::system(), [&](const Snapshot& snapshot) {
            for (int i = first; i < end; ++i) {
                const RecordId account = accounts[static_cast<std::size_t>(i) % accounts.size()];
                changes.push_back(record::parse_changes(
                    snapshot, object, Json::parse(row_json(account, i)), issues));
            }
        });
        throw_if_any(std::move(issues));
        workspace.write(Actor::system(), options, [&](Tx& tx) {
            chunk.begin();
            for (auto& result : record::create_many(tx, object, changes, settings)) {
                throw_if_any(std::move(result.issues));
            }
            chunk.end(changes.size());
        });
    }
}

}  // namespace

void import_rows(const std::string& folder, int rows) {
    const auto log = make_stderr_log(LogLevel::warning);
    app::Settings settings;
    settings.data = folder;
    if (const char* url = std::getenv("BIHUAN_DATABASE")) settings.database = url;
    const auto company = app::open_company(settings, *log);
    Workspace& workspace = *company->workspace;
    const auto accounts = some_accounts(workspace);
    std::atomic<bool> stop = false;
    std::vector<double> waits;
    std::thread other([&] { waits = save_meanwhile(workspace, accounts.front(), stop); });
    const double before = process_micros();
    const auto began = SteadyClock::now();
    import_all(workspace, accounts, rows);
    const double seconds = Millis(SteadyClock::now() - began).count() / 1e3;
    const double used = process_micros() - before;
    stop = true;
    other.join();
    std::printf("%.0f %.1f %.2f %.1f\n", rows / seconds, used / rows, waits[waits.size() / 2],
                waits.back());
}

}  // namespace bihuan::bench
