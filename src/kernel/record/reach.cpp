#include "kernel/record/reach.h"

#include "kernel/query/query.h"

#include <algorithm>

namespace bihuan::record {

namespace {

bool among(const meta::Field* field, const Record& record,
           const std::vector<std::int64_t>& ids) {
    if (!field || ids.empty()) return false;
    const auto* id = record.values[field->index].get_if<RecordId>();
    return id && std::find(ids.begin(), ids.end(), id->value) != ids.end();
}

}  // namespace

bool can_reach(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record,
               access::Purpose purpose) {
    if (access::rights_of(snapshot)->is_everything()) return true;
    const access::Reachable reach = access::reachable(snapshot, *plan.object, purpose);
    if (reach.everything) return true;
    if (plan.object->scope_parent.empty()) {
        if (among(plan.owner, record, reach.owners)) return true;
        if (among(plan.owner_dept, record, reach.depts)) return true;
    }
    return query::is_visible(snapshot, *plan.object, record.id, purpose);
}

Error not_found(const Snapshot& snapshot, const meta::Object& object) {
    return Error(Code::not_found, "error.record.not_found",
                 {{"object", object.label.in(snapshot.language())}});
}

Error not_writable(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record) {
    return Error(Code::forbidden, "error.record.not_writable",
                 {{"object", plan.object->label.in(snapshot.language())},
                  {"title", title_of(plan, record, snapshot.language())}});
}

std::string title_of(const ObjectPlan& plan, const Record& record, Language language) {
    const meta::Field* field =
        plan.object->title_field.empty() ? nullptr : plan.object->find(plan.object->title_field);
    if (!field || record.values[field->index].is_null()) return to_text(record.id);
    return held_type(*field).to_text(field->settings, record.values[field->index], language);
}

}  // namespace bihuan::record
