// Names: me, extra names, and paths through the schema.
#include "kernel/expr/checker.h"

#include "base/text.h"

#include <array>

namespace bihuan::expr {
namespace {

struct ActorName {
    std::string_view name;
    Op op;
};

constexpr std::array<ActorName, 4> kActorNames{{{"me", Op::me},
                                                {"my.dept", Op::my_dept},
                                                {"my.depts", Op::my_depts},
                                                {"my.team", Op::my_team}}};

Type actor_type(Op op) {
    if (op == Op::my_depts || op == Op::my_team) {
        const bool users = op == Op::my_team;
        return {Kind::list, Kind::reference, users ? "user" : "department", 0};
    }
    return type_reference(op == Op::me ? "user" : "department");
}

// The record itself, in filters: id in ["9127...", ...]. Every table has the column; no object
// lists it among its fields.
const meta::Field& id_field() {
    static const meta::Field field = [] {
        meta::Field made;
        made.name = kIdName;
        made.label = {"记录", "Record"};
        made.type = types::find("lookup");
        return made;
    }();
    return field;
}

Type type_by_kind(const meta::Field& field, const types::FieldType& type) {
    switch (type.kind()) {
        case Kind::decimal: {
            const int scale = field.settings.scale + (type.name() == "percent" ? 2 : 0);
            return type_decimal(scale);
        }
        case Kind::list: {
            const bool options = type.name() != "attachment";
            return {Kind::list, options ? Kind::text : Kind::reference, {}, 0};
        }
        case Kind::reference: {
            const bool own = type.name() == "user" || type.name() == "department";
            return type_reference(own ? std::string(type.name()) : field.settings.target);
        }
        case Kind::boolean:
        case Kind::integer:
        case Kind::text:
        case Kind::date:
        case Kind::month:
        case Kind::instant:
        case Kind::none: return {type.kind(), Kind::none, {}, 0};
    }
    return {};
}

}  // namespace

Type Checker::field_type(const meta::Schema* schema, const meta::Object& object,
                         const meta::Field& field, FormulaTypes& formulas) {
    if (field.type == nullptr) {
        return {};
    }
    const types::FieldType& type = *behaves_as(field);
    const bool derived = type.name() == "formula" || type.name() == "rollup";
    if (!derived) {
        return type_by_kind(field, type);
    }
    if (const auto known = formulas.found.find(&field); known != formulas.found.end()) {
        return known->second;
    }
    formulas.found[&field] = {};
    if (formulas.depth >= kFormulaDepthMax) {
        return {};
    }
    ++formulas.depth;
    Type found;
    if (type.name() == "formula") {
        Issues ignored;  // the formula's own check reports them
        const Env env{schema, &object, {}};
        const auto program =
            Checker(env, ignored, formulas).run(field.settings.formula, {}, false);
        found = program ? program->type() : Type{};
    } else if (field.settings.rollup_fn == types::RollupFn::count) {
        found = type_integer();
    } else if (schema != nullptr) {
        const meta::Object* child = schema->find(field.settings.rollup_object);
        const meta::Field* source =
            child != nullptr ? child->find(field.settings.rollup_field) : nullptr;
        found = source != nullptr ? field_type(schema, *child, *source, formulas) : Type{};
    }
    --formulas.depth;
    formulas.found[&field] = found;
    return found;
}

Type type_of(const meta::Schema& schema, const meta::Object& object, const meta::Field& field) {
    FormulaTypes formulas;
    return Checker::field_type(&schema, object, field, formulas);
}

NodePtr Checker::check_name(const Syntax& syntax) {
    for (const auto& [name, type] : env_.names) {
        if (name == syntax.text) {
            Node node;
            node.op = Op::name;
            node.name = name;
            node.type = type;
            node.at = syntax.at;
            return finish(std::move(node));
        }
    }
    for (const ActorName& actor : kActorNames) {
        if (actor.name == syntax.text) {
            Node node;
            node.op = actor.op;
            node.name = syntax.text;
            node.type = actor_type(actor.op);
            node.at = syntax.at;
            node.uses_actor = true;
            return finish(std::move(node));
        }
    }
    return check_path(syntax);
}

NodePtr Checker::check_path(const Syntax& syntax) {
    const meta::Object* object = env_.object;
    Node node;
    node.op = Op::path;
    node.name = syntax.text;
    node.at = syntax.at;
    node.has_path = true;
    std::string before;
    for (const std::string_view step : split(syntax.text, '.')) {
        if (!node.path.steps.empty()) {
            const meta::Field& last = node.path.last();
            before += last.name + '.';
            object = env_.schema != nullptr && node.type.kind == Kind::reference
                         ? env_.schema->target(last)
                         : nullptr;
            if (object == nullptr) {
                return issue(syntax.at, "issue.expression.not_relation",
                             {{"name", said(node_label(node))}});
            }
        }
        const meta::Field* field = object != nullptr ? object->find(step) : nullptr;
        if (field == nullptr && object != nullptr && step == kIdName && is_filter_) {
            node.path.steps.push_back(&id_field());
            node.type = type_reference(object->name);
            continue;
        }
        if (field == nullptr) {
            return unknown_name(syntax, std::string(step), object, before);
        }
        if (field->type != nullptr && field->type->name() == "lines") {
            return issue(syntax.at, "issue.expression.lines", {{"name", said(field->label)}});
        }
        if (node.path.steps.size() > static_cast<std::size_t>(kPathMax)) {
            return issue(syntax.at, "issue.expression.path", {{"max", std::to_string(kPathMax)}});
        }
        node.path.steps.push_back(field);
        node.type = field_type(env_.schema, *object, *field, formulas_);
    }
    if (node.type.kind == Kind::none) {
        return issue(syntax.at, "issue.expression.formula", {{"name", said(node_label(node))}});
    }
    return finish(std::move(node));
}

NodePtr Checker::unknown_name(const Syntax& syntax, const std::string& name,
                              const meta::Object* object, const std::string& before) {
    std::vector<std::string> known;
    std::string hint;
    if (object != nullptr) {
        for (const meta::Field& field : object->fields) {
            if (field.hidden) {
                continue;
            }
            known.push_back(field.name);
            // Someone who writes the label means the field.
            if (field.label.zh == name || fold(field.label.en) == fold(name)) {
                hint = before + field.name;
            }
        }
    }
    if (hint.empty() && before.empty()) {
        for (const auto& [extra, type] : env_.names) {
            known.push_back(extra);
        }
        for (const ActorName& actor : kActorNames) {
            known.emplace_back(actor.name);
        }
        hint = nearest(syntax.text, known).value_or("");
    }
    if (hint.empty()) {
        if (const auto near = nearest(name, known)) {
            hint = before + *near;
        }
    }
    return issue(syntax.at, "issue.expression.name", {{"name", name.substr(0, 80)}},
                 std::move(hint));
}

}  // namespace bihuan::expr
