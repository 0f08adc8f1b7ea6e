#include "sales/contract/acts.h"

#include <utility>

namespace bihuan::contract {

namespace {

record::WriteSettings as_verb(std::string event) {
    record::WriteSettings settings;
    settings.via = record::Via::verb;
    settings.event_kind = std::move(event);
    return settings;
}

record::Changes changes_of(const meta::Object& object, const FieldValues& values) {
    record::Changes changes;
    for (const auto& [field, value] : values) changes.set(object, field, value);
    return changes;
}

}  // namespace

Decimal base_of(const Record& record, std::string_view field) {
    const meta::Field& at = record.object->at(field);
    if (at.has_base) return Decimal(record.base_amounts[at.index], kMoneyScale);
    return record.amount(field).rescale(kMoneyScale, Round::half_up);
}

Decimal rate_of(const Record& record) {
    const Decimal rate = record.amount("rate");
    return rate.is_zero() ? Decimal::of(1) : rate;
}

Decimal own_of(const Record& record, Decimal base) {
    return divide(base, rate_of(record), kMoneyScale, Round::half_up);
}

bool is_in_force(const Record& contract) {
    if (contract.text("approval_state") != "approved") return false;
    const std::string stage = contract.text("stage");
    return stage != "pending_signing" && stage != "void";
}

bool is_framework(const Record& contract) { return contract.text("type") == "framework"; }

Decimal amount_in_force(const Record& contract) {
    if (!is_in_force(contract)) return Decimal(0, kMoneyScale);
    if (is_framework(contract)) return base_of(contract, "ordered");
    return subtract(base_of(contract, "amount"), base_of(contract, "terminated_amount"));
}

Decimal covered(const Record& record) {
    return add(base_of(record, "received"), base_of(record, "written_off"));
}

Decimal remaining(const Record& instalment) {
    if (instalment.flag("void")) return Decimal(0, kMoneyScale);
    return subtract(base_of(instalment, "amount"), covered(instalment));
}

void check_not_future(const Snapshot& snapshot, Date day, std::string_view field) {
    if (day <= snapshot.today()) return;
    throw invalid(std::string(field), "issue.date.future", {{"date", to_text(day)}});
}

Date day_of(const VerbCall& call, std::string_view argument) {
    const auto* given = call.argument(argument).get_if<Date>();
    if (!given) return call.tx.today();
    check_not_future(call.tx, *given, argument);
    return *given;
}

Date correction_day_of(const VerbCall& call, std::string_view argument) {
    const Date day = day_of(call, argument);
    const Date first = first_day(month_of(call.tx.today()));
    if (day >= first) return day;
    throw invalid(std::string(argument), "issue.date.closed_month", {{"first", to_text(first)}});
}

std::string title_of(const Record& record) {
    const meta::Field* field = record.object->find(record.object->title_field);
    if (!field) return to_text(record.id);
    const auto* text = record.values[field->index].get_if<std::string>();
    return text ? *text : to_text(record.id);
}

Error refusal(std::string_view key, const Record& record, Args args) {
    args.emplace_back("object", in_both(record.object->label));
    args.emplace_back("title", title_of(record));
    return Error(Code::conflict, std::string(key), std::move(args));
}

Error invalid(std::string field, std::string_view key, Args args) {
    Issues issues;
    issues.add(std::move(field), std::string(key), std::move(args));
    return Error(Code::invalid, "error.invalid").with_issues(std::move(issues));
}

Value or_null(RecordId id) { return id ? Value(id) : Value(); }

const meta::Object& object_named(const Snapshot& snapshot, std::string_view name) {
    return snapshot.schema().at(name);
}

Record load_one(const Snapshot& snapshot, std::string_view object, RecordId id) {
    const meta::Object& of = object_named(snapshot, object);
    auto found = record::load(snapshot, of, id);
    if (!found) {
        throw Error(Code::not_found, "error.record.not_found", {{"object", in_both(of.label)}});
    }
    return *std::move(found);
}

std::vector<Record> children_of(const Snapshot& snapshot, std::string_view child,
                                std::string_view by, RecordId parent) {
    return record::load_children(snapshot, object_named(snapshot, child), by, parent);
}

Record save(Tx& tx, const Record& record, const FieldValues& values, std::string event) {
    return record::update(tx, *record.object, record.id, changes_of(*record.object, values),
                          as_verb(std::move(event)));
}

Record make(Tx& tx, std::string_view object, const FieldValues& values, std::string event) {
    const meta::Object& of = object_named(tx, object);
    return record::create(tx, of, changes_of(of, values), as_verb(std::move(event)));
}

Record make_with_lines(Tx& tx, std::string_view object, const FieldValues& values,
                       std::vector<std::pair<std::string_view, std::vector<FieldValues>>> lines,
                       std::string event) {
    const meta::Object& of = object_named(tx, object);
    record::Changes changes = changes_of(of, values);
    for (const auto& [field, rows] : lines) {
        const meta::Field& at = of.at(field);
        const meta::Object& child = *tx.schema().target(at);
        std::vector<record::LineChange> list;
        for (const FieldValues& row : rows) {
            list.push_back({RecordId(), false, changes_of(child, row).values});
        }
        if (!list.empty()) changes.lines.emplace_back(&at, std::move(list));
    }
    return record::create(tx, of, changes, as_verb(std::move(event)));
}

}  // namespace bihuan::contract
