#include "kernel/access/audit.h"

#include "base/crypto.h"
#include "base/text.h"
#include "kernel/access/session.h"

namespace bihuan::access {

namespace {

// Audit rows take ids of their own number, beyond those of the objects.
constexpr ObjectNumber kAuditNumber{199};

struct AuditRow {
    std::int64_t id = 0;
    std::int64_t at = 0;
    std::int64_t actor = 0;
    std::string_view actor_name;
    std::string_view act;
    std::string_view object;
    std::int64_t record = 0;
    std::string_view detail;
};

// Texts with their length, so that no two rows read alike.
std::string hash_of(const std::string& before, const AuditRow& row) {
    std::string bytes = before;
    for (const std::int64_t number : {row.id, row.at, row.actor, row.record}) {
        bytes += "\n" + std::to_string(number);
    }
    for (const std::string_view text : {row.actor_name, row.act, row.object, row.detail}) {
        bytes += "\n" + std::to_string(text.size()) + ":";
        bytes += text;
    }
    return to_hex(sha256(bytes));
}

void chain(Tx& tx, const AuditRow& row) {
    std::int64_t seq = 0;
    std::string before;
    tx.db().query("SELECT seq, hash FROM audit_chain ORDER BY seq DESC LIMIT 1", {},
                  [&](const db::Row& last) {
                      seq = last.integer(0);
                      before = last.text(1);
                      return false;
                  });
    const std::string hash = hash_of(before, row);
    tx.db().execute("INSERT INTO audit_chain (seq, audit, hash) VALUES (?, ?, ?)",
                    {seq + 1, row.id, std::string_view(hash)});
}

}  // namespace

std::string audit_ddl() {
    return "CREATE TABLE IF NOT EXISTS audit_log (\n"
           "  id BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor BIGINT NOT NULL,\n"
           "  actor_name TEXT NOT NULL, act TEXT NOT NULL, object TEXT NOT NULL,\n"
           "  record BIGINT NOT NULL, detail TEXT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS audit_log_at ON audit_log (at);\n"
           "CREATE TABLE IF NOT EXISTS audit_chain (\n"
           "  seq BIGINT PRIMARY KEY, audit BIGINT NOT NULL UNIQUE, hash TEXT NOT NULL);\n";
}

void audit(Tx& tx, std::string_view act, std::string_view object, RecordId record,
           std::string_view detail) {
    const AuditRow row{tx.new_id(kAuditNumber).value, tx.recorded_at().micros,
                       tx.actor().user.value, tx.actor().name, act, object, record.value, detail};
    tx.db().post("INSERT INTO audit_log (id, at, actor, actor_name, act, object, record, detail) "
                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                 {row.id, row.at, row.actor, row.actor_name, row.act, row.object, row.record,
                  row.detail});
    chain(tx, row);
}

AuditChain verify_audit(const Snapshot& snapshot) {
    AuditChain out;
    std::int64_t first = 0;
    snapshot.db().query(
        "SELECT c.seq, c.audit, c.hash, l.at, l.actor, l.actor_name, l.act, l.object, l.record, "
        "l.detail FROM audit_chain c LEFT JOIN audit_log l ON l.id = c.audit ORDER BY c.seq",
        {}, [&](const db::Row& row) {
            if (first == 0) first = row.integer(1);
            const AuditRow held{row.integer(1), row.integer(3), row.integer(4), row.text(5),
                                row.text(6), row.text(7), row.integer(8), row.text(9)};
            ++out.length;
            const bool fits = row.integer(0) == out.length && !row.is_null(3) &&
                              hash_of(out.head, held) == row.text(2);
            if (!fits && out.broken_at == 0) out.broken_at = row.integer(0);
            out.head = row.text(2);
            return true;
        });
    snapshot.db().query("SELECT COUNT(*) FROM audit_log l WHERE l.id > ? AND NOT EXISTS "
                        "(SELECT 1 FROM audit_chain c WHERE c.audit = l.id)",
                        {out.length == 0 ? INT64_MAX : first}, [&](const db::Row& row) {
                            out.unchained = row.integer(0);
                            return false;
                        });
    return out;
}

}  // namespace bihuan::access
