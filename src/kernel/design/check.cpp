#include "kernel/design/check.h"

#include "base/text.h"
#include "kernel/expr/expression.h"

namespace bihuan::design {

namespace {

constexpr std::string_view kCustomPrefix = "x_";

class Expressions {
public:
    Expressions(const meta::Schema& schema, Issues& issues) : schema_(schema), issues_(issues) {}

    void check(const meta::Object& object) {
        for (const meta::Field& field : object.fields) {
            if (!field.hidden) check(object, field);
        }
        for (const meta::Verb& verb : object.verbs) {
            condition(object, verb.when, object.name + ".verbs." + verb.name);
        }
        for (const meta::View& view : object.views) check(object, view);
    }

private:
    void check(const meta::Object& object, const meta::Field& field) {
        const std::string place = object.name + "." + field.name;
        condition(object, field.required_when, place + ".required_when");
        condition(object, field.visible_when, place + ".visible_when");
        if (!field.default_value.empty()) {
            any(object, field.default_value, place + ".default_value");
        }
        if (!field.settings.formula.empty()) formula(object, field, place);
        if (!field.settings.rollup_where.empty()) {
            const meta::Object* child = schema_.find(field.settings.rollup_object);
            if (child) condition(*child, field.settings.rollup_where, place + ".where");
        }
    }

    void check(const meta::Object& object, const meta::View& view) {
        const std::string place = object.name + ".views." + view.name;
        Issues found;
        expr::compile_filter(view.where, {&schema_, &object, {}}, found);
        take(std::move(found), place);
        for (const std::string& column : view.columns) {
            const std::string first = column.substr(0, column.find('.'));
            if (!object.find(first)) {
                issues_.add(place, "issue.design.unknown_field", {{"name", column}},
                            hint(object, first));
            }
        }
    }

    void condition(const meta::Object& object, const std::string& text,
                   const std::string& place) {
        if (text.empty()) return;
        Issues found;
        expr::Type wanted;
        wanted.kind = types::Kind::boolean;
        expr::compile(text, {&schema_, &object, {}}, found, wanted);
        take(std::move(found), place);
    }

    // Formulas are computed by the query that reads them: each must have an SQL form, and be of
    // the kind that its field promises.
    void formula(const meta::Object& object, const meta::Field& field, const std::string& place) {
        const std::string& text = field.settings.formula;
        expr::Type wanted;
        const types::FieldType* result = types::find(field.settings.result_type);
        if (result && result->kind() != types::Kind::reference) wanted.kind = result->kind();
        Issues found;
        const auto program = expr::compile(text, {&schema_, &object, {}}, found, wanted);
        if (program && !program->has_sql()) {
            found.add(place, "issue.design.formula_no_sql", {{"name", text}});
        }
        take(std::move(found), place);
    }

    void any(const meta::Object& object, const std::string& text, const std::string& place) {
        Issues found;
        expr::compile(text, {&schema_, &object, {}}, found);
        take(std::move(found), place);
    }

    void take(Issues found, const std::string& place) {
        for (const Issue& issue : found) {
            issues_.add(place, issue.key, issue.args, issue.hint);
        }
    }

    static std::string hint(const meta::Object& object, const std::string& name) {
        std::vector<std::string> names;
        for (const meta::Field& field : object.fields) names.push_back(field.name);
        return nearest(name, names).value_or("");
    }

    const meta::Schema& schema_;
    Issues& issues_;
};

void check_field_change(const meta::Object& after, const meta::Field& was,
                        const meta::Field& field, Issues& issues) {
    const std::string place = after.name + "." + field.name;
    if (was.type != field.type) {
        issues.add(place, "issue.design.type_changed",
                   {{"name", field.name}, {"type", std::string(was.type->name())}});
        return;
    }
    if (was.settings.target != field.settings.target) {
        issues.add(place, "issue.design.target_changed", {{"name", field.name}});
    }
    // A roll-up has the scale of what it rolls up, which cannot change; its file does not say it.
    if (field.type->name() != "rollup" && was.settings.scale != field.settings.scale) {
        issues.add(place, "issue.design.scale_changed",
                   {{"name", field.name}, {"scale", std::to_string(was.settings.scale)}});
    }
}

}  // namespace

void check_expressions(const meta::Schema& schema, Issues& issues) {
    Expressions expressions(schema, issues);
    for (const meta::Object& object : schema.objects()) {
        if (!object.hidden) expressions.check(object);
    }
    expr::check_formulas(schema, issues);
}

void check_change(const meta::Object* before, const meta::Object& after, Issues& issues) {
    if (!before && after.origin == meta::Origin::custom &&
        !std::string_view(after.name).starts_with(kCustomPrefix)) {
        issues.add(after.name, "issue.design.custom_name", {{"name", after.name}});
    }
    if (before && before->number != after.number) {
        issues.add(after.name, "issue.design.number_changed", {{"name", after.name}});
    }
    for (const meta::Field& field : after.fields) {
        const auto found = before ? before->by_name.find(field.name) : after.by_name.end();
        if (before && found != before->by_name.end()) {
            check_field_change(after, before->fields[found->second], field, issues);
        } else if (field.origin == meta::Origin::custom &&
                   after.origin == meta::Origin::system &&
                   !std::string_view(field.name).starts_with(kCustomPrefix)) {
            issues.add(after.name + "." + field.name, "issue.design.custom_name",
                       {{"name", field.name}});
        }
    }
}

}  // namespace bihuan::design
