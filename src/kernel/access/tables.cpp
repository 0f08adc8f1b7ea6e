// The tables of this room, and the audit log.
#include "kernel/access/session.h"

namespace bihuan::access {

namespace {

// Audit rows take ids of their own number, beyond those of the objects.
constexpr ObjectNumber kAuditNumber{199};

}  // namespace

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS credential (\n"
           "  user_id BIGINT PRIMARY KEY, hash TEXT NOT NULL, changed_at BIGINT NOT NULL);\n"
           "CREATE TABLE IF NOT EXISTS session (\n"
           "  token_hash TEXT PRIMARY KEY, csrf_hash TEXT NOT NULL, user_id BIGINT NOT NULL,\n"
           "  created_at BIGINT NOT NULL, used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,\n"
           "  address TEXT NOT NULL, user_agent TEXT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS session_user ON session (user_id, created_at);\n"
           "CREATE TABLE IF NOT EXISTS api_token (\n"
           "  id BIGINT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, user_id BIGINT NOT NULL,\n"
           "  name TEXT NOT NULL, scopes TEXT NOT NULL, created_at BIGINT NOT NULL,\n"
           "  used_at BIGINT, expires_at BIGINT, revoked_at BIGINT);\n"
           "CREATE INDEX IF NOT EXISTS api_token_user ON api_token (user_id);\n"
           "CREATE TABLE IF NOT EXISTS login_attempt (\n"
           "  source TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL,\n"
           "  blocked_until BIGINT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS login_attempt_last ON login_attempt (last_at);\n"
           "CREATE TABLE IF NOT EXISTS audit_log (\n"
           "  id BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor BIGINT NOT NULL,\n"
           "  actor_name TEXT NOT NULL, act TEXT NOT NULL, object TEXT NOT NULL,\n"
           "  record BIGINT NOT NULL, detail TEXT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS audit_log_at ON audit_log (at);\n"
           "CREATE TABLE IF NOT EXISTS access_state (\n"
           "  name TEXT PRIMARY KEY, value BIGINT NOT NULL);\n";
}

void audit(Tx& tx, std::string_view act, std::string_view object, RecordId record,
           std::string_view detail) {
    tx.db().execute(
        "INSERT INTO audit_log (id, at, actor, actor_name, act, object, record, detail) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        {tx.new_id(kAuditNumber).value, tx.recorded_at().micros, tx.actor().user.value,
         std::string_view(tx.actor().name), act, object, record.value, detail});
}

}  // namespace bihuan::access
