// What the recycle bin does to the ledger.
#include "kernel/event/event.h"
#include "sales/team/team.h"

#include <string>
#include <vector>

namespace bihuan::team {

namespace {

// A row of today about the record; sums, or the rows of its deletion, with the sign turned.
event::LedgerRow turned(const Tx& tx, const record::Record& record, const db::Row& from) {
    event::LedgerRow row;
    row.metric = from.text(0);
    row.owner = UserId(from.integer(1));
    row.dept = RecordId(from.integer(2));
    row.account = RecordId(from.integer(3));
    row.contract = RecordId(from.integer(4));
    row.tag = from.text(5);
    row.amount = -from.integer(6);
    row.count = -from.integer(7);
    row.days = -from.integer(8);
    row.corrects = RecordId(from.integer(9));
    row.date = tx.today();
    row.object = record.object->number;
    row.record = record.id;
    row.recorded_at = tx.recorded_at();
    return row;
}

void append_all(Tx& tx, std::vector<event::LedgerRow> rows) {
    for (event::LedgerRow& row : rows) {
        row.id = tx.new_id(row.object);
        row.event = tx.last_event();
        event::append(tx.db(), row);
    }
}

void take_back(Tx& tx, const record::Record& record) {
    std::vector<event::LedgerRow> rows;
    tx.db().query("SELECT metric, owner, dept, account, contract, tag, sum(amount), sum(count), "
                  "sum(days), min(id) FROM ledger WHERE record = ? "
                  "GROUP BY metric, owner, dept, account, contract, tag "
                  "HAVING sum(amount) <> 0 OR sum(count) <> 0 OR sum(days) <> 0 ORDER BY min(id)",
                  {record.id.value}, [&](const db::Row& row) {
                      rows.push_back(turned(tx, record, row));
                      return true;
                  });
    append_all(tx, std::move(rows));
}

void book_again(Tx& tx, const record::Record& record) {
    std::vector<event::LedgerRow> rows;
    tx.db().query("SELECT metric, owner, dept, account, contract, tag, amount, count, days, id "
                  "FROM ledger WHERE record = ? AND corrects IS NOT NULL AND event >= "
                  "(SELECT max(seq) FROM event WHERE record = ? AND kind = 'deleted') ORDER BY id",
                  {record.id.value, record.id.value}, [&](const db::Row& row) {
                      rows.push_back(turned(tx, record, row));
                      return true;
                  });
    append_all(tx, std::move(rows));
}

}  // namespace

void follow_deletion(Tx& tx, const record::Record* before, const record::Record& after) {
    if (!before || before->deleted_at.has_value() == after.deleted_at.has_value()) return;
    if (after.deleted_at) take_back(tx, after);
    else book_again(tx, after);
}

}  // namespace bihuan::team
