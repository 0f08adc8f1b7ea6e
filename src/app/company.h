// A company's data folder, opened: lock, database, workspace, standard objects, administrator.
//
// Owned by main; thread-safe parts are the Workspace's.
#pragma once

#include "app/settings.h"
#include "base/log.h"
#include "base/sentences.h"
#include "db/engine/open.h"
#include "kernel/workspace.h"

#include <memory>
#include <optional>
#include <string>

namespace bihuan::app {

inline constexpr const char* kDatabaseFile = "bihuan.db";
inline constexpr const char* kSocketFile = "bihuan.sock";
inline constexpr const char* kLockFile = "bihuan.lock";

// Held while a process has the folder open; the kernel frees it when the process dies.
class FolderLock {
public:
    // nullopt when another process holds it.
    static std::optional<FolderLock> take(const std::string& folder);
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

private:
    explicit FolderLock(int fd) : fd_(fd) {}
    int fd_ = -1;
};

// Where the records are: a file in the data folder, or a database on a server.
db::Place place_of(const Settings& settings);

std::unique_ptr<Sentences> load_sentences();

struct Company {
    std::unique_ptr<Sentences> sentences;
    std::unique_ptr<Workspace> workspace;
    bool is_new = false;                     // made just now
    std::string administrator_password;      // when it was generated just now; shown once
};

// Opens or makes the company. Error(invalid) when BIHUAN_NOW does not fit its past.
std::unique_ptr<Company> open_company(const Settings& settings, Log& log);

// Small facts about the company: name, demo, clock. Table company_state.
std::string company_fact(const Snapshot& snapshot, std::string_view key);
void set_company_fact(Tx& tx, std::string_view key, std::string_view value);

}  // namespace bihuan::app
