// Human numbers such as HT-2026-00012: a pattern and one counter for each period it names.
#include "kernel/record/numbers.h"

#include <algorithm>
#include <charconv>

namespace bihuan::record {

namespace {

constexpr int kDigitsMax = 18;  // of a 64-bit counter

struct Key {
    std::int64_t object;
    std::string_view field;
    std::string_view period;
};

std::int64_t last_of(Tx& tx, const Key& key) {
    std::int64_t last = 0;
    tx.db().query("SELECT last FROM record_counter WHERE object = ? AND field = ? AND period = ?",
                  {key.object, key.field, key.period}, [&](const db::Row& row) {
                      last = row.integer(0);
                      return false;
                  });
    return last;
}

void set_last(Tx& tx, const Key& key, std::int64_t last) {
    tx.db().post("INSERT INTO record_counter (object, field, period, last) "
                 "VALUES (?, ?, ?, ?) ON CONFLICT (object, field, period) "
                 "DO UPDATE SET last = excluded.last",
                 {key.object, key.field, key.period, last});
}

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

// The smallest or largest counter at or after `from` among live rows, of the same period and
// width: 0 when there is none. Imports bring such numbers along.
std::int64_t taken(Tx& tx, const ObjectPlan& plan, const Autonumber& autonumber,
                   std::string_view which, std::int64_t from) {
    const auto& pattern = autonumber.pattern;
    const auto counter =
        std::find_if(pattern.begin(), pattern.end(), [](const types::NumberPart& part) {
            return part.kind == types::NumberPart::Kind::counter;
        });
    const std::string head =
        types::render_number({pattern.begin(), counter}, tx.today(), 0);
    const auto digits = static_cast<std::size_t>(counter->digits);
    std::string low = std::to_string(from);
    if (low.size() < digits) low.insert(0, digits - low.size(), '0');
    low.insert(0, head);
    const std::string high = head + std::string(digits, '9') + "\xf4\x8f\xbf\xbf";
    const std::string column = tx.dialect().quote(autonumber.field->name);
    std::int64_t found = 0;
    tx.db().query("SELECT " + std::string(which) + "(" + column + ") FROM " + plan.table +
                      " WHERE " + column + " >= ? AND " + column +
                      " <= ? AND deleted_at IS NULL",
                  {low, high}, [&](const db::Row& row) {
                      const std::string_view text = row.text(0);
                      if (text.size() < head.size() + digits) return false;
                      const char* begin = text.data() + head.size();
                      std::from_chars(begin, begin + digits, found);
                      return false;
                  });
    return found;
}

// The first counter that has more digits than the pattern names: texts no longer sort as numbers.
std::int64_t beyond_width(const Autonumber& autonumber) {
    std::int64_t limit = 1;
    for (const types::NumberPart& part : autonumber.pattern) {
        if (part.kind != types::NumberPart::Kind::counter) continue;
        for (int i = 0; i < std::min(part.digits, kDigitsMax); ++i) limit *= 10;
    }
    return limit;
}

}  // namespace

std::string Numbers::next(Tx& tx, const ObjectPlan& plan, const Autonumber& autonumber) {
    const meta::Field& field = *autonumber.field;
    const std::string period = types::number_period(autonumber.pattern, tx.today());
    Run& run = runs_[&field];
    if (run.object == 0 || run.period != period) {
        if (run.is_changed) save(tx, field, run);
        run = Run{plan.object->number.value, period};
        run.last = last_of(tx, {run.object, field.name, run.period});
    }
    run.is_changed = true;
    std::int64_t count = ++run.last;
    std::string number = types::render_number(autonumber.pattern, tx.today(), count);
    if (!field.unique || count < run.free_until) return number;
    const std::int64_t limit = beyond_width(autonumber);
    // One question tells whether it is taken and how many after it are free.
    std::int64_t ahead = count < limit ? taken(tx, plan, autonumber, "min", count) : 0;
    if (ahead == count || (count >= limit && is_taken(tx, plan, field, number))) {
        // Imported numbers are ahead of the counter: go on after the last of them.
        count = run.last = std::max(count, taken(tx, plan, autonumber, "max", 0)) + 1;
        number = types::render_number(autonumber.pattern, tx.today(), count);
        ahead = 0;
    }
    if (count < limit) run.free_until = ahead == 0 ? limit : ahead;
    return number;
}

void Numbers::note_given(const meta::Field& field) {
    if (const auto run = runs_.find(&field); run != runs_.end()) run->second.free_until = 0;
}

void Numbers::save(Tx& tx, const meta::Field& field, Run& run) {
    set_last(tx, {run.object, field.name, run.period}, run.last);
    run.is_changed = false;
}

void Numbers::save(Tx& tx) {
    for (auto& [field, run] : runs_) {
        if (run.is_changed) save(tx, *field, run);
    }
    runs_.clear();
}

}  // namespace bihuan::record
