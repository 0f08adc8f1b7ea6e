// Formulas of a whole schema: each checked, circles named, and which can be stored.
#include "kernel/expr/expression.h"
#include "kernel/expr/type_rules.h"

#include <algorithm>
#include <map>

namespace bihuan::expr {
namespace {

struct Formula {
    std::string name;                          // object.field
    std::vector<const meta::Field*> uses;      // derived fields it reads
    int mark = 0;                              // 0 not seen, 1 on the way, 2 done
};

bool is_derived(const meta::Field& field) {
    return field.type != nullptr &&
           (field.type->name() == "formula" || field.type->name() == "rollup");
}

class FormulaGraph {
public:
    FormulaGraph(const meta::Schema& schema, Issues& issues)
        : schema_(schema), issues_(issues) {}

    void run() {
        for (const meta::Object& object : schema_.objects()) {
            for (const meta::Field& field : object.fields) {
                if (is_derived(field) && !field.hidden) {
                    add(object, field);
                }
            }
        }
        const std::size_t before = issues_.size();
        for (const auto& [field, formula] : formulas_) {
            find_circles(field);
        }
        if (issues_.size() == before) {
            issues_.append(std::move(untyped_));
        }
    }

private:
    void add(const meta::Object& object, const meta::Field& field) {
        Formula& formula = formulas_[&field];
        formula.name = object.name + "." + field.name;
        if (field.type->name() == "formula") {
            use(formula, field.settings.formula, object);
            return;
        }
        const meta::Object* child = schema_.find(field.settings.rollup_object);
        if (child == nullptr) {
            return;  // the schema itself reports it
        }
        const meta::Field* source = child->find(field.settings.rollup_field);
        if (source != nullptr && is_derived(*source)) {
            formula.uses.push_back(source);
        }
        if (!field.settings.rollup_where.empty()) {
            use(formula, field.settings.rollup_where, *child);
        }
    }

    void use(Formula& formula, const std::string& text, const meta::Object& object) {
        Issues found;
        const auto program = compile(text, Env{&schema_, &object, {}}, found);
        for (const Issue& issue : found) {
            // A part without a type is most often in a circle, which says more.
            Issues& target = issue.key == "issue.expression.formula" ? untyped_ : issues_;
            target.add(formula.name, issue.key, issue.args, issue.hint);
        }
        for (const meta::Field* used : program ? derived_of(*program) : named_in(text, object)) {
            formula.uses.push_back(used);
        }
    }

    static std::vector<const meta::Field*> derived_of(const Program& program) {
        std::vector<const meta::Field*> derived;
        for (const Path& path : program.paths()) {
            if (is_derived(path.last())) {
                derived.push_back(&path.last());
            }
        }
        return derived;
    }

    // In a circle no formula gets a type, so that the names are read off the text.
    std::vector<const meta::Field*> named_in(const std::string& text,
                                             const meta::Object& object) const {
        std::vector<const meta::Field*> derived;
        Issues ignored;
        for (const Token& token : tokenize(text, ignored)) {
            const meta::Field* field =
                token.kind == TokenKind::name ? object.find(token.text) : nullptr;
            if (field != nullptr && is_derived(*field)) {
                derived.push_back(field);
            }
        }
        return derived;
    }

    // Depth first without recursion: a chain of formulas may be as long as the schema.
    void find_circles(const meta::Field* start) {
        std::vector<std::pair<const meta::Field*, std::size_t>> way;
        const auto enter = [&](const meta::Field* field) {
            formulas_[field].mark = 1;
            way.push_back({field, 0});
        };
        if (formulas_[start].mark == 0) {
            enter(start);
        }
        while (!way.empty()) {
            auto& [field, next] = way.back();
            Formula& formula = formulas_[field];
            if (next == formula.uses.size()) {
                formula.mark = 2;
                way.pop_back();
                continue;
            }
            const meta::Field* used = formula.uses[next++];
            if (formulas_[used].mark == 1) {
                report(way, used);
            } else if (formulas_[used].mark == 0) {
                enter(used);
            }
        }
    }

    void report(const std::vector<std::pair<const meta::Field*, std::size_t>>& way,
                const meta::Field* again) {
        std::string circle;
        bool inside = false;
        for (const auto& [field, next] : way) {
            inside = inside || field == again;
            if (inside) {
                circle += formulas_[field].name + " -> ";
            }
        }
        issues_.add(formulas_[again].name, "issue.expression.circle",
                    {{"circle", circle + formulas_[again].name}});
    }

    const meta::Schema& schema_;
    Issues& issues_;
    Issues untyped_;
    std::map<const meta::Field*, Formula> formulas_;
};

}  // namespace

void check_formulas(const meta::Schema& schema, Issues& issues) {
    FormulaGraph(schema, issues).run();
}

bool is_storable(const Program& program) {
    if (program.uses_actor() || program.uses_clock()) {
        return false;
    }
    return std::all_of(program.paths().begin(), program.paths().end(), [](const Path& path) {
        const meta::Field& field = path.last();
        return path.steps.size() == 1 && field.stored && field.type->name() != "rollup";
    });
}

}  // namespace bihuan::expr
