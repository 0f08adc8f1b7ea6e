#include "kernel/record/facts.h"

#include "kernel/record/rows.h"

namespace bihuan::record {

namespace {

constexpr int kHundredths = 2;  // a percent of 25 % is stored as 25.00 and worth 0.25

Value read_column(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                  const meta::Field& field, Amounts amounts) {
    const bool base = amounts == Amounts::base && field.has_base;
    const db::Dialect& dialect = snapshot.dialect();
    const std::string sql = "SELECT " + dialect.quote(base ? field.sort_column() : field.name) +
                            " FROM " + dialect.quote(object.name) + " WHERE id = ?";
    Value value;
    snapshot.db().query(sql, {id.value}, [&](const db::Row& row) {
        value = column_value(field, row, 0);
        return false;
    });
    return value;
}

}  // namespace

Value RecordFacts::value(const expr::Path& path) const {
    Value value = own(*path.steps[0]);
    const meta::Schema& schema = *plan_.schema;
    for (std::size_t i = 1; i < path.steps.size(); ++i) {
        const auto* id = value.get_if<RecordId>();
        const meta::Object* target = id ? schema.target(*path.steps[i - 1]) : nullptr;
        if (!target) return Null{};
        value = related(*target, *id, *path.steps[i]);
    }
    return value;
}

Value RecordFacts::own(const meta::Field& field) const {
    if (field.index >= record_.values.size()) return Null{};
    if (!field.stored) {
        const auto program = plan_.virtuals.find(field.index);
        return program == plan_.virtuals.end() ? Value() : expr::evaluate(program->second, *this);
    }
    const Value& value = record_.values[field.index];
    if (amounts_ == Amounts::base && field.has_base && !value.is_null()) {
        return Decimal(record_.base_amounts[field.index], scale_of(field));
    }
    return value;
}

Value RecordFacts::related(const meta::Object& object, RecordId id,
                           const meta::Field& field) const {
    const auto key = std::make_tuple(id.value, &field, amounts_);
    if (const auto held = related_.find(key); held != related_.end()) return held->second;
    Value value;
    if (field.stored) {
        value = read_column(snapshot_, object, id, field, amounts_);
    } else if (const PlanPtr plan = plan_of(snapshot_, object);
               const auto row = read_row(snapshot_, *plan, id)) {
        value = RecordFacts(snapshot_, *plan, *row, amounts_, related_).own(field);
    }
    related_.emplace(key, value);
    return value;
}

Value fit(const meta::Field& field, const Value& result) {
    const types::FieldType& type = held_type(field);
    if (type.kind() == types::Kind::decimal) {
        Decimal number;
        if (const auto* decimal = result.get_if<Decimal>()) {
            number = *decimal;
        } else if (const auto* whole = result.get_if<std::int64_t>()) {
            number = Decimal::of(*whole);
        } else {
            return Null{};
        }
        if (type.name() == "percent") {
            number = multiply(number, Decimal::of(100), number.scale() > kHundredths
                                  ? number.scale() - kHundredths : 0, Round::half_up);
        }
        return number.rescale(scale_of(field), Round::half_up);
    }
    if (type.kind() == types::Kind::integer) {
        if (const auto* decimal = result.get_if<Decimal>()) {
            return decimal->rescale(0, Round::half_up).coefficient();
        }
    }
    return result;
}

}  // namespace bihuan::record
