// Records on their way into the database: the checks and computations of create and update, for
// one or for many rows at once. Private to the room.
//
// prepare() reads only; every problem lands in its draft's issues, nothing is thrown per row.
#pragma once

#include "kernel/record/facts.h"
#include "kernel/record/write.h"

#include <span>

namespace bihuan::record {

struct Draft {
    const Changes* changes = nullptr;      // lent
    const Record* before = nullptr;        // null on create; lent
    const Record* parent = nullptr;        // lines: the record they hang from; lent
    const ObjectPlan* parent_plan = nullptr;
    Record after;
    std::vector<bool> given;               // by Field::index: named in the changes
    Issues issues;

    bool is_new() const { return before == nullptr; }
    bool is_changed(const meta::Field& field) const {
        return !before || before->values[field.index] != after.values[field.index];
    }
};

struct Preparing {
    const Snapshot& snapshot;
    const ObjectPlan& plan;
    const WriteSettings& settings;
    RelatedCache related;
};

// Empty record of the plan's object, or a copy of `before`.
Draft make_draft(const ObjectPlan& plan, const Changes& changes, const Record* before);

// The fixed order: values and field rights, references by key, standard fields and defaults,
// currency, module rules, formulas, required, unique, references exist, duplicates (`singly`
// only: create_many asks row by row as it writes).
enum class Duplicates { ask, later };
void prepare(Preparing& preparing, std::span<Draft> drafts, Duplicates duplicates);

// draft_values.cpp: what the changes say.
void apply_changes(const Preparing& preparing, Draft& draft);
// draft_compute.cpp: what follows from it.
void fill_standard(const Preparing& preparing, Draft& draft);
void fill_owner_dept(const Preparing& preparing, Draft& draft);
void fill_defaults(Preparing& preparing, Draft& draft);
void fill_currency(const Preparing& preparing, Draft& draft);
void compute_formulas(Preparing& preparing, Draft& draft);
void compute_base_amounts(const Preparing& preparing, Draft& draft);
void check_required(Preparing& preparing, Draft& draft);
// draft_references.cpp: in bulk.
void resolve_keys(const Preparing& preparing, std::span<Draft> drafts);
void check_references(const Preparing& preparing, std::span<Draft> drafts);
// draft_unique.cpp
void check_unique(const Preparing& preparing, std::span<Draft> drafts);
void check_duplicates(const Preparing& preparing, Draft& draft);

}  // namespace bihuan::record
