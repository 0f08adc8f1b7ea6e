#include "kernel/record/store.h"

namespace bihuan::record {

std::string store_ddl() {
    return R"(
CREATE TABLE IF NOT EXISTS link (
    relation TEXT NOT NULL, from_id INTEGER NOT NULL, to_id INTEGER NOT NULL,
    role TEXT NOT NULL, created_by INTEGER, created_at INTEGER NOT NULL,
    PRIMARY KEY (relation, from_id, to_id));
CREATE INDEX IF NOT EXISTS link_to ON link (relation, to_id, from_id);
CREATE TABLE IF NOT EXISTS record_lock (
    record INTEGER PRIMARY KEY, reason TEXT NOT NULL, fields TEXT NOT NULL,
    at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS record_counter (
    object INTEGER NOT NULL, field TEXT NOT NULL, period TEXT NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (object, field, period));
CREATE TABLE IF NOT EXISTS idempotency (
    actor INTEGER NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (actor, key));
CREATE INDEX IF NOT EXISTS idempotency_at ON idempotency (at);
)";
}

}  // namespace bihuan::record
