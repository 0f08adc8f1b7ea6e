#include "sales/contract/entries.h"

#include "kernel/event/event.h"

#include <utility>

namespace bihuan::contract {

namespace {

// The version of a row that was in force at an instant; the first one for an earlier instant.
// `columns` are quoted; the callback gets them in order.
void version_at(const Snapshot& snapshot, const std::string& table, RecordId id, Instant at,
                const std::string& columns, const db::RowFn& row) {
    const db::Dialect& dialect = snapshot.dialect();
    const std::string live = dialect.quote(table);
    const std::string past = dialect.quote("h_" + table);
    bool found = false;
    const db::RowFn once = [&](const db::Row& one) {
        found = true;
        return row(one);
    };
    snapshot.db().query("SELECT " + columns + " FROM " + live +
                            " WHERE id = ? AND valid_from <= ?",
                        {id.value, at.micros}, once);
    if (found) return;
    snapshot.db().query("SELECT " + columns + " FROM " + past +
                            " WHERE id = ? AND valid_from <= ? AND valid_to > ?",
                        {id.value, at.micros, at.micros}, once);
    if (found) return;
    snapshot.db().query("SELECT " + columns + " FROM (SELECT " + columns +
                            ", valid_from FROM " + past + " WHERE id = ? UNION ALL SELECT " +
                            columns + ", valid_from FROM " + live +
                            " WHERE id = ?) AS versions ORDER BY valid_from LIMIT 1",
                        {id.value, id.value}, once);
}

RecordId dept_on(const Snapshot& snapshot, RecordId user, Instant at) {
    RecordId dept;
    version_at(snapshot, "user", user, at, "dept", [&](const db::Row& row) {
        dept = RecordId(row.integer(0));
        return false;
    });
    return dept;
}

std::vector<Person> splits_at(const Snapshot& snapshot, RecordId contract, Instant at) {
    std::vector<Person> people;
    const db::RowFn take = [&](const db::Row& row) {
        const RecordId user(row.integer(0));
        people.push_back({to_user(user), dept_on(snapshot, user, at),
                          Decimal(row.integer(1), kMoneyScale)});
        return true;
    };
    const std::string user = snapshot.dialect().quote("user");
    snapshot.db().query("SELECT " + user + ", share, position, id FROM contract_split "
                        "WHERE contract = ? AND valid_from <= ? AND deleted_at IS NULL "
                        "UNION ALL SELECT " + user + ", share, position, id "
                        "FROM h_contract_split WHERE contract = ? AND valid_from <= ? "
                        "AND valid_to > ? AND deleted_at IS NULL ORDER BY 3, 4",
                        {contract.value, at.micros, contract.value, at.micros, at.micros}, take);
    return people;
}

}  // namespace

Person owner_on(const Snapshot& snapshot, const Record& record, Date day) {
    const Instant evening = snapshot.zone().end_of(day);
    Person person{UserId(), RecordId(), Decimal::of(1)};
    version_at(snapshot, record.object->name, record.id, evening, "owner, owner_dept",
               [&](const db::Row& row) {
                   person.user = UserId(row.integer(0));
                   person.dept = RecordId(row.integer(1));
                   return false;
               });
    return person;
}

std::vector<Person> people_on(const Snapshot& snapshot, const Record& contract, Date day) {
    Instant evening = snapshot.zone().end_of(day);
    // Entered after that day: the splits it was entered with.
    std::int64_t entered = contract.valid_from.micros;
    snapshot.db().query("SELECT min(valid_from) FROM h_contract WHERE id = ?",
                        {contract.id.value}, [&](const db::Row& row) {
                            if (!row.is_null(0)) entered = row.integer(0);
                            return false;
                        });
    if (evening.micros < entered) {
        evening = snapshot.zone().end_of(snapshot.zone().date_of(Instant{entered}));
    }
    std::vector<Person> people = splits_at(snapshot, contract.id, evening);
    if (people.empty()) people.push_back(owner_on(snapshot, contract, day));
    return people;
}

void post(Tx& tx, const Record& record, const Entry& entry, const Person& person) {
    event::LedgerRow row;
    row.id = tx.new_id(record.object->number);
    row.metric = entry.metric;
    row.date = entry.date;
    row.object = record.object->number;
    row.record = record.id;
    row.account = entry.account;
    row.contract = entry.contract;
    row.owner = person.user;
    row.dept = person.dept;
    row.amount = entry.amount.rescale(kMoneyScale, Round::half_up).coefficient();
    row.count = entry.count;
    row.days = entry.days;
    row.tag = entry.tag;
    row.corrects = entry.corrects;
    row.recorded_at = tx.recorded_at();
    row.event = tx.last_event();
    event::append(tx.db(), row);
}

void post_shared(Tx& tx, const Record& record, const Entry& entry,
                 const std::vector<Person>& people) {
    std::vector<Decimal> weights;
    for (const Person& person : people) weights.push_back(person.weight);
    const bool negative = entry.amount.is_negative();
    const auto parts = apportion(negative ? -entry.amount : entry.amount, weights);
    for (std::size_t i = 0; i < people.size(); ++i) {
        Entry one = entry;
        one.amount = negative ? -parts[i] : parts[i];
        if (i > 0) one.count = one.days = 0;
        post(tx, record, one, people[i]);
    }
}

void take_back(Tx& tx, const Record& record, RecordId source, std::string_view metric,
               Date date) {
    std::vector<std::pair<Entry, Person>> rows;
    tx.db().query("SELECT owner, dept, account, contract, tag, sum(amount), sum(count), min(id), "
                  "sum(days) "
                  "FROM ledger WHERE record = ? AND metric = ? "
                  "GROUP BY owner, dept, account, contract, tag "
                  "HAVING sum(amount) <> 0 OR sum(count) <> 0 OR sum(days) <> 0 "
                  "ORDER BY min(id)",
                  {source.value, metric}, [&](const db::Row& row) {
                      Entry entry;
                      entry.metric = metric;
                      entry.date = date;
                      entry.account = RecordId(row.integer(2));
                      entry.contract = RecordId(row.integer(3));
                      entry.tag = row.text(4);
                      entry.amount = Decimal(-row.integer(5), kMoneyScale);
                      entry.count = -row.integer(6);
                      entry.corrects = RecordId(row.integer(7));
                      entry.days = -row.integer(8);
                      rows.emplace_back(std::move(entry),
                                        Person{UserId(row.integer(0)), RecordId(row.integer(1)),
                                               Decimal::of(1)});
                      return true;
                  });
    for (const auto& [entry, person] : rows) post(tx, record, entry, person);
}

std::vector<Person> people_of(const Snapshot& snapshot, RecordId source,
                              std::string_view metric) {
    std::vector<Person> people;
    snapshot.db().query("SELECT owner, dept, sum(amount) FROM ledger WHERE record = ? "
                        "AND metric = ? GROUP BY owner, dept HAVING sum(amount) > 0 "
                        "ORDER BY min(id)",
                        {source.value, metric}, [&](const db::Row& row) {
                            people.push_back({UserId(row.integer(0)), RecordId(row.integer(1)),
                                              Decimal(row.integer(2), kMoneyScale)});
                            return true;
                        });
    return people;
}

std::int64_t count_of_account(const Snapshot& snapshot, std::string_view metric,
                              RecordId account) {
    std::int64_t count = 0;
    snapshot.db().query("SELECT sum(count) FROM ledger WHERE account = ? AND metric = ?",
                        {account.value, metric}, [&](const db::Row& row) {
                            count = row.integer(0);
                            return false;
                        });
    return count;
}

}  // namespace bihuan::contract
