// Log-in, sessions, API tokens: who is asking.
//
// Passwords by argon2id; tokens stored hashed; idle and absolute expiry; slow-down by account
// and by address. Tables: credential, session, api_token, login_attempt, audit_log, access_state.
// Any thread.
#pragma once

#include "kernel/workspace.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan::access {

inline constexpr std::int64_t kSessionIdleMicros = 12LL * 3600 * kMicrosPerSecond;
inline constexpr std::int64_t kSessionLifeMicros = 7LL * 86400 * kMicrosPerSecond;
inline constexpr int kPasswordMin = 8;
inline constexpr int kPasswordMax = 128;

std::string store_ddl();

struct Login {
    std::string token;                  // 256 random bits, base64url; shown once
    std::string csrf;                   // for cookie sessions
    std::shared_ptr<const Actor> actor;
};

// Throws unauthenticated (one sentence for unknown user and wrong password), too_many with
// the seconds to wait, forbidden for a user who has left or is disabled.
Login log_in(Workspace& workspace, std::string_view login, std::string_view password,
             std::string_view address, std::string_view user_agent);
void log_out(Workspace& workspace, std::string_view token);
// The CSRF text of a session, worked out from its token: whoever holds the token may ask again.
std::string csrf_of(std::string_view token);
// A person's own password; the other sessions end. Error(forbidden) when `before` is wrong.
void change_password(Workspace& workspace, const Actor& actor, std::string_view before,
                     std::string_view after);
// All sessions of a user end (password change, leaver, lost phone).
void end_sessions(Tx& tx, UserId user);

struct Authenticated {
    std::shared_ptr<const Actor> actor;
    std::string csrf_hash;              // empty for API tokens
};
// The hot path: cached in memory, checked against expiry and rights_version; microseconds.
// Who only listens does not use his session: an open page must not keep it alive for ever.
enum class Use { noted, ignored };
std::optional<Authenticated> authenticate(Workspace& workspace, std::string_view token,
                                          Use use = Use::noted);
// Writes down which sessions and tokens were used since the last call: nobody who asks waits for
// that. The server's background thread calls it; at once when there are none.
void save_uses(Workspace& workspace);

// Scopes: read, read:OBJECT, write, write:OBJECT (with its verbs), admin. The text is shown once.
std::string create_api_token(Tx& tx, UserId user, std::string_view name,
                             const std::vector<std::string>& scopes,
                             std::optional<Instant> expires);
void set_password(Tx& tx, UserId user, std::string_view password);  // Issues as Error(invalid)
// Hashing takes tens of milliseconds: do it outside the transaction, then store.
std::string hash_password(std::string_view password);
void store_password_hash(Tx& tx, UserId user, std::string_view hash);

// Resolves a user's departments, reporting line and roles. Error(not_found).
std::shared_ptr<const Actor> actor_of(const Snapshot& snapshot, UserId user);
// Roles, departments, reporting lines changed: cached actors and rights are made anew once the
// transaction is committed. kernel/record calls it after each write of an object for which
// affects_rights() is true, and of a link of relation user_role or user_dept.
void touch_rights(Tx& tx);
bool affects_rights(const meta::Object& object);   // user, department, role
bool affects_rights(std::string_view link_relation);

// Links from a record to a user who may see it too; with the role "write" change it.
inline constexpr std::string_view kCollaborator = "collaborator";
struct Collaborates {
    bool reads = false;
    bool writes = false;
    friend bool operator==(const Collaborates&, const Collaborates&) = default;
};
// On any record. Actors know their own; a write that changes it for somebody touches the rights.
Collaborates collaborates(const Snapshot& snapshot, UserId user);
// Links: which roles a user has, and further departments besides the main one (field `dept`).
inline constexpr std::string_view kUserRole = "user_role";
inline constexpr std::string_view kUserDept = "user_dept";

// What other processes on the same database change becomes known here: rights, ended sessions.
// Called once when the workspace is opened.
void follow_others(Workspace& workspace);

// Append-only audit log of acts that are not record changes: log-in, export, reveal, rights.
void audit(Tx& tx, std::string_view act, std::string_view object, RecordId record,
           std::string_view detail);

}  // namespace bihuan::access
