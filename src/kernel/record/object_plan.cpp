#include "kernel/record/object_plan.h"

#include "base/text.h"
#include "kernel/record/plan_sql.h"
#include "kernel/workspace.h"

#include <algorithm>
#include <mutex>

namespace bihuan::record {

namespace {

// Field names that standard_fields.h and object files give these roles.
const meta::Field* named(const meta::Object& object, std::string_view name) {
    return name.empty() ? nullptr : object.find(name);
}

expr::Program compiled(const ObjectPlan& plan, const std::string& text, const std::string& what) {
    expr::Env env;
    env.schema = plan.schema.get();
    env.object = plan.object;
    Issues issues;
    auto program = expr::compile(text, env, issues);
    if (!program) {
        // Design checks expressions when they are saved, so this is a broken installation.
        throw Error(Code::internal, "error.record.expression",
                    {{"object", plan.object->name}, {"place", what}, {"text", text}})
            .with_issues(std::move(issues));
    }
    return *std::move(program);
}

void plan_number(ObjectPlan& plan, const meta::Field& field) {
    Issues issues;
    auto pattern = types::parse_number_pattern(field.settings.pattern, issues);
    if (pattern) plan.autonumbers.push_back({&field, *std::move(pattern)});
}

void sort_fields(ObjectPlan& plan) {
    for (const meta::Field& field : plan.object->fields) {
        if (field.stored) {
            const types::FieldType& held = held_type(field);
            plan.columns.push_back({&field, &held, is_text_column(held)});
        }
        if (field.has_base) plan.with_base.push_back(&field);
        if (field.hidden) continue;
        const std::string_view type = field.type->name();
        if (field.required && !is_computed(field)) plan.required.push_back(&field);
        if (type == "autonumber") plan_number(plan, field);
        if (is_reference(field)) plan.references.push_back(&field);
        if (type == "rollup" && field.stored) plan.rollups.push_back(&field);
        const bool in_search = field.searchable && plan.object->searchable;
        if (field.stored && (in_search || !field.duplicate_key.empty())) {
            plan.searched.push_back(&field);
        }
        if (!field.duplicate_key.empty()) plan.has_duplicate_keys = true;
    }
}

void name_roles(ObjectPlan& plan) {
    const meta::Object& object = *plan.object;
    plan.owner = object.has_owner ? named(object, "owner") : nullptr;
    plan.owner_dept = object.has_owner ? named(object, "owner_dept") : nullptr;
    plan.currency = named(object, object.currency_field);
    plan.rate = plan.currency ? named(object, "rate") : nullptr;
    plan.parent = named(object, object.parent_field);
    plan.position = plan.parent ? named(object, "position") : nullptr;
    plan.created_by = named(object, "created_by");
    plan.created_at = named(object, "created_at");
    plan.updated_by = named(object, "updated_by");
    plan.updated_at = named(object, "updated_at");
    plan.source_kind = named(object, "source_kind");
    plan.import_id = named(object, "import_id");
}

void compile_programs(ObjectPlan& plan) {
    std::vector<FieldProgram> formulas;
    for (const meta::Field& field : plan.object->fields) {
        if (field.hidden) continue;
        if (!field.default_value.empty() && !is_computed(field)) {
            plan.defaults.push_back({&field, compiled(plan, field.default_value, field.name)});
        }
        if (!field.required_when.empty() && !is_computed(field)) {
            plan.required_when.push_back(
                {&field, compiled(plan, field.required_when, field.name)});
        }
        if (field.type->name() != "formula") continue;
        expr::Program program = compiled(plan, field.settings.formula, field.name);
        if (field.stored) {
            formulas.push_back({&field, std::move(program)});
        } else {
            plan.virtuals.emplace(field.index, std::move(program));
        }
    }
    // Each formula after those it reads; design has refused circles.
    while (!formulas.empty()) {
        const auto waits = [&](const FieldProgram& one) {
            return std::any_of(one.program.paths().begin(), one.program.paths().end(),
                               [&](const expr::Path& path) {
                                   return std::any_of(
                                       formulas.begin(), formulas.end(), [&](const auto& other) {
                                           return &other != &one &&
                                                  other.field->index == path.steps[0]->index;
                                       });
                               });
        };
        auto ready = std::find_if_not(formulas.begin(), formulas.end(), waits);
        if (ready == formulas.end()) ready = formulas.begin();
        plan.formulas.push_back(std::move(*ready));
        formulas.erase(ready);
    }
    for (const meta::Verb& verb : plan.object->verbs) {
        if (verb.when.empty()) continue;
        plan.verb_when.emplace(verb.name, compiled(plan, verb.when, verb.name));
    }
}

void plan_uniques(const db::Dialect& dialect, ObjectPlan& plan) {
    for (const meta::Field& field : plan.object->fields) {
        if (field.unique && field.stored && !field.hidden) plan.uniques.push_back({{&field}, {}});
    }
    for (const meta::Index& index : plan.object->indexes) {
        if (!index.unique) continue;
        UniqueSet set;
        for (const std::string& column : index.columns) {
            const auto name = std::string_view(column).substr(column.starts_with('-') ? 1 : 0);
            if (const auto* field = plan.object->find(name)) set.fields.push_back(field);
        }
        if (set.fields.size() == index.columns.size()) plan.uniques.push_back(std::move(set));
    }
    for (UniqueSet& set : plan.uniques) set.select = unique_sql(dialect, plan, set.fields);
}

bool cascades(const meta::Schema& schema, const meta::Object& parent, const FeedGroup& group) {
    for (const meta::Schema::Feed& further : schema.feeds_of(parent)) {
        for (const FeedPlan& feed : group.feeds) {
            const types::Settings& settings = further.rollup->settings;
            if (settings.rollup_field == feed.rollup->name) return true;
            // A mention is enough: an extra look costs little, a missed one is a wrong number.
            if (settings.rollup_where.find(feed.rollup->name) != std::string::npos) return true;
        }
    }
    return false;
}

void plan_feeds(const Snapshot& snapshot, ObjectPlan& plan) {
    for (const meta::Schema::Feed& feed : plan.schema->feeds_of(*plan.object)) {
        if (!feed.rollup->stored || feed.rollup->hidden) continue;
        auto group = std::find_if(plan.feeds.begin(), plan.feeds.end(), [&](const auto& one) {
            return one.parent == feed.parent && one.by == feed.by;
        });
        if (group == plan.feeds.end()) {
            plan.feeds.push_back({feed.parent, feed.by, {}, {}, false});
            group = plan.feeds.end() - 1;
        }
        const types::Settings& settings = feed.rollup->settings;
        FeedPlan one;
        one.rollup = feed.rollup;
        one.fn = settings.rollup_fn;
        one.field = named(*plan.object, settings.rollup_field);
        if (!settings.rollup_where.empty()) {
            one.where = compiled(plan, settings.rollup_where, feed.rollup->name);
        }
        write_feed_sql(snapshot, plan, *group, one);
        group->feeds.push_back(std::move(one));
    }
    for (FeedGroup& group : plan.feeds) {
        group.add = add_sql(snapshot.dialect(), group);
        group.cascades = cascades(*plan.schema, *group.parent, group);
    }
}

void find_relations(ObjectPlan& plan) {
    for (const meta::Relation& relation : plan.schema->relations_to(*plan.object)) {
        if (!relation.field->stored || is_lines(*relation.field)) continue;
        if (relation.object->parent_field == relation.field->name) {
            plan.children.emplace_back(relation.object, relation.field);
        } else if (relation.field->required && !relation.field->hidden) {
            plan.holders.emplace_back(relation.object, relation.field);
        }
    }
}

}  // namespace

const types::FieldType& held_type(const meta::Field& field) {
    return types::result_of(*field.type, field.settings);
}

bool is_computed(const meta::Field& field) {
    const std::string_view type = field.type->name();
    return type == "formula" || type == "rollup";
}

bool is_reference(const meta::Field& field) {
    return field.stored && held_type(field).kind() == types::Kind::reference &&
           !is_computed(field);
}

bool is_lines(const meta::Field& field) { return field.type->name() == "lines"; }

bool is_text_column(const types::FieldType& held) {
    switch (held.storage()) {
        case db::Storage::text:
        case db::Storage::date:
        case db::Storage::month: return true;
        case db::Storage::integer:
        case db::Storage::boolean:
        case db::Storage::instant:
        case db::Storage::reference: return false;
    }
    return false;
}

int scale_of(const meta::Field& field) {
    return held_type(field).kind() == types::Kind::decimal ? field.settings.scale : 0;
}

PlanPtr PlanCache::find(const meta::Schema* schema, std::int64_t object) const {
    const std::shared_lock lock(mutex_);
    const auto found = plans_.find(object);
    if (found == plans_.end() || found->second->schema.get() != schema) return nullptr;
    return found->second;
}

void PlanCache::keep(PlanPtr plan) {
    const std::unique_lock lock(mutex_);
    PlanPtr& held = plans_[plan->object->number.value];
    if (!held || held->schema->version() <= plan->schema->version()) held = std::move(plan);
}

PlanPtr plan_of(const Snapshot& snapshot, const meta::Object& object) {
    auto& cache = snapshot.workspace().slot<PlanCache>();
    if (PlanPtr held = cache.find(&snapshot.schema(), object.number.value)) return held;
    auto plan = std::make_shared<ObjectPlan>();
    plan->schema = snapshot.schema_pin();
    // The caller's object may come from an older design that it still holds.
    const meta::Object* current = plan->schema->find(object.number);
    plan->object = current ? current : &object;
    sort_fields(*plan);
    name_roles(*plan);
    write_row_sql(snapshot.dialect(), *plan);
    compile_programs(*plan);
    plan_uniques(snapshot.dialect(), *plan);
    plan_feeds(snapshot, *plan);
    find_relations(*plan);
    cache.keep(plan);
    return plan;
}

}  // namespace bihuan::record
