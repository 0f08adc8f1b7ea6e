// Human numbers such as HT-2026-00012: a pattern and one counter for each period it names.
#include "kernel/record/writing.h"

#include <algorithm>
#include <charconv>

namespace bihuan::record {

namespace {

struct Counter {
    Tx& tx;
    std::int64_t object;
    std::string_view field;
    std::string period;

    std::int64_t up() {
        const auto changed = tx.db().execute(
            "UPDATE record_counter SET last = last + 1 "
            "WHERE object = ? AND field = ? AND period = ?",
            {object, field, period});
        if (changed == 0) {
            set(1);
            return 1;
        }
        std::int64_t last = 0;
        tx.db().query(
            "SELECT last FROM record_counter WHERE object = ? AND field = ? AND period = ?",
            {object, field, period}, [&](const db::Row& row) {
                last = row.integer(0);
                return false;
            });
        return last;
    }

    void set(std::int64_t last) {
        tx.db().execute("INSERT INTO record_counter (object, field, period, last) "
                        "VALUES (?, ?, ?, ?) ON CONFLICT (object, field, period) "
                        "DO UPDATE SET last = excluded.last",
                        {object, field, period, last});
    }
};

bool is_taken(Tx& tx, const ObjectPlan& plan, const meta::Field& field, std::string_view number) {
    bool taken = false;
    tx.db().query("SELECT 1 FROM " + plan.table + " WHERE " + tx.dialect().quote(field.name) +
                      " = ? AND deleted_at IS NULL",
                  {number}, [&](const db::Row&) {
                      taken = true;
                      return false;
                  });
    return taken;
}

// The largest counter among numbers that imports brought along, in the same period and width.
std::int64_t largest(Tx& tx, const ObjectPlan& plan, const Autonumber& autonumber) {
    const auto& pattern = autonumber.pattern;
    const auto counter =
        std::find_if(pattern.begin(), pattern.end(), [](const types::NumberPart& part) {
            return part.kind == types::NumberPart::Kind::counter;
        });
    const std::string head =
        types::render_number({pattern.begin(), counter}, tx.today(), 0);
    const auto digits = static_cast<std::size_t>(counter->digits);
    const std::string low = head + std::string(digits, '0');
    const std::string high = head + std::string(digits, '9') + "\xf4\x8f\xbf\xbf";
    const std::string column = tx.dialect().quote(autonumber.field->name);
    std::int64_t most = 0;
    tx.db().query("SELECT max(" + column + ") FROM " + plan.table + " WHERE " + column +
                      " >= ? AND " + column + " <= ? AND deleted_at IS NULL",
                  {low, high}, [&](const db::Row& row) {
                      const std::string_view text = row.text(0);
                      if (text.size() < head.size() + digits) return false;
                      const char* begin = text.data() + head.size();
                      std::from_chars(begin, begin + digits, most);
                      return false;
                  });
    return most;
}

}  // namespace

std::string next_number(Tx& tx, const ObjectPlan& plan, const Autonumber& autonumber) {
    const meta::Field& field = *autonumber.field;
    Counter counter{tx, plan.object->number.value, field.name,
                    types::number_period(autonumber.pattern, tx.today())};
    std::int64_t count = counter.up();
    std::string number = types::render_number(autonumber.pattern, tx.today(), count);
    if (!field.unique || !is_taken(tx, plan, field, number)) return number;
    // Imported numbers are ahead of the counter: go on after the last of them.
    count = std::max(count, largest(tx, plan, autonumber)) + 1;
    counter.set(count);
    return types::render_number(autonumber.pattern, tx.today(), count);
}

}  // namespace bihuan::record
