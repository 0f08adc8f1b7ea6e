// What follows from the changes: standard fields, defaults, currency, formulas, base amounts, and
// which fields are then missing.
#include "kernel/record/draft.h"
#include "kernel/record/rows.h"
#include "kernel/types/numbers.h"
#include "kernel/workspace.h"

#include <algorithm>

namespace bihuan::record {

namespace {

void fill(Draft& draft, const meta::Field* field, Value value) {
    if (!field || !draft.after.values[field->index].is_null()) return;
    draft.after.values[field->index] = std::move(value);
}

RecordId dept_of(const Snapshot& snapshot, RecordId user) {
    const Actor& actor = snapshot.actor();
    if (user == to_record(actor.user)) return actor.dept;
    RecordId dept;
    snapshot.db().query("SELECT dept FROM \"user\" WHERE id = ?", {user.value},
                        [&](const db::Row& row) {
                            dept = RecordId(row.integer(0));
                            return false;
                        });
    return dept;
}

Value or_null(RecordId id) { return id ? Value(id) : Value(); }

Value user_of(const Actor& actor) { return or_null(to_record(actor.user)); }

std::string_view source_of(const Preparing& preparing) {
    if (preparing.settings.via == Via::import) return "import";
    return preparing.snapshot.actor().source_kind;
}

bool is_empty(const Value& value) {
    if (const auto* list = value.get_if<ValueList>()) return list->empty();
    if (const auto* text = value.get_if<std::string>()) return text->empty();
    return value.is_null();
}

Value nothing_yet(const meta::Field& rollup) {
    const types::RollupFn fn = rollup.settings.rollup_fn;
    if (fn != types::RollupFn::count && fn != types::RollupFn::sum) return Null{};
    return fit(rollup, Value(std::int64_t{0}));
}

}  // namespace

// The owner's department follows the owner unless it is given by itself.
void fill_owner_dept(const Preparing& preparing, Draft& draft) {
    const ObjectPlan& plan = preparing.plan;
    if (!plan.owner || !plan.owner_dept || draft.given[plan.owner_dept->index]) return;
    if (!draft.is_changed(*plan.owner)) return;
    const auto* owner = draft.after.values[plan.owner->index].get_if<RecordId>();
    draft.after.values[plan.owner_dept->index] =
        owner ? or_null(dept_of(preparing.snapshot, *owner)) : Value();
}

void fill_standard(const Preparing& preparing, Draft& draft) {
    const ObjectPlan& plan = preparing.plan;
    const Snapshot& snapshot = preparing.snapshot;
    if (draft.is_new()) {
        if (plan.owner && !draft.given[plan.owner->index]) {
            fill(draft, plan.owner, user_of(snapshot.actor()));
        }
        fill(draft, plan.created_by, user_of(snapshot.actor()));
        fill(draft, plan.created_at, snapshot.now());
        fill(draft, plan.updated_by, user_of(snapshot.actor()));
        fill(draft, plan.updated_at, snapshot.now());
        fill(draft, plan.source_kind, std::string(source_of(preparing)));
        if (preparing.settings.import_id) {
            fill(draft, plan.import_id,
                 is_reference(*plan.import_id) ? Value(preparing.settings.import_id)
                                               : Value(to_text(preparing.settings.import_id)));
        }
        for (const meta::Field* rollup : plan.rollups) {
            draft.after.values[rollup->index] = nothing_yet(*rollup);
        }
    }
    fill_owner_dept(preparing, draft);
}

void fill_defaults(Preparing& preparing, Draft& draft) {
    const RecordFacts facts(preparing.snapshot, preparing.plan, draft.after, Amounts::own,
                            preparing.related);
    for (const FieldProgram& one : preparing.plan.defaults) {
        if (draft.given[one.field->index]) continue;  // an emptied field stays empty
        Value& value = draft.after.values[one.field->index];
        if (value.is_null()) value = fit(*one.field, expr::evaluate(one.program, facts));
    }
}

void fill_currency(const Preparing& preparing, Draft& draft) {
    const ObjectPlan& plan = preparing.plan;
    if (!plan.currency) return;
    const ObjectPlan* from = draft.parent_plan;
    std::optional<Record> loaded;
    PlanPtr loaded_plan;
    const Record* parent = draft.parent;
    if (!parent && plan.parent && draft.is_new()) {
        const auto* id = draft.after.values[plan.parent->index].get_if<RecordId>();
        const meta::Object* target = plan.schema->target(*plan.parent);
        if (id && target) {
            loaded_plan = plan_of(preparing.snapshot, *target);
            loaded = read_row(preparing.snapshot, *loaded_plan, *id);
            from = loaded_plan.get();
            if (loaded) parent = &*loaded;
        }
    }
    const Decimal one(1, 0);
    const bool inherits = parent && from && from->currency;
    if (inherits) {
        draft.after.values[plan.currency->index] = parent->values[from->currency->index];
        if (plan.rate && from->rate) {
            draft.after.values[plan.rate->index] = parent->values[from->rate->index];
        }
    }
    const std::string& base = preparing.snapshot.workspace().base_currency();
    fill(draft, plan.currency, base);
    if (!plan.rate) return;
    Value& rate = draft.after.values[plan.rate->index];
    const auto* code = draft.after.values[plan.currency->index].get_if<std::string>();
    if (code && *code == base) {
        rate = fit(*plan.rate, one);
    } else if (inherits) {
        return;  // what is wrong with the record's rate is said there
    } else if (rate.is_null()) {
        draft.issues.add(plan.rate->name, "issue.required");
    } else if (const auto* number = rate.get_if<Decimal>(); !number || number->coefficient() <= 0) {
        draft.issues.add(plan.rate->name, "issue.rate.positive");
    }
}

void compute_formulas(Preparing& preparing, Draft& draft) {
    const RecordFacts facts(preparing.snapshot, preparing.plan, draft.after, Amounts::own,
                            preparing.related);
    for (const FieldProgram& one : preparing.plan.formulas) {
        try {
            draft.after.values[one.field->index] =
                fit(*one.field, expr::evaluate(one.program, facts));
        } catch (const Error& error) {
            // A number beyond range is the input's fault: it stands with the other issues.
            if (error.code() != Code::invalid) throw;
            draft.issues.add(one.field->name, error.key(), error.args());
        }
    }
}

void compute_base_amounts(const Preparing& preparing, Draft& draft) {
    const ObjectPlan& plan = preparing.plan;
    Decimal rate = Decimal::of(1);
    if (plan.rate) {
        if (const auto* given = draft.after.values[plan.rate->index].get_if<Decimal>()) {
            rate = *given;
        }
    }
    for (const meta::Field* field : plan.with_base) {
        std::int64_t& base = draft.after.base_amounts[field->index];
        const auto* amount = draft.after.values[field->index].get_if<Decimal>();
        base = 0;
        if (!amount) continue;
        try {
            const Decimal product = multiply(*amount, rate, scale_of(*field), Round::half_up);
            if (types::is_bearable(product)) {
                base = product.coefficient();
            } else {
                draft.issues.add(field->name, "issue.number.too_large",
                                 {{"max", std::to_string(types::kMoneyMax)}});
            }
        } catch (const Error& error) {
            draft.issues.add(field->name, error.key(), error.args());
        }
    }
}

void check_required(Preparing& preparing, Draft& draft) {
    const ObjectPlan& plan = preparing.plan;
    const auto has_issue = [&](const meta::Field& field) {
        return std::any_of(draft.issues.begin(), draft.issues.end(),
                           [&](const Issue& issue) { return issue.field == field.name; });
    };
    for (const meta::Field* field : plan.required) {
        if (is_lines(*field) || field->type->name() == "autonumber") continue;
        if (preparing.settings.allow_gaps && field->name != plan.object->title_field) continue;
        if (!is_empty(draft.after.values[field->index])) continue;
        // A gap that an import left does not stop other changes; it cannot be made anew.
        if (draft.before && is_empty(draft.before->values[field->index])) continue;
        if (!has_issue(*field)) draft.issues.add(field->name, "issue.required");
    }
    if (preparing.settings.via == Via::import) return;  // imports may leave these gaps
    for (const FieldProgram& one : plan.required_when) {
        if (!is_empty(draft.after.values[one.field->index])) continue;
        const RecordFacts after(preparing.snapshot, plan, draft.after, Amounts::base,
                                preparing.related);
        if (!expr::is_true(one.program, after)) continue;
        if (draft.before && is_empty(draft.before->values[one.field->index])) {
            const RecordFacts before(preparing.snapshot, plan, *draft.before, Amounts::base,
                                     preparing.related);
            if (expr::is_true(one.program, before)) continue;
        }
        if (!has_issue(*one.field)) draft.issues.add(one.field->name, "issue.required");
    }
}

}  // namespace bihuan::record
