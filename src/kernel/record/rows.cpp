#include "kernel/record/rows.h"

#include "base/error.h"

#include <algorithm>

namespace bihuan::record {

namespace {

// Versions of one instant follow each other by a microsecond; a back-dated change may stand that
// much "before" the version it follows without being out of order.
constexpr std::int64_t kSameInstantMicros = 10'000;

// Parameters of one statement and the texts they borrow.
class Bound {
public:
    explicit Bound(std::size_t count) {
        params_.reserve(count);
        texts_.reserve(count);
    }
    void add(std::int64_t value) { params_.emplace_back(value); }
    void add_null() { params_.emplace_back(nullptr); }
    // Text that the record holds is lent, not copied.
    void add(const meta::Field& field, const types::FieldType& held, const Record& record) {
        const Value& value = record.values[field.index];
        if (value.is_null()) {
            add_null();
            if (field.has_base) add_null();
            return;
        }
        const auto* text = value.get_if<std::string>();
        if (text && held.kind() == types::Kind::text) {
            params_.emplace_back(std::string_view(*text));
            return;
        }
        types::ColumnValue column = types::to_column(held, field.settings, value);
        if (column.is_null) {
            add_null();
        } else if (column.is_text) {
            texts_.push_back(std::move(column.text));
            params_.emplace_back(std::string_view(texts_.back()));
        } else {
            add(column.integer);
        }
        if (field.has_base) add(record.base_amounts[field.index]);
    }
    void add_id(std::int64_t id) { id == 0 ? add_null() : add(id); }
    void add_recorded(const Tx& tx) {
        tx.is_back_dated() ? add(tx.recorded_at().micros) : add_null();
    }
    std::span<const db::Param> params() const { return params_; }

private:
    db::Params params_;
    std::vector<std::string> texts_;  // never grows beyond its reserve: the views stay good
};

Value read_column(const Column& column, const db::Row& row, int at) {
    if (row.is_null(at)) return Null{};
    const types::Settings& settings = column.field->settings;
    if (column.is_text) {
        return types::from_column(*column.type, settings, false, 0, row.text(at));
    }
    return types::from_column(*column.type, settings, false, row.integer(at), {});
}

void advance(Tx& tx, const ObjectPlan& plan, Record& after) {
    const std::int64_t next = after.valid_from.micros + 1;
    if (tx.is_back_dated() && tx.now().micros + kSameInstantMicros < next) {
        throw Error(Code::invalid, "error.record.back_dated_before",
                    {{"object", plan.object->label.in(tx.language())},
                     {"at", tx.zone().to_text(after.valid_from)}});
    }
    after.valid_from = Instant{std::max(tx.now().micros, next)};
    if (!plan.close.empty()) {
        tx.db().post(plan.close, {after.valid_from.micros, tx.actor().user.value,
                                  std::string_view(tx.cause()), after.id.value});
    }
    ++after.version;
}

}  // namespace

Value column_value(const meta::Field& field, const db::Row& row, int column) {
    const types::FieldType& held = held_type(field);
    return read_column({&field, &held, is_text_column(held)}, row, column);
}

types::ColumnValue column_param(const meta::Field& field, const Value& value) {
    if (value.is_null()) return {};
    return types::to_column(held_type(field), field.settings, value);
}

Record from_row(const ObjectPlan& plan, const db::Row& row) {
    Record record;
    record.object = plan.object;
    record.id = RecordId(row.integer(0));
    record.version = row.integer(1);
    record.valid_from = Instant{row.integer(2)};
    if (!row.is_null(4)) record.deleted_at = Instant{row.integer(4)};
    record.values.resize(plan.object->fields.size());
    record.base_amounts.resize(plan.object->fields.size());
    int at = kLeadColumns;
    for (const Column& column : plan.columns) {
        const meta::Field& field = *column.field;
        record.values[field.index] = read_column(column, row, at++);
        if (field.has_base) record.base_amounts[field.index] = row.integer(at++);
    }
    return record;
}

std::optional<Record> read_row(const Snapshot& snapshot, const ObjectPlan& plan, RecordId id) {
    std::optional<Record> record;
    snapshot.db().query(plan.select_by_id, {id.value}, [&](const db::Row& row) {
        record = from_row(plan, row);
        return false;
    });
    return record;
}

std::vector<Record> read_rows(const Snapshot& snapshot, const ObjectPlan& plan,
                              const std::string& tail, std::span<const db::Param> params) {
    std::vector<Record> records;
    snapshot.db().query(plan.select + tail, params, [&](const db::Row& row) {
        records.push_back(from_row(plan, row));
        return true;
    });
    return records;
}

void insert_row(Tx& tx, const ObjectPlan& plan, const Record& record) {
    tx.note_row_written();
    Bound bound(kLeadColumns + plan.columns.size() + plan.with_base.size());
    bound.add(record.id.value);
    bound.add(record.version);
    bound.add(record.valid_from.micros);
    bound.add_recorded(tx);
    bound.add_null();
    bound.add_null();
    for (const Column& column : plan.columns) bound.add(*column.field, *column.type, record);
    tx.db().post(plan.insert, bound.params());
}

void change_row(Tx& tx, const ObjectPlan& plan, Record& after,
                std::span<const meta::Field* const> fields) {
    tx.note_row_written();
    advance(tx, plan, after);
    const db::Dialect& dialect = tx.dialect();
    std::string sql =
        "UPDATE " + plan.table + " SET version = ?, valid_from = ?, recorded_at = ?";
    Bound bound(2 * fields.size() + 4);
    bound.add(after.version);
    bound.add(after.valid_from.micros);
    bound.add_recorded(tx);
    for (const meta::Field* field : fields) {
        sql += ", " + dialect.quote(field->name) + " = ?";
        if (field->has_base) sql += ", " + dialect.quote(field->name + "_base") + " = ?";
        bound.add(*field, held_type(*field), after);
    }
    bound.add(after.id.value);
    tx.db().post(sql + " WHERE id = ?", bound.params());
}

void change_deleted(Tx& tx, const ObjectPlan& plan, Record& after) {
    tx.note_row_written();
    advance(tx, plan, after);
    Bound bound(6);
    bound.add(after.version);
    bound.add(after.valid_from.micros);
    bound.add_recorded(tx);
    if (after.deleted_at) {
        bound.add(after.deleted_at->micros);
        bound.add_id(tx.actor().user.value);
    } else {
        bound.add_null();
        bound.add_null();
    }
    bound.add(after.id.value);
    tx.db().post("UPDATE " + plan.table +
                     " SET version = ?, valid_from = ?, recorded_at = ?, deleted_at = ?, "
                     "deleted_by = ? WHERE id = ?",
                 bound.params());
}

std::vector<const meta::Field*> differing(const ObjectPlan& plan, const Record& before,
                                          const Record& after) {
    std::vector<const meta::Field*> fields;
    for (const Column& column : plan.columns) {
        const meta::Field* field = column.field;
        const std::size_t i = field->index;
        if (before.values[i] != after.values[i] ||
            (field->has_base && before.base_amounts[i] != after.base_amounts[i])) {
            fields.push_back(field);
        }
    }
    return fields;
}

}  // namespace bihuan::record
