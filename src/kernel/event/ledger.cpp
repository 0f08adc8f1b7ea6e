#include "kernel/event/ledger.h"

namespace bihuan::event {

namespace {

db::Param or_null(std::int64_t id) {
    if (id == 0) return nullptr;
    return id;
}

}  // namespace

std::string ledger_ddl() {
    return R"(
CREATE TABLE IF NOT EXISTS ledger (
    id INTEGER PRIMARY KEY, metric TEXT NOT NULL, date TEXT NOT NULL, object INTEGER NOT NULL,
    record INTEGER NOT NULL, account INTEGER, contract INTEGER, owner INTEGER, dept INTEGER,
    amount INTEGER NOT NULL, count INTEGER NOT NULL, days INTEGER NOT NULL, tag TEXT NOT NULL,
    corrects INTEGER, recorded_at INTEGER NOT NULL, event INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS ledger_by_day ON ledger
    (metric, date, owner, dept, object, amount, count);
CREATE INDEX IF NOT EXISTS ledger_by_owner ON ledger (metric, owner, date);
CREATE INDEX IF NOT EXISTS ledger_by_record ON ledger (record);
CREATE INDEX IF NOT EXISTS ledger_with_contract ON ledger (contract) WHERE contract IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_with_account ON ledger (account) WHERE account IS NOT NULL;
CREATE INDEX IF NOT EXISTS ledger_taken_back ON ledger (metric, record) WHERE count < 0;
DROP INDEX IF EXISTS ledger_by_date;
DROP INDEX IF EXISTS ledger_by_contract;
DROP INDEX IF EXISTS ledger_by_account;
)";
}

void append(db::Connection& db, const LedgerRow& row) {
    const std::string date = to_text(row.date);
    db.post(
        "INSERT INTO ledger (id, metric, date, object, record, account, contract, owner, dept, "
        "amount, count, days, tag, corrects, recorded_at, event) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {row.id.value, row.metric, date, row.object.value, row.record.value,
         or_null(row.account.value), or_null(row.contract.value), or_null(row.owner.value),
         or_null(row.dept.value), row.amount, row.count, row.days, row.tag,
         or_null(row.corrects.value), row.recorded_at.micros, row.event.value});
}

void give_account(db::Connection& db, RecordId from, RecordId to) {
    // The other's own rows (that it was created) stay with it.
    db.post("UPDATE ledger SET account = ? WHERE account = ? AND record <> ?",
            {to.value, from.value, from.value});
}

}  // namespace bihuan::event
