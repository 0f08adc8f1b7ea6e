#include "kernel/record/write.h"

#include "kernel/access/rights.h"
#include "kernel/record/lines.h"
#include "kernel/record/locks.h"
#include "kernel/record/reach.h"
#include "kernel/record/rows.h"

#include <map>
#include <utility>

namespace bihuan::record {

namespace {

void check_version(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record,
                   std::optional<std::int64_t> version) {
    if (!version || *version == record.version) return;
    throw Error(Code::conflict, "error.record.stale",
                {{"object", plan.object->label.in(snapshot.language())},
                 {"title", title_of(plan, record, snapshot.language())},
                 {"version", std::to_string(record.version)}});
}

// The before-image, once its rights, version and locks allow a change. A verb was allowed on its
// own record; what it writes elsewhere belongs to the act, also where its actor cannot look: the
// call that a colleague noted on a lead before it was handed over follows it to the account.
Record open_record(const Snapshot& snapshot, const ObjectPlan& plan, RecordId id, access::Act act,
                   std::optional<std::int64_t> version, Via via) {
    auto record = read_row(snapshot, plan, id);
    if (!record || record->deleted_at) throw not_found(snapshot, *plan.object);
    if (via != Via::verb) {
        if (!can_reach(snapshot, plan, *record, access::Purpose::read)) {
            throw not_found(snapshot, *plan.object);
        }
        access::demand(snapshot, *plan.object, act);
        if (!can_reach(snapshot, plan, *record, access::Purpose::write)) {
            throw not_writable(snapshot, plan, *record);
        }
        check_lock(snapshot, plan, *record);
    }
    check_version(snapshot, plan, *record, version);
    return *std::move(record);
}

// After the change too: nobody puts a record where he may not write, unless he may hand it over.
void check_reach_after(const Snapshot& snapshot, const ObjectPlan& plan, const Record* before,
                       const Record& after, Via via) {
    if (via == Via::verb) return;
    if (can_reach(snapshot, plan, after, access::Purpose::write)) return;
    const bool handed_over = plan.owner && before &&
                             before->values[plan.owner->index] != after.values[plan.owner->index];
    if (handed_over &&
        access::rights_of(snapshot)->may(*plan.object, access::Act::transfer)) {
        return;
    }
    throw Error(Code::forbidden, "error.record.out_of_reach",
                {{"object", plan.object->label.in(snapshot.language())}});
}

void check_holders(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record) {
    Issues issues;
    for (const auto& [object, field] : plan.holders) {
        const db::Dialect& dialect = snapshot.dialect();
        std::int64_t count = 0;
        snapshot.db().query("SELECT count(*) FROM " + dialect.quote(object->name) + " WHERE " +
                                dialect.quote(field->name) + " = ? AND deleted_at IS NULL",
                            {record.id.value}, [&](const db::Row& row) {
                                count = row.integer(0);
                                return false;
                            });
        if (count == 0) continue;
        issues.add("", "issue.record.in_use",
                   {{"count", std::to_string(count)},
                    {"object", object->label.in(snapshot.language())}});
    }
    if (issues.empty()) return;
    throw Error(Code::conflict, "error.record.in_use",
                {{"object", plan.object->label.in(snapshot.language())},
                 {"title", title_of(plan, record, snapshot.language())}})
        .with_issues(std::move(issues));
}

// Unique values may have been taken while the record was in the bin.
void check_restored(const Snapshot& snapshot, const PlanPtr& plan, const Record& record) {
    const Changes none;
    Draft draft = make_draft(*plan, none, nullptr);
    draft.after = record;
    const WriteSettings settings;
    const Preparing preparing{snapshot, *plan, settings, {}};
    check_unique(preparing, {&draft, 1});
    throw_if_any(std::move(draft.issues));
    if (!plan->parent) return;
    const auto* parent = record.values[plan->parent->index].get_if<RecordId>();
    const meta::Object* target = plan->schema->target(*plan->parent);
    if (!parent || !target || load(snapshot, *target, *parent)) return;
    throw Error(Code::conflict, "error.record.parent_deleted",
                {{"object", target->label.in(snapshot.language())}});
}

RecordId parent_of(const ObjectPlan& plan, const Record& line) {
    const auto* id = line.values[plan.parent->index].get_if<RecordId>();
    return id ? *id : RecordId();
}

Record update_with(Tx& tx, const meta::Object& object, RecordId id, const Changes& changes,
                   const WriteSettings& settings, const std::vector<LineWrite>& written);

// Lines written by themselves: their record's rules over all lines are asked again.
void parent_follows(Tx& tx, const ObjectPlan& plan, RecordId id,
                    const std::vector<LineWrite>& written) {
    const meta::Object* parent = plan.schema->target(*plan.parent);
    if (!parent || !id || !has_lines_rules(tx, *parent) || !load(tx, *parent, id)) return;
    WriteSettings settings;
    settings.via = Via::verb;
    update_with(tx, *parent, id, Changes(), settings, written);
}

void parent_follows(Tx& tx, const ObjectPlan& plan, const Record* before, const Record* after) {
    if (!plan.parent) return;
    const RecordId was = before ? parent_of(plan, *before) : RecordId();
    const RecordId is = after ? parent_of(plan, *after) : RecordId();
    if (was == is) return parent_follows(tx, plan, is, {{before, after}});
    parent_follows(tx, plan, was, {{before, nullptr}});
    parent_follows(tx, plan, is, {{nullptr, after}});
}

// Each parent once, whatever the number of its lines. Drafts with an id have been written.
void parents_follow(Tx& tx, const ObjectPlan& plan, const std::vector<Draft>& drafts) {
    if (!plan.parent) return;
    std::map<RecordId, std::vector<LineWrite>> by_parent;
    for (const Draft& draft : drafts) {
        if (draft.after.id) by_parent[parent_of(plan, draft.after)].push_back({nullptr,
                                                                              &draft.after});
    }
    for (const auto& [id, written] : by_parent) parent_follows(tx, plan, id, written);
}

Record update_with(Tx& tx, const meta::Object& object, RecordId id, const Changes& changes,
                   const WriteSettings& settings, const std::vector<LineWrite>& written) {
    const PlanPtr plan = plan_of(tx, object);
    const Record before =
        open_record(tx, *plan, id, access::Act::update, settings.version, settings.via);
    Preparing preparing{tx, *plan, settings, {}};
    Draft draft = make_draft(*plan, changes, &before);
    prepare(preparing, {&draft, 1}, Duplicates::ask);
    Issues issues = std::move(draft.issues);
    auto sets = collect_lines(tx, *plan, changes, &before, draft.after, issues);
    draft.issues = Issues();
    prepare_lines(tx, sets, settings, issues);
    apply_lines_rules(preparing, draft, sets, written, issues);
    throw_if_any(std::move(issues));
    Writing writing(tx);
    const std::vector<std::string> touched = write_lines(writing, sets);
    if (!writing.change(plan, draft, settings.event_kind, touched)) return before;
    writing.finish();
    Record record = writing.current(plan, std::move(draft.after));
    check_reach_after(tx, *plan, &before, record, settings.via);
    parent_follows(tx, *plan, &before, &record);
    return record;
}

}  // namespace

Record create(Tx& tx, const meta::Object& object, const Changes& changes,
              const WriteSettings& settings) {
    const PlanPtr plan = plan_of(tx, object);
    if (settings.via != Via::verb) access::demand(tx, object, access::Act::create);
    Preparing preparing{tx, *plan, settings, {}};
    Draft draft = make_draft(*plan, changes, nullptr);
    prepare(preparing, {&draft, 1}, Duplicates::ask);
    draft.after.id = tx.new_id(object.number);
    Issues issues = std::move(draft.issues);
    draft.issues = Issues();
    std::vector<LineSet> sets;
    if (!changes.lines.empty()) {
        sets = collect_lines(tx, *plan, changes, nullptr, draft.after, issues);
        prepare_lines(tx, sets, settings, issues);
    }
    apply_lines_rules(preparing, draft, sets, {}, issues);
    throw_if_any(std::move(issues));
    Writing writing(tx);
    writing.insert(plan, draft, settings.event_kind);
    write_lines(writing, sets);
    writing.finish();
    Record record = writing.current(plan, std::move(draft.after));
    check_reach_after(tx, *plan, nullptr, record, settings.via);
    parent_follows(tx, *plan, nullptr, &record);
    return record;
}

Record update(Tx& tx, const meta::Object& object, RecordId id, const Changes& changes,
              const WriteSettings& settings) {
    return update_with(tx, object, id, changes, settings, {});
}

void remove(Tx& tx, const meta::Object& object, RecordId id,
            std::optional<std::int64_t> version, Via via) {
    const PlanPtr plan = plan_of(tx, object);
    const Record record = open_record(tx, *plan, id, access::Act::remove, version, via);
    check_holders(tx, *plan, record);
    Writing writing(tx);
    writing.remove(plan, record);
    writing.finish();
    parent_follows(tx, *plan, &record, nullptr);
}

Record restore(Tx& tx, const meta::Object& object, RecordId id) {
    const PlanPtr plan = plan_of(tx, object);
    const auto record = read_row(tx, *plan, id);
    if (!record || !can_reach(tx, *plan, *record, access::Purpose::write)) {
        throw not_found(tx, object);
    }
    access::demand(tx, object, access::Act::remove);
    if (!record->deleted_at) {
        throw Error(Code::conflict, "error.record.not_deleted",
                    {{"object", object.label.in(tx.language())}});
    }
    check_restored(tx, plan, *record);
    Writing writing(tx);
    writing.restore(plan, *record);
    writing.finish();
    parent_follows(tx, *plan, nullptr, &*record);
    return *read_row(tx, *plan, id);
}

Issues check(const Snapshot& snapshot, const meta::Object& object, const Changes& changes,
             std::optional<RecordId> existing, const WriteSettings& settings) {
    const PlanPtr plan = plan_of(snapshot, object);
    std::optional<Record> before;
    if (existing) {
        before = open_record(snapshot, *plan, *existing, access::Act::update, settings.version,
                             settings.via);
    } else if (settings.via != Via::verb) {
        access::demand(snapshot, object, access::Act::create);
    }
    Preparing preparing{snapshot, *plan, settings, {}};
    Draft draft = make_draft(*plan, changes, before ? &*before : nullptr);
    prepare(preparing, {&draft, 1}, Duplicates::ask);
    Issues issues = std::move(draft.issues);
    draft.issues = Issues();
    auto sets = collect_lines(snapshot, *plan, changes, draft.before, draft.after, issues);
    prepare_lines(snapshot, sets, settings, issues);
    apply_lines_rules(preparing, draft, sets, {}, issues);
    return issues;
}

std::vector<Issues> check_many(const Snapshot& snapshot, const meta::Object& object,
                               const std::vector<Changes>& rows, const WriteSettings& settings) {
    const PlanPtr plan = plan_of(snapshot, object);
    if (settings.via != Via::verb) access::demand(snapshot, object, access::Act::create);
    std::vector<Draft> drafts;
    drafts.reserve(rows.size());
    for (const Changes& changes : rows) drafts.push_back(make_draft(*plan, changes, nullptr));
    Preparing preparing{snapshot, *plan, settings, {}};
    prepare(preparing, drafts, Duplicates::later);
    std::vector<Issues> out(rows.size());
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        out[i] = std::move(drafts[i].issues);
        drafts[i].issues = Issues();
        apply_lines_rules(preparing, drafts[i], {}, {}, out[i]);
    }
    return out;
}

std::vector<RowResult> create_many(Tx& tx, const meta::Object& object,
                                   const std::vector<Changes>& rows,
                                   const WriteSettings& settings) {
    const PlanPtr plan = plan_of(tx, object);
    if (settings.via != Via::verb) access::demand(tx, object, access::Act::create);
    std::vector<RowResult> results(rows.size());
    std::vector<Draft> drafts;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!rows[i].lines.empty()) continue;
        drafts.push_back(make_draft(*plan, rows[i], nullptr));
        places.push_back(i);
    }
    Preparing preparing{tx, *plan, settings, {}};
    prepare(preparing, drafts, Duplicates::later);
    Writing writing(tx);
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        Draft& draft = drafts[i];
        // Row by row as they are written, so that rows of one file are compared too.
        check_duplicates(preparing, draft);
        RowResult& result = results[places[i]];
        result.issues = std::move(draft.issues);
        draft.issues = Issues();
        apply_lines_rules(preparing, draft, {}, {}, result.issues);
        if (!result.issues.empty()) continue;
        draft.after.id = result.id = tx.new_id(object.number);
        writing.insert(plan, draft, settings.event_kind);
        check_reach_after(tx, *plan, nullptr, draft.after, settings.via);
    }
    writing.finish();
    parents_follow(tx, *plan, drafts);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].lines.empty()) continue;
        results[i].issues = check(tx, object, rows[i], std::nullopt, settings);
        if (results[i].issues.empty()) {
            results[i].id = create(tx, object, rows[i], settings).id;
        }
    }
    return results;
}

}  // namespace bihuan::record
