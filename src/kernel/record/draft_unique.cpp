// Values that may stand only once, and records that look like the same one.
#include "kernel/match/match.h"
#include "kernel/record/draft.h"
#include "kernel/record/reach.h"
#include "kernel/record/rows.h"

#include <set>

namespace bihuan::record {

namespace {

constexpr int kDuplicatesShown = 5;

// Company name, credit code, phone: two of them are one customer. An e-mail domain is a hint only.
bool is_hard(std::string_view kind) { return kind != "email_domain"; }

bool touches(const Draft& draft, const UniqueSet& set) {
    bool changed = false;
    for (const meta::Field* field : set.fields) {
        if (draft.after.values[field->index].is_null()) return false;
        changed = changed || draft.is_changed(*field);
    }
    return changed;
}

// The other live record that holds the values, if any.
RecordId holder(const Preparing& preparing, const Draft& draft, const UniqueSet& set,
                std::vector<types::ColumnValue>& columns) {
    db::Params params;
    for (const types::ColumnValue& column : columns) {
        if (column.is_text) params.emplace_back(std::string_view(column.text));
        else params.emplace_back(column.integer);
    }
    params.emplace_back(draft.after.id.value);
    RecordId other;
    preparing.snapshot.db().query(set.select, params, [&](const db::Row& row) {
        other = RecordId(row.integer(0));
        return false;
    });
    return other;
}

std::string visible_title(const Preparing& preparing, RecordId id) {
    const auto record = read_row(preparing.snapshot, preparing.plan, id);
    if (!record || !can_reach(preparing.snapshot, preparing.plan, *record,
                              access::Purpose::read)) {
        return preparing.snapshot.say("record.of_someone_else");
    }
    return title_of(preparing.plan, *record, preparing.snapshot.language());
}

std::string text_key(std::size_t set, const std::vector<types::ColumnValue>& columns) {
    std::string key = std::to_string(set);
    for (const types::ColumnValue& column : columns) {
        key += '\x1f';
        key += column.is_text ? column.text : std::to_string(column.integer);
    }
    return key;
}

}  // namespace

void check_unique(const Preparing& preparing, std::span<Draft> drafts) {
    const ObjectPlan& plan = preparing.plan;
    if (plan.uniques.empty()) return;
    std::set<std::string> seen;  // among the drafts themselves
    for (Draft& draft : drafts) {
        for (std::size_t i = 0; i < plan.uniques.size(); ++i) {
            const UniqueSet& set = plan.uniques[i];
            if (!touches(draft, set)) continue;
            std::vector<types::ColumnValue> columns;
            for (const meta::Field* field : set.fields) {
                columns.push_back(column_param(*field, draft.after.values[field->index]));
            }
            const std::string& field = set.fields.front()->name;
            if (drafts.size() > 1 && !seen.insert(text_key(i, columns)).second) {
                draft.issues.add(field, "issue.unique.batch");
                continue;
            }
            const RecordId other = holder(preparing, draft, set, columns);
            if (!other) continue;
            draft.issues.add(field, "issue.unique",
                             {{"title", visible_title(preparing, other)}});
        }
    }
}

void check_duplicates(const Preparing& preparing, Draft& draft) {
    const ObjectPlan& plan = preparing.plan;
    if (!plan.has_duplicate_keys || !draft.is_new() || preparing.settings.allow_duplicates) {
        return;
    }
    std::vector<match::Field> fields;
    for (const meta::Field* field : plan.searched) {
        if (field->duplicate_key.empty()) continue;
        fields.push_back({field, &draft.after.values[field->index]});
    }
    const auto hits = match::find_duplicates(preparing.snapshot, *plan.object, fields,
                                             draft.after.id, kDuplicatesShown);
    for (const match::Duplicate& hit : hits) {
        if (!is_hard(hit.kind)) continue;
        std::string name;
        for (const match::Field& field : fields) {
            if (field.field->duplicate_key == hit.kind) name = field.field->name;
        }
        if (hit.visible) {
            draft.issues.add(name, "issue.duplicate", {{"title", hit.title},
                                                       {"owner", hit.owner_name},
                                                       {"id", to_text(hit.id)}});
        } else {
            draft.issues.add(name, "issue.duplicate.hidden", {{"owner", hit.owner_name}});
        }
    }
}

}  // namespace bihuan::record
