// What the room keeps in memory for one workspace: tokens seen, rights combined. Private.
//
// A slot of the Workspace; any thread.
#pragma once

#include "base/calendar_time.h"
#include "kernel/access/rights.h"
#include "kernel/workspace.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace bihuan::access {

inline constexpr std::size_t kTokensCachedMax = 20'000;  // ~1 KB each; then all are read again
inline constexpr std::size_t kRightsCachedMax = 1'000;   // combinations of roles
inline constexpr int kHashesAtOnce = 2;                  // 19 MiB and a core each

// A session or API token that was asked for lately.
struct KnownToken {
    std::shared_ptr<const Actor> actor;
    std::string csrf_hash;
    Instant expires;
    bool is_api = false;
    mutable std::atomic<std::int64_t> used{0};      // microseconds
    mutable std::atomic<std::int64_t> written{0};   // when `used` went into the table
};

// A session or token whose use is to be noted in its table.
struct TokenUse {
    std::string hash;
    bool is_api = false;
    Instant at;
};

class State {
public:
    // Kept until save_uses() takes them.
    void note_use(TokenUse use);
    std::vector<TokenUse> take_uses();

    std::shared_ptr<const KnownToken> find(const std::string& hash) const;
    // Kept only when nothing was forgotten since `generation` was asked: a token read just
    // before its session ended must not come back.
    std::uint64_t generation() const { return generation_.load(); }
    void keep(const std::string& hash, std::shared_ptr<const KnownToken> token,
              std::uint64_t generation);
    void forget(const std::string& hash);
    void forget_user(UserId user);
    // Sessions ended in another process since this one last looked: all tokens are read again.
    void follow_sessions(std::int64_t ends);

    std::shared_ptr<const Rights> find_rights(const std::string& key) const;
    void keep_rights(const std::string& key, std::shared_ptr<const Rights> rights);

    // The newest committed version of roles and organisation that this process knows.
    std::int64_t rights_version() const { return rights_version_.load(); }
    void raise_rights_version(std::int64_t version);

    std::counting_semaphore<kHashesAtOnce> hashing{kHashesAtOnce};
    // Verified against when there is no such user, so that both answers take the same time.
    const std::string& dummy_hash();

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, std::shared_ptr<const KnownToken>> tokens_;
    std::atomic<std::uint64_t> generation_{0};
    std::int64_t ends_ = 0;  // under mutex_
    std::mutex uses_mutex_;
    std::vector<TokenUse> uses_;
    mutable std::shared_mutex rights_mutex_;
    std::unordered_map<std::string, std::shared_ptr<const Rights>> rights_;
    std::atomic<std::int64_t> rights_version_{0};
    std::once_flag dummy_once_;
    std::string dummy_hash_;
};

inline State& state_of(Workspace& workspace) { return workspace.slot<State>(); }

// The version in the snapshot's own data.
std::int64_t stored_rights_version(db::Connection& db);
// Where several processes keep tokens in memory: tells the others that sessions ended.
void note_session_ends(Tx& tx);

struct UserRow {
    std::string name;
    std::string status;                             // active, disabled, left
    std::string language;
    std::string zone;
    RecordId dept;
};
std::optional<UserRow> load_user(const Snapshot& snapshot, UserId user);

}  // namespace bihuan::access
