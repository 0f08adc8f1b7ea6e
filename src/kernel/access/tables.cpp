// The tables of this room.
#include "kernel/access/audit.h"
#include "kernel/access/session.h"

namespace bihuan::access {

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS credential (\n"
           "  user_id BIGINT PRIMARY KEY, hash TEXT NOT NULL, changed_at BIGINT NOT NULL);\n"
           "CREATE TABLE IF NOT EXISTS session (\n"
           "  token_hash TEXT PRIMARY KEY, csrf_hash TEXT NOT NULL, user_id BIGINT NOT NULL,\n"
           "  created_at BIGINT NOT NULL, used_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,\n"
           "  address TEXT NOT NULL, user_agent TEXT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS \"session_user\" ON session (user_id, created_at);\n"
           "CREATE TABLE IF NOT EXISTS api_token (\n"
           "  id BIGINT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, user_id BIGINT NOT NULL,\n"
           "  name TEXT NOT NULL, scopes TEXT NOT NULL, created_at BIGINT NOT NULL,\n"
           "  used_at BIGINT, expires_at BIGINT, revoked_at BIGINT);\n"
           "CREATE INDEX IF NOT EXISTS api_token_user ON api_token (user_id);\n"
           "CREATE TABLE IF NOT EXISTS login_attempt (\n"
           "  source TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL,\n"
           "  blocked_until BIGINT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS login_attempt_last ON login_attempt (last_at);\n"
           "CREATE TABLE IF NOT EXISTS access_state (\n"
           "  name TEXT PRIMARY KEY, value BIGINT NOT NULL);\n" + audit_ddl();
}

}  // namespace bihuan::access
