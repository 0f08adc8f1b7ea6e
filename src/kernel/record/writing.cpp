#include "kernel/record/writing.h"

#include "kernel/access/session.h"
#include "kernel/event/event.h"
#include "kernel/match/match.h"
#include "kernel/record/rows.h"
#include "kernel/workspace.h"

#include <algorithm>
#include <utility>

namespace bihuan::record {

namespace {

RecordId ref_of(const meta::Field* field, const Record& record) {
    if (!field) return RecordId();
    const auto* id = record.values[field->index].get_if<RecordId>();
    return id ? *id : RecordId();
}

// True when a changed field is part of the search index: its text, or who may find it.
bool is_indexed_anew(const ObjectPlan& plan, const std::vector<const meta::Field*>& changed) {
    return std::any_of(changed.begin(), changed.end(), [&](const meta::Field* field) {
        return field == plan.owner || field == plan.owner_dept ||
               std::find(plan.searched.begin(), plan.searched.end(), field) !=
                   plan.searched.end();
    });
}

void stamp(const Tx& tx, const ObjectPlan& plan, Draft& draft,
           std::vector<const meta::Field*>& changed) {
    const auto put = [&](const meta::Field* field, Value value) {
        if (!field || draft.given[field->index]) return;
        draft.after.values[field->index] = std::move(value);
        if (std::find(changed.begin(), changed.end(), field) == changed.end()) {
            changed.push_back(field);
        }
    };
    const RecordId user = to_record(tx.actor().user);
    put(plan.updated_by, user ? Value(user) : Value());
    put(plan.updated_at, tx.now());
}

}  // namespace

void Writing::number(const ObjectPlan& plan, Record& record) {
    for (const Autonumber& autonumber : plan.autonumbers) {
        Value& value = record.values[autonumber.field->index];
        if (value.is_null()) value = numbers_.next(tx_, plan, autonumber);
        else numbers_.note_given(*autonumber.field);
    }
}

void Writing::index(const ObjectPlan& plan, const Record& record) {
    if (plan.searched.empty()) return;
    std::vector<match::Field> fields;
    fields.reserve(plan.searched.size());
    for (const meta::Field* field : plan.searched) {
        fields.push_back({field, &record.values[field->index]});
    }
    match::index_record(tx_, *plan.object, record.id, fields,
                        ref_of(plan.owner, record), ref_of(plan.owner_dept, record));
}

void Writing::tell(const ObjectPlan& plan, const Record& record, std::string kind,
                   std::vector<std::string> fields) {
    event::Event event;
    event.seq = tx_.new_event();
    event.at = tx_.now();
    event.actor = tx_.actor().user;
    event.kind = std::move(kind);
    event.object = plan.object->number;
    event.record = record.id;
    event.version = record.version;
    event.fields = std::move(fields);
    event.cause = tx_.cause();
    if (event.cause.empty() && tx_.actor().cause) {
        event.cause = "event " + std::to_string(tx_.actor().cause.value);
    }
    event.recorded_at = tx_.recorded_at();
    event::append(tx_.db(), event);
}

void Writing::keep(const PlanPtr& plan, const Record* before, const Record& after) {
    touches_rights_ = touches_rights_ || access::affects_rights(*plan->object);
    const Registry& registry = tx_.workspace().slot<Registry>();
    if (!registry.after_writes(plan->object->name)) return;
    has_hooks_ = true;
    written_.push_back({plan, before ? std::optional<Record>(*before) : std::nullopt, after});
}

void Writing::insert(const PlanPtr& plan, Draft& draft, const std::string& kind) {
    Record& record = draft.after;
    record.version = 1;
    record.valid_from = tx_.now();
    number(*plan, record);
    insert_row(tx_, *plan, record);
    index(*plan, record);
    tell(*plan, record, kind.empty() ? "created" : kind, {});
    rollups_.note(tx_, plan, nullptr, &record);
    keep(plan, nullptr, record);
}

bool Writing::change(const PlanPtr& plan, Draft& draft, const std::string& kind,
                     const std::vector<std::string>& touched) {
    std::vector<const meta::Field*> changed = differing(*plan, *draft.before, draft.after);
    if (changed.empty() && touched.empty()) return false;
    std::vector<std::string> names;
    for (const meta::Field* field : changed) names.push_back(field->name);
    names.insert(names.end(), touched.begin(), touched.end());
    const bool anew = is_indexed_anew(*plan, changed);
    stamp(tx_, *plan, draft, changed);
    change_row(tx_, *plan, draft.after, changed);
    if (anew) index(*plan, draft.after);
    tell(*plan, draft.after, kind.empty() ? "updated" : kind, std::move(names));
    rollups_.note(tx_, plan, draft.before, &draft.after);
    keep(plan, draft.before, draft.after);
    return true;
}

void Writing::remove(const PlanPtr& plan, const Record& record) {
    Record after = record;
    after.deleted_at = tx_.now();
    change_deleted(tx_, *plan, after);
    if (!plan->searched.empty()) match::forget_record(tx_, record.id);
    tell(*plan, after, "deleted", {});
    rollups_.note(tx_, plan, &record, nullptr);
    keep(plan, &record, after);
    const db::Param parent = record.id.value;
    for (const auto& [object, by] : plan->children) {
        const PlanPtr child = plan_of(tx_, *object);
        const std::string tail = " WHERE " + tx_.dialect().quote(by->name) +
                                 " = ? AND deleted_at IS NULL ORDER BY id";
        for (const Record& line : read_rows(tx_, *child, tail, {&parent, 1})) {
            remove(child, line);
        }
    }
}

void Writing::restore(const PlanPtr& plan, const Record& record) {
    Record after = record;
    after.deleted_at.reset();
    change_deleted(tx_, *plan, after);
    index(*plan, after);
    tell(*plan, after, "restored", {});
    rollups_.note(tx_, plan, nullptr, &after);
    keep(plan, &record, after);
    for (const auto& [object, by] : plan->children) {
        const PlanPtr child = plan_of(tx_, *object);
        const std::string tail =
            " WHERE " + tx_.dialect().quote(by->name) + " = ? AND deleted_at = ? ORDER BY id";
        const db::Param params[] = {record.id.value, record.deleted_at->micros};
        for (const Record& line : read_rows(tx_, *child, tail, params)) restore(child, line);
    }
}

void Writing::finish() {
    numbers_.save(tx_);
    rollups_.apply(tx_);
    if (touches_rights_) access::touch_rights(tx_);
    rows_before_hooks_ = tx_.rows_written();
    if (!has_hooks_) return;
    const Registry& registry = tx_.workspace().slot<Registry>();
    while (!written_.empty()) {
        const Written one = std::move(written_.front());
        written_.pop_front();
        const auto* hooks = registry.after_writes(one.plan->object->name);
        if (!hooks) continue;
        const bool stale = rollups_.has_changed(one.after.id);
        const Record after = stale ? current(one.plan, one.after) : one.after;
        for (const AfterWrite& hook : *hooks) {
            hook(tx_, one.before ? &*one.before : nullptr, after);
        }
    }
}

Record Writing::current(const PlanPtr& plan, Record record) const {
    const bool stands = tx_.rows_written() == rows_before_hooks_;
    if (stands && !rollups_.has_changed(record.id)) return record;
    auto row = read_row(tx_, *plan, record.id);
    return row ? *std::move(row) : std::move(record);
}

}  // namespace bihuan::record
