#include "kernel/record/draft.h"

#include "kernel/workspace.h"

namespace bihuan::record {

Draft make_draft(const ObjectPlan& plan, const Changes& changes, const Record* before) {
    Draft draft;
    draft.changes = &changes;
    draft.before = before;
    draft.given.resize(plan.object->fields.size());
    if (before) {
        draft.after = *before;
        return draft;
    }
    draft.after.object = plan.object;
    draft.after.values.resize(plan.object->fields.size());
    draft.after.base_amounts.resize(plan.object->fields.size());
    return draft;
}

void prepare(Preparing& preparing, std::span<Draft> drafts, Duplicates duplicates) {
    const ObjectPlan& plan = preparing.plan;
    for (Draft& draft : drafts) apply_changes(preparing, draft);
    resolve_keys(preparing, drafts);
    bool has_defaults = false;
    for (Draft& draft : drafts) {
        fill_standard(preparing, draft);
        if (!draft.is_new() || plan.defaults.empty()) continue;
        fill_defaults(preparing, draft);
        has_defaults = true;
    }
    if (has_defaults) resolve_keys(preparing, drafts);  // a default may be a natural key
    const Registry& registry = preparing.snapshot.workspace().slot<Registry>();
    const std::vector<Rule>* rules = registry.rules(plan.object->name);
    RuleMemo memo;
    for (Draft& draft : drafts) {
        fill_currency(preparing, draft);
        if (rules) {
            RuleContext context{preparing.snapshot, draft.before, draft.after,
                                preparing.settings.via, memo, draft.parent};
            for (const Rule& rule : *rules) rule(context, draft.issues);
            fill_owner_dept(preparing, draft);
        }
        compute_formulas(preparing, draft);
        compute_base_amounts(preparing, draft);
        check_required(preparing, draft);
    }
    check_unique(preparing, drafts);
    check_references(preparing, drafts);
    if (duplicates == Duplicates::later) return;
    for (Draft& draft : drafts) check_duplicates(preparing, draft);
}

}  // namespace bihuan::record
