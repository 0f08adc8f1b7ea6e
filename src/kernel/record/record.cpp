#include "kernel/record/record.h"

#include "kernel/record/reach.h"
#include "kernel/record/rows.h"

#include <utility>

namespace bihuan::record {

const Value& Record::get(std::string_view field) const { return values[object->at(field).index]; }

void Record::set(std::string_view field, Value value) {
    values[object->at(field).index] = std::move(value);
}

RecordId Record::ref(std::string_view field) const {
    const auto* target = get(field).get_if<RecordId>();
    return target ? *target : RecordId();
}

Decimal Record::amount(std::string_view field) const {
    const Value& value = get(field);
    if (const auto* whole = value.get_if<std::int64_t>()) return Decimal::of(*whole);
    const auto* number = value.get_if<Decimal>();
    return number ? *number : Decimal(0, object->at(field).settings.scale);
}

std::string Record::text(std::string_view field) const {
    const auto* text = get(field).get_if<std::string>();
    return text ? *text : std::string();
}

bool Record::flag(std::string_view field) const {
    const auto* flag = get(field).get_if<bool>();
    return flag && *flag;
}

std::optional<Date> Record::date(std::string_view field) const {
    const auto* date = get(field).get_if<Date>();
    return date ? std::optional(*date) : std::nullopt;
}

void Changes::set(const meta::Object& object, std::string_view field, Value value) {
    const meta::Field& at = object.at(field);
    for (auto& [known, held] : values) {
        if (known == &at) {
            held = std::move(value);
            return;
        }
    }
    values.emplace_back(&at, std::move(value));
}

std::optional<Record> load(const Snapshot& snapshot, const meta::Object& object, RecordId id) {
    auto record = read_row(snapshot, *plan_of(snapshot, object), id);
    if (record && record->deleted_at) record.reset();
    return record;
}

Record load_visible(const Snapshot& snapshot, const meta::Object& object, RecordId id) {
    const PlanPtr plan = plan_of(snapshot, object);
    auto record = read_row(snapshot, *plan, id);
    if (!record || record->deleted_at || !can_reach(snapshot, *plan, *record,
                                                    access::Purpose::read)) {
        throw not_found(snapshot, object);
    }
    return *std::move(record);
}

std::vector<Record> load_children(const Snapshot& snapshot, const meta::Object& child,
                                  std::string_view by, RecordId parent) {
    const std::string tail = " WHERE " + snapshot.dialect().quote(child.at(by).name) +
                             " = ? AND deleted_at IS NULL ORDER BY id";
    const db::Param param = parent.value;
    return read_rows(snapshot, *plan_of(snapshot, child), tail, {&param, 1});
}

std::optional<Record> load_first(const Snapshot& snapshot, const meta::Object& object,
                                 std::string_view where, std::string_view order,
                                 std::span<const db::Param> params) {
    // Sorted by what it is sorted by alone: a whole row is wide.
    const PlanPtr plan = plan_of(snapshot, object);
    std::string tail = " WHERE id = (SELECT id FROM " + plan->table + " WHERE ";
    tail.append(where).append(" AND deleted_at IS NULL ORDER BY ").append(order) += " LIMIT 1)";
    auto rows = read_rows(snapshot, *plan, tail, params);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::optional<Record> load_fields(const Snapshot& snapshot, const meta::Object& object,
                                  std::initializer_list<std::string_view> fields,
                                  std::string_view where, std::string_view order,
                                  std::span<const db::Param> params) {
    const db::Dialect& dialect = snapshot.dialect();
    std::string sql = "SELECT id";
    for (const std::string_view name : fields) (sql += ", ") += dialect.quote(name);
    (sql += " FROM ") += dialect.quote(object.name);
    ((sql += " WHERE ").append(where) += " AND deleted_at IS NULL ORDER BY ").append(order);
    sql += " LIMIT 1";
    std::optional<Record> record;
    snapshot.db().query(sql, params, [&](const db::Row& row) {
        record.emplace();
        record->object = &object;
        record->id = RecordId(row.integer(0));
        record->values.resize(object.fields.size());
        int at = 1;
        for (const std::string_view name : fields) {
            const meta::Field& field = object.at(name);
            record->values[field.index] = column_value(field, row, at++);
        }
        return false;
    });
    return record;
}

std::optional<Record> load_by_key(const Snapshot& snapshot, const meta::Object& object,
                                  std::string_view key) {
    if (object.key_field.empty()) return std::nullopt;
    const db::Param param = key;
    return load_first(snapshot, object, snapshot.dialect().quote(object.key_field) + " = ?", "id",
                      {&param, 1});
}

}  // namespace bihuan::record
