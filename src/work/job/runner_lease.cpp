// Which process runs the jobs: a row that is leased.
#include "base/crypto.h"
#include "work/job/job_row.h"
#include "work/job/runner.h"

#include <mutex>

namespace bihuan::job {

namespace {

// Longer than any step; who died is replaced after this.
constexpr std::int64_t kLeaseMicros = 30 * kMicrosPerSecond;
constexpr std::int64_t kRenewMicros = kLeaseMicros / 3;

// Of the process.
struct Runnership {
    const std::string holder = random_token();
    std::mutex mutex;
    std::int64_t held_until = 0;
};

bool lease(Tx& tx, const std::string& holder, std::int64_t now) {
    const std::int64_t until = now + kLeaseMicros;
    // A lease that ends later than any can: the clock was set back since.
    return tx.db().execute("INSERT INTO job_runner (id, holder, held_until) VALUES (1, ?, ?) "
                           "ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, "
                           "held_until = excluded.held_until WHERE job_runner.holder = ? "
                           "OR job_runner.held_until <= ? OR job_runner.held_until > ?",
                           {std::string_view(holder), until, std::string_view(holder), now,
                            until}) > 0;
}

}  // namespace

bool hold_runner(Workspace& workspace, Instant now) {
    if (!workspace.database().is_shared()) return true;
    Runnership& mine = workspace.slot<Runnership>();
    const std::lock_guard lock(mine.mutex);
    const std::int64_t left = mine.held_until - now.micros;
    if (left > kLeaseMicros - kRenewMicros && left <= kLeaseMicros) return true;
    bool is_mine = false;
    workspace.write(Actor::system("job"), [&](Tx& tx) {
        is_mine = lease(tx, mine.holder, now.micros);
    });
    mine.held_until = is_mine ? now.micros + kLeaseMicros : 0;
    return is_mine;
}

void let_go_runner(Workspace& workspace) {
    if (!workspace.database().is_shared()) return;
    Runnership& mine = workspace.slot<Runnership>();
    const std::lock_guard lock(mine.mutex);
    if (mine.held_until == 0) return;
    mine.held_until = 0;
    workspace.write(Actor::system("job"), [&](Tx& tx) {
        tx.db().execute("DELETE FROM job_runner WHERE holder = ?",
                        {std::string_view(mine.holder)});
    });
}

bool is_runner(const Snapshot& snapshot) {
    Workspace& workspace = snapshot.workspace();
    if (!workspace.database().is_shared()) return true;
    bool is_mine = false;
    snapshot.db().query("SELECT 1 FROM job_runner WHERE holder = ?",
                        {std::string_view(workspace.slot<Runnership>().holder)},
                        [&](const db::Row&) {
                            is_mine = true;
                            return false;
                        });
    return is_mine;
}

}  // namespace bihuan::job
