// Business acts by name: rights, state and arguments are checked from metadata, then the module's
// function runs.
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/record/draft.h"
#include "kernel/record/reach.h"
#include "kernel/record/rows.h"
#include "kernel/workspace.h"

#include <algorithm>

namespace bihuan::record {

namespace {

Error unknown_verb(const Snapshot& snapshot, const meta::Object& object, std::string_view verb) {
    std::vector<std::string> names;
    for (const meta::Verb& one : object.verbs) names.push_back(one.name);
    return Error(Code::not_found, "error.verb.unknown",
                 {{"verb", std::string(verb)}, {"object", object.label.in(snapshot.language())}})
        .with_hint(nearest(verb, names).value_or(std::string()));
}

// A record that nobody owns yet (a lead in the pool) may be acted on by whoever sees it and has
// the right to the act; any other only by those who may write it.
bool may_act_on(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record) {
    if (plan.owner && record.values[plan.owner->index].is_null()) return true;
    return can_reach(snapshot, plan, record, access::Purpose::write);
}

// Who was quicker: the last change of the record, as a sentence; empty when the system made it.
std::string last_change(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record) {
    if (!plan.updated_by || !plan.updated_at) return {};
    const auto* user = record.values[plan.updated_by->index].get_if<RecordId>();
    const auto* at = record.values[plan.updated_at->index].get_if<Instant>();
    if (!user || !at) return {};
    std::string name;
    snapshot.db().query("SELECT name FROM \"user\" WHERE id = ?", {user->value},
                        [&](const db::Row& row) {
                            name = row.text(0);
                            return false;
                        });
    return snapshot.say("error.verb.last",
                        {{"name", name}, {"at", snapshot.zone().to_text(*at)}});
}

// As people say it: an option's label, or the title of the record that the state is.
std::string state_text(const Snapshot& snapshot, const meta::Field& field, const Value& value) {
    const auto* id = value.get_if<RecordId>();
    const meta::Object* target = id ? snapshot.schema().target(field) : nullptr;
    if (!target) return held_type(field).to_text(field.settings, value, snapshot.language());
    const PlanPtr plan = plan_of(snapshot, *target);
    const auto record = read_row(snapshot, *plan, *id);
    return record ? title_of(*plan, *record, snapshot.language()) : std::string();
}

void check_when(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record,
                const meta::Verb& verb) {
    const auto when = plan.verb_when.find(verb.name);
    if (when == plan.verb_when.end()) return;
    RelatedCache related;
    const RecordFacts facts(snapshot, plan, record, Amounts::base, related);
    if (expr::is_true(when->second, facts)) return;
    std::string state;
    const meta::Field* field =
        plan.object->state_field.empty() ? nullptr : plan.object->find(plan.object->state_field);
    if (field && field->stored) {
        state = state_text(snapshot, *field, record.values[field->index]);
    }
    throw Error(Code::conflict, "error.verb.state",
                {{"verb", verb.label.in(snapshot.language())},
                 {"object", plan.object->label.in(snapshot.language())},
                 {"title", title_of(plan, record, snapshot.language())},
                 {"state", state}})
        .with_hint(last_change(snapshot, plan, record));
}

// Somebody was quicker and deleted it, or merged it into another: its reader is told that, and not
// that it never was.
Error deleted(const Snapshot& snapshot, const ObjectPlan& plan, const Record& record) {
    return Error(Code::conflict, "error.record.deleted",
                 {{"object", plan.object->label.in(snapshot.language())}})
        .with_hint(last_change(snapshot, plan, record));
}

Record open_to_act(const Snapshot& snapshot, const PlanPtr& plan, RecordId id) {
    auto record = read_row(snapshot, *plan, id);
    if (!record || !can_reach(snapshot, *plan, *record, access::Purpose::read)) {
        throw not_found(snapshot, *plan->object);
    }
    if (record->deleted_at) throw deleted(snapshot, *plan, *record);
    return *std::move(record);
}

// Whether the record is there. What lies in the bin is an answer of its own to who may read it.
bool is_there(const Snapshot& snapshot, const meta::Object& target, RecordId id) {
    const PlanPtr plan = plan_of(snapshot, target);
    const auto record = read_row(snapshot, *plan, id);
    if (!record) return false;
    if (!record->deleted_at) return true;
    if (!can_reach(snapshot, *plan, *record, access::Purpose::read)) return false;
    throw deleted(snapshot, *plan, *record);
}

// A reference argument: an id, or a natural key of its target.
Value read_reference(const Snapshot& snapshot, const meta::VerbArgument& argument,
                     std::string_view type, const Json& json, Issues& issues) {
    const meta::Object* target =
        type == "lookup" ? snapshot.schema().find(argument.settings.target)
                         : snapshot.schema().find(type);
    const Json key = json.is_object() ? json.get("key") : Json();
    if (key.is_string()) {
        const auto record = target ? load_by_key(snapshot, *target, key.string()) : std::nullopt;
        if (record) return record->id;
        issues.add("", "issue.reference.unknown_key",
                   {{"key", std::string(key.string())},
                    {"object", target ? target->label.in(snapshot.language()) : ""}});
        return Null{};
    }
    Value value = types::find(type)->normalise(argument.settings, json, issues);
    const auto* id = value.get_if<RecordId>();
    if (id && target && (object_of(*id) != target->number || !is_there(snapshot, *target, *id))) {
        issues.add("", "issue.reference.not_found",
                   {{"object", target->label.in(snapshot.language())}, {"id", to_text(*id)}});
    }
    return value;
}

std::vector<std::pair<std::string, Value>> read_arguments(const Snapshot& snapshot,
                                                          const meta::Verb& verb,
                                                          const Json& body, Issues& issues) {
    std::vector<std::pair<std::string, Value>> arguments;
    std::vector<std::string> names{"version"};
    for (const meta::VerbArgument& argument : verb.arguments) {
        names.push_back(argument.name);
        const Json json = body.is_object() ? body.get(argument.name) : Json();
        const types::FieldType* type = types::find(argument.type);
        Issues found;
        Value value;
        // Lines and other compound arguments are read by the verb itself from the body.
        const bool is_compound = !type || argument.type == "lines";
        if (!is_compound && type->kind() == types::Kind::reference) {
            value = read_reference(snapshot, argument, type->name(), json, found);
        } else if (!is_compound) {
            value = type->normalise_in(argument.settings, json, snapshot.wall_zone(), found);
            if (found.empty()) type->validate(argument.settings, value, found);
        }
        const bool missing = is_compound ? json.is_null() || json.size() == 0 : value.is_null();
        if (found.empty() && argument.required && missing) found.add("", "issue.required");
        issues.append(std::move(found), argument.name);
        if (!value.is_null()) arguments.emplace_back(argument.name, std::move(value));
    }
    for (std::size_t i = 0; body.is_object() && i < body.size(); ++i) {
        const std::string name(body.key_at(i));
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        issues.add(name, "issue.unknown_field", {}, nearest(name, names).value_or(std::string()));
    }
    return arguments;
}

}  // namespace

const Value& VerbCall::argument(std::string_view name) const {
    static const Value kNull;
    for (const auto& [known, value] : arguments) {
        if (known == name) return value;
    }
    return kNull;
}

void Registry::rule(std::string object, Rule rule) {
    rules_[std::move(object)].push_back(std::move(rule));
}

void Registry::lines_rule(std::string object, LinesRule rule) {
    lines_rules_[std::move(object)].push_back(std::move(rule));
}

void Registry::after_write(std::string object, AfterWrite fn) {
    after_[std::move(object)].push_back(std::move(fn));
}

void Registry::verb(std::string object, std::string verb, VerbFn fn) {
    verbs_[std::move(object) + "." + verb] = std::move(fn);
}

const std::vector<Rule>* Registry::rules(std::string_view object) const {
    const auto found = rules_.find(std::string(object));
    return found == rules_.end() ? nullptr : &found->second;
}

const std::vector<LinesRule>* Registry::lines_rules(std::string_view object) const {
    const auto found = lines_rules_.find(std::string(object));
    return found == lines_rules_.end() ? nullptr : &found->second;
}

const std::vector<AfterWrite>* Registry::after_writes(std::string_view object) const {
    const auto found = after_.find(std::string(object));
    return found == after_.end() ? nullptr : &found->second;
}

const VerbFn* Registry::find_verb(std::string_view object, std::string_view verb) const {
    const auto found = verbs_.find(std::string(object) + "." + std::string(verb));
    return found == verbs_.end() ? nullptr : &found->second;
}

bool holds(const Snapshot& snapshot, const Record& record, std::string_view condition) {
    const PlanPtr plan = plan_of(snapshot, *record.object);
    Issues issues;
    const auto program =
        expr::compile(condition, {plan->schema.get(), plan->object, {}}, issues,
                      {types::Kind::boolean, types::Kind::none, {}, 0});
    throw_if_any(std::move(issues));
    RelatedCache related;
    return expr::is_true(*program, RecordFacts(snapshot, *plan, record, Amounts::base, related));
}

std::string run_verb(Tx& tx, const meta::Object& object, RecordId id, std::string_view verb,
                     std::optional<std::int64_t> version, const Json& body) {
    const meta::Verb* known = object.find_verb(verb);
    const VerbFn* fn = tx.workspace().slot<Registry>().find_verb(object.name, verb);
    if (!known || !fn) throw unknown_verb(tx, object, verb);
    const PlanPtr plan = plan_of(tx, object);
    Record record = open_to_act(tx, plan, id);
    access::demand_verb(tx, object, verb);
    if (!may_act_on(tx, *plan, record)) throw not_writable(tx, *plan, record);
    if (version && *version != record.version) {
        throw Error(Code::conflict, "error.record.stale",
                    {{"object", object.label.in(tx.language())},
                     {"title", title_of(*plan, record, tx.language())},
                     {"version", std::to_string(record.version)}});
    }
    check_when(tx, *plan, record, *known);
    Issues issues;
    if (!body.is_null() && !body.is_object()) issues.add("", "issue.record.object");
    auto arguments = read_arguments(tx, *known, body, issues);
    throw_if_any(std::move(issues));
    const std::string outer = tx.cause();
    tx.set_cause(outer.empty() ? "verb " + known->name : outer);
    VerbCall call{tx, object, *known, std::move(record), body, std::move(arguments)};
    std::string result = (*fn)(call);
    tx.set_cause(outer);
    return result.empty() ? "null" : result;
}

}  // namespace bihuan::record
