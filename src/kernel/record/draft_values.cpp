// The first step of a write: what the changes say, field by field, with the rights on each.
#include "kernel/access/rights.h"
#include "kernel/record/draft.h"

#include <algorithm>

namespace bihuan::record {

namespace {

// A form may not set what verbs and the system keep; an import may carry it over from elsewhere;
// what is computed nobody sets.
bool may_be_set(const meta::Field& field, Via via) {
    if (is_computed(field) || is_lines(field)) return false;
    switch (via) {
        case Via::form: return !field.read_only && field.type->is_writable();
        case Via::verb:
        case Via::import: return true;
    }
    return false;
}

bool has_option(const Value& value, const std::string& key) {
    if (const auto* text = value.get_if<std::string>()) return *text == key;
    const auto* list = value.get_if<ValueList>();
    return list && std::any_of(list->begin(), list->end(), [&](const Value& item) {
        const auto* text = item.get_if<std::string>();
        return text && *text == key;
    });
}

// A hidden option stays where it stands and is offered nowhere else.
void check_hidden_options(const meta::Field& field, const Draft& draft, const Value& value,
                          Language language, Issues& issues) {
    for (const types::Option& option : field.settings.options) {
        if (!option.hidden || !has_option(value, option.key)) continue;
        if (draft.before && has_option(draft.before->values[field.index], option.key)) continue;
        issues.add("", "issue.option.hidden", {{"option", option.label.in(language)}});
    }
}

void check_transfer(const Preparing& preparing, const access::Rights& rights, const Draft& draft,
                    Issues& issues) {
    const meta::Object& object = *preparing.plan.object;
    if (draft.is_new() || rights.may(object, access::Act::transfer)) return;
    issues.add("", "issue.owner.transfer");
}

}  // namespace

void apply_changes(const Preparing& preparing, Draft& draft) {
    const meta::Object& object = *preparing.plan.object;
    const Via via = preparing.settings.via;
    const auto rights = access::rights_of(preparing.snapshot);
    const bool asks_rights = via != Via::verb && !rights->is_everything();
    for (const auto& [field, value] : draft.changes->values) {
        draft.given[field->index] = true;
        const bool same = draft.before && draft.before->values[field->index] == value;
        if (same) continue;
        Issues found;
        if (!may_be_set(*field, via)) {
            found.add("", "issue.read_only");
        } else if (asks_rights &&
                   rights->field(object, *field) != access::FieldRight::write) {
            found.add("", "issue.field.forbidden");
        } else {
            // Natural keys stand as text in a reference until they are resolved.
            const bool is_key = is_reference(*field) && value.is<std::string>();
            if (!is_key) field->type->validate(field->settings, value, found);
            check_hidden_options(*field, draft, value, preparing.snapshot.language(), found);
            if (asks_rights && field == preparing.plan.owner) {
                check_transfer(preparing, *rights, draft, found);
            }
        }
        if (found.empty()) draft.after.values[field->index] = value;
        else draft.issues.append(std::move(found), field->name);
    }
}

}  // namespace bihuan::record
