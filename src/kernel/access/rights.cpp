#include "kernel/access/rights.h"

#include "base/text.h"
#include "kernel/access/role_json.h"
#include "kernel/expr/expression.h"

#include <algorithm>

namespace bihuan::access {

namespace {

constexpr int kParentDepthMax = 5;

// Everybody sees who works here; changing it is the administrator's.
bool is_organisation(const meta::Object& object) {
    return object.name == "user" || object.name == "department" || object.name == "role";
}

template <class T>
std::optional<T> part_of(const meta::Schema& schema, const Role& role, const meta::Object& object,
                         std::optional<T> RoleObject::*part, int depth) {
    const auto named = role.objects.find(object.name);
    if (named != role.objects.end() && named->second.*part) return named->second.*part;
    if (!object.scope_parent.empty() && depth < kParentDepthMax) {
        const meta::Field* up = object.find(object.scope_parent);
        const meta::Object* parent = up == nullptr ? nullptr : schema.target(*up);
        if (parent != nullptr) return part_of(schema, role, *parent, part, depth + 1);
    }
    const auto any = role.objects.find("*");
    if (any != role.objects.end()) return any->second.*part;
    return std::nullopt;
}

void add_scopes(std::vector<Scope>& all, const std::vector<Scope>& more) {
    for (const Scope& scope : more) {
        const bool has = std::any_of(all.begin(), all.end(), [&](const Scope& each) {
            return each.reach == scope.reach && each.expression == scope.expression;
        });
        if (!has) all.push_back(scope);
    }
}

FieldRight field_of(const Role& role, const meta::Object& object, const std::string& field) {
    const auto named = role.objects.find(object.name);
    if (named == role.objects.end()) return FieldRight::write;
    const auto& fields = named->second.fields;
    const auto found = fields.find(field);
    if (found != fields.end()) return found->second;
    const auto any = fields.find("*");
    return any == fields.end() ? FieldRight::write : any->second;
}

// What API tokens were narrowed to.
bool allows(const std::vector<std::string>& scopes, const std::string& object, bool is_reading) {
    for (const std::string& scope : scopes) {
        if (scope == "write" || scope == "write:" + object) return true;
        if (is_reading && (scope == "read" || scope == "read:" + object)) return true;
    }
    return false;
}

void narrow(ObjectRights& rights, const std::vector<std::string>& scopes,
            const meta::Object& object) {
    if (allows(scopes, object.name, false)) return;
    const bool reads = allows(scopes, object.name, true) || is_organisation(object);
    std::erase_if(rights.acts, [reads](Act act) {
        return !reads || (act != Act::read && act != Act::export_);
    });
    rights.verbs.clear();
    rights.write.clear();
}

ObjectRights combine_object(const meta::Schema& schema, const std::vector<Role>& roles,
                            const meta::Object& object, bool administrator) {
    ObjectRights out;
    std::vector<const Role*> granting;
    for (const Role& role : roles) {
        const auto acts = part_of(schema, role, object, &RoleObject::acts, 0);
        const auto verbs = part_of(schema, role, object, &RoleObject::verbs, 0);
        const auto read = part_of(schema, role, object, &RoleObject::read, 0);
        const auto write = part_of(schema, role, object, &RoleObject::write, 0);
        if (acts) out.acts.insert(acts->begin(), acts->end());
        if (verbs) out.verbs.insert(verbs->begin(), verbs->end());
        if (read) add_scopes(out.read, *read);
        if (write) add_scopes(out.write, *write);
        if ((acts && !acts->empty()) || is_organisation(object)) granting.push_back(&role);
    }
    if (is_organisation(object)) {
        if (!administrator) {
            out.acts.clear();
            out.verbs.clear();
            out.write.clear();
        }
        out.acts.insert(Act::read);
        out.read = {{Reach::all, ""}};
    }
    if (granting.empty()) return out;
    for (const meta::Field& field : object.fields) {
        FieldRight widest = FieldRight::hidden;
        for (const Role* role : granting) {
            widest = std::max(widest, field_of(*role, object, field.name));
        }
        if (widest != FieldRight::write) out.fields[field.name] = widest;
    }
    return out;
}

}  // namespace

bool Rights::may(const meta::Object& object, Act act) const {
    if (everything_) return true;
    const auto found = objects_.find(object.number.value);
    return found != objects_.end() && found->second.acts.contains(act);
}

bool Rights::may_verb(const meta::Object& object, std::string_view verb) const {
    if (everything_) return true;
    const auto found = objects_.find(object.number.value);
    if (found == objects_.end()) return false;
    const std::set<std::string>& verbs = found->second.verbs;
    return verbs.contains("*") || verbs.contains(std::string(verb));
}

FieldRight Rights::field(const meta::Object& object, const meta::Field& field) const {
    if (everything_) return FieldRight::write;
    const auto found = objects_.find(object.number.value);
    if (found == objects_.end()) return FieldRight::hidden;
    if (found->second.fields.empty()) return FieldRight::write;
    const auto right = found->second.fields.find(field.name);
    return right == found->second.fields.end() ? FieldRight::write : right->second;
}

bool Rights::can_read(const meta::Object& object, const meta::Field& field) const {
    return this->field(object, field) != FieldRight::hidden;
}

namespace {

const std::vector<Scope>& everything_scopes() {
    static const std::vector<Scope> kAll = {{Reach::all, ""}};
    return kAll;
}

const std::vector<Scope>& no_scopes() {
    static const std::vector<Scope> kNone;
    return kNone;
}

}  // namespace

const std::vector<Scope>& Rights::read_scopes(const meta::Object& object) const {
    if (everything_) return everything_scopes();
    const auto found = objects_.find(object.number.value);
    return found == objects_.end() ? no_scopes() : found->second.read;
}

const std::vector<Scope>& Rights::write_scopes(const meta::Object& object) const {
    if (everything_) return everything_scopes();
    const auto found = objects_.find(object.number.value);
    return found == objects_.end() ? no_scopes() : found->second.write;
}

// A formula tells what it is made of: where one of its fields is hidden or masked, so is it. Again
// until nothing changes, for formulas of formulas.
void Rights::hide_formulas(const meta::Schema& schema) {
    std::vector<std::pair<const meta::Object*, const meta::Field*>> formulas;
    std::vector<expr::Program> programs;
    const bool hides = std::any_of(objects_.begin(), objects_.end(), [](const auto& each) {
        return std::any_of(each.second.fields.begin(), each.second.fields.end(),
                           [](const auto& field) { return field.second < FieldRight::read; });
    });
    if (!hides) return;
    for (const meta::Object& object : schema.objects()) {
        for (const meta::Field& field : object.fields) {
            if (field.type->name() != "formula") continue;
            Issues ignored;  // a formula that is broken has no value
            auto program = expr::compile(field.settings.formula, {&schema, &object, {}}, ignored);
            if (!program) continue;
            formulas.emplace_back(&object, &field);
            programs.push_back(*std::move(program));
        }
    }
    const auto is_shut = [&](const meta::Object& root, const expr::Path& path) {
        const meta::Object* at = &root;
        for (const meta::Field* step : path.steps) {
            if (!at) return false;
            if (field(*at, *step) < FieldRight::read) return true;
            at = schema.target(*step);
        }
        return false;
    };
    for (bool has_changed = true; has_changed;) {
        has_changed = false;
        for (std::size_t i = 0; i < formulas.size(); ++i) {
            const auto& [object, formula] = formulas[i];
            if (!can_read(*object, *formula)) continue;
            const auto& paths = programs[i].paths();
            if (std::none_of(paths.begin(), paths.end(), [&, root = object](const auto& path) {
                    return is_shut(*root, path);
                })) {
                continue;
            }
            objects_[object->number.value].fields[formula->name] = FieldRight::hidden;
            has_changed = true;
        }
    }
}

std::shared_ptr<const Rights> Rights::combine(const meta::Schema& schema,
                                              const std::vector<std::string>& role_json,
                                              const Actor& actor) {
    auto rights = std::make_shared<Rights>();
    if (actor.kind == ActorKind::system) {
        rights->everything_ = true;
        rights->administrator_ = true;
        rights->share_views_ = true;
        return rights;
    }
    std::vector<Role> roles;
    Issues ignored;  // said when the role was saved; what is wrong grants nothing
    for (const std::string& json : role_json) roles.push_back(parse_role(json, ignored));
    const std::vector<std::string>& scopes = actor.token_scopes;
    const bool is_token = actor.kind == ActorKind::api_token;
    const bool may_administer =
        !is_token || std::find(scopes.begin(), scopes.end(), "admin") != scopes.end();
    for (const Role& role : roles) {
        rights->administrator_ = rights->administrator_ || (role.administrator && may_administer);
        rights->share_views_ =
            rights->share_views_ || rights->administrator_ || role.share_views;
    }
    for (const meta::Object& object : schema.objects()) {
        ObjectRights combined = combine_object(schema, roles, object, rights->administrator_);
        if (is_token) narrow(combined, scopes, object);
        rights->objects_[object.number.value] = std::move(combined);
    }
    rights->hide_formulas(schema);
    return rights;
}

namespace {

std::vector<std::string> names_of(const std::vector<meta::Object>& objects) {
    std::vector<std::string> names;
    for (const meta::Object& object : objects) names.push_back(object.name);
    return names;
}

void check_scopes(const meta::Schema& schema, const meta::Object* object,
                  const std::optional<std::vector<Scope>>& scopes, const std::string& place,
                  Issues& issues) {
    if (!scopes) return;
    for (const Scope& scope : *scopes) {
        if (scope.reach != Reach::expression) continue;
        if (object == nullptr) {
            issues.add(place, "issue.role.where_object");
            continue;
        }
        Issues found;
        expr::compile_filter(scope.expression, {&schema, object, {}}, found);
        for (Issue issue : found) {
            issue.field = place;
            issues.add(std::move(issue));
        }
    }
}

void check_object(const meta::Schema& schema, const meta::Object& object, const RoleObject& role,
                  const std::string& place, Issues& issues) {
    std::vector<std::string> verbs;
    for (const meta::Verb& verb : object.verbs) verbs.push_back(verb.name);
    for (const std::string& verb : role.verbs.value_or(std::set<std::string>{})) {
        if (verb == "*" || object.find_verb(verb) != nullptr) continue;
        issues.add(place + ".verbs", "issue.role.verb", {{"word", verb}},
                   nearest(verb, verbs).value_or(""));
    }
    std::vector<std::string> fields;
    for (const meta::Field& field : object.fields) fields.push_back(field.name);
    for (const auto& [field, right] : role.fields) {
        if (field == "*" || object.find(field) != nullptr) continue;
        issues.add(place + ".fields." + field, "issue.role.field", {{"word", field}},
                   nearest(field, fields).value_or(""));
    }
    check_scopes(schema, &object, role.read, place + ".read", issues);
    check_scopes(schema, &object, role.write, place + ".write", issues);
}

}  // namespace

Issues Rights::check(const meta::Schema& schema, std::string_view role_json) {
    Issues issues;
    const Role role = parse_role(role_json, issues);
    for (const auto& [name, rights] : role.objects) {
        const std::string place = "objects." + name;
        if (name == "*") {
            check_scopes(schema, nullptr, rights.read, place + ".read", issues);
            check_scopes(schema, nullptr, rights.write, place + ".write", issues);
            continue;
        }
        const meta::Object* object = schema.find(name);
        if (object == nullptr) {
            issues.add(place, "issue.role.unknown_object", {{"word", name}},
                       nearest(name, names_of(schema.objects())).value_or(""));
            continue;
        }
        check_object(schema, *object, rights, place, issues);
    }
    return issues;
}

}  // namespace bihuan::access
