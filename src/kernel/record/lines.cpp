#include "kernel/record/lines.h"

#include "kernel/record/rows.h"
#include "kernel/workspace.h"

#include <algorithm>

namespace bihuan::record {

namespace {

constexpr std::size_t kNotAsked = static_cast<std::size_t>(-1);  // follows the record's currency

const Record* find_line(const LineSet& set, RecordId id) {
    for (const Record& line : set.existing) {
        if (line.id == id) return &line;
    }
    return nullptr;
}

std::int64_t last_position(const LineSet& set) {
    std::int64_t last = 0;
    const meta::Field* field = set.plan->position;
    if (!field) return last;
    for (const Record& line : set.existing) {
        const Value& value = line.values[field->index];
        if (const auto* whole = value.get_if<std::int64_t>()) last = std::max(last, *whole);
        if (const auto* number = value.get_if<Decimal>()) {
            last = std::max(last, number->rescale(0, Round::up).coefficient());
        }
    }
    return last;
}

bool names(const Changes& changes, const meta::Field* field) {
    return std::any_of(changes.values.begin(), changes.values.end(),
                       [&](const auto& one) { return one.first == field; });
}

void ask(LineSet& set, Changes changes, std::size_t position) {
    set.changes.push_back(std::move(changes));
    set.asked.push_back(position);
}

// What the request says about this field, and the lines it therefore removes.
void read_request(LineSet& set, const std::vector<LineChange>& lines, bool replace,
                  Issues& issues) {
    std::vector<RecordId> kept;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const LineChange& line = lines[i];
        const Record* known = line.id ? find_line(set, line.id) : nullptr;
        if (line.id && !known) {
            issues.add(set.field->name + "[" + std::to_string(i) + "].id", "issue.line.unknown");
            continue;
        }
        if (known && line.remove) {
            set.removed.push_back(known);
            continue;
        }
        if (known) kept.push_back(known->id);
        Changes changes;
        changes.values = line.values;
        ask(set, std::move(changes), i);
        set.drafts.push_back(make_draft(*set.plan, set.changes.back(), known));
    }
    if (!replace) return;
    for (const Record& line : set.existing) {
        if (std::find(kept.begin(), kept.end(), line.id) == kept.end()) {
            set.removed.push_back(&line);
        }
    }
    std::sort(set.removed.begin(), set.removed.end());
    set.removed.erase(std::unique(set.removed.begin(), set.removed.end()), set.removed.end());
}

// Lines nobody named are rewritten when they follow a currency or rate that changed.
void follow_currency(LineSet& set, const ObjectPlan& plan, const Record* before,
                     const Record& after) {
    if (!before || !plan.currency || !set.plan->currency) return;
    const auto differs = [&](const meta::Field* field) {
        return field && before->values[field->index] != after.values[field->index];
    };
    if (!differs(plan.currency) && !differs(plan.rate)) return;
    for (const Record& line : set.existing) {
        const bool known =
            std::any_of(set.drafts.begin(), set.drafts.end(),
                        [&](const Draft& draft) { return draft.before == &line; }) ||
            std::find(set.removed.begin(), set.removed.end(), &line) != set.removed.end();
        if (known) continue;
        ask(set, Changes(), kNotAsked);
        set.drafts.push_back(make_draft(*set.plan, set.changes.back(), &line));
    }
}

void hang(LineSet& set, const ObjectPlan& plan, const Record& parent, bool replace) {
    const meta::Field* by = set.plan->parent;
    const meta::Field* position = set.plan->position;
    std::int64_t last = replace ? 0 : last_position(set);
    for (std::size_t i = 0; i < set.drafts.size(); ++i) {
        Draft& draft = set.drafts[i];
        draft.changes = &set.changes[i];
        draft.parent = &parent;
        draft.parent_plan = &plan;
        if (by) draft.after.values[by->index] = parent.id;
        if (!position || names(set.changes[i], position)) continue;
        if (replace || draft.is_new()) {
            draft.after.values[position->index] = fit(*position, Value(++last));
        }
    }
}

void know(RelatedCache& related, const ObjectPlan& plan, const Record& record) {
    for (const Column& column : plan.columns) {
        const meta::Field* field = column.field;
        const Value& value = record.values[field->index];
        related.emplace(std::make_tuple(record.id.value, field, Amounts::own), value);
        const bool in_base = field->has_base && !value.is_null();
        related.emplace(std::make_tuple(record.id.value, field, Amounts::base),
                        in_base ? Value(Decimal(record.base_amounts[field->index],
                                                scale_of(*field)))
                                : value);
    }
}

class AllLines final : public Lines {
public:
    AllLines(const Snapshot& snapshot, const Draft& draft, const std::vector<LineSet>& sets,
             const std::vector<LineWrite>& written)
        : snapshot_(snapshot), draft_(draft), sets_(sets), written_(written) {}

    std::vector<const Record*> of(std::string_view name) override {
        std::vector<const Record*> lines;
        if (const LineSet* set = find(name)) {
            for (const Record& line : set->existing) {
                const auto* draft = draft_of(*set, line);
                const bool removed = std::find(set->removed.begin(), set->removed.end(),
                                               &line) != set->removed.end();
                if (!removed) lines.push_back(draft ? &draft->after : &line);
            }
            for (const Draft& draft : set->drafts) {
                if (draft.is_new()) lines.push_back(&draft.after);
            }
        } else if (draft_.before) {
            for (const Record& line : stored(name)) lines.push_back(&line);
        }
        sort(lines);
        return lines;
    }
    std::vector<const Record*> before(std::string_view name) override {
        std::vector<const Record*> lines;
        if (!draft_.before) return lines;
        const LineSet* set = find(name);
        for (const Record& line : set ? set->existing : stored(name)) {
            if (!was_written(line.id)) lines.push_back(&line);
        }
        for (const LineWrite& one : written_) {
            if (one.before && is_line_of(name, one)) lines.push_back(one.before);
        }
        sort(lines);
        return lines;
    }
    bool is_touched(std::string_view name) const override {
        return find(name) || std::any_of(written_.begin(), written_.end(),
                                         [&](const LineWrite& one) {
                                             return is_line_of(name, one);
                                         });
    }

private:
    const LineSet* find(std::string_view name) const {
        for (const LineSet& set : sets_) {
            if (set.field->name == name) return &set;
        }
        return nullptr;
    }
    bool is_line_of(std::string_view name, const LineWrite& one) const {
        const Record& line = one.after ? *one.after : *one.before;
        return snapshot_.schema().target(draft_.after.object->at(name)) == line.object;
    }
    bool was_written(RecordId id) const {
        return std::any_of(written_.begin(), written_.end(), [&](const LineWrite& one) {
            return (one.after && one.after->id == id) || (one.before && one.before->id == id);
        });
    }
    static const Draft* draft_of(const LineSet& set, const Record& line) {
        for (const Draft& draft : set.drafts) {
            if (draft.before == &line) return &draft;
        }
        return nullptr;
    }
    const std::vector<Record>& stored(std::string_view name) {
        const auto known = stored_.find(name);
        if (known != stored_.end()) return known->second;
        const meta::Field& field = draft_.after.object->at(name);
        const meta::Object* child = snapshot_.schema().target(field);
        return stored_
            .emplace(name, child ? load_children(snapshot_, *child, field.settings.parent_field,
                                                 draft_.after.id)
                                 : std::vector<Record>())
            .first->second;
    }
    static void sort(std::vector<const Record*>& lines) {
        if (lines.empty() || !lines.front()->object->find("position")) return;
        std::stable_sort(lines.begin(), lines.end(), [](const Record* a, const Record* b) {
            return a->amount("position") < b->amount("position");
        });
    }

    const Snapshot& snapshot_;
    const Draft& draft_;
    const std::vector<LineSet>& sets_;
    const std::vector<LineWrite>& written_;
    std::map<std::string, std::vector<Record>, std::less<>> stored_;
};

}  // namespace

bool has_lines_rules(const Snapshot& snapshot, const meta::Object& object) {
    return snapshot.workspace().slot<Registry>().lines_rules(object.name) != nullptr;
}

void apply_lines_rules(Preparing& preparing, Draft& draft, const std::vector<LineSet>& sets,
                       const std::vector<LineWrite>& written, Issues& issues) {
    const auto* rules = preparing.snapshot.workspace().slot<Registry>().lines_rules(
        preparing.plan.object->name);
    if (!rules) return;
    AllLines lines(preparing.snapshot, draft, sets, written);
    LinesContext context{preparing.snapshot, draft.before, draft.after, preparing.settings.via,
                         lines};
    for (const LinesRule& rule : *rules) rule(context, issues);
    if (!issues.empty()) return;
    compute_formulas(preparing, draft);
    compute_base_amounts(preparing, draft);
    issues.append(std::move(draft.issues));
    draft.issues = Issues();
}

std::vector<LineSet> collect_lines(const Snapshot& snapshot, const ObjectPlan& plan,
                                   const Changes& changes, const Record* before,
                                   const Record& after, Issues& issues) {
    std::vector<LineSet> sets;
    for (const meta::Field& field : plan.object->fields) {
        if (!is_lines(field) || field.hidden) continue;
        const auto asked = std::find_if(changes.lines.begin(), changes.lines.end(),
                                        [&](const auto& one) { return one.first == &field; });
        const bool is_asked = asked != changes.lines.end();
        const bool may_follow = before && plan.currency &&
                                before->values[plan.currency->index] !=
                                    after.values[plan.currency->index];
        const bool rate_moves = before && plan.rate && before->values[plan.rate->index] !=
                                                           after.values[plan.rate->index];
        if (!is_asked && !may_follow && !rate_moves) continue;
        const meta::Object* child = plan.schema->target(field);
        if (!child) continue;
        LineSet& set = sets.emplace_back();
        set.field = &field;
        set.plan = plan_of(snapshot, *child);
        if (before) {
            set.existing = load_children(snapshot, *child, field.settings.parent_field,
                                         before->id);
        }
        static const std::vector<LineChange> kNone;
        const auto& lines = is_asked ? asked->second : kNone;
        if (lines.size() > static_cast<std::size_t>(kLinesMax)) {
            issues.add(field.name, "issue.lines.too_many", {{"max", std::to_string(kLinesMax)}});
            continue;
        }
        // Drafts point at their changes: no growth after this.
        set.changes.reserve(lines.size() + set.existing.size());
        read_request(set, lines, is_asked && changes.replace_lines, issues);
        follow_currency(set, plan, before, after);
        hang(set, plan, after, is_asked && changes.replace_lines);
    }
    return sets;
}

void prepare_lines(const Snapshot& snapshot, std::vector<LineSet>& sets,
                   const WriteSettings& settings, Issues& issues) {
    WriteSettings own = settings;
    own.event_kind.clear();
    own.version.reset();
    for (LineSet& set : sets) {
        Preparing preparing{snapshot, *set.plan, own, {}};
        // A parent that is not written yet is known to the formulas of its lines all the same.
        for (const Draft& draft : set.drafts) {
            if (draft.parent && draft.parent->version == 0) {
                know(preparing.related, *draft.parent_plan, *draft.parent);
                break;
            }
        }
        prepare(preparing, set.drafts, Duplicates::ask);
        for (std::size_t i = 0; i < set.drafts.size(); ++i) {
            Issues found = std::move(set.drafts[i].issues);
            set.drafts[i].issues = Issues();
            const std::string place = set.asked[i] == kNotAsked
                                          ? set.field->name + "."
                                          : set.field->name + "[" +
                                                std::to_string(set.asked[i]) + "].";
            issues.append(std::move(found), place);
        }
    }
}

std::vector<std::string> write_lines(Writing& writing, std::vector<LineSet>& sets) {
    std::vector<std::string> touched;
    for (LineSet& set : sets) {
        bool any = !set.removed.empty();
        for (const Record* line : set.removed) writing.remove(set.plan, *line);
        for (Draft& draft : set.drafts) {
            if (draft.is_new()) {
                draft.after.id = writing.tx().new_id(set.plan->object->number);
                writing.insert(set.plan, draft);
                any = true;
            } else {
                any = writing.change(set.plan, draft, {}, {}) || any;
            }
        }
        if (any) touched.push_back(set.field->name);
    }
    return touched;
}

}  // namespace bihuan::record
